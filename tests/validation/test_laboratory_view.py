"""The laboratory's outputs as a walk that our measures can be taken of."""

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.dataset import Floats
from kinechain.validation.laboratory_view import LaboratoryView

TIME = np.array([0.1, 0.11, 0.12])


def view(outputs: dict[str, Floats], rotation: Floats | None = None) -> LaboratoryView:
    motion = xr.Dataset(
        {"position": (("time", "space", "keypoints"), np.arange(9.0).reshape(3, 3, 1))},
        coords={"time": TIME, "space": ["x", "y", "z"], "keypoints": ["left_heel"]},
        attrs={"fps": 100.0, "subject": {"height_m": 1.5}},
    )
    return LaboratoryView(motion, outputs, np.eye(3) if rotation is None else rotation)


def test_angles_are_those_of_the_frames_that_were_kept() -> None:
    outputs = {"LKneeAngles": np.column_stack([np.arange(20.0), np.zeros(20), np.zeros(20)])}
    assert view(outputs).angle("knee_flexion", "left").tolist() == [10, 11, 12]


def test_a_subject_s_name_before_the_output_s_does_not_matter() -> None:
    assert view({"Anna:RHipAngles": np.full((20, 3), 7.0)}).angle("hip_flexion", "right").tolist() == [
        7,
        7,
        7,
    ]


def test_directions_are_ours() -> None:
    outputs = {"LFootProgressAngles": np.full((20, 3), -8.0)}
    assert view(outputs).angle("foot_progression", "left").tolist() == [8, 8, 8]


def test_what_the_laboratory_does_not_give_is_not_known() -> None:
    empty = view({})
    for angle in ("knee_flexion", "thigh_angle", "arm_angle"):
        assert np.isnan(empty.angle(angle, "left")).all()
    assert np.isnan(empty.place("mid_ear", "up")).all()


def test_the_whole_body_s_angle_is_that_of_either_side() -> None:
    assert view({"RPelvisAngles": np.full((20, 3), 11.0)}).angle("pelvic_tilt", None).tolist() == [11, 11, 11]


@pytest.mark.parametrize("forward_deg", [-20.0, 0.0, 30.0])
def test_a_thigh_hangs_from_hip_to_knee(forward_deg: float) -> None:
    angle = np.radians(forward_deg)
    knee = np.array([np.sin(angle), 0, -np.cos(angle)])
    # A laboratory whose axes are y forward, x to the right.
    rotation = np.array([[0.0, 1, 0], [-1, 0, 0], [0, 0, 1]])
    outputs = {"LFEP": np.zeros((20, 3)), "LFEO": np.tile(rotation.T @ knee, (20, 1))}
    assert view(outputs, rotation).angle("thigh_angle", "left") == pytest.approx(forward_deg)


def test_markers_stand_where_they_stood() -> None:
    assert view({}).place("left_heel", "left").tolist() == [1, 4, 7]
    assert view({}).stature == 1.5


@pytest.mark.parametrize(("tilt", "broken"), [(155.0, True), (-158.0, True), (16.0, False), (np.nan, False)])
def test_a_head_upside_down_is_broken(tilt: float, broken: bool) -> None:
    assert view({"LHeadAngles": np.full((20, 3), tilt)}).has_broken_head is broken
