"""What the report calls things: measures, tests, sources and red-flag questions, and typical curves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.claim import Claim
from kinechain.knowledge.guided_test import GuidedTest
from kinechain.report.plain_words import sentence, words
from kinechain.report.routes import Pulls


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure's plain name and typical range (in the measure's own unit), where one is known; `remark`
    says in brackets what is weak about that range.
    """

    name: str
    typical: tuple[float, float] | None = None
    definition: str = ""
    remark: str = ""
    classifies: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is printed. `url` is None where there is no address."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RedFlagQuestion:
    """One question that must be answered before anything else. `id` is what the case file lists; it need not
    be `asked` of somebody whose age answers it.
    """

    id: str
    level: str
    question: str
    asked: bool = True


@dataclass(frozen=True, slots=True)
class TypicalCurve:
    """Mean and standard deviation between healthy people at evenly spaced shares of the stride, in degrees,
    with who they were, the licence of the numbers and their source ids.
    """

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    population: str = ""
    licence: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the report takes from the knowledge, by id."""

    measures: Mapping[str, MeasureWords] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    questions: Mapping[str, tuple[RedFlagQuestion, ...]] = field(default_factory=dict)
    guided: Mapping[str, GuidedTest] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    pulls: Pulls = field(default_factory=dict)
    curves: Mapping[str, TypicalCurve] = field(default_factory=dict)
    disclaimer: str = ""

    def measure(self, identifier: str) -> MeasureWords:
        """The measure's words; an unknown id is its own name."""
        return self.measures.get(identifier) or MeasureWords(sentence(words(identifier)))

    def citation(self, identifier: str) -> Citation:
        """The source as printed; an unknown id is its own text."""
        return self.citations.get(identifier) or Citation(identifier)

    def test(self, identifier: str) -> str:
        """A guided test's plain name."""
        test = self.guided.get(identifier)
        return test.name if test else sentence(words(identifier))

    def question(self, identifier: str) -> str:
        """The question behind a red flag; an unknown id is its own text."""
        every = (q for questions in self.questions.values() for q in questions)
        return next((q.question for q in every if q.id == identifier), sentence(words(identifier)))

    def red_flag_questions(self, regions: tuple[str, ...]) -> tuple[RedFlagQuestion, ...]:
        """The questions for everybody and for these regions, most urgent first, each once."""
        asked = {q.id: q for region in ("all", *regions) for q in self.questions.get(region, ()) if q.asked}
        order = {"emergency": 0, "urgent": 1, "soon": 2}
        return tuple(sorted(asked.values(), key=lambda q: order.get(q.level, 3)))
