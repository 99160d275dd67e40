"""A walk on a treadmill becomes one over the ground."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from movers import OnTreadmill

from detected_walker import film
from kinechain.case import Person
from kinechain.gait.film_walk import fit_films
from kinechain.gait.fitted_film import FittedFilm
from kinechain.gait.fitted_picture import fitted_pixels
from kinechain.gait.movement_kind import movement_of
from kinechain.gait.stepping import find_stepping
from kinechain.gait.treadmill import overground
from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import keypoint
from kinechain.motion.keypoints import INDEX
from kinechain.motion.smoothing import smooth
from kinechain.motion.stature import apparent_stature
from synthetic_walker import HEALTHY
from walks import told


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


def test_angles_and_cadence_are_told_and_no_length_along_the_way() -> None:
    person = OnTreadmill(strides=6)
    motion = film(person.walk(), distance_m=4.0, noise_px=2, slow_px=2, rate_hz=30)
    walk, fitted = fit_films([motion], Person(height_m=person.height_m))
    values = told(walk)
    truth = HEALTHY.walk()
    assert values["cadence", None].value == pytest.approx(person.cadence_steps_per_min, rel=0.02)
    knee = values["knee_flexion_swing_peak", "left"]
    assert knee.value == pytest.approx(truth.value("knee_flexion_swing_peak", "left"), abs=2.6 * knee.sd)
    along = {"walking_speed", "stride_length", "step_length", "stride_length_per_height"}
    assert not along & {measure for measure, _ in values}
    reasons = [m.reason for m in walk.measurements if m.measure in along]
    assert all("treadmill" in str(reason) for reason in reasons)
    assert any("on a treadmill" in warning for warning in walk.warnings)
    assert_the_fitted_body_lies_on_the_walker(motion, fitted)


def assert_the_fitted_body_lies_on_the_walker(motion: xr.Dataset, fitted: FittedFilm) -> None:
    """In the picture as it was filmed, where the walker stays in place."""
    pixels = fitted_pixels(fitted)
    assert pixels is not None
    assert pixels.shape == motion["position"].shape
    stature = np.nanmedian(apparent_stature(motion))
    joints = ["left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"]
    columns = [INDEX[name] for name in joints]
    apart = np.linalg.norm(pixels[:, :, columns] - motion["position"].values[:, :, columns], axis=1) / stature
    assert np.isfinite(apart).mean() > 0.9
    # The detector's hip lies a few hundredths of the stature off the joint.
    assert (np.nanmedian(apart, axis=0) < 0.04).all()
    assert np.nanmax(apart) < 0.08
    assert np.isnan(pixels[:, :, INDEX["nose"]]).all()
    assert fitted_pixels(replace(fitted, passes=(), fit=None)) is None
