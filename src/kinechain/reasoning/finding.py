"""`Finding`: one measured value, read as speaking for or against a condition."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinechain.case import Person
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.knowledge.entry import Direction
from kinechain.measurement import Measurement, Side

FURTHEST = 4.0
"""Standard scores are held within this, so that one misread joint cannot settle a condition."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value in the norm's own standard deviations.

    `score` is how far it lies from the norm's mean to the side that speaks for the condition; `noise` is
    the standard deviation of its error and of the mean's, in the same unit. `name` and `text` are for a
    reader.
    """

    measure: str
    name: str
    text: str
    score: float
    noise: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """The norm a value is read against; `mean_sd` is the error of its mean."""

    mean: float
    sd: float
    direction: Direction
    mean_sd: float = 0.0

    def finding(self, measure: str, name: str, text: str, value: float, sd: float) -> Finding:
        away = self.mean - value if self.direction == "low" else value - self.mean
        score = min(max(away / self.sd, -FURTHEST), FURTHEST)
        return Finding(measure, name, text, score, math.hypot(sd, self.mean_sd) / self.sd)


def findings_for(
    knowledge: Knowledge,
    condition_id: str,
    side: Side | None,
    person: Person,
    measured: Iterable[Measurement],
) -> tuple[Finding, ...]:
    """The findings that bear on one condition at one side: film and reported values that have a norm."""
    scales = _scales(knowledge, condition_id, person)
    found = []
    for each in measured:
        if each.value is None or each.sd is None or each.side not in (None, side):
            continue
        if each.measure not in scales or _is_unfit(knowledge, each):
            continue
        scale, name, decimals = scales[each.measure]
        text = f"{each.value:.{decimals}f} {each.unit}, give or take {each.sd:.{decimals}f}"
        found.append(scale.finding(each.measure, name, text, each.value, each.sd))
    return tuple(found)


def _is_unfit(knowledge: Knowledge, each: Measurement) -> bool:
    """Whether one camera cannot classify anybody by this; judged from markers, it counts."""
    measure = knowledge.measures.get(each.measure)
    if measure is None or not measure.cannot_classify:
        return False
    return each.reason in ("", measure.cannot_classify)


def _scales(knowledge: Knowledge, condition_id: str, person: Person) -> dict[str, tuple[_Scale, str, int]]:
    scales: dict[str, tuple[_Scale, str, int]] = {}
    for seen in knowledge.conditions[condition_id].observed_by:
        measure = knowledge.measures[seen.measure]
        norm = personal_norm(measure, person)
        if norm is not None:
            scale = _Scale(norm.mean, norm.sd, seen.direction, norm.mean_sd)
            scales[seen.measure] = (scale, measure.name, measure.decimals)
    for test in knowledge.tests.values():
        for score, direction in test.speaks_for(condition_id):
            norm = score.norm_for(person)
            if norm is not None:
                scale = _Scale(norm.mean, norm.sd, direction, norm.mean_sd)
                scales[score.measure] = (scale, test.name, score.decimals)
    return scales


def was_measured(measure_id: str, measured: Sequence[Measurement]) -> bool:
    """Whether there is a value for that measure, on any side."""
    return any(each.measure == measure_id and each.value is not None for each in measured)
