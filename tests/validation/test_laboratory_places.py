"""Where other people's keypoints lie on the body, the same on both sides; nobody's own count."""

from pathlib import Path

import numpy as np
import pytest

from kinechain.body.own_body import load_body
from kinechain.body.phone.keypoints import keypoints
from kinechain.validation.keypoint_walk import KEYPOINTS
from kinechain.validation.laboratory_keypoints import laboratory_walk
from kinechain.validation.laboratory_places import WalkPlaces, laboratory_keypoints, places_on_body
from kinechain.validation.recordings import find_recordings
from laboratory import DATA, needs_data

KNEES = [KEYPOINTS.index(f"{side}_knee") for side in ("left", "right")]


def places(person: str, left: list[float], right: list[float]) -> WalkPlaces:
    """Only knees are seen."""
    place = np.full((len(KEYPOINTS), 3), np.nan)
    place[KNEES] = [left, right]
    return WalkPlaces(person, place)


FOUND = (
    places("one", [0.01, 0.02, -0.4], [0.01, -0.02, -0.4]),
    places("one", [0.01, 0.02, -0.4], [0.01, -0.02, -0.4]),
    places("two", [0.04, 0.02, -0.4], [0.04, -0.02, -0.4]),
    places("three", [9.0, 9.0, 9.0], [9.0, 9.0, 9.0]),
)


def knee_of(left_out: str, side: str = "left") -> list[float]:
    learnt = laboratory_keypoints(FOUND, left_out)
    forward, left, up = learnt.place[learnt.names.index(f"{side}_knee")]
    return [float(forward), float(left), float(up)]


def test_people_count_alike_however_often_they_walked() -> None:
    assert knee_of("three") == pytest.approx([0.025, 0.02, -0.4])
    assert knee_of("three", "right") == pytest.approx([0.025, -0.02, -0.4])


def test_who_is_left_out_does_not_count() -> None:
    assert knee_of("nobody")[0] > 1.0
    assert np.isfinite(knee_of("one")).all()


def test_what_nobody_shows_lies_where_the_detector_s_does_and_has_no_usual_error() -> None:
    usual, learnt = keypoints(load_body()), laboratory_keypoints(FOUND, "three")
    ankle = learnt.names.index("left_ankle")
    np.testing.assert_array_equal(learnt.place[ankle], usual.place[ankle])
    assert not learnt.usual.any()
    np.testing.assert_array_equal(learnt.white, usual.white)


@needs_data
def test_a_walk_s_keypoints_lie_near_the_body_s_own(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the fitted body needs the extra lab")
    recording = next(each for each in find_recordings(DATA) if each.path.stem == "HC030A05")
    walk = laboratory_walk(recording)
    assert walk is not None
    found = places_on_body(recording, walk)
    usual = keypoints(load_body())
    for name in ("left_hip", "right_knee", "left_ankle", "right_heel"):
        own = found.place[KEYPOINTS.index(name)]
        assert np.linalg.norm(own - usual.place[usual.names.index(name)]) < 0.04
