"""What a recording does not show is not told, and the reason is."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detected_walker import film
from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.knowledge import load
from kinechain.measured_motion import measure
from synthetic_camera import Missing, View
from synthetic_walker import HEALTHY
from walks import told

PERSON = Person(height_m=HEALTHY.height_m)


@cache
def from_the_side() -> Walk:
    return measure(film(HEALTHY.walk(), distance_m=4.5), person=PERSON)


def values(walk: Walk) -> dict[str, float]:
    return {m.measure: m.value for m in walk.measurements if m.value is not None}


def assert_nothing_told(walk: Walk, because: str) -> None:
    assert not values(walk)
    assert {m.measure for m in walk.measurements} == set(load().measures_of("walking"))
    assert all(m.verdict == "cannot_tell" and m.reason for m in walk.measurements)
    assert any(because in warning for warning in walk.warnings)


def test_standing_is_not_walking() -> None:
    walk = measure(film(replace(HEALTHY, standing_s=4.0).walk(), distance_m=4, noise_px=2), person=PERSON)
    assert {m.measure for m in walk.measurements} == set(load().measures_of("standing"))
    assert not walk.events


def test_half_a_step_is_no_stride() -> None:
    motion = film(HEALTHY.walk(), distance_m=6).sel(time=slice(1.0, 1.6))
    walk = measure(motion, person=PERSON)
    assert not values(walk)
    assert walk.warnings


def test_an_oblique_view_is_measured_with_larger_errors() -> None:
    square, oblique = (
        measure(film(HEALTHY.walk(), distance_m=8, yaw_deg=yaw, rate_hz=30), person=PERSON) for yaw in (0, 42)
    )
    assert (square.source.view, oblique.source.view) == ("side", "oblique")
    speeds = [told(walk)["walking_speed", None] for walk in (square, oblique)]
    assert speeds[1].sd > speeds[0].sd
    assert abs(speeds[1].value - 1.2133) < 2.6 * speeds[1].sd
    assert any("oblique" in warning for warning in oblique.warnings)


def test_lengths_in_metres_need_the_height() -> None:
    walk = measure(film(HEALTHY.walk(), distance_m=4.5))
    told = values(walk)
    assert "stride_length_per_height" in told
    assert not {"walking_speed", "stride_length", "step_length", "head_vertical_oscillation"} & set(told)
    reasons = {m.measure: m.reason for m in walk.measurements}
    assert "--height" in reasons["walking_speed"]


def test_from_the_side_no_step_width_and_no_pelvis() -> None:
    told = values(from_the_side())
    assert not {"step_width", "pelvic_tilt_mean", "hip_extension_peak", "toe_extension_push_off_peak"} & set(
        told
    )


@pytest.mark.parametrize("view", ["front", "back"])
def test_from_the_front_or_back_cadence_step_width_and_nothing_sagittal(view: View) -> None:
    truth = HEALTHY.walk()
    walk = measure(film(truth, distance_m=9, rate_hz=30, view=view), person=PERSON)
    assert walk.source.view == view
    assert walk.direction == ("towards" if view == "front" else "away")
    told = values(walk)
    assert set(told) == {"cadence", "step_width", "head_vertical_oscillation"}
    assert told["cadence"] == pytest.approx(truth.value("cadence"), rel=0.03)
    assert told["step_width"] == pytest.approx(truth.value("step_width"), abs=0.04)


def test_a_hidden_leg_gives_no_strides_and_the_other_leg_s_angles_stay() -> None:
    truth = HEALTHY.walk()
    hidden = [Missing(f"right_{part}", 0, 99) for part in ("hip", "knee", "ankle", "heel", "foot_index")]
    walk = measure(film(truth, distance_m=4.5, missing=hidden), person=PERSON)
    assert not [m for m in walk.measurements if m.side == "right" and m.value is not None]


def test_every_value_has_an_error_and_a_count() -> None:
    for m in from_the_side().measurements:
        if m.value is not None and m.sd is not None:
            assert m.sd > 0
            assert m.n >= 1
            assert np.isfinite([m.value, m.sd]).all()


def test_what_is_no_motion_is_refused_in_one_line() -> None:
    motion = film(HEALTHY.walk(), distance_m=4.5)
    with pytest.raises(InputError, match="no motion"):
        measure(motion.rename(position="place"))
    with pytest.raises(InputError, match="increase"):
        measure(motion.isel(time=slice(None, None, -1)))
    lacking = motion.copy()
    del lacking.attrs["source_file"]
    with pytest.raises(InputError, match="source_file"):
        measure(lacking)


def test_a_film_has_no_use_for_a_standing_trial() -> None:
    motion = film(HEALTHY.walk(), distance_m=4.5)
    with pytest.raises(InputError, match="belongs to markers"):
        measure(motion, person=PERSON, static=motion)
