"""Measurements that the case brings: made by hand, checked here, and given an error where a test has one."""

from typing import Final

from kinechain.case import Case, ReportedMeasurement
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge, judge
from kinechain.knowledge.entry import Range
from kinechain.knowledge.guided_test import Score, usual_scores
from kinechain.knowledge.measure import Measure
from kinechain.measurement import Measurement, Verdict

METHOD: Final = "by hand"
NO_VERDICT: Final[tuple[Verdict, str]] = (
    "cannot_tell",
    "a guided test gets no verdict by itself; what it weighs stands with the contributors",
)

SLIPS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "m": (("cm", 0.01), ("mm", 0.001)),
    "m/s": (("km/h", 1 / 3.6),),
    "%": (("a share of 1", 100.0),),
    "deg": (("radians", 57.2958),),
    "height": (("% of the height", 0.01),),
}
"""For a unit, those that it is mistaken for, with what one of them is in it."""


def hand_measurements(knowledge: Knowledge, case: Case) -> tuple[tuple[Measurement, ...], tuple[str, ...]]:
    """The case's own measurements with error and verdict, and a warning for every one that is left out.

    Raises
    ------
    InputError
        When a measurement comes in another unit than its measure's, is not possible in it, has no side where
        it needs one or a side where there is none, or has no error where none is known.

    """
    tests = usual_scores(knowledge.tests)
    kept, warnings = [], []
    for each in case.measurements:
        measure = knowledge.measures.get(each.measure)
        if each.measure in tests:
            test, score = tests[each.measure]
            kept.append(_measurement(each, score, test.sided, case))
        elif measure is not None:
            kept.append(_measurement(each, measure, measure.sided, case))
        else:
            warnings.append(f"{each.measure} is no measure that this version knows; it was left out")
    return tuple(kept), tuple(warnings)


def _measurement(given: ReportedMeasurement, known: Measure | Score, sided: bool, case: Case) -> Measurement:
    _check_unit_and_side(given, known, sided)
    _check_possible(given, known.possible)
    sd = _error(given, known)
    if isinstance(known, Score):
        verdict, reason = NO_VERDICT
    else:
        verdict, reason = judge(known, given.value, sd, case.person)
    return Measurement(given.measure, given.side, given.value, given.unit, sd, 1, METHOD, verdict, reason)


def _check_unit_and_side(given: ReportedMeasurement, known: Measure | Score, sided: bool) -> None:
    if given.unit != known.unit:
        raise InputError(f"measurements: {given.measure} is given in {known.unit}, not in {given.unit}")
    if sided and given.side is None:
        raise InputError(f"measurements: {given.measure} needs a side, left or right")
    if given.side is not None and not sided:
        raise InputError(f"measurements: {given.measure} has no sides; leave out side: {given.side}")


def _check_possible(given: ReportedMeasurement, possible: Range | None) -> None:
    if possible is None:
        return
    low, high = possible
    bounds = f"{low:g} to {high:g} {given.unit}"
    if not low <= given.value <= high:
        right = _slip(given, possible) or "give it as it was read"
        raise InputError(
            f"measurements: {given.measure} {given.value:g} {given.unit} is not possible ({bounds}); {right}"
        )
    if given.sd is not None and given.sd > high - low:
        raise InputError(
            f"measurements: {given.measure} has an sd of {given.sd:g} {given.unit}, wider than all that is "
            f"possible ({bounds}); give the sd from try to try"
        )


def _slip(given: ReportedMeasurement, possible: Range) -> str | None:
    """The question whether another unit was meant, where the value would be possible in that."""
    for unit, size in SLIPS.get(given.unit, ()):
        if possible[0] <= given.value * size <= possible[1]:
            return f"is it in {unit}?"
    return None


def _error(given: ReportedMeasurement, known: Measure | Score) -> float:
    if given.sd is not None:
        return given.sd
    if isinstance(known, Score):
        return known.sd_error or 0.0
    raise InputError(
        f"measurements: the error of {given.measure} is not known by hand; give yours as sd, in "
        f"{known.unit} (the spread from try to try)"
    )
