"""The course over the ground: which way, from where it is seen, and where it turns."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.camera import ASSUMED_FOCAL
from kinechain.motion.course import Pass, find_passes
from kinechain.motion.in_view import only_in_view
from kinechain.motion.smoothing import smooth
from kinechain.validation.detector_noise import MEASURED
from kinechain.validation.longer_walk import longer
from kinechain.validation.phone_camera import draw_camera
from kinechain.validation.virtual_phone import film as film_walk
from laboratory import needs_data, recorded_walks
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


SEEN = 0.05  # s within which a pass begins and ends with what is seen


def seen(motion: xr.Dataset) -> tuple[float, float]:
    """From when to when hips and ears are."""
    names = [f"{side}_{part}" for side in ("left", "right") for part in ("hip", "ear")]
    known = np.isfinite(motion["position"].sel(keypoints=names).values).all(axis=(1, 2))
    time = motion["time"].values[known]
    return float(time[0]), float(time[-1])


def in_a_row(*clips: xr.Dataset, gap_s: float = 2.0) -> xr.Dataset:
    """One clip after the other, with nobody in view between."""
    parts, clock = [], 0.0
    for clip in clips:
        parts.append(clip.assign_coords(time=clip["time"] + clock))
        clock = float(parts[-1]["time"][-1]) + gap_s
    return xr.concat(parts, "time", combine_attrs="override")


@pytest.mark.parametrize("camera", [0, 25, 45])
def test_a_pass_reaches_as_far_as_the_person_is_seen(camera: float) -> None:
    motion = filmed(HEALTHY, camera)
    course = only_pass(motion)
    assert (course.start_s, course.end_s) == pytest.approx(seen(motion), abs=SEEN)


@pytest.mark.parametrize("gap_s", [0.8, 2.0])
@pytest.mark.parametrize("camera", [0, 30])
def test_several_passes_reach_their_ends_each(camera: float, gap_s: float) -> None:
    there, back = (filmed(replace(HEALTHY, direction=way), camera) for way in ("right", "left"))
    motion = in_a_row(there, back, there, gap_s=gap_s)
    passes = find_passes(smooth(motion))
    clips = (there, back, there)
    first = np.cumsum([0, *(len(clip["time"]) for clip in clips[:-1])])
    for course, clip, start in zip(passes, clips, motion["time"].values[first], strict=True):
        other = only_pass(clip)
        # A sighting is known for a tenth of a second around; a short absence hides that the person turned.
        ends = (course.start_s - start, course.end_s - start)
        assert ends == pytest.approx(seen(clip), abs=0.2 + SEEN)
        assert abs((course.yaw - other.yaw + 180) % 360 - 180) < 1
        assert course.speed == pytest.approx(other.speed, rel=0.02)


def test_a_pass_begins_when_most_of_the_body_is_in_the_picture() -> None:
    motion = filmed(HEALTHY)
    legs = [
        f"{side}_{part}" for side in ("left", "right") for part in ("knee", "ankle", "heel", "foot_index")
    ]
    motion["position"].loc[{"time": motion["time"][:20], "keypoints": legs}] = np.nan
    course = only_pass(motion)
    assert course.start_s == pytest.approx(float(motion["time"][20]), abs=0.1 + SEEN)
    # Where they go is told by all that is seen.
    assert abs(course.yaw) < 3


def test_a_leg_that_is_hidden_for_a_while_ends_no_pass() -> None:
    motion = filmed(HEALTHY)
    leg = ["left_knee", "left_ankle", "left_heel", "left_foot_index"]
    motion["position"].loc[{"time": motion["time"][:30], "keypoints": leg}] = np.nan
    whole, course = only_pass(filmed(HEALTHY)), only_pass(motion)
    assert (course.start_s, course.end_s) == (whole.start_s, whole.end_s)
    assert course.yaw == pytest.approx(whole.yaw, abs=2)
    assert course.speed == pytest.approx(whole.speed, rel=0.02)


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_a_clip_that_ends_within_a_turn_hardly_shows_it(share: float) -> None:
    walker = replace(HEALTHY, turns=1)
    motion = filmed(walker, distance_m=9)
    ((start, end),) = walker.turning
    motion = motion.isel(time=motion["time"].values < start + share * (end - start))
    assert only_pass(motion).end_s < start + 0.35


def test_people_who_stand_for_long_walk_all_the_same() -> None:
    walking = filmed(HEALTHY)
    first = walking.isel(time=0)
    standing = xr.concat([first] * 900, "time", combine_attrs="override")
    standing = standing.assign_coords(time=np.arange(900) / 30)
    course = only_pass(in_a_row(standing, walking, gap_s=1 / 30))
    assert course.start_s == pytest.approx(30.0, abs=0.3)
    assert course.speed == pytest.approx(only_pass(walking).speed, rel=0.05)


@pytest.mark.parametrize("view", ["side", "front"])
def test_mistakes_of_the_detector_hardly_turn_the_course(view: View) -> None:
    """In a tenth of the frames the ears jump up, and for a while a heel is lost."""
    motion = filmed(HEALTHY, view=view, distance_m=8)
    right = only_pass(motion)
    ears = ["left_ear", "right_ear"]
    motion["position"].loc[{"time": motion["time"][10:24], "keypoints": ears, "space": "y"}] -= 40
    motion["position"].loc[{"time": motion["time"][50:70], "keypoints": "left_heel"}] = np.nan
    course = only_pass(motion)
    assert abs((course.yaw - right.yaw + 180) % 360 - 180) < 2
    assert course.speed == pytest.approx(right.speed, rel=0.05)


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_speed_along_the_camera_s_line(view: View) -> None:
    course = only_pass(filmed(HEALTHY, view=view, distance_m=8))
    assert course.off_side == pytest.approx(90, abs=2)
    assert course.yaw_sd < 3
    assert course.speed == pytest.approx(HEALTHY.speed / HEALTHY.height_m, rel=0.05)


@pytest.mark.parametrize("camera", [0, 30])
def test_midway_the_person_is_at_the_course_s_own_point(camera: float) -> None:
    motion = filmed(HEALTHY, camera)
    course = only_pass(motion)
    middle = motion.sel(time=(course.start_s + course.end_s) / 2, method="nearest")["position"]
    hips = float(middle.sel(keypoints=["left_hip", "right_hip"], space="x").mean())
    assert course.x0 / course.z0 == pytest.approx((hips - WIDTH / 2) / (ASSUMED_FOCAL * WIDTH), abs=0.01)
    assert course.z0 == pytest.approx(7.0 / HEALTHY.height_m, rel=0.04)


@needs_data
def test_the_virtual_phone_s_courses_are_where_their_errors_say() -> None:
    rng = np.random.default_rng(4)
    walks = [longer(walk, 5.0) for walk in recorded_walks()]
    off = []
    for number, yaw in enumerate([0, 20, -40, 90, 180, 160, -140, -90] * 2):
        walk = walks[number % len(walks)]
        camera = draw_camera(walk, float(yaw), rng)
        # So far away that the feet are seen all the way.
        camera = replace(camera, distance_m=camera.distance_m + 2)
        for course in find_passes(smooth(only_in_view(film_walk(walk, camera, MEASURED, 30.0, rng)))):
            # The camera is aimed a little off the middle of the way.
            true = camera.yaw_deg + camera.aim_deg
            off.append([(course.yaw - true + 180) % 360 - 180, course.yaw_sd])
    error, sd = np.array(off).T
    assert len(off) == 16
    assert abs(error).max() < 8
    assert np.mean(abs(error) < 2 * sd) > 0.8


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
