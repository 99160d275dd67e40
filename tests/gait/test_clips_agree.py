"""Clips of one answer: whether they agree, are copies of each other, and what is told where they do not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from detected_walker import film
from kinechain.errors import InputError
from kinechain.gait.body_strides import StrideValues, Values
from kinechain.gait.clips_agree import ClipMean, _disagreement, disagree, spread_beyond_chance
from kinechain.gait.film_summary import FilmValues, _why_unknown
from kinechain.gait.misplaced import NEEDED, why_misplaced
from kinechain.gait.point_view import PointView
from kinechain.gait.same_walk import show_same_walk
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.strides import Stride
from kinechain.knowledge import load
from kinechain.measured_motion import _without_copies
from kinechain.measurement import Measurement
from kinechain.walk_files import Chosen, check_chosen, sort_files
from synthetic_walker import HEALTHY


def told(name: str) -> Measurement:
    return Measurement(name, None, 1.0, "", 0.1, 4, "")


def clip(cadence: float, speed: float) -> FilmValues:
    values: Values = {("cadence", None): [cadence] * 4, ("walking_speed", None): [speed] * 4}
    sides = StrideValues(values, dict.fromkeys(values, 0.01))
    return FilmValues({"side": [], "front": []}, {"side": sides, "front": StrideValues({}, {})})


def test_two_paces_in_one_answer_are_said() -> None:
    measurements = [told("cadence"), told("walking_speed")]
    (line,) = _disagreement(measurements, [clip(132, 1.62), clip(114, 1.08)])
    assert "cadence (132 and 114 steps/min) and walking speed (1.62 and 1.08 m/s)" in line
    assert not list(_disagreement(measurements, [clip(120, 1.3), clip(117, 1.27)]))


def test_clips_disagree_beyond_their_errors_and_one_person_s_own_variation() -> None:
    assert disagree([ClipMean(1.6, 0.05, 4), ClipMean(1.1, 0.05, 4)])
    assert not disagree([ClipMean(1.6, 0.2, 4), ClipMean(1.1, 0.2, 4)])
    assert not disagree([ClipMean(1.30, 0.001, 4), ClipMean(1.25, 0.001, 4)])


def test_the_error_holds_what_clips_differ_by_beyond_chance() -> None:
    sure = [ClipMean(1.62, 0.0, 5), ClipMean(1.08, 0.0, 5)]
    assert spread_beyond_chance(sure) == pytest.approx(0.27)
    assert spread_beyond_chance([ClipMean(1.62, 0.5, 5), ClipMean(1.08, 0.5, 5)]) == 0
    assert spread_beyond_chance(sure[:1]) == 0


def changed(motion: xr.Dataset, *, scale: float = 1.0, mirrored: bool = False) -> xr.Dataset:
    place = motion["position"] * scale
    if mirrored:
        place = place.where(place["space"] != place["space"][0], 1000 - place)
        name = {"left": "right", "right": "left"}
        names = [str(each) for each in motion["keypoints"].values]
        other = ["_".join(name.get(part, part) for part in each.split("_")) for each in names]
        place = place.sel(keypoints=other).assign_coords(keypoints=names)
    moved = motion.assign(position=place.transpose(*motion["position"].dims))
    return moved.assign_attrs(source_file="copy.mp4")


def test_a_copy_is_left_out_however_large_or_mirrored_or_cut() -> None:
    motion = film(HEALTHY.walk(), distance_m=4.5, rate_hz=30)
    for copy in (
        changed(motion, scale=0.5),
        changed(motion, mirrored=True),
        changed(motion.isel(time=slice(20, None))),
    ):
        assert show_same_walk(motion, copy)
    kept, lines = _without_copies([motion, changed(motion, scale=0.5)])
    assert len(kept) == 1
    assert lines == [f"copy.mp4 shows the same walk as {motion.attrs['source_file']}; it was left out"]


def test_another_view_of_the_walk_is_no_copy() -> None:
    motion = film(HEALTHY.walk(), distance_m=4.5, rate_hz=30)
    other = film(HEALTHY.walk(), distance_m=9, rate_hz=30, view="front")
    assert not show_same_walk(motion, other)


def test_a_misplaced_keypoint_is_the_reason() -> None:
    names = [f"{side}_{part}" for side in ("left", "right") for part in ("hip", "shoulder", "ear")]
    tracks = {name: np.zeros((3, 3)) for name in names if name != "right_shoulder"}
    view = PointView(np.arange(3.0), 1.7, tracks, {})
    seen = SeenPass(0, "side", [view], [Stride("left", 0, 0.1, 0.5, 0.6, 1.0)], [])
    line = "the right shoulder was seen where no shoulder can be"
    assert why_misplaced("trunk_lean_mean", {"side": [seen]}) == line
    assert why_misplaced("cadence", {"side": [seen]}) == ""
    assert why_misplaced("head_vertical_oscillation", {"side": [seen]}) == ""


def test_the_same_file_twice_is_refused_before_anything_is_followed(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(b"film")
    files = sort_files([tmp_path / "a.mp4", tmp_path / "b.mp4"])
    with pytest.raises(InputError, match=r"b\.mp4 shows the same as a\.mp4"):
        check_chosen(files, Chosen())
    (tmp_path / "b.mp4").write_bytes(b"two!")
    check_chosen(files, Chosen())


def test_misplaced_names_measures_that_there_are() -> None:
    assert set(NEEDED) <= set(load().measures)


def test_a_measure_without_its_keypoint_says_so() -> None:
    tracks = {"left_shoulder": np.zeros((3, 3))}
    view = PointView(np.arange(3.0), 1.7, tracks, {})
    seen = SeenPass(0, "side", [view], [Stride("left", 0, 0.1, 0.5, 0.6, 1.0)], [])
    values = replace(clip(120, 1.3), passes={"side": [seen], "front": []})
    reason = _why_unknown(load().measure("arm_swing_range"), values, "no whole stride was in view")
    assert reason == "the right shoulder was seen where no shoulder can be"
