"""Plates are believed for a foot that stands on one alone, and for no other."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
import xarray as xr

from kinechain.gait.fitted_walk import walking_speed
from kinechain.gait.marker_events import marker_events
from kinechain.gait.plate_contacts import THRESHOLD_N, loadings, with_plates
from kinechain.measurement import Event
from kinechain.motion.dataset import Floats
from synthetic_markers import markers
from synthetic_walker import FOOT, HEALTHY, SIDES, WalkTruth

PLATE_HZ = 1000.0
WEIGHT_N = 700.0
TRUTH = HEALTHY.walk()
WIDE = np.array([[-50.0, -50, 0], [50, -50, 0], [50, 50, 0], [-50, 50, 0]])


def walk() -> xr.Dataset:
    motion = markers(TRUTH)
    names = [str(name).replace("foot_index", "toe_tip") for name in motion["keypoints"].values]
    return motion.assign_coords(keypoints=names).assign_attrs(walking=True, belt_speed=0.0)


def steps(truth: WalkTruth) -> list[tuple[str, float, float]]:
    """Each foot's contacts within the walk."""
    found: list[tuple[str, float, float]] = []
    for side in SIDES:
        own = [event for event in truth.events if event.side == side]
        found += [(side, one.time_s, two.time_s) for one, two in pairwise(own) if one.kind == "foot_strike"]
    return found


def on_plates(
    motion: xr.Dataset, bearing: Sequence[Sequence[tuple[str, float, float]]], corners: Sequence[Floats]
) -> xr.Dataset:
    """`motion` with plates, each of which bears some contacts, pressed in the middle of the foot."""
    time = np.arange(0.0, float(motion["time"][-1]), 1 / PLATE_HZ)
    force = np.zeros((len(time), len(bearing), 3))
    centre = np.full_like(force, np.nan)
    for plate, contacts in enumerate(bearing):
        for side, start, end in contacts:
            share = (time - start) / (end - start)
            within = (share > 0) & (share < 1)
            force[within, plate, 2] += WEIGHT_N * np.minimum(1, 40 * np.minimum(share, 1 - share))[within]
            heel = TRUTH.walker.positions(np.array([start + 0.15]))[0, list_of_landmarks(f"{side}_heel")]
            centre[within, plate] = heel + np.array([FOOT * HEALTHY.height_m / 2, 0, 0])
    return motion.assign_coords(plate_time=time).assign(
        force=(("plate_time", "plate", "space"), force),
        centre_of_pressure=(("plate_time", "plate", "space"), centre),
        plate_corners=(("plate", "corner", "space"), np.stack(corners)),
    )


def list_of_landmarks(name: str) -> int:
    return list(markers(TRUTH)["keypoints"].values).index(name)


def square(side: str, start: float, ahead: float = 0.0, left: float = 0.0) -> Floats:
    """A plate of 0.6 x 0.4 m below the foot that lands at `start`, moved by so much."""
    heel = TRUTH.walker.positions(np.array([start + 0.15]))[0, list_of_landmarks(f"{side}_heel")]
    x, y = heel[0] + FOOT * HEALTHY.height_m / 2 + ahead, heel[1] + left
    return np.array(
        [[x - 0.3, y - 0.2, 0], [x + 0.3, y - 0.2, 0], [x + 0.3, y + 0.2, 0], [x - 0.3, y + 0.2, 0]]
    )


def events(motion: xr.Dataset) -> tuple[list[Event], list[Event]]:
    alone = marker_events(motion, walking_speed(motion))
    return alone, with_plates(motion, alone)


def sure(found: list[Event]) -> list[tuple[str, str, float]]:
    return [(e.side, e.kind, e.time_s) for e in found if e.sd_s < 0.006]


def test_a_step_on_one_plate_has_the_plate_s_times() -> None:
    side, start, end = steps(TRUTH)[1]
    _, found = events(on_plates(walk(), [[(side, start, end)]], [square(side, start)]))
    rise = THRESHOLD_N / WEIGHT_N / 40 * (end - start)
    (_, strike, on), (_, off, away) = sure(found)
    assert (strike, off) == ("foot_strike", "foot_off")
    assert on == pytest.approx(start + rise, abs=0.001)
    assert away == pytest.approx(end - rise, abs=0.001)


def test_all_other_events_stay_those_of_the_markers() -> None:
    side, start, end = steps(TRUTH)[1]
    alone, found = events(on_plates(walk(), [[(side, start, end)]], [square(side, start)]))
    assert [(e.side, e.kind) for e in alone] == [(e.side, e.kind) for e in found]
    assert len(set(alone) - set(found)) == 2


@pytest.mark.parametrize(("ahead", "left"), [(0.3, 0.0), (-0.3, 0.0), (0.0, 0.2), (0.0, -0.25)])
def test_a_foot_partly_beside_the_plate_is_timed_by_its_markers(ahead: float, left: float) -> None:
    side, start, end = steps(TRUTH)[1]
    _, found = events(on_plates(walk(), [[(side, start, end)]], [square(side, start, ahead, left)]))
    assert not sure(found)


def test_a_force_at_no_event_s_time_is_nobody_s() -> None:
    side, start, end = steps(TRUTH)[1]
    shifted = (side, start + 0.2, end + 0.2)
    _, found = events(on_plates(walk(), [[shifted]], [WIDE]))
    assert not sure(found)


def test_two_feet_on_one_plate_give_the_first_strike_and_the_last_off() -> None:
    left = next(step for step in steps(TRUTH) if step[0] == "left")
    right = next(step for step in steps(TRUTH) if step[0] == "right" and step[1] > left[1])
    motion = on_plates(walk(), [[left, right]], [WIDE])
    assert len(loadings(motion)) == 1
    told = sure(events(motion)[1])
    assert [(side, kind) for side, kind, _ in told] == [("left", "foot_strike"), ("right", "foot_off")]


def test_a_touch_a_spike_and_an_offset_are_no_steps() -> None:
    motion = on_plates(walk(), [[], [], []], [WIDE] * 3)
    force = motion["force"].values.copy()
    force[1000:1500, 0, 2] = 60
    force[1000:1010, 1, 2] = 2000
    force[:, 2, 2] = 35
    loaded = motion.assign(force=(motion["force"].dims, force))
    assert not loadings(loaded)
    assert not sure(events(loaded)[1])


def test_noise_of_a_plate_makes_its_times_less_sure() -> None:
    side, start, end = steps(TRUTH)[1]
    motion = on_plates(walk(), [[(side, start, end)]], [square(side, start)])
    noise = np.random.default_rng(0).normal(0, 6, motion["force"].shape)
    (quiet,), (noisy,) = loadings(motion), loadings(motion.assign(force=motion["force"] + noise))
    assert noisy.sd_s > 1.3 * quiet.sd_s


def test_a_contact_that_the_recording_cuts_off_has_no_start() -> None:
    _, start, end = steps(TRUTH)[1]
    motion = on_plates(walk(), [[("left", -0.2, 0.4), ("left", start, end)]], [WIDE])
    assert [spell.start_s is None for spell in loadings(motion)] == [True, False]


def test_without_plates_nothing_changes() -> None:
    alone, found = events(walk())
    assert alone == found
