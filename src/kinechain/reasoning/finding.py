"""`Finding`: one measured value, read as speaking for or against a condition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinechain.case import Case, Person, ReportedMeasurement
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.knowledge.entry import Direction
from kinechain.knowledge.guided_test import GuidedTest
from kinechain.knowledge.measure import Measure
from kinechain.measurement import Measurement, Side

FURTHEST = 4.0
"""Standard scores are held within this, so that one misread joint cannot settle a condition."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value in the norm's own standard deviations.

    `score` is how far it lies from the norm's mean to the side that speaks for the condition; `noise` is
    the standard deviation of its error, in the same unit. `name` and `text` are for a reader.
    """

    measure: str
    name: str
    text: str
    score: float
    noise: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """The norm a value is read against."""

    mean: float
    sd: float
    direction: Direction

    def finding(self, measure: str, name: str, text: str, value: float, sd: float) -> Finding:
        away = self.mean - value if self.direction == "low" else value - self.mean
        score = min(max(away / self.sd, -FURTHEST), FURTHEST)
        return Finding(measure, name, text, score, sd / self.sd)


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
        if each.measure not in scales:
            continue
        scale, name, decimals = scales[each.measure]
        text = f"{each.value:.{decimals}f} {each.unit}, give or take {each.sd:.{decimals}f}"
        found.append(scale.finding(each.measure, name, text, each.value, each.sd))
    return tuple(found)


def _scales(knowledge: Knowledge, condition_id: str, person: Person) -> dict[str, tuple[_Scale, str, int]]:
    scales: dict[str, tuple[_Scale, str, int]] = {}
    for seen in knowledge.conditions[condition_id].observed_by:
        measure = knowledge.measures[seen.measure]
        norm = personal_norm(measure, person)
        if norm is not None and not measure.cannot_classify:
            scale = _Scale(norm.mean, norm.sd, seen.direction)
            scales[seen.measure] = (scale, measure.name, measure.decimals)
    for test in knowledge.tests.values():
        if test.informs == condition_id:
            scale = _Scale(test.norm_mean, test.norm_sd, test.direction)
            scales[test.measure] = (scale, test.name, 3 if test.unit == "m" else 0)
    return scales


def reported_measurements(
    knowledge: Knowledge, case: Case
) -> tuple[tuple[Measurement, ...], tuple[str, ...]]:
    """The case's own measurements with an error each, and a warning for every one that is left out.

    Raises
    ------
    InputError
        When a measurement comes in another unit than its measure's, or without the side it needs.

    """
    tests = {test.measure: test for test in knowledge.tests.values()}
    kept, warnings = [], []
    for each in case.measurements:
        known = tests.get(each.measure) or knowledge.measures.get(each.measure)
        if known is None:
            warnings.append(f"{each.measure} is no measure that this version knows; it was left out")
            continue
        _check_reported(each, known)
        sd = each.sd if each.sd is not None else _own_error(known, each.value)
        if sd is None:
            warnings.append(f"{each.measure}: no error is known for it and none was given; it was left out")
            continue
        kept.append(Measurement(each.measure, each.side, each.value, each.unit, sd, 1, "reported"))
    return tuple(kept), tuple(warnings)


def _check_reported(reported: ReportedMeasurement, known: Measure | GuidedTest) -> None:
    if reported.unit != known.unit:
        raise InputError(f"measurements: {reported.measure} is given in {known.unit}, not in {reported.unit}")
    if known.sided and reported.side is None:
        raise InputError(f"measurements: {reported.measure} needs a side, left or right")


def _own_error(known: Measure | GuidedTest, value: float) -> float | None:
    """The error of one try, for a value that came without one."""
    if isinstance(known, GuidedTest):
        return known.sd_error
    for error in known.error:
        fixed, per_try = error.fixed(value), error.per_stride(value)
        return float((fixed**2 + per_try**2) ** 0.5)
    return None


def was_measured(measure_id: str, measured: Sequence[Measurement]) -> bool:
    """Whether there is a value for that measure, on any side."""
    return any(each.measure == measure_id and each.value is not None for each in measured)
