"""Everybody is followed once, forwards and backwards, for as long as they are seen."""

from typing import NamedTuple

import numpy as np
import people
import pytest

from kinechain.capture import tracklet
from kinechain.capture.detector import Detection
from kinechain.capture.landmarker import Sighting
from kinechain.capture.region import Pixels, Region
from kinechain.capture.tracklet import KEYFRAME, MOST_PEOPLE, Follower, Tracklet

FIRST = 100  # number of the first picture of the run


class Body(NamedTuple):
    """Seen from picture `start` up to `stop` of the run, going `speed` pixels a picture."""

    x: float
    speed: float = 0.0
    start: int = 0
    stop: int = 10_000

    def seen(self, number: int) -> bool:
        return self.start <= number < self.stop

    def at(self, number: int) -> float:
        return self.x + self.speed * number


class Scene:
    """Stands for both networks: a picture holds nothing but its number in the run."""

    def __init__(self, *bodies: Body) -> None:
        self.bodies = bodies

    def places(self, picture: Pixels) -> list[float]:
        number = int(picture[0, 0, 0])
        return [body.at(number) for body in self.bodies if body.seen(number)]

    def detect(self, picture: Pixels) -> list[Detection]:
        # A little off, as the detector is.
        return [Detection(0.9, Region(x + 8, 300, 190, 0)) for x in self.places(picture)]

    def landmark(self, picture: Pixels, region: Region) -> Sighting:
        x = min(self.places(picture), key=lambda x: abs(x - region.x), default=None)
        if x is None or abs(x - region.x) > 60:
            nothing = people.sighting(region.x)
            return Sighting(nothing.points, nothing.confidence, 0.1, region)
        return people.sighting(x)


def follow(monkeypatch: pytest.MonkeyPatch, scene: Scene, pictures: int = 30) -> list[Tracklet]:
    monkeypatch.setattr(tracklet, "Detector", lambda: scene.detect)
    monkeypatch.setattr(tracklet, "Landmarker", lambda: scene.landmark)
    run = [np.full((1, 1, 3), number, np.uint8) for number in range(pictures)]
    return Follower()(run, FIRST)


def test_everybody_is_followed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene(Body(100, 10), Body(900), Body(1500, -4))
    found = follow(monkeypatch, scene)
    assert [(person.first, person.last) for person in found] == [(FIRST, FIRST + 29)] * 3
    for person, body in zip(found, scene.bodies, strict=True):
        assert [seen.next_region.x for seen in person.sightings.values()] == [
            body.at(number - FIRST) for number in person.sightings
        ]


def test_who_comes_late_is_followed_back_to_the_first_sighting(monkeypatch: pytest.MonkeyPatch) -> None:
    (late,) = follow(monkeypatch, Scene(Body(100, 10, start=KEYFRAME - 5)))
    assert (late.first, late.last) == (FIRST + KEYFRAME - 5, FIRST + 29)


def test_who_leaves_is_followed_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    (early,) = follow(monkeypatch, Scene(Body(100, 10, stop=7)))
    assert (early.first, early.last) == (FIRST, FIRST + 6)


def test_two_regions_never_hold_one_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """They meet, one hides the other, and the region of the hidden one slides onto the one in front."""
    hidden = Body(340, -10, stop=12)
    first, second = follow(monkeypatch, Scene(Body(100, 10), hidden))
    for number in set(first.sightings) & set(second.sightings):
        apart = first.sightings[number].points - second.sightings[number].points
        assert np.linalg.norm(apart, axis=1).mean() > 10
    assert second.last < FIRST + 13


def test_a_crowd_is_followed_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Scene(*(Body(400.0 * number) for number in range(MOST_PEOPLE + 3)))
    assert len(follow(monkeypatch, crowd)) == MOST_PEOPLE


def test_an_empty_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert follow(monkeypatch, Scene()) == []
