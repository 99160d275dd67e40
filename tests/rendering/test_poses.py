"""Poses from angles: what is asked is what the joints then show."""

import numpy as np
import pytest

from drawn_people import body, figure
from kinechain.gait.point_view import PointView
from kinechain.measurement import SIDES
from kinechain.rendering.floor import on_floor, sole_places
from kinechain.rendering.joint_angles import JointAngles, LimbAngles, frames_of
from kinechain.rendering.keypoint_places import keypoint_tracks
from kinechain.rendering.segments import frame_along, pose_of
from laboratory import needs_data


def view(angles: JointAngles, name: str = "m_avg") -> PointView:
    tracks = keypoint_tracks(body(name), pose_of(body(name).rig, frames_of(angles)))
    return PointView(np.zeros(len(tracks["left_hip"])), 1.74, tracks, {})


@needs_data
@pytest.mark.parametrize("name", ["m_avg", "f_slim_tall", "m_old"])
def test_hip_knee_and_shoulder_angles_are_those_asked_for(name: str) -> None:
    left = LimbAngles(hip_flexion=30, knee_flexion=45, shoulder_flexion=20, elbow_flexion=0)
    right = LimbAngles(hip_flexion=-15, knee_flexion=5, shoulder_flexion=-10, elbow_flexion=0)
    seen = view(JointAngles(left=left, right=right), name)
    for side, asked in zip(SIDES, (left, right), strict=True):
        assert seen.angle("thigh_angle", side) == pytest.approx(asked.hip_flexion, abs=1e-6)
        assert seen.angle("knee_flexion", side) == pytest.approx(asked.knee_flexion, abs=1e-6)
        assert seen.angle("arm_angle", side) == pytest.approx(asked.shoulder_flexion, abs=0.5)


@needs_data
def test_angles_over_time_are_as_each_time_alone() -> None:
    flexion = np.array([0.0, 30, 60])
    seen = view(JointAngles(left=LimbAngles(knee_flexion=flexion)))
    assert seen.angle("knee_flexion", "left") == pytest.approx(flexion)
    assert seen.angle("knee_flexion", "right") == pytest.approx(0)


@needs_data
def test_a_stoop_leans_the_trunk_and_a_neck_the_head() -> None:
    upright, stooped = view(JointAngles()), view(JointAngles(trunk_lean=14, neck_lean=14))
    poked = view(JointAngles(neck_lean=26))
    lean = [each.angle("trunk_lean", None)[0] for each in (upright, stooped, poked)]
    head = [each.angle("head_forward", None)[0] for each in (upright, stooped, poked)]
    assert lean[1] - lean[0] == pytest.approx(10, abs=0.7)
    assert lean[2] == pytest.approx(lean[0])
    assert head[2] - head[0] == pytest.approx(9, abs=1.5)


@needs_data
def test_a_limb_abducted_on_either_side_goes_away_from_the_body() -> None:
    tracks = view(JointAngles(left=LimbAngles(hip_abduction=20), right=LimbAngles(hip_abduction=20))).tracks
    assert tracks["left_ankle"][0, 1] - tracks["left_hip"][0, 1] > 0.2
    assert tracks["right_ankle"][0, 1] - tracks["right_hip"][0, 1] < -0.2


@needs_data
def test_feet_are_put_on_the_floor_at_every_time() -> None:
    angles = JointAngles(left=LimbAngles(hip_flexion=np.array([0.0, 40]), knee_flexion=np.array([0.0, 70])))
    standing = on_floor(figure(), pose_of(body().rig, frames_of(angles)))
    assert sole_places(figure(), standing)[:, :, 2].min(axis=1) == pytest.approx(0, abs=1e-6)


def test_a_frame_along_a_line_is_a_rotation() -> None:
    frame = frame_along(np.array([[0.1, 0.2, 2.0]]), np.array([0.0, 1.0, 0.0]))
    assert frame[0].T @ frame[0] == pytest.approx(np.eye(3))
    assert np.linalg.det(frame[0]) == pytest.approx(1)
