"""The course over the ground: which way, from where it is seen, and where it turns."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.camera import ASSUMED_FOCAL
from kinechain.motion.course import Pass, find_passes
from kinechain.motion.smoothing import smooth
from synthetic_camera import View, film
from synthetic_walker import HEALTHY, SyntheticWalker

WIDTH = 1280


def filmed(
    walker: SyntheticWalker, yaw_deg: float = 0.0, distance_m: float = 7.0, view: View = "side"
) -> xr.Dataset:
    """Seen by a camera whose focal length is the assumed one."""
    return film(
        walker.walk(),
        yaw_deg=yaw_deg,
        distance_m=distance_m,
        view=view,
        focal_px=ASSUMED_FOCAL * WIDTH,
        frame_size=(WIDTH, 720),
        rate_hz=30,
    )


def only_pass(motion: xr.Dataset) -> Pass:
    (course,) = find_passes(smooth(motion))
    return course


@pytest.mark.parametrize(
    ("direction", "says", "yaw"), [("right", "left_to_right", 0), ("left", "right_to_left", 180)]
)
def test_the_way_across_the_picture(direction: str, says: str, yaw: float) -> None:
    course = only_pass(filmed(replace(HEALTHY, direction=direction)))  # type: ignore[arg-type]
    assert (course.direction, course.view) == (says, "side")
    assert abs((course.yaw - yaw + 180) % 360 - 180) < 3
    assert course.off_side < 3


@pytest.mark.parametrize("direction", ["left", "right"])
@pytest.mark.parametrize("camera", [-40, -20, 20, 40])
def test_a_camera_turned_by_a_known_angle(camera: int, direction: str) -> None:
    course = only_pass(filmed(replace(HEALTHY, direction=direction), camera))  # type: ignore[arg-type]
    assert course.off_side == pytest.approx(abs(camera), abs=4)
    # Turning the camera anticlockwise turns the course clockwise, as seen from it.
    true = -camera if direction == "right" else 180 - camera
    assert abs((course.yaw - true + 180) % 360 - 180) < max(4, 2 * course.yaw_sd)
    assert course.view == "oblique"


@pytest.mark.parametrize(("view", "says"), [("front", "towards"), ("back", "away")])
def test_a_walk_along_the_camera_s_line(view: View, says: str) -> None:
    course = only_pass(filmed(HEALTHY, view=view, distance_m=8))
    assert (course.view, course.direction) == (view, says)
    assert course.off_side > 80


def test_speed_is_in_statures_a_second() -> None:
    assert only_pass(filmed(HEALTHY)).speed == pytest.approx(HEALTHY.speed / HEALTHY.height_m, rel=0.04)


def test_a_turn_makes_two_passes_and_belongs_to_none() -> None:
    walker = replace(HEALTHY, turns=1)
    there, back = find_passes(smooth(filmed(walker, distance_m=9)))
    assert (there.direction, back.direction) == ("left_to_right", "right_to_left")
    ((start, end),) = walker.turning
    middle = (start + end) / 2
    assert there.end_s < middle < back.start_s
    assert back.start_s - there.end_s > 0.4 * (end - start)


def test_standing_is_no_walk() -> None:
    assert find_passes(smooth(filmed(replace(HEALTHY, standing_s=4.0), distance_m=5))) == []


def test_a_person_who_was_hardly_seen_does_not_walk() -> None:
    motion = filmed(HEALTHY)
    motion["position"][20:] = np.nan
    assert find_passes(smooth(motion)) == []


@pytest.mark.parametrize(
    ("yaw", "off", "view"),
    [
        (0, 0, "side"),
        (180, 0, "side"),
        (-170, 10, "side"),
        (30, 30, "oblique"),
        (-150, 30, "oblique"),
        (90, 90, "back"),
        (-90, 90, "front"),
        (70, 70, "back"),
        (-110, 70, "front"),
    ],
)
def test_the_view_follows_from_the_yaw(yaw: float, off: float, view: str) -> None:
    course = Pass(start_s=0, end_s=1, x0=0, z0=3, yaw=yaw, yaw_sd=1, speed=0.7)
    assert (course.off_side, course.view) == (off, view)
