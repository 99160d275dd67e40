"""Keypoints of laboratories' walks: complete, rigid where bones are, and in keeping with what others read."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kinechain.errors import InputError
from kinechain.gait.stride_values import SIDE_VIEW
from kinechain.measurement import SIDES
from kinechain.validation.keypoint_walk import KEYPOINTS, KeypointWalk, strides_of, truth_view
from kinechain.validation.laboratory_keypoints import laboratory_walks
from kinechain.validation.reference import Reference, read_reference
from laboratory import DATA, needs_data, recorded_walks

pytestmark = needs_data


@cache
def walks() -> dict[str, KeypointWalk]:
    return {walk.name: walk for walk in recorded_walks()}


@cache
def references() -> dict[str, Reference]:
    return {name.rsplit("/", 1)[-1].removesuffix(".c3d"): one for name, one in read_reference(DATA).items()}


def values(walk: KeypointWalk, measure: str, side: str | None = None) -> list[float]:
    view = truth_view(walk)
    return [SIDE_VIEW[measure](view, stride) for stride in strides_of(walk) if side in {None, stride.side}]


def test_every_walk_over_the_ground_with_outputs_is_there() -> None:
    assert len(walks()) == 9
    assert len({walk.person for walk in walks().values()}) == 7
    assert sum(len(strides_of(walk)) for walk in walks().values()) >= 20
    assert not any("treadmill" in name for name in walks())


def test_a_marker_on_the_midfoot_is_no_toe() -> None:
    assert "MH0222_BP06" not in walks()


def test_every_keypoint_is_seen_and_upright_on_the_floor() -> None:
    for walk in walks().values():
        assert set(walk.tracks) == set(KEYPOINTS)
        heights = {name: np.nanmedian(track[:, 2]) / walk.stature_m for name, track in walk.tracks.items()}
        for side in SIDES:
            order = ("foot_index", "ankle", "knee", "hip", "shoulder", "ear")
            assert np.all(np.diff([heights[f"{side}_{part}"] for part in order]) > 0), walk.name
        assert 0.88 < heights["left_ear"] < 0.96
        lowest = min(np.nanpercentile(walk.tracks[f"{side}_heel"][:, 2], 2) for side in SIDES)
        assert 0.0 < lowest < 0.04


def test_left_is_left_and_forward_is_forward() -> None:
    for walk in walks().values():
        for part in ("hip", "knee", "ear", "shoulder"):
            assert np.nanmedian(walk.tracks[f"left_{part}"][:, 1] - walk.tracks[f"right_{part}"][:, 1]) > 0
        assert walk.tracks["left_hip"][-1, 0] > walk.tracks["left_hip"][0, 0] + 1.0
        assert np.nanmedian(walk.tracks["left_foot_index"][:, 0] - walk.tracks["left_heel"][:, 0]) > 0


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [("hip", "knee", 0.24), ("knee", "ankle", 0.245), ("heel", "foot_index", 0.15)],
)
def test_segments_have_people_s_lengths_and_keep_them(start: str, end: str, share: float) -> None:
    for walk in walks().values():
        for side in SIDES:
            lengths = np.linalg.norm(walk.tracks[f"{side}_{start}"] - walk.tracks[f"{side}_{end}"], axis=1)
            assert np.nanmean(lengths) / walk.stature_m == pytest.approx(share, abs=0.03)
            assert np.nanstd(lengths) < 0.012


def test_speed_and_stride_length_are_what_others_read() -> None:
    for name, walk in walks().items():
        reference = references()[name]
        assert np.mean(values(walk, "walking_speed")) == pytest.approx(reference.speed_mps, rel=0.03)
        for side in SIDES:
            theirs = reference.extremes.get(side, {}).get("stride_len_m")
            if theirs and values(walk, "stride_length", side):
                assert np.mean(values(walk, "stride_length", side)) == pytest.approx(theirs, abs=0.04)


def test_knees_bend_about_as_far_as_the_laboratory_says() -> None:
    apart = []
    for name, walk in walks().items():
        for side in SIDES:
            theirs = references()[name].extremes.get(side, {}).get("knee_max_swing")
            ours = values(walk, "knee_flexion_swing_peak", side)
            if theirs and ours:
                apart.append(np.mean(ours) - theirs)
    # The laboratory turns the shank about the knee's own axis, we look from the side.
    assert len(apart) > 10
    assert np.median(np.abs(apart)) < 4.0


def test_a_broken_head_and_an_unmarked_trunk_have_no_truth() -> None:
    broken = walks()["HC039A17"]
    assert broken.made_up == {"left_ear", "right_ear"}
    assert np.isnan(values(broken, "head_forward_angle")).all()
    assert np.isfinite(values(broken, "trunk_lean_mean")).all()
    legs_only = walks()["S4-AMGait03"]
    assert {"left_shoulder", "right_wrist", "left_ear"} <= legs_only.made_up
    assert np.isnan(values(legs_only, "trunk_lean_mean")).all()
    assert np.isfinite(values(legs_only, "stride_length")).all()


def test_plates_time_the_steps_that_they_saw() -> None:
    for walk in walks().values():
        plates = [event for event in walk.events if event.origin == "plate"]
        assert len(plates) >= 3
        times = [event.time_s for event in walk.events]
        assert times == sorted(times)


def test_a_folder_without_walks_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no C3D file of a walk"):
        laboratory_walks(tmp_path)
