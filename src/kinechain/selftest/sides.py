"""Left against right: is the difference real, and is it one that healthy people seldom have."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kinechain.knowledge.guided_test import Score
from kinechain.knowledge.rounding import half_up
from kinechain.knowledge.verdict import IN_95_OF_100, judge_sides
from kinechain.measurement import Measurement, Side, Verdict


def compare_sides(score: Score, left: Measurement, right: Measurement) -> tuple[Verdict, str]:
    """Three answers: within the error; real, but many healthy people have it; larger than healthy people's.

    The verdict is ``asymmetric`` only for the last, and only where it is more than the norm's difference 95
    times in 100 (`judge_sides`). A difference is real where it is more than the error of a difference between
    two results 95 times in 100. Both sides' whole errors count, though what is constant in a tool may cancel.
    """
    if left.value is None or right.value is None or score.sd_error is None:
        return "cannot_tell", "one of the sides was not measured"
    difference = left.value - right.value
    noise = IN_95_OF_100 * math.hypot(left.sd or 0.0, right.sd or 0.0)
    said = f"left and right differ by {half_up(abs(difference), score.decimals)} {score.unit}"
    if abs(difference) < noise:
        error = half_up(noise, score.decimals)
        return "cannot_tell", f"{said}, within the error of that difference (± {error})"
    if score.asymmetry is None:
        return "cannot_tell", f"{said}, a real difference; how much healthy people differ was not published"
    verdict, reason = judge_sides(score, left.value, left.sd or 0.0, right.value, right.sd or 0.0)
    if verdict == "asymmetric":
        return verdict, reason
    threshold = score.asymmetry.threshold(left.value, right.value)
    usual = f"{half_up(threshold, score.decimals)} {score.unit}"
    return verdict, f"{said}, a real difference, but not surely more than healthy people have ({usual})"


def with_other_sides(
    measurements: Sequence[Measurement], score_of: Callable[[str], Score | None]
) -> tuple[Measurement, ...]:
    """The measurements with the difference between left and right in their reasons and, where it is one that
    healthy people seldom have, in the verdict of a side that is neither low nor high by itself.
    """
    by_side = {(each.measure, each.side): each for each in measurements if each.value is not None}
    return tuple(_with_other(each, by_side, score_of(each.measure)) for each in measurements)


def _with_other(
    each: Measurement, by_side: Mapping[tuple[str, Side | None], Measurement], score: Score | None
) -> Measurement:
    left, right = by_side.get((each.measure, "left")), by_side.get((each.measure, "right"))
    if each.side is None or each.value is None or left is None or right is None:
        return each
    if score is None or score.sd_error is None:
        return each
    verdict, said = compare_sides(score, left, right)
    told = f"{each.reason}; {said}" if each.reason else said
    if verdict == "asymmetric" and each.verdict not in ("low", "high"):
        return replace(each, verdict="asymmetric", reason=told)
    return replace(each, reason=told)
