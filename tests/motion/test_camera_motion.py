"""A camera that moved, and keypoints as one that stood still would have seen them."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.motion.camera import focal_of
from kinechain.motion.camera_motion import camera_motion, steadied
from kinechain.motion.dataset import CAMERA, check_motion, with_camera
from kinechain.motion.files import read_motion, write_motion
from synthetic_camera import film
from synthetic_walker import HEALTHY

Floats = NDArray[np.float64]
WIDTH, HEIGHT = 1920, 1080


def walk() -> xr.Dataset:
    return film(HEALTHY.walk(), distance_m=7.0, rate_hz=30, frame_size=(WIDTH, HEIGHT))


def turned(motion: xr.Dataset, path: Floats) -> xr.Dataset:
    """As a camera would see it whose background lies as `path` (time, 4) says: about the lens it turned by
    the shift over the focal length, first up or down, then to the side; before that it rolled and zoomed.
    """
    focal = focal_of(motion).px
    seen = motion["position"].values
    middle = np.array([WIDTH, HEIGHT]) / 2
    moved = np.full_like(seen, np.nan)
    for frame, (right, down, roll, zoom) in enumerate(path):
        flat = (seen[frame].T - middle) / focal
        x, y = (zoom * flat).T
        angle = np.radians(roll)
        x, y = np.cos(angle) * x - np.sin(angle) * y, np.sin(angle) * x + np.cos(angle) * y
        down_to = np.arctan2(y, 1.0) + down / focal
        length = np.hypot(y, 1.0)
        y, ahead = length * np.sin(down_to), length * np.cos(down_to)
        right_to = np.arctan2(x, ahead) + right / focal
        length = np.hypot(x, ahead)
        x, ahead = length * np.sin(right_to), length * np.cos(right_to)
        moved[frame] = np.stack([x / ahead, y / ahead]) * focal + middle[:, np.newaxis]
    return with_camera(motion.assign(position=(motion["position"].dims, moved)), path)


def paths(frames: int) -> dict[str, Floats]:
    time = np.arange(frames) / 30
    still = np.tile([0.0, 0.0, 0.0, 1.0], (frames, 1))
    shaken, panned, rolled, zoomed = (still.copy() for _ in range(4))
    shaken[:, 0] = 14 * np.sin(9 * time) + 5 * np.sin(23 * time)
    shaken[:, 1] = 10 * np.cos(7 * time)
    shaken[:, 2] = 0.3 * np.sin(5 * time)
    panned[:, 0] = np.linspace(450, -450, frames)
    rolled[:, 2] = 2 * np.sin(4 * time)
    rolled[:, 0] = 12 * np.sin(9 * time)
    zoomed[:, 3] = np.linspace(1, 1.3, frames)
    return {"shaken": shaken, "panned": panned, "rolled": rolled, "zoomed": zoomed}


@pytest.mark.parametrize("name", ["shaken", "panned", "rolled", "zoomed"])
def test_what_the_camera_did_is_taken_out(name: str) -> None:
    still = walk()
    path = paths(still.sizes["time"])[name]
    # A camera that stood still as the median of all its ways.
    usual = turned(still, np.tile(np.median(path, axis=0), (len(path), 1)))
    steady = steadied(turned(still, path))
    assert CAMERA not in steady
    np.testing.assert_allclose(steady["position"], usual["position"], atol=1e-6)


def test_a_camera_that_stood_still_changes_nothing() -> None:
    still = walk()
    chance = np.random.default_rng(0)
    path = np.tile([0.0, 0.0, 0.0, 1.0], (still.sizes["time"], 1))
    path[:, :2] += chance.normal(0, 0.2, (len(path), 2))
    seen = with_camera(still, path)
    np.testing.assert_array_equal(steadied(seen)["position"], still["position"])
    assert steadied(still) is still
    moved = camera_motion(seen)
    assert (moved.known, moved.shaken, moved.turned, moved.left_px) == (True, False, False, 0.0)


def test_shake_travel_and_zoom_are_told_apart() -> None:
    still = walk()
    by_name = paths(still.sizes["time"])
    shaken, panned, zoomed = (
        camera_motion(with_camera(still, by_name[name])) for name in ("shaken", "panned", "zoomed")
    )
    assert (shaken.shaken, shaken.turned) == (True, False)
    assert shaken.shake_px == pytest.approx(np.hypot(14, np.hypot(5, 10)) / np.sqrt(2), rel=0.25)
    assert 0 < shaken.left_px < shaken.shake_px
    assert (panned.turned, panned.travelled) == (True, True)
    assert panned.travel_px == pytest.approx(900, rel=0.05)
    assert (zoomed.turned, zoomed.travelled) == (True, False)
    assert zoomed.zoom == pytest.approx(1.3)


def test_only_the_time_that_is_asked_for_counts() -> None:
    still = walk()
    path = np.tile([0.0, 0.0, 0.0, 1.0], (still.sizes["time"], 1))
    path[:20, 0] = np.linspace(300, 0, 20)
    seen = with_camera(still, path)
    assert camera_motion(seen).turned
    assert not camera_motion(seen, 1.0).turned


def test_what_is_not_known_is_read_off_a_line_or_left() -> None:
    still = walk()
    path = paths(still.sizes["time"])["panned"]
    gaps = path.copy()
    gaps[10:14] = np.nan
    seen = turned(still, path)
    np.testing.assert_allclose(
        steadied(with_camera(seen, gaps))["position"], steadied(seen)["position"], atol=1e-6
    )
    gaps[30:] = np.nan
    assert not camera_motion(with_camera(seen, gaps)).known
    np.testing.assert_array_equal(steadied(with_camera(seen, gaps))["position"], seen["position"])


def test_it_is_kept_in_a_file(tmp_path: Path) -> None:
    still = walk()
    path = paths(still.sizes["time"])["shaken"]
    path[3] = np.nan
    seen = with_camera(still, path).assign_attrs(person_light=0.4, background_light=0.7, focal_px=1500.0)
    seen.attrs["focal_sd_px"] = 90.0
    check_motion(seen)
    write_motion(seen, tmp_path / "walk.parquet")
    kept = read_motion(tmp_path / "walk.parquet")
    np.testing.assert_array_equal(kept[CAMERA], seen[CAMERA])
    assert kept["move"].values.tolist() == seen["move"].values.tolist()
    np.testing.assert_array_equal(kept["position"], seen["position"])
    assert {name: kept.attrs[name] for name in ("person_light", "background_light")} == {
        "person_light": 0.4,
        "background_light": 0.7,
    }


@pytest.mark.parametrize(
    ("column", "value"), [(0, np.inf), (1, 1e9), (2, -1e9), (3, 0.0), (3, -1.0), (3, 1e9)]
)
def test_a_camera_that_no_hand_holds_is_refused(column: int, value: float) -> None:
    still = walk()
    path = np.tile([0.0, 0.0, 0.0, 1.0], (still.sizes["time"], 1))
    path[5, column] = value
    with pytest.raises(InputError, match="camera"):
        check_motion(with_camera(still, path))


def test_a_camera_must_be_whole() -> None:
    seen = with_camera(walk(), paths(walk().sizes["time"])["shaken"])
    with pytest.raises(InputError, match="'camera'"):
        check_motion(seen.assign_coords(move=["a", "b", "c", "d"]))
    with pytest.raises(InputError, match="'camera'"):
        check_motion(seen.transpose("move", ...))
