"""Bodies read from their folder."""

from pathlib import Path

import numpy as np
import pytest

from drawn_people import FOLDER, body
from kinechain.errors import InputError
from kinechain.rendering.body_mesh import BODIES, load_body
from kinechain.rendering.keypoint_places import keypoint_tracks
from kinechain.rendering.rig import Pose, rest_pose
from kinechain.rendering.segments import JOINTS, joint
from laboratory import needs_data


def test_a_folder_without_bodies_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"base\.obj"):
        load_body(tmp_path, "m_avg")


@needs_data
def test_an_unknown_body_is_named_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"giant.*m_avg"):
        load_body(FOLDER, "giant")


@needs_data
@pytest.mark.parametrize("name", BODIES)
def test_a_body_stands_on_the_floor_as_tall_as_was_asked(name: str) -> None:
    one = body(name, 1.66)
    heights = one.vertices[one.points_of("body"), 2]
    assert one.stature == 1.66
    assert (heights.min(), heights.max()) == pytest.approx((0, 1.66))
    assert np.asarray(one.weights.sum(axis=1)) == pytest.approx(1)


@needs_data
@pytest.mark.parametrize("name", BODIES)
def test_joints_are_where_people_have_them(name: str) -> None:
    one = body(name)
    heights = {part: joint(one.rig, f"left_{part}")[2] / one.stature for part in JOINTS}
    # Drillis and Contini 1966: hip 0.530, knee 0.285, ankle 0.039, shoulder 0.818 of stature.
    assert heights["hip"] == pytest.approx(0.530, abs=0.02)
    assert heights["knee"] == pytest.approx(0.290, abs=0.012)
    assert heights["ankle"] == pytest.approx(0.040, abs=0.006)
    assert heights["shoulder"] == pytest.approx(0.80, abs=0.03)


@needs_data
@pytest.mark.parametrize("name", BODIES)
def test_left_and_right_are_mirror_images(name: str) -> None:
    rest = rest_pose(body(name).rig)
    tracks = keypoint_tracks(body(name), Pose(rest.turns[None], rest.root[None]))
    assert len(tracks) == 18
    for part in (*JOINTS, "heel", "foot_index", "ear"):
        mirrored = tracks[f"right_{part}"][0] * [1, -1, 1]
        assert tracks[f"left_{part}"][0] == pytest.approx(mirrored, abs=2e-3)
        assert tracks[f"left_{part}"][0, 1] > 0


@needs_data
def test_heel_toe_and_ear_are_on_the_skin_where_they_belong() -> None:
    one = body()
    rest = rest_pose(one.rig)
    tracks = keypoint_tracks(one, Pose(rest.turns[None], rest.root[None]))
    ankle, heel, toe = (tracks[f"left_{part}"][0] for part in ("ankle", "heel", "foot_index"))
    assert heel[0] < ankle[0] - 0.04
    # A foot is about 15 % of the stature long.
    assert toe[0] - heel[0] == pytest.approx(0.152 * one.stature, abs=0.025)
    assert tracks["left_ear"][0, 2] == pytest.approx(0.93 * one.stature, abs=0.02)
