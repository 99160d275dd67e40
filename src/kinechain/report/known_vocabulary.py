"""The report's vocabulary, taken from the knowledge for one person."""

from collections import defaultdict

import numpy as np

from kinechain.case import Person
from kinechain.knowledge import Knowledge, load
from kinechain.knowledge.entry import ADULT_FROM_YEARS
from kinechain.knowledge.link import Grade
from kinechain.knowledge.measure import Measure
from kinechain.knowledge.pulls import pulls
from kinechain.knowledge.verdict import personal_norm
from kinechain.report.routes import Pulls
from kinechain.report.vocabulary import Citation, MeasureWords, RedFlagQuestion, TypicalCurve, Vocabulary


def known_vocabulary(person: Person) -> Vocabulary:
    """Names, sources and questions from the knowledge, and what is typical for this person.

    Raises KnowledgeError where the knowledge is damaged.
    """
    known = load()
    return Vocabulary(
        measures={key: _measure_words(measure, person) for key, measure in known.measures.items()},
        citations={key: Citation(source.citation, source.url) for key, source in known.sources.items()},
        questions=_questions(known, person),
        guided=known.tests,
        claims=known.claims,
        pulls=_pulls(known),
        curves=_curves(known, person),
        disclaimer=known.wording.disclaimer,
    )


def _measure_words(measure: Measure, person: Person) -> MeasureWords:
    norm = personal_norm(measure, person)
    typical = None
    if norm is not None:
        below, above = measure.typical_sd_below * norm.sd, measure.typical_sd_above * norm.sd
        typical = (norm.mean - below, norm.mean + above)
    return MeasureWords(
        measure.name,
        typical,
        measure.meaning,
        norm.remark if norm else "",
        classifies=not measure.cannot_classify,
    )


def _questions(known: Knowledge, person: Person) -> dict[str, tuple[RedFlagQuestion, ...]]:
    asked: dict[str, list[RedFlagQuestion]] = defaultdict(list)
    for key, flag in known.red_flags.items():
        for region in flag.regions:
            put = flag.is_asked(region, person.age_years) and flag.answered_by_age(person.age_years) is None
            asked[region].append(RedFlagQuestion(key, flag.level, flag.question, put))
    return {region: tuple(questions) for region, questions in asked.items()}


def _pulls(known: Knowledge) -> Pulls:
    found: dict[str, list[tuple[str, Grade]]] = defaultdict(list)
    for link in pulls(known.links).values():
        if link.from_condition and link.to_condition:
            found[link.from_condition].append((link.to_condition, link.evidence))
    return {condition: tuple(above) for condition, above in found.items()}


def _curves(known: Knowledge, person: Person) -> dict[str, TypicalCurve]:
    """The typical curves, which are adults'; none for a child."""
    if person.age_years is not None and person.age_years < ADULT_FROM_YEARS:
        return {}
    return {
        angle: TypicalCurve(
            np.array(curve.mean, float),
            np.array(curve.sd, float),
            curve.population,
            curve.licence,
            curve.sources,
        )
        for angle, curve in known.norm_curves.items()
    }
