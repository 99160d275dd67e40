"""The sample clip from end to end, and what must not matter: mirror, size, frame rate, somebody else."""

from itertools import pairwise
from pathlib import Path

import pytest

import sample_walk
from kinechain.capture.capture import motion_of
from kinechain.capture.recording import Recording, record
from kinechain.capture.walker import choose_walker
from kinechain.case import Person
from kinechain.demo import HEIGHT_M
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure
from kinechain.measurement import Side
from sample_walk import CADENCE, RATE_HZ, STRIKES
from walks import told

OTHER: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}
WALKER = 2
# Seen for parts of the strides only: whether enough of them hangs on a few pixels.
SOMETIMES_HIDDEN = {"arm_swing_range"}


def measured(recording: Recording, person: int | None = None) -> Walk:
    motion = motion_of(recording, choose_walker(recording, person))
    return measure(motion, person=Person(height_m=HEIGHT_M))


@pytest.fixture(scope="module")
def walk(sample_recording: Recording) -> Walk:
    return measured(sample_recording)


def strikes(walk: Walk) -> list[tuple[Side, float]]:
    """Sides and moments (in the sample clip's frames) of the foot strikes."""
    return [(e.side, e.time_s * RATE_HZ) for e in walk.events if e.kind == "foot_strike"]


def side_at(walk: Walk, frame: int, within: float = 2) -> Side:
    """Whose foot strikes within two frames of this one."""
    (side,) = [side for side, moment in strikes(walk) if abs(moment - frame) <= within]
    return side


def assert_same(walk: Walk, other: Walk, *, mirrored: bool = False) -> None:
    here, there = told(walk), told(other)
    if mirrored:
        there = {(name, OTHER[side]): value for (name, side), value in there.items()}
    missing = {name for name, _ in set(here) ^ set(there)}
    assert missing <= SOMETIMES_HIDDEN
    off = [
        f"{name} {side}: {here[name, side].value:.3f} and {there[name, side].value:.3f}, "
        f"sd {here[name, side].sd:.3f} and {there[name, side].sd:.3f}"
        for name, side in here.keys() & there.keys()
        if abs(here[name, side].value - there[name, side].value)
        > max(here[name, side].sd, there[name, side].sd)
    ]
    assert not off
    assert len(here.keys() & there.keys()) >= 20


def test_the_walker_is_followed_and_not_the_man_on_the_roof(sample_recording: Recording) -> None:
    assert choose_walker(sample_recording) == WALKER
    walker = sample_recording.people[WALKER - 1]
    assert walker.first < STRIKES[0]
    assert walker.last > STRIKES[-1]
    # On the road in the lower half of the picture, from right to left.
    height = sample_recording.size[1]
    seen = [sighting.next_region for _, sighting in sorted(walker.sightings.items())]
    assert all(region.y > 0.5 * height for region in seen)
    assert all(later.x < earlier.x for earlier, later in pairwise(seen[::10]))


def test_the_view_and_the_way(walk: Walk) -> None:
    assert walk.source.view == "side"
    assert walk.direction == "right_to_left"
    assert (walk.source.frames, walk.source.rate_hz) == (sample_walk.FRAMES, RATE_HZ)


def test_foot_strikes_alternate_and_fall_where_they_are_seen(walk: Walk) -> None:
    found = strikes(walk)
    assert all(one != other for (one, _), (other, _) in pairwise(found))
    assert [side_at(walk, frame) for frame in STRIKES] == ["left", "right", "left", "right", "left"]
    between = [moment for _, moment in found if STRIKES[0] - 3 < moment < STRIKES[-1] + 3]
    assert len(between) == len(STRIKES)


def test_cadence(walk: Walk) -> None:
    assert told(walk)["cadence", None].value == pytest.approx(CADENCE, abs=4)


def test_no_measurement_without_its_error(walk: Walk) -> None:
    for measurement in walk.measurements:
        if measurement.value is None:
            assert (measurement.sd, measurement.verdict) == (None, "cannot_tell")
            assert measurement.reason
        else:
            assert measurement.sd is not None
            assert measurement.sd > 0
            assert measurement.n > 0
    assert all(event.sd_s > 0 for event in walk.events)


def test_the_mirrored_clip_exchanges_left_and_right(tmp_path: Path, walk: Walk) -> None:
    images = map(sample_walk.mirrored, sample_walk.pictures())
    mirrored = measured(record(sample_walk.write(tmp_path / "mirrored.mp4", images)))
    assert mirrored.direction == "left_to_right"
    assert [side_at(mirrored, frame) for frame in STRIKES] == [OTHER[side_at(walk, f)] for f in STRIKES]
    assert_same(walk, mirrored, mirrored=True)


def test_half_the_size_says_the_same(tmp_path: Path, walk: Walk) -> None:
    images = map(sample_walk.halved, sample_walk.pictures())
    half = measured(record(sample_walk.write(tmp_path / "half.mp4", images)))
    assert [side_at(half, frame) for frame in STRIKES] == [side_at(walk, frame) for frame in STRIKES]
    assert_same(walk, half)


def test_half_the_frames_say_the_same(tmp_path: Path, walk: Walk) -> None:
    images = (image for index, image in enumerate(sample_walk.pictures()) if index % 2 == 0)
    slow = measured(record(sample_walk.write(tmp_path / "slow.mp4", images, rate=RATE_HZ // 2)))
    assert slow.source.rate_hz == RATE_HZ / 2
    # A frame there is two of the sample clip's.
    assert [side_at(slow, frame, within=4) for frame in STRIKES] == [
        side_at(walk, frame) for frame in STRIKES
    ]
    assert_same(walk, slow)


def test_two_walkers_who_cross_are_told_apart(tmp_path: Path, walk: Walk) -> None:
    """Each keeps their own way, left and right. Where one hides the other, steps may be missed."""
    recording = record(sample_walk.write(tmp_path / "crossing.mp4", sample_walk.crossing()))
    seen_walking = {}
    for number, person in enumerate(recording.people, start=1):
        if person.first < STRIKES[0] and person.last > STRIKES[-1]:
            found = measured(recording, number)
            seen_walking[found.direction] = found
            assert_steps_of(found, walk, mirrored=found.direction != walk.direction)
    assert set(seen_walking) == {"right_to_left", "left_to_right"}
    assert measured(recording).direction in seen_walking


def assert_steps_of(found: Walk, walk: Walk, *, mirrored: bool) -> None:
    """Whichever strikes were found are strikes of this walk, by the right foot."""
    true = [(OTHER[side] if mirrored else side, moment) for side, moment in strikes(walk)]
    assert len(strikes(found)) >= 4
    for side, moment in strikes(found):
        assert min(abs(moment - other) for its, other in true if its == side) < 3
    cadence = told(found).get(("cadence", None))
    assert cadence is None or abs(cadence.value - CADENCE) < 4 + cadence.sd
