"""Everybody in a video, whatever its size, rate and rotation."""

from pathlib import Path

import numpy as np
import pytest

import sample_walk
from kinechain.capture.capture import motion_of
from kinechain.capture.recording import FASTEST_HZ, LARGEST_SIDE, RUN, Recording, record
from kinechain.capture.walker import choose_walker
from kinechain.errors import InputError
from kinechain.motion.keypoints import INDEX
from sample_walk import Pixels

PART = (95, 125)


@pytest.fixture(scope="module")
def portrait() -> list[Pixels]:
    """A second of the sample clip, as a phone held upright would show it."""
    return [np.ascontiguousarray(image[:, 620:1300]) for image in sample_walk.pictures(*PART)]


def test_a_rotation_flag_changes_nothing(tmp_path: Path, portrait: list[Pixels]) -> None:
    upright = record(sample_walk.write(tmp_path / "upright.mp4", portrait))
    lying = [np.ascontiguousarray(np.rot90(image)) for image in portrait]
    flagged = record(sample_walk.write(tmp_path / "flagged.mp4", lying, turn=90))
    assert flagged.size == upright.size == (680, 994)
    one, other = (motion_of(film, choose_walker(film)) for film in (upright, flagged))
    assert one.sizes == other.sizes
    apart = np.abs(one["position"].values - other["position"].values)
    assert np.median(apart) < 1.0
    assert np.percentile(apart, 95) < 8.0


def test_a_fast_and_large_clip_is_thinned_and_shrunk_and_its_own_pixels_are_given(
    tmp_path: Path, sample_recording: Recording
) -> None:
    walker = sample_recording.people[1].sightings[100]
    sample_nose = tuple(walker.points[INDEX["nose"]] / sample_recording.size)
    large = [sample_walk.resized(image, 2400, 1350) for image in sample_walk.pictures(100, 112)]
    path = sample_walk.write(tmp_path / "large.mp4", (image for image in large for _ in range(10)), rate=240)
    recording = record(path)
    assert recording.frames == 120
    assert recording.rate_hz == pytest.approx(240)
    assert max(recording.size) == LARGEST_SIDE
    assert len(recording.times) <= 0.5 * FASTEST_HZ + 1
    # The walker is lower in the picture than the man on the roof.
    lowest = max(recording.people, key=lambda person: next(iter(person.sightings.values())).next_region.y)
    motion = motion_of(recording, 1 + recording.people.index(lowest))
    assert (motion.attrs["frame_width"], motion.attrs["frame_height"]) == (2400, 1350)
    nose = motion["position"].sel(keypoints="nose").values[0] / [2400, 1350]
    assert nose == pytest.approx(sample_nose, abs=0.01)


def test_the_answer_is_the_same_however_the_work_falls_on_the_cores(tmp_path: Path) -> None:
    small = [sample_walk.halved(image) for image in sample_walk.pictures(80, 105)]
    path = sample_walk.write(tmp_path / "walk.mp4", small)
    calls: list[tuple[int, int | None]] = []
    first, second = record(path, lambda done, expected: calls.append((done, expected))), record(path)
    assert calls == [(done, 25) for done in (*range(RUN, 25, RUN), 25)]
    assert len(first.people) == len(second.people) >= 2
    for one, other in zip(first.people, second.people, strict=True):
        assert one.sightings.keys() == other.sightings.keys()
        for number, seen in one.sightings.items():
            np.testing.assert_array_equal(seen.points, other.sightings[number].points)


def test_a_video_of_nobody_is_refused_in_one_line(tmp_path: Path) -> None:
    path = sample_walk.write(tmp_path / "grey.mp4", [np.full((240, 320, 3), 128, np.uint8)] * 20)
    with pytest.raises(InputError, match=r"grey\.mp4 shows nobody long enough") as said:
        record(path)
    assert "\n" not in str(said.value)


def test_a_passer_by_of_a_few_frames_is_nobody(tmp_path: Path) -> None:
    small = (sample_walk.halved(image) for image in sample_walk.pictures(100, 110))
    with pytest.raises(InputError, match="nobody long enough"):
        record(sample_walk.write(tmp_path / "glimpse.mp4", small))
