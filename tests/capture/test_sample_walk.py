"""The sample clip, end to end: a woman walks past while a man plays on a roof."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kinechain.capture.capture import motion_of
from kinechain.capture.recording import Recording, record
from kinechain.capture.walker import choose_walker
from kinechain.case import Person
from kinechain.demo import HEIGHT_M, sample_video
from kinechain.gait import measure
from kinechain.gait.walk import Walk
from kinechain.measurement import Side
from sample_walk import CADENCE, RATE_HZ, STRIKES, Pixels, crossing, mirrored, pictures, resized, write
from walks import told

PERSON = Person(height_m=HEIGHT_M, sex="female")
OTHER: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}
# The man on the roof; the walker appears after him and lower in the picture.
WALKER = 2


def walk_of(recording: Recording, person: int | None = None) -> Walk:
    return measure(motion_of(recording, choose_walker(recording, person)), person=PERSON)


@pytest.fixture(scope="module")
def recording() -> Recording:
    return record(sample_video())


@pytest.fixture(scope="module")
def walk(recording: Recording) -> Walk:
    return walk_of(recording)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


def test_the_walker_and_not_the_man_on_the_roof(recording: Recording) -> None:
    assert len(recording.people) == 3
    assert choose_walker(recording) == WALKER
    roof = recording.people[0]
    assert max(sighting.points[:, 1].max() for sighting in roof.sightings.values()) < 600


def test_right_to_left_from_the_side(walk: Walk) -> None:
    assert walk.source.view == "side"
    assert walk.direction == "right_to_left"


def test_the_strikes_are_where_the_eye_sees_them(walk: Walk) -> None:
    strikes = [event for event in walk.events if event.kind == "foot_strike"]
    assert all(one.side != two.side for one, two in pairwise(strikes))
    for frame in STRIKES:
        assert min(abs(event.time_s * RATE_HZ - frame) for event in strikes) <= 2


def test_the_cadence(walk: Walk) -> None:
    assert told(walk)["cadence", None].value == pytest.approx(CADENCE, abs=4)


def test_nothing_is_told_without_its_error(walk: Walk) -> None:
    assert len(told(walk)) > 20
    assert all((m.value is None) == (m.sd is None) for m in walk.measurements)
    assert all(sd > 0 and np.isfinite([value, sd]).all() for value, sd in told(walk).values())


def half_size() -> Iterator[Pixels]:
    return (resized(image, 884, 496) for image in pictures())


def every_second() -> Iterator[Pixels]:
    return (image for index, image in enumerate(pictures()) if index % 2 == 0)


@pytest.mark.parametrize(
    ("name", "images", "rate"), [("half", half_size, RATE_HZ), ("slow", every_second, RATE_HZ // 2)]
)
def test_size_and_frame_rate_do_not_matter(
    name: str, images: Callable[[], Iterator[Pixels]], rate: int, walk: Walk, folder: Path
) -> None:
    assert_same(walk, walk_of(record(write(folder / f"{name}.mp4", images(), rate=rate))), swap=False)


def test_the_mirrored_clip_exchanges_left_and_right(walk: Walk, folder: Path) -> None:
    clip = write(folder / "mirrored.mp4", (mirrored(image) for image in pictures()))
    seen = walk_of(record(clip))
    assert seen.direction == "left_to_right"
    assert_same(walk, seen, swap=True)


def assert_same(one: Walk, two: Walk, *, swap: bool) -> None:
    here, there = told(one), told(two)
    shared = [(key, ((key[0], OTHER[key[1]]) if swap else key)) for key in here]
    shared = [(key, twin) for key, twin in shared if twin in there]
    # A far arm may be seen in one copy and not in the other; nothing else may be lost.
    assert {key[0] for key in here} - {key[0] for key, _ in shared} <= {"arm_swing_range"}
    off = [
        f"{key}: {here[key].value:.2f} and {there[twin].value:.2f}, sd {here[key].sd:.2f}"
        for key, twin in shared
        if abs(here[key].value - there[twin].value) > max(here[key].sd, there[twin].sd)
    ]
    assert not off


def test_two_walkers_who_cross_are_kept_apart(walk: Walk, folder: Path) -> None:
    recording = record(write(folder / "crossing.mp4", crossing()))
    walkers = [
        walk_of(recording, number + 1)
        for number, person in enumerate(recording.people)
        if len(person.sightings) > 60 and np.ptp([s.next_region.x for s in person.sightings.values()]) > 300
    ]
    directions = {one.direction for one in walkers}
    assert directions == {"right_to_left", "left_to_right"}
    for one in walkers:
        strikes = [event for event in one.events if event.kind == "foot_strike"]
        # Behind the other walker a strike may be missed, but never be taken for the other foot's.
        for first, second in pairwise(strikes):
            assert first.side != second.side or second.time_s - first.time_s > 0.9
        if ("cadence", None) in told(one):
            assert told(one)["cadence", None].value == pytest.approx(CADENCE, abs=6)
