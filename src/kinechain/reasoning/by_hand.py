"""Measurements that the case brings: made by hand, checked here, and given an error where a test has one."""

from typing import Final

from kinechain.case import Case, ReportedMeasurement
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge, judge
from kinechain.knowledge.guided_test import GuidedTest, Score, usual_scores
from kinechain.knowledge.measure import Measure
from kinechain.measurement import Measurement
from kinechain.selftest.entered_value import check_possible, check_side, check_whole, parts_in
from kinechain.selftest.result import score_result
from kinechain.selftest.sides import with_other_sides

METHOD: Final = "by hand"


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
            warnings += _of_shoes(each, tests[each.measure][1])
            kept.append(_of_test(each, *tests[each.measure], case))
        elif measure is not None:
            kept.append(_of_measure(each, measure, case))
        else:
            warnings.append(_unknown(each.measure, [*tests, *knowledge.measures]))
    scores = {name: score for name, (_, score) in tests.items()}
    return with_other_sides(kept, scores.get), tuple(warnings)


def _unknown(name: str, known: list[str]) -> str:
    from kinechain.near_names import near_names

    near = near_names(name, known)
    hint = f" (near to it: {', '.join(near)})" if near else ""
    return f"{name} is no measure that this version knows{hint}; it was left out"


def _of_shoes(given: ReportedMeasurement, score: Score) -> list[str]:
    """A warning where it is a fact of the shoe: as a measurement it weighs nothing."""
    if score.belongs_to_shoes is None:
        return []
    written = score.belongs_to_shoes.written(given.value / parts_in(given.measure, given.unit, score))
    return [f"{given.measure} weighs nothing as a measurement; write it as shoes: {{{written}}}"]


def _of_test(given: ReportedMeasurement, test: GuidedTest, score: Score, case: Case) -> Measurement:
    name, value, sd = _checked(given, score, sided=test.sided)
    check_whole(name, value, score.way)
    return score_result(test, score, value, given.side, case.person, sd=sd)


def _of_measure(given: ReportedMeasurement, measure: Measure, case: Case) -> Measurement:
    _, value, sd = _checked(given, measure, sided=measure.sided)
    if sd is None:
        raise InputError(
            f"measurements: the error of {given.measure} is not known by hand; give yours as sd, in "
            f"{measure.unit} (the spread from try to try)"
        )
    verdict, reason = judge(measure, value, sd, case.person)
    return Measurement(given.measure, given.side, value, measure.unit, sd, 1, METHOD, verdict, reason)


def _checked(
    given: ReportedMeasurement, known: Measure | Score, *, sided: bool
) -> tuple[str, float, float | None]:
    """The measurement's name as a message begins with it, its value and its sd in the measure's unit, once
    unit, side and size are right.
    """
    name = f"measurements: {given.measure}"
    parts = parts_in(name, given.unit, known)
    check_side(name, given.side, sided=sided)
    value, sd = given.value / parts, None if given.sd is None else given.sd / parts
    check_possible(name, value, sd, known, parts=parts)
    return name, value, sd
