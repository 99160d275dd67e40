"""A known camera shows known points where geometry puts them."""

from dataclasses import replace

import numpy as np
import pytest
from made_keypoints import synthetic_walk

from kinechain.validation.phone_camera import (
    PhoneCamera,
    draw_camera,
    mid_hips,
    middle_of_way,
    off_side,
)

MIDDLE = np.array([2.0, 0.3])
SIDEWAYS = PhoneCamera(focal_px=1000.0, distance_m=4.0, height_m=1.0, yaw_deg=0.0)
CENTRE = np.array([960.0, 540.0])


def shown(camera: PhoneCamera, *point: float) -> np.ndarray:
    return np.asarray(camera.project(np.array([point]), MIDDLE)[0][0] - CENTRE)


def test_the_middle_of_the_way_is_in_the_middle_of_the_picture() -> None:
    for yaw in (0.0, 37.0, 90.0, 180.0, -90.0):
        camera = replace(SIDEWAYS, yaw_deg=yaw)
        np.testing.assert_allclose(shown(camera, *MIDDLE, 1.0), 0.0, atol=1e-9)
        assert camera.project(np.array([[*MIDDLE, 1.0]]), MIDDLE)[1][0] == pytest.approx(4.0)


def test_a_metre_at_four_metres_is_a_quarter_of_the_focal_length() -> None:
    np.testing.assert_allclose(shown(SIDEWAYS, 3.0, 0.3, 1.0), [250, 0], atol=1e-9)
    np.testing.assert_allclose(shown(SIDEWAYS, 2.0, 0.3, 2.0), [0, -250], atol=1e-9)


@pytest.mark.parametrize(("yaw", "right", "nearer"), [(0, 1, 0), (180, -1, 0), (90, 0, -1), (-90, 0, 1)])
def test_people_go_the_way_that_the_yaw_says(yaw: float, right: int, nearer: int) -> None:
    camera = replace(SIDEWAYS, yaw_deg=yaw)
    places, depth = camera.project(np.array([[2.0, 0.3, 1.0], [2.5, 0.3, 1.0]]), MIDDLE)
    assert np.sign(np.round(np.diff(places[:, 0])[0], 6)) == right
    assert -np.sign(np.round(np.diff(depth)[0], 6)) == nearer


def test_at_yaw_0_the_right_side_is_near_and_at_180_the_left() -> None:
    for yaw, left_is_nearer in ((0.0, False), (180.0, True)):
        depth = replace(SIDEWAYS, yaw_deg=yaw).project(np.array([[2, 0.4, 1], [2, 0.2, 1]]), MIDDLE)[1]
        assert (depth[0] < depth[1]) == left_is_nearer


def test_a_phone_turned_anticlockwise_shows_everything_turned_clockwise() -> None:
    upright = shown(replace(SIDEWAYS, roll_deg=10.0), 2.0, 0.3, 2.0)
    assert upright[0] > 0
    assert np.degrees(np.arctan2(upright[0], -upright[1])) == pytest.approx(10.0)


def test_a_raised_phone_shows_everything_lower_and_one_aimed_right_further_left() -> None:
    raised = shown(replace(SIDEWAYS, pitch_deg=5.0), *MIDDLE, 1.0)
    np.testing.assert_allclose(raised, [0, 1000 * np.tan(np.radians(5))], atol=1e-9)
    aimed = shown(replace(SIDEWAYS, aim_deg=5.0), *MIDDLE, 1.0)
    np.testing.assert_allclose(aimed, [-1000 * np.tan(np.radians(5)), 0], atol=1e-9)


def test_nobody_behind_the_lens_is_shown() -> None:
    assert np.isnan(shown(SIDEWAYS, 2.0, -5.0, 1.0)).all()


@pytest.mark.parametrize(("yaw", "off"), [(0, 0), (20, 20), (-160, 20), (180, 0), (-90, 90), (140, 40)])
def test_degrees_off_the_side(yaw: float, off: float) -> None:
    assert off_side(yaw) == pytest.approx(off)


def test_drawn_phones_have_the_person_in_the_picture() -> None:
    walk = synthetic_walk()
    rng = np.random.default_rng(0)
    cameras = [draw_camera(walk, 20.0, rng) for _ in range(40)]
    middle = middle_of_way(walk)
    whole = np.array([[*middle, 0.0], [*middle, walk.stature_m]])
    for camera in cameras:
        places = camera.project(whole, middle)[0]
        assert (places > 0).all()
        assert (places < camera.picture).all()
    assert len({camera.distance_m for camera in cameras}) == len(cameras)


def test_from_the_front_people_do_not_walk_into_the_phone() -> None:
    walk = synthetic_walk()
    rng = np.random.default_rng(0)
    for yaw in (-90.0, 90.0):
        for _ in range(10):
            depth = draw_camera(walk, yaw, rng).project(mid_hips(walk), middle_of_way(walk))[1]
            assert depth.min() > 2.5
