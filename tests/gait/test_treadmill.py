"""A walk on a treadmill becomes one over the ground."""

import numpy as np
import pytest
from movers import OnTreadmill

from detected_walker import film
from kinechain.gait.movement_kind import movement_of
from kinechain.gait.stepping import find_stepping
from kinechain.gait.treadmill import overground
from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import keypoint
from kinechain.motion.smoothing import smooth
from kinechain.motion.stature import apparent_stature


@pytest.mark.parametrize("direction", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [-20, 0, 10])
def test_feet_stand_still_and_the_way_is_known(direction: str, yaw_deg: float) -> None:
    person = OnTreadmill(strides=10, direction=direction)  # type: ignore[arg-type]
    motion = smooth(film(person.walk(), distance_m=3.5, yaw_deg=yaw_deg, noise_px=2, slow_px=2, rate_hz=30))
    moved, course = overground(motion, motion, find_stepping(motion))
    assert course.speed == pytest.approx(person.speed / person.height_m, rel=0.05)
    true = -yaw_deg if direction == "right" else 180 - yaw_deg
    assert abs((course.yaw - true + 180) % 360 - 180) < 2 * course.yaw_sd
    assert (course.off_side < 30, course.direction) == (
        True,
        "left_to_right" if direction == "right" else "right_to_left",
    )
    # A foot stands for 61 % of the stride: for most of that the toe does not move.
    toe = keypoint(moved, "left_foot_index")[:, 0] / np.nanmedian(apparent_stature(motion))
    still = np.abs(np.gradient(toe, moved["time"].values)) < 0.25 * course.speed
    assert 0.4 < still.mean() < 0.7


def test_the_course_lies_in_the_picture_of_a_camera_far_away() -> None:
    motion = smooth(film(OnTreadmill(strides=6).walk(), distance_m=4.0, rate_hz=30))
    moved, course = overground(motion, motion, find_stepping(motion))
    focal = focal_of(moved)
    stature = np.nanmedian(apparent_stature(motion))
    assert focal.px / course.z0 == pytest.approx(stature)
    assert focal.sd_px / focal.px == pytest.approx(focal_of(motion).sd_px / focal_of(motion).px)
    assert movement_of(moved).name == "walking"
