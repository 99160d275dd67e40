"""The camera's own motion, told by the background, against backgrounds that were moved by a known amount."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray
from PIL import Image

import sample_walk
from kinechain.capture.background import CELLS, Lie, Reference, cell_size, small_grey
from kinechain.capture.camera_watch import CameraWatch
from kinechain.capture.capture import motion_of
from kinechain.capture.recording import Recording, record
from kinechain.capture.region import Pixels
from kinechain.capture.walker import choose_walker
from kinechain.motion.camera_motion import camera_motion, steadied

WIDTH, HEIGHT = 1280, 720
Path2 = NDArray[np.float64]


def scenery(width: int = 2600, height: int = 1200, seed: int = 0) -> Pixels:
    """Blots of all sizes."""
    chance = np.random.default_rng(seed)
    grey = np.zeros((height, width))
    for blots in (12, 40, 130):
        coarse = chance.normal(0, 255 / 4, (blots * height // width + 2, blots)).astype(np.float32)
        grey += np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
    return np.repeat(np.clip(128 + grey / 2, 0, 255).astype(np.uint8)[:, :, np.newaxis], 3, axis=2)


def view(picture: Pixels, left: int, top: int) -> Pixels:
    return picture[top : top + HEIGHT, left : left + WIDTH]


def watched(pictures: list[Pixels]) -> Path2:
    watch = CameraWatch()
    for picture in pictures:
        watch.look([small_grey(picture)], [[]])
    return watch.path(cell_size(pictures[0].shape))


@pytest.mark.parametrize(
    "shape", [(1080, 1920), (1920, 1080), (720, 1280), (994, 1768), (480, 640), (90, 50)]
)
def test_a_small_picture_has_about_so_many_cells(shape: tuple[int, int]) -> None:
    grey = small_grey(np.full((*shape, 3), 77, np.uint8))
    assert 0.8 * min(CELLS, max(shape)) <= max(grey.shape) <= 1.5 * CELLS
    assert grey == pytest.approx(np.full(grey.shape, 77.0))
    assert grey.shape[1] * cell_size(shape) == pytest.approx(shape[1], abs=cell_size(shape))


def test_a_hand_that_shakes_is_seen_to_a_fraction_of_a_pixel() -> None:
    chance = np.random.default_rng(1)
    places = 300 + np.cumsum(chance.integers(-9, 10, (40, 2)), axis=0)
    big = scenery()
    path = watched([view(big, int(left), int(top)) for left, top in places])
    np.testing.assert_allclose(path[:, :2], places[0] - places, atol=0.3)
    np.testing.assert_allclose(path[:, 2], 0, atol=0.05)
    np.testing.assert_allclose(path[:, 3], 1, atol=0.002)


def test_a_camera_that_is_turned_far_is_followed() -> None:
    places = np.arange(0, 1300, 21)
    big = scenery()
    path = watched([view(big, int(left), 200) for left in places])
    np.testing.assert_allclose(path[:, 0], -places, atol=0.01 * places.max())


def test_a_jump_is_followed() -> None:
    big = scenery()
    path = watched([view(big, left, 300) for left in (400, 402, 520, 522)])
    np.testing.assert_allclose(path[:, 0], [0, -2, -120, -122], atol=0.5)


@pytest.mark.parametrize(("turn", "zoom"), [(1.5, 1.0), (-2.0, 1.0), (0.0, 1.03), (1.0, 0.97)])
def test_turn_and_zoom_are_told_apart_from_shift(turn: float, zoom: float) -> None:
    big = Image.fromarray(scenery())
    middle = np.array([1300.0, 600.0])
    # The content turns clockwise and grows: each pixel takes what lay the other way.
    cos, sin = np.cos(np.radians(-turn)) / zoom, np.sin(np.radians(-turn)) / zoom
    matrix = np.array([[cos, -sin], [sin, cos]])
    shift = middle - matrix @ middle
    changed = big.transform(
        big.size,
        Image.Transform.AFFINE,
        (*matrix[0], shift[0], *matrix[1], shift[1]),
        resample=Image.Resampling.BICUBIC,
    )
    corner = (int(middle[0]) - WIDTH // 2, int(middle[1]) - HEIGHT // 2)
    path = watched([view(np.asarray(picture), *corner) for picture in (big, changed)])
    np.testing.assert_allclose(path[1], [0, 0, turn, zoom], atol=0.05)


def test_a_change_of_light_and_things_that_move_are_no_camera() -> None:
    big, chance = scenery(), np.random.default_rng(2)
    pictures = []
    for number in range(20):
        picture = view(big, 300, 200).copy()
        left = 30 * number
        picture[200:700, left : left + 250] = chance.integers(0, 255, 3)
        pictures.append((picture * (1 - 0.02 * number)).astype(np.uint8))
    np.testing.assert_allclose(watched(pictures)[:, :2], 0, atol=2.0)


def test_of_people_nothing_is_believed() -> None:
    big = scenery()
    still, body = view(big, 300, 200), view(scenery(seed=5), 0, 0)
    watch = CameraWatch()
    for number in range(12):
        picture = still.copy()
        left = 100 + 40 * number
        picture[:, left : left + 560] = body[:, 40 * number : 40 * number + 560]
        cell = cell_size(picture.shape)
        box = (left / cell, 0, (left + 560) / cell, 200)
        watch.look([small_grey(picture)], [[box]])
    np.testing.assert_allclose(watch.path(cell)[:, :2], 0, atol=0.3)


def test_a_bare_wall_tells_nothing() -> None:
    path = watched([np.full((HEIGHT, WIDTH, 3), 200, np.uint8)] * 8)
    assert np.isnan(path[1:]).all()


def test_two_places_have_nothing_in_common() -> None:
    one, other = (small_grey(view(scenery(seed=seed), 0, 0)) for seed in (0, 3))
    assert Reference(one).lie(other, Lie()) is None


def test_the_sample_was_filmed_by_a_camera_that_stood_still(sample_recording: Recording) -> None:
    assert sample_recording.camera is not None
    assert np.abs(sample_recording.camera[:, :2]).max() < 1.5


def test_the_sample_shaken_is_seen_to_shake() -> None:
    chance = np.random.default_rng(4)
    shake = np.cumsum(chance.integers(-3, 4, (30, 2)), axis=0) + 60
    pictures = [
        image[top : top + 840, left : left + 1500]
        for image, (left, top) in zip(sample_walk.pictures(90, 120), shake, strict=True)
    ]
    np.testing.assert_allclose(watched(pictures)[:, :2], shake[0] - shake, atol=2.0)


def test_a_walk_filmed_by_a_shaking_hand_is_steadied(tmp_path: Path) -> None:
    """The sample cut out by a window that shakes, against one that does not."""
    chance = np.random.default_rng(6)
    shake = 60 + np.clip(np.cumsum(chance.integers(-9, 10, (40, 2)), axis=0), -55, 55)
    still = np.tile(np.median(shake, axis=0).astype(int), (40, 1))
    motions = []
    for name, places in (("shaken", shake), ("still", still)):
        pictures = (
            image[top : top + 860, left : left + 1600]
            for image, (left, top) in zip(sample_walk.pictures(100, 140), places, strict=True)
        )
        recording = record(sample_walk.write(tmp_path / f"{name}.mp4", pictures))
        motions.append(motion_of(recording, choose_walker(recording)))
    shaken, unshaken = motions
    moved = camera_motion(shaken)
    assert (moved.known, moved.shaken) == (True, True)
    assert not camera_motion(unshaken).shaken

    def apart(motion: xr.Dataset) -> float:
        """How far the trunk lies from where the window that does not shake shows it, less a constant (px)."""
        trunk = ["left_shoulder", "right_shoulder", "left_hip", "right_hip"]
        off = (motion["position"] - unshaken["position"]).sel(keypoints=trunk).values
        return float(np.nanstd(off - np.nanmedian(off, axis=0)))

    assert apart(shaken) > 10
    assert apart(steadied(shaken)) < 2.5
