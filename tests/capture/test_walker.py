"""The walker is who travels furthest for their height: never simply the first, largest or longest seen."""

from dataclasses import replace
from pathlib import Path

import pytest
from people import times, track

from kinechain.capture.capture import motion_of
from kinechain.capture.recording import Recording
from kinechain.capture.tracklet import Tracklet
from kinechain.capture.walker import choose_walker, people_json, travel
from kinechain.errors import InputError

PICTURES = 120


def recording(*people: Tracklet) -> Recording:
    return Recording(
        path=Path("folder/walk.mp4"),
        frames=PICTURES,
        rate_hz=30.0,
        size=(1280, 720),
        scale=1.0,
        times=tuple(times(PICTURES)),
        people=people,
        warnings=(),
    )


STANDING = track(range(PICTURES), lambda n: 300 + 5 * (n % 2), size=lambda _: 700.0)
WALKING = track(range(20, 100), lambda n: 6.0 * n)
# Further in pixels, but nearer the camera: less for the person's height.
SHIFTING = track(range(PICTURES), lambda n: 100 + 5.5 * n, size=lambda _: 700.0)
# Twice as large at the end as at the beginning: from far to near.
COMING = track(range(PICTURES), lambda n: 640.0, size=lambda n: 100 * PICTURES / (PICTURES - 0.5 * n))


def test_the_walker_is_neither_the_first_nor_the_largest() -> None:
    assert choose_walker(recording(STANDING, WALKING)) == 2


def test_travel_counts_in_the_walker_s_own_heights() -> None:
    assert choose_walker(recording(SHIFTING, WALKING)) == 2


def test_one_who_comes_towards_the_camera_travels_too() -> None:
    assert choose_walker(recording(STANDING, COMING)) == 2
    assert travel(COMING, recording(COMING)) > 5


def test_travel_is_in_body_heights() -> None:
    # The region is about twice the body; five to ninety-five in a hundred of the way count.
    assert travel(WALKING, recording(WALKING)) == pytest.approx(0.9 * 6 * 79 / 100, rel=0.05)


def test_one_wild_picture_decides_nothing() -> None:
    wild = track(range(PICTURES), lambda n: 1200.0 if n == 50 else 300.0)
    assert choose_walker(recording(wild, WALKING)) == 2


def test_the_person_asked_for_is_taken() -> None:
    assert choose_walker(recording(STANDING, WALKING), 1) == 1


@pytest.mark.parametrize("person", [0, -1, 3])
def test_a_person_who_is_not_there_is_refused_with_the_way_to_see_who_is(person: int) -> None:
    with pytest.raises(InputError, match=rf"no person {person} .* shows 2 .*--people") as said:
        choose_walker(recording(STANDING, WALKING), person)
    assert "\n" not in str(said.value)


def test_the_people_as_json() -> None:
    answer = people_json(recording(STANDING, WALKING), 2)
    assert answer["schema"] == "kinechain.people/1"
    assert answer["walker"] == 2
    assert [person["person"] for person in answer["people"]] == [1, 2]
    assert answer["people"][1]["first_s"] == pytest.approx(20 / 30)
    assert answer["people"][1]["last_s"] == pytest.approx(99 / 30)


def test_a_motion_says_whether_somebody_stated_the_rate() -> None:
    film = recording(WALKING)
    assert motion_of(replace(film, rate_stated=True), 1).attrs["rate_stated"] is True
    assert "rate_stated" not in motion_of(film, 1).attrs
