"""The rig: what is turned turns rigidly, and nothing else moves."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from kinechain.rendering.rig import (
    Pose,
    Rig,
    bone_heads,
    bone_motions,
    carry,
    carry_directions,
    rest_pose,
)
from kinechain.rendering.turn import Axis, turn

# An upper arm, a forearm and a hand in a row along z.
RIG = Rig(
    ("upper", "fore", "hand"), np.array([-1, 0, 1]), np.array([[0.1, 0.2, 0], [0.1, 0.2, 1], [0.1, 0.2, 2]])
)
POINTS = np.array([[0.1, 0.2, 0.5], [0.1, 0.3, 1.5], [0.2, 0.2, 2.5]])
WEIGHTS = csr_array(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0.5, 0.5]]))


def test_a_rig_at_rest_leaves_every_point_where_it_was() -> None:
    motions = bone_motions(RIG, rest_pose(RIG))
    assert carry(motions, WEIGHTS, POINTS) == pytest.approx(POINTS)
    assert bone_heads(RIG, rest_pose(RIG)) == pytest.approx(RIG.heads)


def test_a_body_turned_as_a_whole_keeps_all_distances() -> None:
    about = turn("x", 70) @ turn("z", -20)
    pose = Pose(np.tile(about, (3, 1, 1)), np.array([3.0, -1, 2]))
    moved = carry(bone_motions(RIG, pose), WEIGHTS, POINTS)
    assert moved == pytest.approx((POINTS - RIG.heads[0]) @ about.T + [3.0, -1, 2])


def test_a_bent_elbow_moves_what_hangs_on_it_and_keeps_bones_long() -> None:
    turns = np.tile(np.eye(3), (3, 1, 1))
    turns[1:] = turn("y", 90)
    pose = Pose(turns, RIG.heads[0])
    heads = bone_heads(RIG, pose)
    assert heads[1] == pytest.approx(RIG.heads[1])
    assert heads[2] == pytest.approx([1.1, 0.2, 1])
    moved = carry(bone_motions(RIG, pose), WEIGHTS, POINTS)
    assert moved[0] == pytest.approx(POINTS[0])
    assert moved[1] == pytest.approx([0.6, 0.3, 1])


def test_several_times_at_once_are_each_time_alone() -> None:
    one = Pose(np.stack([turn("y", angle) for angle in (0, 30, 60)]), np.array([1.0, 2, 3]))
    other = rest_pose(RIG)
    both = Pose(np.stack([one.turns, other.turns]), np.stack([one.root, other.root]))
    assert bone_heads(RIG, both)[0] == pytest.approx(bone_heads(RIG, one))
    assert bone_heads(RIG, both.at(1)) == pytest.approx(bone_heads(RIG, other))


def test_directions_turn_and_stay_of_length_one() -> None:
    pose = Pose(np.stack([np.eye(3), turn("z", 90), np.eye(3)]), RIG.heads[0])
    directions = np.tile([1.0, 0, 0], (3, 1))
    turned = carry_directions(bone_motions(RIG, pose), WEIGHTS, directions)
    assert turned[:2] == pytest.approx(np.array([[1, 0, 0], [0, 1, 0]]))
    assert np.linalg.norm(turned, axis=1) == pytest.approx(1)


@pytest.mark.parametrize(("axis", "start", "end"), [("x", "y", "z"), ("y", "z", "x"), ("z", "x", "y")])
def test_a_turn_is_right_handed(axis: Axis, start: str, end: str) -> None:
    unit = {name: np.eye(3)["xyz".index(name)] for name in "xyz"}
    assert turn(axis, 90) @ unit[start] == pytest.approx(unit[end])
    assert turn(axis, np.array([10.0, 20])).shape == (2, 3, 3)
