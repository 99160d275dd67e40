"""A camera that is rolled, walks seen in two views, feet that never lie flat."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import xarray as xr

from detected_walker import film
from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure
from synthetic_walker import HEALTHY
from walks import told

PERSON = Person(height_m=HEALTHY.height_m)


def rolled(motion: xr.Dataset, degrees: float) -> xr.Dataset:
    centre = np.array([motion.attrs["frame_width"], motion.attrs["frame_height"]])[:, np.newaxis] / 2
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned = np.einsum("ij,tjk->tik", [[cos, -sin], [sin, cos]], motion["position"].values - centre)
    return motion.assign(position=(motion["position"].dims, turned + centre))


@cache
def straight_walk() -> tuple[xr.Dataset, Walk]:
    motion = film(HEALTHY.walk(), distance_m=5, rate_hz=30)
    return motion, measure(motion, person=PERSON)


@pytest.mark.parametrize("degrees", [-5.0, 4.0])
def test_a_rolled_camera_is_put_right_by_the_floor(degrees: float) -> None:
    motion, straight = straight_walk()
    askew = measure(rolled(motion, degrees), person=PERSON)
    for name in ("trunk_lean_mean", "head_forward_angle"):
        there, here = told(askew)[name, None].value, told(straight)[name, None].value
        assert there == pytest.approx(here, abs=0.8), name
    assert any("leaned" in warning for warning in askew.warnings)
    assert not any("leaned" in warning for warning in straight.warnings)


@pytest.mark.parametrize("view", ["front", "side"])
def test_a_walk_across_and_then_towards_the_camera_is_told_from_both(view: str) -> None:
    across = film(HEALTHY.walk(), distance_m=6, rate_hz=30)
    towards = film(HEALTHY.walk(), distance_m=9, rate_hz=30, view="front")
    order = [across, towards] if view == "side" else [towards, across]
    second = order[1].assign_coords(time=order[1]["time"] + float(order[0]["time"][-1]) + 1.5)
    both = xr.concat([order[0], second], dim="time")
    both.attrs = dict(order[0].attrs, frames=both.sizes["time"])
    walk = measure(both, person=PERSON)
    known = told(walk)
    assert ("step_width", None) in known
    assert ("walking_speed", None) in known
    methods = {m.measure: m.method for m in walk.measurements}
    assert "front" in methods["step_width"]
    assert "front" not in methods["cadence"]


def test_a_foot_that_never_lies_flat_has_no_foot_angles() -> None:
    motion, _ = straight_walk()
    position = motion["position"].values.copy()
    toe = list(motion["keypoints"].values).index("left_foot_index")
    position[:, 1, toe] -= 40
    known = told(measure(motion.assign(position=(motion["position"].dims, position)), person=PERSON))
    assert ("ankle_dorsiflexion_stance_peak", "left") not in known
    assert ("ankle_dorsiflexion_stance_peak", "right") in known
    assert ("knee_flexion_swing_peak", "left") in known


@pytest.mark.parametrize("rate", [3.0, 6.0])
def test_too_few_frames_a_second_are_refused(rate: float) -> None:
    with pytest.raises(InputError, match="frames a second"):
        measure(film(HEALTHY.walk(), distance_m=5, rate_hz=rate), person=PERSON)


def test_hips_hidden_for_a_moment_do_not_split_the_walk() -> None:
    motion = film(replace(HEALTHY, strides=6).walk(), distance_m=7, rate_hz=30)
    position = motion["position"].values.copy()
    hips = [list(motion["keypoints"].values).index(f"{side}_hip") for side in ("left", "right")]
    middle = motion.sizes["time"] // 2
    position[middle : middle + 8][:, :, hips] = np.nan
    hidden = motion.assign(position=(motion["position"].dims, position))
    assert not any("passes were" in warning for warning in measure(hidden, person=PERSON).warnings)
