"""Clips that are no good for a walk are called by their name, from the pictures on."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import sample_walk
from kinechain.capture.capture import motion_of
from kinechain.capture.recording import Recording, record
from kinechain.capture.walker import choose_walker
from kinechain.gait.movement_kind import Movement, movement_of
from kinechain.motion.camera_motion import camera_motion, steadied
from kinechain.motion.course import find_passes
from kinechain.motion.in_view import only_in_view
from kinechain.motion.smoothing import smooth


def kind(motion: xr.Dataset) -> Movement:
    smoothed = smooth(steadied(only_in_view(motion)))
    return movement_of(smoothed, find_passes(smoothed), camera_motion(motion))


@pytest.fixture
def walk(sample_recording: Recording) -> xr.Dataset:
    return motion_of(sample_recording, choose_walker(sample_recording))


def test_the_sample_is_a_walk(walk: xr.Dataset) -> None:
    found = kind(walk)
    assert (found.name, found.line) == ("walking", "")
    assert found.stepping.cadence == pytest.approx(sample_walk.CADENCE, rel=0.05)


@pytest.mark.parametrize("times", [2, 4])
def test_the_sample_in_slow_motion(walk: xr.Dataset, times: float) -> None:
    assert kind(walk.assign_coords(time=walk["time"].values * times)).name == "slow_motion"


def test_the_sample_played_too_fast(walk: xr.Dataset) -> None:
    assert kind(walk.assign_coords(time=walk["time"].values / 2.2)).name == "fast_motion"


def test_a_person_cut_off_at_the_knees(tmp_path: Path, walk: xr.Dataset) -> None:
    part = walk.sel(time=slice(3.0, 5.0))
    knees = int(np.nanmin(part["position"].sel(keypoints=["left_knee", "right_knee"], space="y")))
    pictures = (image[: knees // 2 * 2 - 10] for image in sample_walk.pictures(90, 150))
    recording = record(sample_walk.write(tmp_path / "cut.mp4", pictures))
    # The walker is the one furthest to the right at first.
    found = [kind(motion_of(recording, 1 + number)) for number in range(len(recording.people))]
    assert "feet_unseen" in {each.name for each in found}
    assert not any(each.measurable for each in found if each.name == "feet_unseen")


def test_a_camera_that_follows_the_walker(tmp_path: Path) -> None:
    """A window that goes with the walker, who then seems to stay in place."""
    images = list(sample_walk.pictures(80, 150))
    lefts = np.linspace(760, 60, len(images)).astype(int) // 2 * 2
    pictures = (image[:, left : left + 1000] for image, left in zip(images, lefts, strict=True))
    recording = record(sample_walk.write(tmp_path / "followed.mp4", pictures))
    motion = motion_of(recording, choose_walker(recording))
    moved = camera_motion(motion)
    assert moved.travelled
    assert moved.travel_px == pytest.approx(700, rel=0.15)
    found = kind(motion)
    assert (found.name, found.measurable) == ("camera_turned", False)
