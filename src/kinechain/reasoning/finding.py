"""`Finding`: one measured value, read as speaking for or against a condition."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinechain.case import Person
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.knowledge.entry import Direction
from kinechain.knowledge.verdict import PersonalNorm
from kinechain.measurement import Measurement, Side

FURTHEST = 4.0
"""Standard scores are held within this, so that one misread joint cannot settle a condition."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value in the norm's own standard deviations.

    `score` is how far it lies from the norm's mean to the side that speaks for the condition; `noise` is
    the standard deviation of its error and of the mean's, in the same unit. `name` and `text` are for a
    reader; `sources` are those of the measure or the test.
    """

    measure: str
    name: str
    text: str
    score: float
    noise: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scale:
    """The norm a value is read against, and what a reader is told of the measure; `mean_sd` is the error of
    the norm's mean.
    """

    norm: PersonalNorm
    direction: Direction
    name: str
    decimals: int
    sources: tuple[str, ...]

    def finding(self, measured: Measurement, value: float, sd: float) -> Finding:
        mean, spread = self.norm.mean, self.norm.sd
        away = mean - value if self.direction == "low" else value - mean
        score = min(max(away / spread, -FURTHEST), FURTHEST)
        text = f"{value:.{self.decimals}f} {measured.unit}, give or take {sd:.{self.decimals}f}"
        noise = math.hypot(sd, self.norm.mean_sd) / spread
        return Finding(measured.measure, self.name, text, score, noise, self.sources)


def findings_for(
    knowledge: Knowledge,
    condition_id: str,
    side: Side | None,
    person: Person,
    measured: Iterable[Measurement],
) -> tuple[Finding, ...]:
    """The findings that bear on one condition at one side: film and reported values that have a norm."""
    scales = _scales(knowledge, condition_id, person)
    found = [
        scales[each.measure].finding(each, each.value, each.sd)
        for each in measured
        if each.value is not None and each.sd is not None and each.side in (None, side)
        if each.measure in scales and not _is_unfit(knowledge, each)
    ]
    return tuple(sorted(found, key=lambda each: (each.measure, each.score, each.noise)))


def _is_unfit(knowledge: Knowledge, each: Measurement) -> bool:
    """Whether one camera cannot classify anybody by this; judged from markers, it counts."""
    measure = knowledge.measures.get(each.measure)
    if measure is None or not measure.cannot_classify:
        return False
    return each.reason in ("", measure.cannot_classify)


def _scales(knowledge: Knowledge, condition_id: str, person: Person) -> dict[str, _Scale]:
    scales: dict[str, _Scale] = {}
    for seen in knowledge.conditions[condition_id].observed_by:
        measure = knowledge.measures[seen.measure]
        norm = personal_norm(measure, person)
        if norm is not None:
            scales[seen.measure] = _Scale(
                norm, seen.direction, measure.name, measure.decimals, measure.sources
            )
    for test in knowledge.tests.values():
        for score, direction in test.speaks_for(condition_id):
            norm = score.norm_for(person)
            if norm is not None:
                scales[score.measure] = _Scale(norm, direction, test.name, score.decimals, test.sources)
    return scales


def was_measured(measure_id: str, measured: Sequence[Measurement]) -> bool:
    """Whether there is a value for that measure, on any side."""
    return any(each.measure == measure_id and each.value is not None for each in measured)
