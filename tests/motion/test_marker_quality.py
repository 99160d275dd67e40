"""Faults put into good walks are found, named and put right where that is certain; nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from walking_markers import about_z, in_axes, markers, place, recorded

from kinechain.errors import InputError
from kinechain.motion.markers.marker_neighbours import OFF, distances, find_neighbours
from kinechain.motion.markers.marker_quality import clean
from laboratory import needs_data
from synthetic_walker import SyntheticWalker

WALKER = SyntheticWalker()
FILES = (
    "biomechzoo/raw_c3d_files/HC030A/Static/HC030A01.c3d",
    "biomechzoo/raw_c3d_files/HC030A/Straight/HC030A05.c3d",
    "biomechzoo/raw_c3d_files/HC002D/Straight/HC002D06.c3d",
    "c3dparser/tests/data/FMC/dynamic/MH0222_BP06.c3d",
    "c3dparser/tests/data/Sydney/dynamic/S4-AMGait05.c3d",
    "gaitalytics/tests/treadmill_events.c3d",
    "opensim/example3DWalking/markers_walk.trc",
    "bmc/walk1.trc",
)
LEGS = [f"{side}_{name}" for side in ("left", "right")
        for name in ("asis", "psis", "thigh", "thigh_1", "knee_lateral", "shank", "shank_1", "ankle_lateral",
                     "heel", "toe_tip")]  # fmt: skip


@pytest.fixture
def walk() -> xr.Dataset:
    """Markers of the lower body, a millimetre of noise, not at the origin of the axes."""
    motion = in_axes(markers(WALKER).sel(keypoints=LEGS), about_z(20), np.array([0.4, 0.7, 0.0]))
    noise = np.random.default_rng(1).normal(0, 0.001, motion["position"].shape)
    return motion.assign(position=motion["position"] + noise)


def put(motion: xr.Dataset, name: str, frames: slice, value: object) -> xr.Dataset:
    changed = motion.copy(deep=True)
    index = list(motion["keypoints"].values).index(name)
    changed["position"].values[frames, :, index] = value
    return changed


def exchange(motion: xr.Dataset, one: str, other: str, frames: slice) -> xr.Dataset:
    return put(
        put(motion, one, frames, place(motion, other)[frames]), other, frames, place(motion, one)[frames]
    )


def unseen(motion: xr.Dataset, name: str) -> np.ndarray:
    return np.flatnonzero(np.isnan(place(motion, name)).any(axis=1))


def test_a_good_walk_stays_as_it_is(walk: xr.Dataset) -> None:
    cleaned = clean(walk)
    xr.testing.assert_identical(cleaned, walk)


def test_cleaning_twice_is_cleaning_once(walk: xr.Dataset) -> None:
    faulty = put(exchange(walk, "left_thigh", "left_shank", slice(50, 70)), "right_heel", slice(20, 30), 0.0)
    once = clean(faulty)
    again = clean(once)
    xr.testing.assert_equal(once, again)


def test_the_given_motion_is_not_changed(walk: xr.Dataset) -> None:
    faulty = put(walk, "left_heel", slice(10, 20), 0.0)
    before = faulty.copy(deep=True)
    clean(faulty)
    xr.testing.assert_identical(faulty, before)


def test_a_marker_at_the_origin_is_unseen(walk: xr.Dataset) -> None:
    cleaned = clean(put(walk, "left_heel", slice(100, 120), 0.0))
    assert unseen(cleaned, "left_heel").tolist() == list(range(100, 120))
    assert cleaned.attrs["warnings"] == [
        "left_heel was left out from 1.00 to 1.19 s: it lies at the origin of the axes"
    ]
    assert np.isnan(cleaned["confidence"].sel(keypoints="left_heel").values[100:120]).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("left_knee_lateral", "right_knee_lateral"),
        ("left_thigh", "left_shank"),
        ("left_asis", "right_asis"),
        ("left_ankle_lateral", "left_toe_tip"),
        ("left_asis", "left_psis"),
    ],
)
def test_markers_that_exchange_places_are_put_right(walk: xr.Dataset, one: str, other: str) -> None:
    cleaned = clean(exchange(walk, one, other, slice(80, 130)))
    np.testing.assert_allclose(cleaned["position"].values, walk["position"].values)
    assert cleaned.attrs["warnings"] == [f"{one} and {other} were exchanged from 0.80 to 1.29 s: put right"]


def test_three_markers_in_turn_are_put_right(walk: xr.Dataset) -> None:
    names = ("left_thigh", "left_knee_lateral", "left_shank")
    faulty = walk
    for name, source in zip(names, (*names[1:], names[0]), strict=True):
        faulty = put(faulty, name, slice(40, 60), place(walk, source)[40:60])
    cleaned = clean(faulty)
    np.testing.assert_allclose(cleaned["position"].values, walk["position"].values)


def test_a_marker_that_flips_elsewhere_is_left_out(walk: xr.Dataset) -> None:
    shifted = place(walk, "right_shank")[60:75] + 0.1
    cleaned = clean(put(walk, "right_shank", slice(60, 75), shifted))
    assert unseen(cleaned, "right_shank").tolist() == list(range(60, 75))
    assert cleaned.attrs["warnings"] == [
        "right_shank was left out from 0.60 to 0.74 s: it leaps there and back"
    ]
    others = [name for name in LEGS if name != "right_shank"]
    np.testing.assert_array_equal(
        cleaned["position"].sel(keypoints=others), walk["position"].sel(keypoints=others)
    )


def test_a_marker_without_neighbours_that_jumps_for_a_frame_is_left_out() -> None:
    motion = markers(WALKER).sel(keypoints=["left_asis", "left_wrist"])
    cleaned = clean(
        put(motion, "left_wrist", slice(90, 91), place(motion, "left_wrist")[90] + [0.0, 0.2, 0.0])
    )
    assert unseen(cleaned, "left_wrist").tolist() == [90]
    assert "it leaps" in cleaned.attrs["warnings"][0]


def test_a_marker_that_creeps_away_is_left_out_where_its_neighbours_tell(walk: xr.Dataset) -> None:
    drift = np.zeros((200, 3))
    drift[:, 2] = 0.15 * np.sin(np.linspace(0, np.pi, 200))
    cleaned = clean(put(walk, "right_shank", slice(60, 260), place(walk, "right_shank")[60:260] + drift))
    gone = unseen(cleaned, "right_shank")
    assert set(range(130, 190)) <= set(gone.tolist()) <= set(range(60, 260))
    assert "it is not where its neighbours say" in cleaned.attrs["warnings"][0]


def test_a_frozen_marker_is_left_out(walk: xr.Dataset) -> None:
    cleaned = clean(put(walk, "left_asis", slice(30, 50), place(walk, "left_asis")[30]))
    assert unseen(cleaned, "left_asis").tolist() == list(range(30, 50))
    assert "stands still while the body goes on" in cleaned.attrs["warnings"][0]


def test_a_marker_on_somebody_else_is_left_out(walk: xr.Dataset) -> None:
    someone = in_axes(walk, np.eye(3), np.array([4.0, 0.0, 0.0]))
    cleaned = clean(put(walk, "left_heel", slice(0, 90), place(someone, "left_heel")[:90]))
    assert unseen(cleaned, "left_heel").tolist() == list(range(90))
    beside = in_axes(walk, np.eye(3), np.array([0.9, 0.0, 0.0]))
    cleaned = clean(put(walk, "left_heel", slice(20, 90), place(beside, "left_heel")[20:90]))
    assert unseen(cleaned, "left_heel").tolist() == list(range(20, 90))


def test_a_marker_on_a_thing_in_the_room_is_left_out(walk: xr.Dataset) -> None:
    fixed = np.array([1.5, 0.5, 0.6]) + np.random.default_rng(2).normal(0, 1e-4, (walk.sizes["time"], 3))
    cleaned = clean(put(walk, "left_shank", slice(None), fixed))
    assert np.isnan(place(cleaned, "left_shank")).all()


def test_labels_exchanged_throughout_are_put_right(walk: xr.Dataset) -> None:
    cleaned = clean(exchange(walk, "left_thigh", "right_thigh", slice(None)))
    np.testing.assert_array_equal(cleaned["position"].values, walk["position"].values)
    assert cleaned.attrs["warnings"] == ["left and right of thigh were exchanged throughout: put right"]


def test_gaps_stay_gaps_and_are_named(walk: xr.Dataset) -> None:
    cleaned = clean(put(walk, "left_knee_lateral", slice(0, 200), np.nan))
    share = 200 / walk.sizes["time"]
    assert cleaned.attrs["warnings"] == [f"not seen in part of the frames: left_knee_lateral ({share:.0%})"]
    assert len(unseen(cleaned, "left_knee_lateral")) == 200


def test_nothing_is_ever_invented(walk: xr.Dataset) -> None:
    random = np.random.default_rng(7)
    faulty = walk.copy(deep=True)
    values = faulty["position"].values
    for _ in range(60):
        frame, marker = random.integers(len(values) - 20), random.integers(values.shape[2])
        values[frame : frame + random.integers(1, 20), :, marker] += random.normal(0, 0.3, 3)
    cleaned = clean(faulty)
    left = place(cleaned, "left_heel")
    for seen in np.flatnonzero(np.isfinite(left).all(axis=1)):
        assert (np.abs(values[seen].T - left[seen]).sum(axis=1) == 0).any()
    wrong = np.linalg.norm(cleaned["position"].values - walk["position"].values, axis=1)
    # What is left is where it was, to within what the neighbours can tell.
    assert np.nanpercentile(wrong, 99) < 0.06


def test_standing_still_is_no_fault() -> None:
    motion = markers(replace(WALKER, standing_s=2.0)).sel(keypoints=LEGS)
    assert clean(motion).attrs["warnings"] == []


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_few_frames_pass(walk: xr.Dataset, frames: int) -> None:
    few = walk.isel(time=slice(0, frames))
    xr.testing.assert_identical(clean(few), few)


def test_nothing_left_is_refused(walk: xr.Dataset) -> None:
    with pytest.raises(InputError, match="no marker is left"):
        clean(walk.assign(position=walk["position"] * 0))


def test_distances_of_a_rigid_body_do_not_spread() -> None:
    random = np.random.default_rng(0)
    body = random.normal(0, 0.2, (3, 5))
    places = np.stack([about_z(angle) @ body + random.normal(0, 1, (3, 1)) for angle in range(50)])
    usual, spread, often = distances(places)
    apart = np.linalg.norm(body[:, :, None] - body[:, None, :], axis=0)
    off_diagonal = ~np.eye(5, dtype=bool)
    np.testing.assert_allclose(usual[off_diagonal], apart[off_diagonal])
    assert max(spread[off_diagonal].max(), often[off_diagonal].max()) < 1e-12
    neighbours = find_neighbours(places)
    assert (neighbours.index >= 0).sum(axis=1).tolist() == [4] * 5
    moved = places.copy()
    moved[7, :, 2] += [0.0, 0.0, 0.3]
    assert np.argwhere(neighbours.misfit(moved) > OFF).tolist() == [[7, 2]]


@needs_data
@pytest.mark.parametrize("file", FILES, ids=[name.rsplit("/")[-1] for name in FILES])
def test_recorded_walks_are_left_alone(file: str) -> None:
    motion = recorded(file)
    cleaned = clean(motion)
    np.testing.assert_array_equal(cleaned["position"].values, motion["position"].values)


@needs_data
@pytest.mark.parametrize("file", FILES[1:], ids=[name.rsplit("/")[-1] for name in FILES[1:]])
def test_faults_put_into_recorded_walks_are_found(file: str) -> None:
    motion = recorded(file)
    frames = slice(60, 90)
    faulty = exchange(motion, "left_knee_lateral", "right_ankle_lateral", frames)
    cleaned = clean(put(faulty, "left_heel", slice(100, 110), 0.0))
    assert unseen(cleaned, "left_heel").tolist() == list(range(100, 110))
    for name in ("left_knee_lateral", "right_ankle_lateral"):
        np.testing.assert_array_equal(place(cleaned, name), place(motion, name))
