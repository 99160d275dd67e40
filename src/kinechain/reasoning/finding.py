"""`Finding`: one measured value, or one look, read as speaking for or against a condition."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinechain.case import Person
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.knowledge.entry import AnyDirection
from kinechain.knowledge.guided_test import GuidedTest, LikelihoodRatios
from kinechain.knowledge.verdict import PersonalNorm
from kinechain.measurement import Measurement, Side

FURTHEST = 4.0
"""Standard scores are held within this, so that one misread joint cannot settle a condition."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value in the norm's own standard deviations.

    `score` is how far it lies from the norm's mean to the side that speaks for the condition, `either` if
    both do; `noise` is the standard deviation of its error and of the mean's, in the same unit. A look that
    answers yes or no has a likelihood `ratio` in their place. `name` and `text` are for a reader; `sources`
    are those of the measure or the test.
    """

    measure: str
    name: str
    text: str
    score: float
    noise: float
    sources: tuple[str, ...] = ()
    either: bool = False
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class _Scale:
    """The norm a value is read against, and what a reader is told of the measure; `agrees` is how well it
    goes with what the condition is about.
    """

    norm: PersonalNorm
    direction: AnyDirection
    name: str
    decimals: int
    sources: tuple[str, ...]
    agrees: float = 1.0

    def finding(self, measured: Measurement, value: float, sd: float) -> Finding:
        """The value in the norm's sds."""
        above, noise = self.norm.standing(value, sd)
        score = min(max(-above if self.direction == "low" else above, -FURTHEST), FURTHEST)
        return Finding(
            measured.measure,
            self.name,
            f"{value:.{self.decimals}f} {measured.unit}, give or take {sd:.{self.decimals}f}",
            score / self.agrees,
            blurred(noise, self.agrees),
            self.sources,
            either=self.direction == "either",
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """What an answer by yes or no is worth, and what a reader is told of the test."""

    ratios: LikelihoodRatios
    name: str
    sources: tuple[str, ...]

    def finding(self, measured: Measurement, value: float, _sd: float) -> Finding:
        """Yes (1) or no (0), and its likelihood ratio."""
        text, ratio = ("yes", self.ratios.yes) if value else ("no", self.ratios.no)
        return Finding(measured.measure, self.name, text, 0.0, 0.0, self.sources, ratio=ratio)


def blurred(noise: float, agrees: float) -> float:
    """The error, in the norm's sds, with which a result of the error `noise` reads what it only goes along
    with.

    A result z that has the correlation r (`agrees`) with what the condition is about is r times that and a
    rest of variance 1 - r^2; so z / r reads it with that rest as an error more.
    """
    return math.hypot(noise, math.sqrt(1 - agrees**2)) / agrees


def findings_for(
    knowledge: Knowledge,
    condition_id: str,
    side: Side | None,
    person: Person,
    measured: Iterable[Measurement],
) -> tuple[Finding, ...]:
    """The findings that bear on one condition at one side: film and reported values that have a norm, and
    looks that have a likelihood ratio.
    """
    scales = _scales(knowledge, condition_id, person)
    found = [
        scales[each.measure].finding(each, each.value, each.sd)
        for each in measured
        if each.value is not None and each.sd is not None and each.side in (None, side)
        if each.measure in scales and not _is_unfit(knowledge, each)
    ]
    return tuple(sorted(found, key=lambda each: (each.measure, each.score, each.noise, each.text)))


def _is_unfit(knowledge: Knowledge, each: Measurement) -> bool:
    """Whether one camera cannot classify anybody by this; judged from markers, it counts."""
    measure = knowledge.measures.get(each.measure)
    if measure is None or not measure.cannot_classify:
        return False
    return each.reason in ("", measure.cannot_classify)


def _scales(knowledge: Knowledge, condition_id: str, person: Person) -> dict[str, _Scale | _Look]:
    scales: dict[str, _Scale | _Look] = {}
    for seen in knowledge.conditions[condition_id].observed_by:
        measure = knowledge.measures[seen.measure]
        norm = personal_norm(measure, person)
        if norm is not None:
            scales[seen.measure] = _Scale(
                norm, seen.direction, measure.name, measure.decimals, measure.sources
            )
    for test in knowledge.tests.values():
        scales |= _scales_of_test(test, condition_id, person)
    return scales


def _scales_of_test(test: GuidedTest, condition_id: str, person: Person) -> dict[str, _Scale | _Look]:
    scales: dict[str, _Scale | _Look] = {}
    for score, informs in test.speaks_for(condition_id):
        norm, ratios = score.norm_for(person), score.likelihood_ratios
        if ratios is not None:
            sources = tuple(dict.fromkeys([*test.sources, *ratios.sources]))
            scales[score.measure] = _Look(ratios, test.name, sources)
        elif norm is not None:
            scales[score.measure] = _Scale(
                norm, informs.direction, test.name, score.decimals, test.sources, informs.agrees
            )
    return scales


def was_measured(measure_id: str, measured: Sequence[Measurement]) -> bool:
    """Whether there is a value for that measure, on any side."""
    return any(each.measure == measure_id and each.value is not None for each in measured)
