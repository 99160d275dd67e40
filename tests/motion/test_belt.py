"""A belt is told by the feet that stand on it: its speed, its changes, and where feet then stand still."""

import numpy as np
import pytest
from walking_markers import Y_UP, about_z, in_axes, markers, on_treadmill, place, recorded

from kinechain.motion.markers.belt import BeltSpeed, find_belt
from kinechain.motion.markers.lab_frame import to_walk_frame
from laboratory import needs_data
from synthetic_walker import SyntheticWalker

UP = np.array([0.0, 0.0, 1.0])
AHEAD = np.array([1.0, 0.0, 0.0])
WALKER = SyntheticWalker(strides=8)


def test_a_floor_is_no_belt() -> None:
    assert find_belt(markers(WALKER), UP) == (None, [])


def test_the_speed_of_a_belt_is_the_walker_s() -> None:
    motion = markers(WALKER)
    belt, warnings = find_belt(on_treadmill(motion, WALKER.speed * motion["time"].values, AHEAD), UP)
    assert belt is not None
    assert belt.mean == pytest.approx(WALKER.speed, abs=0.005)
    np.testing.assert_allclose(belt.direction, -AHEAD, atol=0.01)
    assert warnings == []


@pytest.mark.parametrize("axes", [np.eye(3), about_z(70), Y_UP])
def test_a_treadmill_s_walk_is_the_walk_over_ground(axes: np.ndarray) -> None:
    motion = markers(WALKER)
    riding = on_treadmill(motion, WALKER.speed * motion["time"].values, AHEAD)
    over_ground, walk = to_walk_frame(motion), to_walk_frame(in_axes(riding, axes))
    assert walk.attrs["walking"]
    assert walk.attrs["belt_speed"] == pytest.approx(WALKER.speed, abs=0.005)
    apart = place(walk, "left_heel") - place(over_ground, "left_heel")
    apart = apart - apart[0]
    # 5 mm/s of the belt's speed over the whole walk, and half a degree of its direction.
    assert np.abs(apart).max() < 0.06


def test_feet_stand_still_on_a_belt_that_changes_its_speed() -> None:
    motion = markers(WALKER)
    time = motion["time"].values
    # The walker falls behind and catches up while the belt goes from 0.9 to 1.5 m/s.
    speeds = np.interp(time, [0, 3, 6, 12], [0.9, 0.9, 1.5, 1.5])
    travel = np.concatenate([[0.0], np.cumsum((speeds[1:] + speeds[:-1]) / 2 * np.diff(time))])
    # As if the ground beneath went with the belt: feet in stance move back by its travel.
    walk = to_walk_frame(on_treadmill(motion, travel, AHEAD))
    heel = place(walk, "left_heel")
    slow = np.abs(np.gradient(place(motion, "left_heel")[:, 0], time)) < 0.01
    assert np.median(np.abs(np.gradient(heel[:, 0], time))[slow]) < 0.08


def test_travel_is_the_speed_s_integral() -> None:
    steady = BeltSpeed(-AHEAD, np.array([1.0]), np.array([1.2]))
    np.testing.assert_allclose(steady.travel(np.array([0.0, 1.0, 5.0])), [0, 1.2, 6.0])
    rising = BeltSpeed(-AHEAD, np.array([1.0, 3.0]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(rising.travel(np.array([0.0, 1.0, 3.0, 4.0])), [0, 1, 4, 6])
    assert rising.mean == pytest.approx(1.5)


def test_pressure_centres_ride_on_the_belt() -> None:
    motion = markers(WALKER)
    riding = on_treadmill(motion, WALKER.speed * motion["time"].values, AHEAD)
    centre = np.array([0.0, 0.0, 0.0]) - WALKER.speed * np.array([0.0, 1.0, 2.0])[:, None] * AHEAD
    riding["centre_of_pressure"] = (("plate_time", "plate", "space"), centre[:, None])
    walk = to_walk_frame(riding.assign_coords(plate_time=np.array([0.0, 1.0, 2.0])))
    still = walk["centre_of_pressure"].values[:, 0]
    np.testing.assert_allclose(still, np.broadcast_to(still[0], (3, 3)), atol=0.03)


def test_a_split_belt_is_said() -> None:
    motion = markers(WALKER)
    time = motion["time"].values
    riding = on_treadmill(motion, WALKER.speed * time, AHEAD)
    slower = [name for name in riding["keypoints"].values if name.startswith("left")]
    riding["position"].loc[{"keypoints": slower, "space": "x"}] += 0.5 * time[:, None]
    _, warnings = find_belt(riding, UP)
    assert any("split belt" in line for line in warnings)


def test_noise_on_a_floor_is_no_belt() -> None:
    motion = markers(WALKER)
    noise = np.random.default_rng(5).normal(0, 0.003, motion["position"].shape)
    assert find_belt(motion.assign(position=motion["position"] + noise), UP)[0] is None


@needs_data
def test_the_recorded_treadmill_is_one() -> None:
    motion = recorded("gaitalytics/tests/treadmill_events.c3d")
    walk = to_walk_frame(motion)
    time = walk["time"].values
    assert 1.0 < walk.attrs["belt_speed"] < 1.2
    for side in ("left", "right"):
        heel = place(walk, f"{side}_heel")
        flat = heel[:, 2] < np.percentile(heel[:, 2], 10) + 0.01
        assert abs(np.median(np.gradient(heel[:, 0], time)[flat])) < 0.03
    # The pelvis goes ahead by the belt's travel.
    gone = np.ptp(place(walk, "left_asis")[:, 0]) / time[-1]
    assert gone == pytest.approx(walk.attrs["belt_speed"], abs=0.02)


@needs_data
@pytest.mark.parametrize("file", ["opensim/example3DWalking/markers_walk.trc", "bmc/walk1.trc",
                                  "c3dparser/tests/data/FMC/dynamic/MH0222_BP06.c3d"])  # fmt: skip
def test_recorded_floors_are_none(file: str) -> None:
    assert to_walk_frame(recorded(file)).attrs["belt_speed"] == 0
