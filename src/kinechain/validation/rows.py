"""From compared walks to the rows of the table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from kinechain.knowledge import load
from kinechain.measurement import SIDES
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.compared_walk import ComparedWalk
from kinechain.validation.foot_events import EventComparison, together
from kinechain.validation.interval_honesty import HeldOut, leg_means
from kinechain.validation.knee_explanation import has_turned_knee
from kinechain.validation.table import Row, make_row, not_run, renamed

HEAD = ("head_forward_angle", "head_vertical_oscillation")
# What stands before the parts of a row above.
PART = "\u2013 "
NOTHING = "no file in the folder has it"


def comparison_rows(walks: Sequence[ComparedWalk], failures: int, held: Sequence[HeldOut]) -> tuple[Row, ...]:
    """All rows that compare walks with laboratories', in order."""
    return (
        make_row("files", {"failed": failures}, _counted(len(walks) + failures, "file")),
        *_event_rows(walks),
        _size_row("walking_speed", _sizes(walk.speeds for walk in walks), "walk"),
        _size_row("stride_length", _sizes(walk.stride_lengths for walk in walks), "leg"),
        *_joint_rows(walks),
        _hallux_row(walks),
        _size_row("hallux_standing", _sizes(walk.toes_from_standing for walk in walks), "leg"),
        *_interval_rows(held),
        _head_row(walks),
    )


def _event_rows(walks: Sequence[ComparedWalk]) -> Iterator[Row]:
    on_plates = together(walk.on_plates for walk in walks if not walk.treadmill)
    for key, kind in (("strikes", "foot_strike"), ("offs", "foot_off")):
        late_ms = [1000 * abs(error.late_s) for error in on_plates.errors if error.kind == kind]
        missed = sum(event.kind == kind for event in on_plates.missed)
        count = len(late_ms) + missed
        if count:
            yield make_row(key, {**_median_and_worst(late_ms), "missed": missed}, _counted(count, "event"))
        else:
            yield not_run(key, NOTHING)
    yield _step_row(together(walk.noted for walk in walks))


def _step_row(noted: EventComparison) -> Row:
    if not noted.expected:
        return not_run("steps", NOTHING)
    late_ms = [1000 * abs(error.late_s) for error in noted.errors]
    figures = {"missed": len(noted.missed), "extra": noted.extra, **_median_and_worst(late_ms)}
    return make_row("steps", figures, _counted(noted.expected, "event"))


def _size_row(key: str, of_walks: Iterable[Sequence[float]], what: str) -> Row:
    """Median and worst of sizes, given for each walk."""
    told = [sizes for sizes in of_walks if sizes]
    together_sizes = [size for sizes in told for size in sizes]
    if not told:
        return not_run(key, NOTHING)
    over = _counted(len(together_sizes), what)
    over += "" if what == "walk" else f" in {_counted(len(told), 'walk')}"
    return make_row(key, _median_and_worst(together_sizes), over)


def _sizes(pairs: Iterable[Sequence[tuple[float, float]]]) -> list[list[float]]:
    return [[abs(ours - theirs) for ours, theirs in both] for both in pairs]


def _joint_rows(walks: Sequence[ComparedWalk]) -> Iterator[Row]:
    """All ankle, knee and hip extremes together, then each."""
    measures = compared_outputs().of("extremes")
    yield _size_row("extremes", _leg_errors(walks, measures), "value")
    if any(has_turned_knee(walk, side) for walk in walks for side in SIDES):
        yield _size_row("extremes_own_axis", _leg_errors(walks, measures, turned=False), "value")
    for measure in measures:
        row = _size_row("extremes", _leg_errors(walks, [measure]), "leg")
        if row.figures:
            convention = compared_outputs().measures[measure].convention
            yield renamed(row, measure, f"{PART}{load().measure(measure).name}", convention)


def _leg_errors(
    walks: Iterable[ComparedWalk], measures: Sequence[str], *, turned: bool = True
) -> list[list[float]]:
    """For each walk the size of the error of each leg's mean over strides, without legs whose laboratory's
    knee axis is `turned` if that is False.
    """
    return [
        [
            abs(leg.ours - leg.theirs)
            for measure in measures
            for leg in leg_means(walk, measure)
            if turned or not has_turned_knee(walk, leg.side)
        ]
        for walk in walks
    ]


def _hallux_row(walks: Sequence[ComparedWalk]) -> Row:
    measures = compared_outputs().of("hallux")
    row = _size_row("hallux", _leg_errors(walks, measures), "leg")
    return renamed(row, "hallux", row.what, compared_outputs().measures[measures[0]].convention)


def _interval_rows(held: Sequence[HeldOut]) -> Iterator[Row]:
    """All measures together, then the extremes of joints alone: lengths and times are easier to get right."""
    joints = set(compared_outputs().of("extremes"))
    yield _interval_row("intervals", held)
    yield _interval_row("intervals_joints", [value for value in held if value.measure in joints])


def _interval_row(key: str, held: Sequence[HeldOut]) -> Row:
    if not held:
        return not_run(key, "at least five people are needed, to learn from four and judge the fifth")
    people = len({value.person for value in held})
    inside = 100 * float(np.mean([value.inside for value in held]))
    return make_row(key, {"held": inside}, f"{_counted(len(held), 'value')}, {people} people")


def _head_row(walks: Sequence[ComparedWalk]) -> Row:
    broken = [walk for walk in walks if walk.broken_head]
    if not broken:
        return not_run("head", NOTHING)
    given = sum(measure not in walk.not_told for walk in broken for measure in HEAD)
    return make_row("head", {"values given": given}, _counted(len(broken), "walk"))


def _median_and_worst(sizes: Sequence[float]) -> Mapping[str, float]:
    return {"median": float(np.median(sizes)), "worst": float(max(sizes))} if sizes else {}


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
