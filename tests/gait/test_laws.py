"""Laws: what must not matter does not, and what is mirrored is mirrored."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import xarray as xr

from detected_walker import film
from kinechain.case import Person
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure
from kinechain.measurement import SIDES, Side
from synthetic_walker import HEALTHY, UNEVEN
from walks import told

PERSON = Person(height_m=HEALTHY.height_m, age_years=40, sex="female")
# The fit is found by steps: it settles within this share of a number's sd, which itself is found from draws.
SETTLED, DRAWN = 0.1, 0.5
OTHER: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}


@cache
def filmed(rate_hz: float = 60.0, *, mirror: bool = False) -> xr.Dataset:
    return film(UNEVEN.walk(), distance_m=4.5, rate_hz=rate_hz, mirror=mirror, noise_px=1.0, seed=4)


@cache
def walked(rate_hz: float = 60.0, *, mirror: bool = False) -> Walk:
    return measure(filmed(rate_hz, mirror=mirror), person=PERSON)


def test_mirroring_the_picture_exchanges_left_and_right() -> None:
    walk, mirrored = walked(), walked(mirror=True)
    assert {walk.direction, mirrored.direction} == {"left_to_right", "right_to_left"}
    there, here = told(mirrored), told(walk)
    assert {(name, OTHER[side]) for name, side in here} == set(there)
    for (name, side), (value, sd) in here.items():
        value_there, sd_there = there[name, OTHER[side]]
        assert abs(value_there - value) < SETTLED * sd, name
        assert sd_there == pytest.approx(sd, rel=DRAWN), name
    assert [(e.side, e.kind) for e in mirrored.events] == [(OTHER[e.side], e.kind) for e in walk.events]
    assert [e.time_s for e in mirrored.events] == pytest.approx([e.time_s for e in walk.events], abs=2e-3)


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_the_size_of_the_picture_does_not_matter(scale: float) -> None:
    motion = filmed()
    scaled = motion.assign(position=motion["position"] * scale)
    scaled.attrs["frame_width"] *= scale
    scaled.attrs["frame_height"] *= scale
    same(walked(), measure(scaled, person=PERSON), SETTLED)


@pytest.mark.parametrize("rate", [25.0, 120.0])
def test_the_frame_rate_hardly_matters(rate: float) -> None:
    same(walked(), walked(rate), 0.8)


def test_frames_at_uneven_times_are_taken_at_their_times() -> None:
    motion = filmed()
    kept = np.sort(
        np.random.default_rng(1).choice(motion.sizes["time"], motion.sizes["time"] * 2 // 3, False)
    )
    same(walked(), measure(motion.isel(time=kept), person=PERSON), 0.8)


def test_units_of_time_start_at_the_file_s_first_frame() -> None:
    motion = filmed()
    later = motion.assign_coords(time=motion["time"] + 3.0)
    first, second = walked(), measure(later, person=PERSON)
    assert [e.time_s + 3.0 for e in first.events] == pytest.approx(
        [e.time_s for e in second.events], abs=1e-3
    )


def test_a_taller_person_has_longer_metres_and_the_same_angles() -> None:
    motion = filmed()
    short, tall = (told(measure(motion, person=Person(height_m=height))) for height in (1.5, 1.8))
    # Feet give and floors are level by the same millimetres under small and tall.
    faster = tall["walking_speed", None].value / short["walking_speed", None].value
    assert faster == pytest.approx(1.2, rel=0.01)
    lean, sd = short["trunk_lean_mean", None]
    assert abs(tall["trunk_lean_mean", None].value - lean) < 0.15 * sd


def test_turning_steps_are_left_out_and_sides_stay() -> None:
    walker = replace(UNEVEN, turns=1)
    truth = walker.walk()
    walk = measure(film(truth, distance_m=7, rate_hz=30), person=PERSON)
    assert any("2 passes" in warning for warning in walk.warnings)
    (start, end), *_ = truth.turning
    for event in walk.events:
        if not start - 0.3 < event.time_s < end + 0.3:
            true = [e.time_s for e in truth.events if (e.side, e.kind) == (event.side, event.kind)]
            assert min(abs(time - event.time_s) for time in true) < 0.07
    for name in ("knee_flexion_swing_peak", "step_length", "stance_share"):
        for side in SIDES:
            value, sd = told(walk)[name, side]
            assert abs(value - truth.value(name, side)) < 2.6 * sd


def same(one: Walk, two: Walk, share_of_sd: float) -> None:
    here, there = told(one), told(two)
    assert set(here) == set(there)
    for key, (value, sd) in here.items():
        assert abs(value - there[key].value) <= share_of_sd * max(sd, there[key].sd), key
