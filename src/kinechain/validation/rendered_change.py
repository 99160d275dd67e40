"""Whether a known change is seen: the same walker in the same place, as he is and changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.measurement import SIDES, Side
from kinechain.validation.phone_trial import MeanRow
from kinechain.validation.rendered_convention import same_walker
from kinechain.validation.rendered_trial import RenderedTrial

# What each change is meant to change.
MEANT: Mapping[str, str] = {
    "stiff_knees": "knee_flexion_swing_peak",
    "stiff_left_knee": "knee_flexion_swing_peak",
    "stiff_right_knee": "knee_flexion_swing_peak",
    "stooped": "trunk_lean_mean",
    "head_forward": "head_forward_angle",
    "short_strides": "stride_length",
    "short_left": "stride_length",
    "on_toes": "ankle_plantarflexion_push_off_peak",
}
# Changes of one side, which must be named, by what truly differs between the sides: a stride of either leg
# holds one swing of each, so its length does not.
ONE_SIDED: Mapping[str, str] = {
    "stiff_left_knee": "knee_flexion_swing_peak",
    "stiff_right_knee": "knee_flexion_swing_peak",
    "short_left": "thigh_trailing_angle_peak",
}


@dataclass(frozen=True, slots=True)
class SeenChange:
    """By how much a measure truly differs from the unchanged walk, and by how much it was seen to, in the
    measure's unit.
    """

    change: str
    measure: str
    side: Side | None
    off_side: float
    true: float
    seen: float


def seen_changes(trials: Sequence[RenderedTrial], measures: Mapping[str, str] = MEANT) -> list[SeenChange]:
    """Of every clip with a change that is in `measures`, the measure that is named there."""
    return [
        found
        for trial in trials
        if trial.plan.changes in measures
        for unchanged in trials
        if unchanged.plan.changes == "none" and same_walker(trial, unchanged) and _same_view(trial, unchanged)
        for found in _compared(trial, unchanged, measures[trial.plan.changes])
    ]


def _same_view(one: RenderedTrial, other: RenderedTrial) -> bool:
    return one.plan.yaw == other.plan.yaw


def _compared(trial: RenderedTrial, unchanged: RenderedTrial, measure: str) -> Iterator[SeenChange]:
    before = {row.side: row for row in unchanged.result.means if row.measure == measure}
    for row in trial.result.means:
        if row.measure == measure and row.side in before:
            yield _change(trial, row, before[row.side])


def _change(trial: RenderedTrial, after: MeanRow, before: MeanRow) -> SeenChange:
    return SeenChange(
        trial.plan.changes,
        after.measure,
        after.side,
        after.off_side,
        after.truth - before.truth,
        after.value - before.value,
    )


def slope_of(changes: Sequence[SeenChange]) -> float:
    """How much of a true change is seen: of a line through nothing changed, nothing seen."""
    true, seen = (np.array([getattr(each, name) for each in changes]) for name in ("true", "seen"))
    return float(true @ seen / (true @ true)) if len(changes) else np.nan


def side_named(changes: Sequence[SeenChange]) -> list[tuple[str, bool]]:
    """For each clip changed on one side, whether that side was seen to change more."""
    named = []
    for change in sorted(ONE_SIDED):
        for off_side in sorted({each.off_side for each in changes if each.change == change}):
            own = {each.side: each for each in changes if each.change == change and each.off_side == off_side}
            if set(own) == set(SIDES):
                seen, true = (
                    max(SIDES, key=lambda side: abs(getattr(own[side], name))) for name in ("seen", "true")
                )
                named.append((change, seen == true))
    return named
