"""What our measures make of known keypoints is what is known of them."""

from dataclasses import replace

import numpy as np
import pytest
from made_keypoints import WALKER, mirrored, synthetic_walk

from kinechain.gait.stride_values import SIDE_VIEW
from kinechain.measurement import SIDES
from kinechain.validation.keypoint_walk import strides_of, truth_view

# The synthetic walker has values of its own making for these.
KNOWN = (
    "stride_length",
    "step_length",
    "walking_speed",
    "cadence",
    "stance_share",
    "double_support_share",
    "knee_flexion_loading_peak",
    "knee_flexion_swing_peak",
    "ankle_dorsiflexion_stance_peak",
    "ankle_plantarflexion_push_off_peak",
    "foot_pitch_push_off",
    "thigh_trailing_angle_peak",
    "trunk_lean_mean",
    "head_forward_angle",
    "arm_swing_range",
)


@pytest.mark.parametrize("measure", KNOWN)
def test_the_truth_is_the_walker_s_own(measure: str) -> None:
    truth, walk = WALKER.walk(), synthetic_walk()
    view = truth_view(walk)
    for side in SIDES:
        ours = [SIDE_VIEW[measure](view, stride) for stride in strides_of(walk) if stride.side == side]
        theirs = truth.value(measure, side)
        assert np.mean(ours) == pytest.approx(theirs, rel=0.002, abs=0.15 if theirs > 2 else 0.01)


def test_strides_are_between_the_true_strikes() -> None:
    starts = [stride.strike_s for stride in WALKER.walk().strides]
    assert [stride.start for stride in strides_of(synthetic_walk())] == pytest.approx(starts)


def test_soles_are_flat_where_feet_are() -> None:
    assert truth_view(synthetic_walk()).sole_offsets == pytest.approx({"left": 0.0, "right": 0.0}, abs=0.05)


def test_a_mirrored_walk_has_its_sides_exchanged() -> None:
    walk = synthetic_walk()
    views = truth_view(walk), truth_view(mirrored(walk))
    for stride, other in zip(strides_of(walk), strides_of(mirrored(walk)), strict=True):
        assert stride.side != other.side
        for value_of in SIDE_VIEW.values():
            assert value_of(views[0], stride) == pytest.approx(value_of(views[1], other))


def test_nothing_is_known_of_what_was_made_up() -> None:
    walk = replace(synthetic_walk(), made_up=frozenset({"left_ear", "right_ear", "left_wrist"}))
    view = truth_view(walk)
    left = next(stride for stride in strides_of(walk) if stride.side == "left")
    assert np.isnan(SIDE_VIEW["head_forward_angle"](view, left))
    assert np.isnan(SIDE_VIEW["arm_swing_range"](view, left))
    assert np.isfinite(SIDE_VIEW["trunk_lean_mean"](view, left))
