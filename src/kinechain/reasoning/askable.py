"""What may still be asked of a case: facts not told yet, guided tests not done yet, and what each reads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kinechain.case import Person
from kinechain.knowledge.guided_test import GuidedTest, LikelihoodRatios
from kinechain.reasoning.finding import blurred, was_measured
from kinechain.reasoning.question import Question

Kind = Literal["question", "test"]

QUESTION_MINUTES = 0.2
"""What a question takes where the knowledge does not say (our choice)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one question or test says of one cause of the model. `noise` is the sd of a test's error, and of
    its norm's mean, in the norm's sds, where it only `agrees` with it the rest too; None for an answer, which
    settles it, or for a look, which is worth its `ratios`. `advises`: a yes brings advice.
    """

    cause: int
    noise: float | None = None
    advises: bool = False
    agrees: float = 1.0
    ratios: LikelihoodRatios | None = None


@dataclass(frozen=True, slots=True)
class Askable:
    """A fact of the case (`id` such as ``habits.stress``) or a guided test, with all it reads."""

    kind: Kind
    id: str
    minutes: float
    readings: tuple[Reading, ...]


def askables(question: Question) -> Iterator[Askable]:
    """Everything that would say something of a cause of the model."""
    yield from _tests(question)
    yield from _facts(question)


def _tests(question: Question) -> Iterator[Askable]:
    for test_id, test in question.knowledge.tests.items():
        if any(was_measured(measure, question.measured) for measure in test.measures):
            continue
        readings = tuple(_readings(question, test))
        if readings:
            yield Askable("test", test_id, test.minutes, readings)


def _readings(question: Question, test: GuidedTest) -> Iterator[Reading]:
    """By the usual score that tells this person anything."""
    for condition in dict.fromkeys(each.condition for each in test.informs):
        usual = next(_told_by(test, condition, question.case.person), None)
        if usual is None:
            continue
        for n, cause in enumerate(question.model.causes):
            if cause.id == condition and cause.present is None:
                yield replace(usual, cause=n)


def _told_by(test: GuidedTest, condition: str, person: Person) -> Iterator[Reading]:
    """What each of the test's scores would say of a condition, whichever cause of a model that is."""
    for score, informs in test.speaks_for(condition):
        norm = score.norm_for(person)
        if score.likelihood_ratios is not None:
            yield Reading(0, ratios=score.likelihood_ratios)
        elif norm is not None:
            _, noise = norm.standing(norm.mean, score.error_at(norm.mean) or 0.0)
            yield Reading(0, blurred(noise, informs.agrees), agrees=informs.agrees)


def is_advised(question: Question, cause: int) -> bool:
    """Whether the plan has advice on a usual explanation, if it holds: where it may contribute to any of the
    pains, or wherever it hurts (`plan.advice.habit_lines`).
    """
    explanation = question.knowledge.explanations.get(question.model.causes[cause].id)
    if explanation is None or explanation.advice is None:
        return False
    sites = range(len(question.model.sites))
    return explanation.advised_anywhere or any(question.model.bears_on(cause, site) for site in sites)


def _facts(question: Question) -> Iterator[Askable]:
    knowledge = question.knowledge
    readings: dict[str, list[Reading]] = {}
    for n, cause in enumerate(question.model.causes):
        entry = knowledge.explanations.get(cause.id) or knowledge.conditions[cause.id]
        if entry.answered_by is None or cause.present is not None:
            continue
        if entry.answered_by.given(question.case) is None:  # a yes may have left open of which place
            readings.setdefault(entry.answered_by.fact, []).append(Reading(n, None, is_advised(question, n)))
    for fact, of_fact in readings.items():
        asked = knowledge.questions.get(fact)
        yield Askable("question", fact, asked.minutes if asked else QUESTION_MINUTES, tuple(of_fact))
