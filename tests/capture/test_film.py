"""The walker's frames, cut out of the video."""

import io

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray
from PIL import Image

import sample_walk
from kinechain.capture.capture import motion_of
from kinechain.capture.film import HEIGHT, MOST_FRAMES, WIDTH, Film, _inside, _windows, cut_film
from kinechain.capture.recording import Recording
from kinechain.demo import sample_video
from kinechain.motion.keypoints import INDEX

START_S, END_S = 2.5, 3.5


@pytest.fixture(scope="module")
def motion(sample_recording: Recording) -> xr.Dataset:
    return motion_of(sample_recording, 2)


@pytest.fixture(scope="module")
def film(motion: xr.Dataset) -> Film:
    return cut_film(sample_video(), motion, START_S, END_S)


def test_the_walk_is_there_in_even_steps(film: Film) -> None:
    times = np.array([frame.time_s for frame in film.frames])
    assert START_S <= times[0] < START_S + 0.1
    assert END_S - 0.1 < times[-1] <= END_S
    np.testing.assert_allclose(np.diff(times), times[1] - times[0], atol=1e-3)
    assert 10 < 1 / (times[1] - times[0]) < 30.1


def test_frames_are_small_pictures_of_one_size(film: Film) -> None:
    assert (film.width, film.height) == (WIDTH, HEIGHT)
    for frame in film.frames:
        with Image.open(io.BytesIO(frame.image)) as image:
            assert (image.format, image.size) == ("WEBP", (WIDTH, HEIGHT))
        assert len(frame.image) < 40_000


def test_the_whole_walker_is_in_every_frame(film: Film) -> None:
    for frame in film.frames:
        assert frame.keypoints.shape == (33, 2)
        assert (frame.keypoints > 0).all()
        assert (frame.keypoints < [WIDTH, HEIGHT]).all()
        hips = frame.keypoints[[INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=0)
        np.testing.assert_allclose(hips, [WIDTH / 2, HEIGHT / 2], atol=40)


def test_the_skeleton_lies_where_the_walker_is_seen(film: Film, motion: xr.Dataset) -> None:
    """What the cut-out shows at a keypoint is what the video shows there."""
    frame = film.frames[5]
    row = int(np.argmin(abs(motion["time"].values - frame.time_s)))
    video = next(sample_walk.pictures(round(frame.time_s * sample_walk.RATE_HZ))).astype(float)
    cut = np.asarray(Image.open(io.BytesIO(frame.image)), float)
    for name in ("nose", "left_hip", "right_knee", "left_heel"):
        here = colour(cut, frame.keypoints[INDEX[name]], 3)
        there = colour(video, motion["position"].sel(keypoints=name).values[row], 5)
        np.testing.assert_allclose(here, there, atol=15)


def test_the_fitted_body_is_cut_out_along_with_the_walker(motion: xr.Dataset) -> None:
    aside = motion["position"].values + np.array([12.0, -5.0])[:, np.newaxis]
    film = cut_film(sample_video(), motion, START_S, START_S + 0.2, fitted=aside)
    _, size = _windows(motion)
    for frame in film.frames:
        assert frame.fitted is not None
        shift = np.array([12.0, -5.0]) * WIDTH / size[0]
        np.testing.assert_allclose(frame.fitted - frame.keypoints, np.tile(shift, (33, 1)), atol=1e-9)


def colour(image: NDArray[np.float64], place: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Mean colour around a place."""
    column, row = place.round().astype(int)
    part = image[row - reach : row + reach + 1, column - reach : column + reach + 1]
    return np.asarray(part.mean(axis=(0, 1)))


def test_the_window_does_not_shake(motion: xr.Dataset) -> None:
    centre, size = _windows(motion)
    assert np.abs(np.diff(centre, n=2, axis=0)).max() < 0.01 * size[1]
    assert size[0] / size[1] == pytest.approx(WIDTH / HEIGHT)


def test_a_long_film_is_thinned_evenly(motion: xr.Dataset) -> None:
    film = cut_film(sample_video(), motion, 0.0, sample_walk.FRAMES / sample_walk.RATE_HZ)
    assert MOST_FRAMES / 2 < len(film.frames) <= MOST_FRAMES
    steps = np.diff([frame.time_s for frame in film.frames])
    assert steps.max() <= steps.min() + 1.1 / sample_walk.RATE_HZ


def test_a_window_stays_in_the_picture_if_it_can() -> None:
    corners = np.array([[-20.0, 30.0], [50.0, 60.0], [500.0, 90.0]])
    moved = _inside(corners, np.array([100.0, 100.0]), np.array([400.0, 150.0]))
    np.testing.assert_array_equal(moved, [[0, 30], [50, 50], [300, 50]])


def test_a_window_larger_than_the_picture_holds_all_of_it() -> None:
    corners = np.array([[-90.0, 0.0], [30.0, -20.0]])
    moved = _inside(corners, np.array([100.0, 100.0]), np.array([60.0, 100.0]))
    np.testing.assert_array_equal(moved, [[-40, 0], [0, 0]])
