"""What lies beyond the picture, and limbs that are hidden, are not taken for seen."""

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.in_view import BORDER, only_in_view
from synthetic_camera import film
from synthetic_walker import HEALTHY

LEG = ["left_knee", "left_ankle", "left_heel", "left_foot_index"]


@pytest.fixture
def motion() -> xr.Dataset:
    return film(HEALTHY.walk(), distance_m=6, rate_hz=30)


def unknown(motion: xr.Dataset, *names: str) -> list[int]:
    """Frames in which all of these keypoints are unknown."""
    values = motion["position"].sel(keypoints=list(names)).values
    return np.flatnonzero(np.isnan(values).all(axis=(1, 2))).tolist()


def test_what_is_well_inside_and_well_seen_stays(motion: xr.Dataset) -> None:
    inner = motion.isel(time=slice(40, 80))
    xr.testing.assert_equal(only_in_view(inner), inner)


@pytest.mark.parametrize("place", [(1, 300), (1279, 300), (600, 1), (600, 719), (-40, 300), (600, 900)])
def test_keypoints_at_or_beyond_the_border_are_unknown(motion: xr.Dataset, place: tuple[int, int]) -> None:
    motion = motion.isel(time=slice(40, 80))
    motion["position"].loc[{"keypoints": "nose", "time": motion["time"][7]}] = np.array(place, float)
    assert unknown(only_in_view(motion), "nose") == [7]
    assert unknown(motion, "nose") == []


def test_the_border_is_a_share_of_the_longer_side(motion: xr.Dataset) -> None:
    motion = motion.isel(time=slice(40, 80))
    for frame, x in ((5, BORDER * 1280 - 1), (6, BORDER * 1280 + 1)):
        motion["position"].loc[{"keypoints": "nose", "time": motion["time"][frame]}] = np.array([x, 300.0])
    assert unknown(only_in_view(motion), "nose") == [5]


def test_a_hidden_leg_is_unknown_and_the_other_stays(motion: xr.Dataset) -> None:
    motion = motion.isel(time=slice(40, 80))
    motion["confidence"].loc[{"keypoints": LEG, "time": motion["time"][15:30]}] = 0.1
    lost = unknown(only_in_view(motion), *LEG)
    assert set(range(15, 30)) <= set(lost) <= set(range(12, 33))
    assert unknown(only_in_view(motion), "right_knee") == []
    assert unknown(only_in_view(motion), "nose") == []


def test_a_moment_s_doubt_as_the_legs_pass_hides_nothing(motion: xr.Dataset) -> None:
    motion = motion.isel(time=slice(40, 80))
    motion["confidence"].loc[{"keypoints": LEG, "time": motion["time"][15:17]}] = 0.3
    assert unknown(only_in_view(motion), *LEG) == []


def test_a_leg_that_the_edge_cuts_off_is_unknown_as_a_whole(motion: xr.Dataset) -> None:
    """And in the frames between, in which the network puts all of it inside."""
    motion = motion.isel(time=slice(40, 80))
    for frame in (10, 11, 13, 14):
        motion["position"].loc[{"keypoints": "left_heel", "time": motion["time"][frame]}] = [-5.0, 500.0]
    seen = only_in_view(motion)
    assert unknown(seen, *LEG) == unknown(seen, "left_knee") == [10, 11, 12, 13, 14]
    assert unknown(seen, "right_knee", "right_heel") == []


def test_frames_without_the_person_say_nothing_of_those_between(motion: xr.Dataset) -> None:
    motion = motion.isel(time=slice(40, 80))
    motion["position"][10], motion["position"][12] = np.nan, np.nan
    assert unknown(only_in_view(motion), *LEG) == [10, 12]
