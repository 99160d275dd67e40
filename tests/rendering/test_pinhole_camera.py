"""The pinhole, and what the graphics library is told of it."""

import numpy as np
import pytest

from kinechain.rendering.camera import looking_at, shaken

CAMERA = looking_at((0, -4, 1.2), (0, 0, 0.9), focal_px=960, size=(1280, 720))


def test_what_it_looks_at_is_in_the_middle_and_sides_are_right() -> None:
    assert CAMERA.project(np.array([0.0, 0, 0.9])) == pytest.approx([640, 360])
    right, above = CAMERA.project(np.array([[1.0, 0, 0.9], [0, 0, 1.9]]))
    assert right[0] > 640
    assert right[1] == pytest.approx(360)
    assert above[1] < 360
    assert np.isnan(CAMERA.project(np.array([0.0, -5, 1]))).all()


def test_a_level_camera_shows_lengths_by_focal_length_over_distance() -> None:
    level = looking_at((0, -5, 1), (0, 0, 1), focal_px=1000, size=(1280, 720))
    top, foot = level.project(np.array([[0.0, 0, 1.7], [0.0, 0, 0]]))
    assert foot[1] - top[1] == pytest.approx(1.7 * 1000 / 5)


def test_the_clip_matrix_shows_every_point_in_the_pixel_that_is_projected() -> None:
    rng = np.random.default_rng(0)
    camera = CAMERA.turned(np.array([3.0, -2, 5]))
    points = rng.uniform((-1, -1, 0), (1, 1, 2), (20, 3))
    clip = np.c_[points, np.ones(20)] @ camera.clip_matrix().T
    x, y, depth = (clip[:, :3] / clip[:, 3:]).T
    pixels = np.stack([(x + 1) / 2 * 1280, (1 - y) / 2 * 720], axis=1)
    assert pixels == pytest.approx(camera.project(points))
    assert ((depth > -1) & (depth < 1)).all()


def test_a_turned_camera_looks_where_it_was_turned() -> None:
    # Up about its own right axis, to the right about its own down axis.
    for degrees, moved in (([2, 0, 0], (0, 1)), ([0, 2, 0], (-1, 0))):
        shift = CAMERA.turned(np.array(degrees)).project(np.array([0.0, 0, 0.9])) - [640, 360]
        assert np.sign(np.round(shift)) == pytest.approx(moved)


def test_a_rolled_camera_turns_the_picture_about_its_middle() -> None:
    rolled = looking_at((0, -4, 1.2), (0, 0, 0.9), focal_px=960, size=(1280, 720), roll=10)
    off = rolled.project(np.array([0.0, 0, 1.9])) - CAMERA.project(np.array([0.0, 0, 0.9]))
    straight = CAMERA.project(np.array([0.0, 0, 1.9])) - [640, 360]
    assert np.linalg.norm(off) == pytest.approx(np.linalg.norm(straight))
    assert abs(np.degrees(np.arctan2(off[0], -off[1]))) == pytest.approx(10)


def test_a_hand_shakes_smoothly_and_as_much_as_was_asked() -> None:
    time = np.arange(0, 60, 1 / 30)
    cameras = shaken(CAMERA, time, 0.3, np.random.default_rng(0))
    seen = np.array([camera.project(np.array([0.0, 0, 0.9])) for camera in cameras])
    degrees = np.degrees((seen - seen.mean(axis=0)) / 960)
    assert degrees.std(axis=0) == pytest.approx(0.3, rel=0.4)
    assert abs(np.diff(degrees, axis=0)).max() < 0.15
