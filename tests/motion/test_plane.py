"""The plane of progression: what a pinhole camera did to it is undone exactly."""

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.camera import ASSUMED_FOCAL
from kinechain.motion.course import Pass
from kinechain.motion.plane import HALF_WIDTH, to_plane

SIZE = (1280, 720)
NAMES = ("nose", "left_heel", "right_heel", "left_shoulder", "right_shoulder", "left_index")
TIME = np.arange(50) / 120


def in_plane() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Forward and up, in statures, shape (time, 2, keypoint)."""
    random = np.random.default_rng(2)
    forward = 0.7 * TIME[:, np.newaxis] + random.uniform(-0.2, 0.2, (1, len(NAMES)))
    up = random.uniform(-0.5, 0.5, (len(TIME), len(NAMES)))
    return np.stack([forward, up], axis=1)


def seen(course: Pass) -> xr.Dataset:
    """The points of `in_plane`, each beside the plane by its half width, through a pinhole."""
    forward, up = in_plane().transpose(1, 0, 2)
    side = np.array(
        [{"l": 1, "r": -1}.get(name[0], 0) * HALF_WIDTH.get(name.split("_")[-1], 0) for name in NAMES]
    )
    yaw = np.radians(course.yaw)
    across = course.x0 + forward * np.cos(yaw) - side * np.sin(yaw)
    depth = course.z0 + forward * np.sin(yaw) + side * np.cos(yaw)
    focal = ASSUMED_FOCAL * max(SIZE)
    pixels = np.stack([SIZE[0] / 2 + focal * across / depth, SIZE[1] / 2 - focal * up / depth], axis=1)
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), pixels)},
        coords={"time": TIME, "space": ["x", "y"], "keypoints": list(NAMES)},
        attrs={"units": "px", "frame_width": SIZE[0], "frame_height": SIZE[1]},
    )


@pytest.mark.parametrize("yaw", [0.0, 12.0, -29.0, 180.0, 160.0, -155.0])
def test_a_pinhole_is_undone(yaw: float) -> None:
    course = Pass(start_s=0, end_s=1, x0=-0.3, z0=3.5, yaw=yaw, yaw_sd=1, speed=0.7)
    plane = to_plane(seen(course), course)
    np.testing.assert_allclose(plane["position"].values, in_plane(), atol=1e-9)
    assert list(plane["space"].values) == ["forward", "up"]
    assert plane.attrs["units"] == "stature"


def test_only_the_pass_is_taken() -> None:
    course = Pass(start_s=0.1, end_s=0.3, x0=0, z0=3.5, yaw=0, yaw_sd=1, speed=0.7)
    time = to_plane(seen(course), course)["time"].values
    assert time[0] >= 0.1
    assert time[-1] <= 0.3
    assert len(time) == pytest.approx(0.2 * 120, abs=1)


def test_what_was_not_seen_stays_unknown() -> None:
    course = Pass(start_s=0, end_s=1, x0=0, z0=3.5, yaw=10, yaw_sd=1, speed=0.7)
    motion = seen(course)
    motion["position"][5, :, 1] = np.nan
    unknown = np.isnan(to_plane(motion, course)["position"].values)
    assert unknown[5, :, 1].all()
    assert unknown.sum() == 2
