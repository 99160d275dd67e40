"""A phone's camera: what it shows, and how that moves with where it stands and looks."""

import numpy as np
import pytest

from kinechain.body.phone.pinhole import UNKNOWNS, Pinhole

CENTRE = (960.0, 540.0)
POINTS = np.array([[1.0, 2.0, 1.0], [0.3, 3.0, 0.2], [-2.0, 4.0, 1.7]])
ASKEW = np.array([np.log(1500.0), 0.1, -0.2, 1.1, 1.3, -2.0])


def level(focal: float = 1000.0, across: float = -4.0) -> Pinhole:
    """Looks across the way, to the walker's left, from the right."""
    return Pinhole.of(CENTRE, np.array([np.log(focal), 0.0, 0.0, 1.0, np.pi / 2, across]))


def test_what_is_straight_ahead_is_in_the_middle() -> None:
    assert level().picture(np.array([[0.0, 0.0, 1.0]])).pixels == pytest.approx(np.array([CENTRE]))


def test_ahead_of_the_walker_is_right_of_the_middle_and_the_floor_below() -> None:
    x, y = level().picture(np.array([[1.0, 0.0, 0.0]])).pixels[0] - CENTRE
    assert (x, y) == pytest.approx((250.0, 250.0))


def test_from_the_walker_s_left_the_way_goes_to_the_left() -> None:
    camera = Pinhole.of(CENTRE, np.array([np.log(1000.0), 0.0, 0.0, 1.0, -np.pi / 2, 4.0]))
    assert camera.picture(np.array([[1.0, 0.0, 1.0]])).pixels[0, 0] < CENTRE[0]


def test_looking_up_moves_everything_down_the_picture() -> None:
    raised = Pinhole.of(CENTRE, np.array([np.log(1000.0), 0.1, 0.0, 1.0, np.pi / 2, -4.0]))
    assert raised.picture(POINTS[:1]).pixels[0, 1] > level().picture(POINTS[:1]).pixels[0, 1]


@pytest.mark.parametrize("column", range(len(UNKNOWNS)))
def test_the_derivative_to_each_unknown_is_right(column: int) -> None:
    step = 1e-6 * np.eye(len(UNKNOWNS))[column]
    forth, back = (Pinhole.of(CENTRE, ASKEW + way * step).picture(POINTS).pixels for way in (1, -1))
    found = Pinhole.of(CENTRE, ASKEW).picture(POINTS).by_camera[..., column]
    assert found == pytest.approx((forth - back) / 2e-6, abs=1e-3)


def test_the_derivative_to_the_points_is_right() -> None:
    camera = Pinhole.of(CENTRE, ASKEW)
    found = camera.picture(POINTS).by_point
    for axis, step in enumerate(1e-6 * np.eye(3)):
        moved = (camera.picture(POINTS + step).pixels - camera.picture(POINTS - step).pixels) / 2e-6
        assert found[..., axis] == pytest.approx(moved, abs=1e-3)


def test_depth_is_counted_along_the_look() -> None:
    assert level().depth(np.array([[0.5, 0.0, 0.3]])) == pytest.approx([4.0])


def test_what_pulls_at_the_picture_pulls_at_points_and_camera_by_the_derivatives() -> None:
    camera = Pinhole.of(CENTRE, ASKEW)
    picture, force = camera.picture(POINTS), np.random.default_rng(0).standard_normal((len(POINTS), 2))
    at_points, by_camera = camera.pulled(POINTS, force)
    assert at_points == pytest.approx(np.einsum("kij,ki->kj", picture.by_point, force))
    assert by_camera == pytest.approx(np.einsum("kic,ki->c", picture.by_camera, force))
    assert camera.pixels(POINTS) == pytest.approx(picture.pixels)
