"""The pelvis's own markers give its tilt and obliquity exactly, in the usual order of angles."""

import numpy as np
import pytest
import xarray as xr

from kinechain.gait.pelvis_axis import obliquity, pelvis_axis, tilt
from synthetic_walker import Floats

PLACES = {
    "left_asis": (0.05, 0.12, 0.08),
    "right_asis": (0.05, -0.12, 0.08),
    "left_psis": (-0.1, 0.05, 0.08),
    "right_psis": (-0.1, -0.05, 0.08),
}
TIME = np.arange(50) / 100


def about(axis: int, degrees: float) -> Floats:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    one, two = (axis + 1) % 3, (axis + 2) % 3
    turn = np.eye(3)
    turn[one, one] = turn[two, two] = cos
    turn[one, two], turn[two, one] = -sin, sin
    return turn


def motion(rotation: Floats, places: dict[str, tuple[float, float, float]] = PLACES) -> xr.Dataset:
    points = np.array(list(places.values())) @ rotation.T + [1.0, 2.0, 0.9]
    position = np.repeat(points.T[np.newaxis], len(TIME), axis=0)
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), position)},
        coords={"time": TIME, "space": list("xyz"), "keypoints": list(places)},
    )


@pytest.mark.parametrize(("tipped", "listed", "turned"), [(12, 0, 0), (0, 5, 0), (12, -4, 8), (-6, 7, -20)])
def test_tilt_and_obliquity_are_those_turned_by(tipped: float, listed: float, turned: float) -> None:
    axis = pelvis_axis(motion(about(1, tipped) @ about(0, listed) @ about(2, turned)))
    assert axis is not None
    assert tilt(axis) == pytest.approx(tipped)
    assert obliquity(axis) == pytest.approx(listed)


def test_a_sacrum_s_marker_stands_for_both_spines() -> None:
    places = {name: place for name, place in PLACES.items() if "asis" in name} | {"sacrum": (-0.1, 0, 0.08)}
    axis = pelvis_axis(motion(about(1, 9), places))
    assert axis is not None
    assert tilt(axis) == pytest.approx(9)


@pytest.mark.parametrize("gone", ["left_asis", "right_psis"])
def test_without_three_corners_there_is_no_plane(gone: str) -> None:
    assert pelvis_axis(motion(np.eye(3), {n: p for n, p in PLACES.items() if n != gone})) is None


def test_short_gaps_are_bridged_long_ones_and_ends_stay_unknown() -> None:
    seen = motion(about(1, 10))
    seen["position"][10:16, :, 0] = np.nan
    seen["position"][30:45, :, 1] = np.nan
    seen["position"][48:, :, 2] = np.nan
    axis = pelvis_axis(seen)
    assert axis is not None
    known = np.asarray(np.isfinite(axis).all(axis=1))
    assert known[:30].all()
    assert not known[30:45].any()
    assert known[45:48].all()
    assert not known[48:].any()
    assert tilt(axis[12]) == pytest.approx(10)
