"""Real videos agree with themselves: the sample clip's halves, and four cameras that saw one man."""

import math
from dataclasses import replace

import numpy as np
import pytest

from kinechain.body.calibrated_camera import CalibratedCamera
from kinechain.capture.capture import capture, motion_of
from kinechain.capture.recording import Recording
from kinechain.capture.walker import choose_walker
from kinechain.case import Person
from kinechain.demo import HEIGHT_M
from kinechain.gait.film_clip import film_clip
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure
from kinechain.motion.dataset import Floats, make_motion
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.validation.film_agreement import OTHER, differences, furthest, share_within, told_by_one
from laboratory import DATA, needs_data
from levelled_film import CANVAS, level_axes, levelled, qualisys_cameras
from sample_walk import STRIKES

# Between two foot strikes in the sample clip's middle.
HALVED_S = (STRIKES[2] + 2) / 30
CAMERAS = ("cam01", "cam02", "cam03", "cam04")


@pytest.fixture(scope="module")
def halves(sample_recording: Recording) -> tuple[Walk, Walk]:
    """The first strides of the sample clip and its last, fitted to as if there were no others."""
    motion = motion_of(sample_recording, choose_walker(sample_recording))
    person = Person(height_m=HEIGHT_M)
    first, last = motion.sel(time=slice(0, HALVED_S)), motion.sel(time=slice(HALVED_S, None))
    return measure(first, person=person), measure(last, person=person)


def test_a_walk_agrees_with_itself(halves: tuple[Walk, Walk]) -> None:
    found = differences(halves[0], halves[0])
    assert found
    assert all(each.z == 0 for each in found)
    assert share_within(found) == 1
    assert not told_by_one(halves[0], halves[0])


def test_a_walk_agrees_with_itself_in_the_mirror(halves: tuple[Walk, Walk]) -> None:
    exchanged = tuple(replace(each, side=OTHER[each.side]) for each in halves[0].measurements)
    mirrored = replace(halves[0], measurements=exchanged)
    assert all(each.z == 0 for each in differences(halves[0], mirrored, mirrored=True))
    assert told_by_one(halves[0], mirrored)


def test_a_difference_is_counted_in_both_errors(halves: tuple[Walk, Walk]) -> None:
    speed = next(each for each in halves[0].measurements if each.measure == "walking_speed")
    assert speed.value is not None
    assert speed.sd is not None
    faster = replace(speed, value=speed.value + 5 * speed.sd)
    most = furthest(differences(halves[0], replace(halves[0], measurements=(faster,))))
    assert most is not None
    assert most.z == pytest.approx(5 / math.sqrt(2))
    assert share_within([most]) == 0
    assert math.isnan(share_within([]))


def test_the_sample_clip_s_halves_agree(halves: tuple[Walk, Walk]) -> None:
    found = differences(*halves)
    assert len(found) >= 15
    assert share_within(found) >= 0.92
    assert max(abs(each.z) for each in found) < 3


def test_a_tilted_camera_s_film_turns_level() -> None:
    """What a camera saw that looks down, askew and through a bent lens lies where a level one has it."""
    pitch, roll = np.radians(20), np.radians(15)
    down = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    askew = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    upright = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    matrix = np.array([[1500.0, 0, 540], [0, 1500.0, 960], [0, 0, 1]])
    centre = np.array([0.3, -4.0, 1.9])

    def camera(rotation: Floats, middle: Floats, bent: float) -> CalibratedCamera:
        return CalibratedCamera(middle, rotation, -rotation @ centre, (bent, 0.1 * bent, 0.0, 0.0))

    tilted = camera(askew @ down @ upright, matrix, -0.05)
    assert level_axes(tilted) == pytest.approx(upright)
    points = np.random.default_rng(1).uniform([-1, -0.5, 0], [1, 0.5, 1.7], (5, len(KEYPOINTS), 3))
    seen = make_motion(
        np.arange(5) / 30,
        np.moveaxis(tilted.picture(points)[0], 2, 1),
        np.ones((5, len(KEYPOINTS))),
        fps=30.0,
        frames=5,
        frame_size=(1080, 1920),
        source_file="tilted.mp4",
        person=1,
    )
    turned = levelled(seen, tilted)
    wide = np.array([[1500.0, 0, CANVAS / 2], [0, 1500.0, CANVAS / 2], [0, 0, 1]])
    expected = camera(upright, wide, 0.0).picture(points)[0]
    found = turned["position"].transpose("time", "keypoints", "space").values
    assert found == pytest.approx(expected, abs=0.01)


@needs_data
def test_the_calibration_says_where_the_cameras_hang() -> None:
    cameras = qualisys_cameras(DATA / "pose2sim" / "calibration" / "Calib.qca.txt")
    assert tuple(cameras) == CAMERAS
    for camera in cameras.values():
        assert 1.6 < camera.centre[2] < 2.2
        # They look down, by 18 to 25 degrees, towards the middle.
        assert -0.43 < camera.rotation[2, 2] < -0.3
        assert camera.rotation[2] @ -camera.centre > 0


@needs_data
def test_cameras_on_two_sides_refuse_a_fall_that_is_no_walk_alike() -> None:
    """A man loses his balance and saves himself: no whole stride, and none of them tells a number."""
    films = [capture(DATA / "pose2sim" / "videos" / f"{camera}.mp4") for camera in CAMERAS[::2]]
    movements = [film_clip(film).movement for film in films]
    assert {movement.name for movement in movements} == {"too_little"}
    assert len({movement.line for movement in movements}) == 1
    for film in films:
        walk = measure(film, person=Person(height_m=1.69))
        assert all(each.value is None for each in walk.measurements)
        assert all(each.reason for each in walk.measurements)
