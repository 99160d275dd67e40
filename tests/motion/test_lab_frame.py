"""The walk's frame is found in the data: whatever a laboratory's axes are, the walk comes out the same."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from walking_markers import Y_UP, about_z, in_axes, markers, place, recorded

from kinechain.errors import InputError
from kinechain.motion.markers.lab_frame import find_walk_frame, to_walk_frame
from kinechain.motion.markers.marker_quality import clean
from kinechain.motion.markers.marker_sets import canonical
from laboratory import needs_data
from synthetic_walker import SyntheticWalker

WALKER = SyntheticWalker()
MIRROR_Y = np.diag([1.0, -1.0, 1.0])


def shape(motion: xr.Dataset) -> np.ndarray:
    """Positions as seen from the first frame's pelvis, on its level."""
    position = motion["position"].values
    start = place(motion, "left_asis")[0] + place(motion, "right_asis")[0]
    return np.asarray(position - (start * np.array([0.5, 0.5, 0.0]))[None, :, None])


@pytest.fixture(scope="module")
def walk() -> xr.Dataset:
    return to_walk_frame(markers(WALKER))


def test_forward_left_and_up_are_where_the_body_has_them(walk: xr.Dataset) -> None:
    assert walk.attrs["walking"]
    assert walk.attrs["belt_speed"] == 0
    assert (place(walk, "left_asis") - place(walk, "left_psis"))[:, 0].min() > 0.1
    assert (place(walk, "left_asis") - place(walk, "right_asis"))[:, 1].min() > 0.1
    assert (place(walk, "left_hip") - place(walk, "left_knee"))[:, 2].min() > 0.2
    speed = np.ptp(place(walk, "left_asis")[:, 0]) / float(walk["time"][-1])
    assert speed == pytest.approx(WALKER.speed, abs=0.02)
    assert place(walk, "left_heel")[:, 2].min() == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("degrees", [17, 90, 133, 180, -90])
def test_turning_the_laboratory_changes_nothing(walk: xr.Dataset, degrees: float) -> None:
    turned = to_walk_frame(in_axes(markers(WALKER), about_z(degrees)))
    np.testing.assert_allclose(shape(turned), shape(walk), atol=1e-9)


def test_y_up_is_as_good_as_z_up(walk: xr.Dataset) -> None:
    turned = to_walk_frame(in_axes(markers(WALKER), Y_UP @ about_z(30)))
    np.testing.assert_allclose(shape(turned), shape(walk), atol=1e-9)


def test_x_down_is_found_too(walk: xr.Dataset) -> None:
    z_to_minus_x = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    turned = to_walk_frame(in_axes(markers(WALKER), z_to_minus_x))
    np.testing.assert_allclose(shape(turned), shape(walk), atol=1e-9)


def test_shifting_the_origin_along_the_floor_changes_nothing(walk: xr.Dataset) -> None:
    shifted = to_walk_frame(in_axes(markers(WALKER), np.eye(3), np.array([33.0, -10.5, 0.0])))
    np.testing.assert_allclose(shape(shifted), shape(walk), atol=1e-9)


def test_a_floor_far_from_the_zero_is_found_by_the_feet(walk: xr.Dataset) -> None:
    shifted = in_axes(markers(WALKER), np.eye(3), np.array([0.0, 0.0, -1.3]))
    frame = find_walk_frame(shifted)
    assert frame.floor_from == "the feet's lowest markers"
    assert frame.floor_height == pytest.approx(-1.3, abs=0.03)


def test_plates_tell_the_floor_best() -> None:
    motion = in_axes(markers(WALKER), np.eye(3), np.array([0.0, 0.0, -1.3]))
    corners = np.array([[[0, 0, -1.31], [1, 0, -1.31], [1, 1, -1.31], [0, 1, -1.31]]], dtype=float)
    motion["plate_corners"] = (("plate", "corner", "space"), corners)
    frame = find_walk_frame(motion)
    assert frame.floor_from == "force plates"
    assert frame.floor_height == pytest.approx(-1.31)
    assert to_walk_frame(motion)["plate_corners"].values[..., 2] == pytest.approx(0)


@pytest.mark.parametrize("rate_hz", [30, 50, 200])
def test_the_frame_rate_hardly_matters(walk: xr.Dataset, rate_hz: float) -> None:
    other = find_walk_frame(markers(WALKER, rate_hz))
    first = find_walk_frame(markers(WALKER))
    off = np.degrees(np.arccos(np.clip(other.rotation[0] @ first.rotation[0], -1, 1)))
    assert off < 0.3
    assert other.chosen is not None
    assert other.chosen.speed == pytest.approx(WALKER.speed, abs=0.02)


def test_a_mirrored_file_is_noticed_and_its_labels_are_believed(walk: xr.Dataset) -> None:
    frame = find_walk_frame(in_axes(markers(WALKER), MIRROR_Y))
    assert frame.mirrored
    assert any("mirrored" in line for line in frame.warnings)
    mended = to_walk_frame(in_axes(markers(WALKER), MIRROR_Y))
    np.testing.assert_allclose(shape(mended), shape(walk), atol=1e-9)


def test_exchanged_sides_look_the_same_as_a_mirror(walk: xr.Dataset) -> None:
    motion = markers(WALKER)
    names = [str(name) for name in motion["keypoints"].values]
    swap = {"left": "right", "right": "left"}
    other = [name.replace(name.split("_")[0], swap[name.split("_")[0]], 1) for name in names]
    assert find_walk_frame(motion.assign_coords(keypoints=other)).mirrored
    assert not find_walk_frame(motion).mirrored


def test_millimetres_called_metres_are_refused() -> None:
    motion = markers(WALKER)
    with pytest.raises(InputError, match="are the positions in mm"):
        find_walk_frame(motion.assign(position=motion["position"] * 1000))


def test_gaps_do_not_move_the_frame(walk: xr.Dataset) -> None:
    motion = markers(WALKER)
    random = np.random.default_rng(3)
    frames = motion.sizes["time"]
    for name in motion["keypoints"].values:
        start = int(random.integers(frames - 40))
        motion["position"].loc[{"keypoints": name, "time": motion["time"][start : start + 40]}] = np.nan
    frame, whole = find_walk_frame(motion), find_walk_frame(markers(WALKER))
    np.testing.assert_allclose(frame.rotation, whole.rotation, atol=0.03)
    assert frame.floor_height == pytest.approx(whole.floor_height, abs=0.01)


def test_a_marker_that_comes_and_goes_does_not_turn_the_way() -> None:
    motion = markers(WALKER)
    half = motion.sizes["time"] // 2
    for name in ("left_asis", "left_psis", "left_hip", "left_iliac_crest"):
        motion["position"].loc[{"keypoints": name, "time": motion["time"][half:]}] = np.nan
    np.testing.assert_allclose(find_walk_frame(motion).rotation, np.eye(3), atol=0.003)


def test_one_camera_from_the_side_is_enough_to_go_ahead() -> None:
    motion = markers(WALKER)
    motion["position"].loc[{"space": "y"}] = 0.0
    motion.attrs["planar"] = True
    for towards in (1, -1):
        frame = find_walk_frame(in_axes(motion, np.diag([towards, towards, 1.0])))
        np.testing.assert_allclose(frame.rotation, np.diag([towards, towards, 1.0]), atol=1e-9)
        assert not frame.mirrored
        assert frame.warnings == ()


def test_without_a_pelvis_the_trunk_tells() -> None:
    motion = markers(WALKER)
    kept = [n for n in motion["keypoints"].values if n.split("_", 1)[1] in {"shoulder", "heel", "toe_tip"}]
    frame = find_walk_frame(motion.sel(keypoints=kept))
    assert frame.walking
    np.testing.assert_allclose(frame.rotation, np.eye(3), atol=0.02)


def test_feet_alone_do_not_tell_which_way_is_up() -> None:
    motion = markers(WALKER)
    kept = [n for n in motion["keypoints"].values if n.split("_", 1)[1] in {"heel", "toe_tip"}]
    with pytest.raises(InputError, match="which way is up"):
        find_walk_frame(motion.sel(keypoints=kept))


def test_one_side_of_the_body_is_enough() -> None:
    motion = markers(WALKER)
    kept = [name for name in motion["keypoints"].values if name.startswith("right")]
    frame = find_walk_frame(motion.sel(keypoints=kept))
    np.testing.assert_allclose(frame.rotation, np.eye(3), atol=0.03)


def test_who_stands_faces_ahead() -> None:
    standing = markers(replace(WALKER, standing_s=3.0))
    turned = in_axes(standing, about_z(40))
    frame = find_walk_frame(turned)
    assert not frame.walking
    assert frame.belt is None
    assert any("stands" in line for line in frame.warnings)
    np.testing.assert_allclose(frame.rotation @ about_z(40), find_walk_frame(standing).rotation, atol=1e-9)
    assert not to_walk_frame(turned).attrs["walking"]


@pytest.mark.parametrize("frames", [2, 3, 5])
def test_a_few_frames_are_too_short_to_tell(frames: int) -> None:
    frame = find_walk_frame(markers(WALKER).isel(time=slice(0, frames)))
    assert not frame.walking
    assert any("too short" in line for line in frame.warnings)


def test_of_several_passes_the_longest_is_measured() -> None:
    walker = replace(WALKER, turns=1, strides=3)
    frame = find_walk_frame(markers(walker))
    assert len(frame.passes) == 2
    assert frame.passes[0].heading @ frame.passes[1].heading == pytest.approx(-1, abs=0.02)
    turn_start, turn_end = walker.turning[0]
    assert frame.passes[0].end_s < turn_end
    assert frame.passes[1].start_s > turn_start
    walk = to_walk_frame(markers(walker))
    assert frame.chosen is not None
    assert float(walk["time"][0]) == pytest.approx(frame.chosen.start_s)
    assert (place(walk, "left_asis") - place(walk, "left_psis"))[:, 0].min() > 0
    assert any("2 ways" in line for line in walk.attrs["warnings"])


def test_walking_backwards_is_said() -> None:
    motion = markers(WALKER)
    reversed_ = motion.assign(position=motion["position"].copy(data=motion["position"].values[::-1]))
    frame = find_walk_frame(reversed_)
    assert any("backwards" in line for line in frame.warnings)
    np.testing.assert_allclose(frame.rotation[0], [1, 0, 0], atol=0.02)


def test_a_tilted_camera_gets_its_vertical_from_the_body() -> None:
    tilt = np.radians(40)
    about_y = np.array([[np.cos(tilt), 0, np.sin(tilt)], [0, 1, 0], [-np.sin(tilt), 0, np.cos(tilt)]])
    frame = find_walk_frame(in_axes(markers(WALKER), about_y))
    assert any("upright" in line for line in frame.warnings)
    off = np.degrees(np.arccos(np.clip(frame.rotation[2] @ about_y[:, 2], -1, 1)))
    assert off < 6


def test_forces_turn_with_the_body() -> None:
    motion = in_axes(markers(WALKER), about_z(90))
    force = np.zeros((4, 1, 3))
    force[..., 1] = 100.0  # the laboratory's y is the way ahead now
    force[..., 2] = 700.0
    motion["force"] = (("plate_time", "plate", "space"), force)
    motion["centre_of_pressure"] = (("plate_time", "plate", "space"), np.tile([0.0, 2.0, 0.0], (4, 1, 1)))
    motion = motion.assign_coords(plate_time=np.arange(4) / 1000)
    walk = to_walk_frame(motion)
    np.testing.assert_allclose(walk["force"].values[0, 0], [100, 0, 700], atol=3)
    np.testing.assert_allclose(walk["centre_of_pressure"].values[0, 0], [2, 0, 0], atol=0.05)


def spoilt(motion: xr.Dataset, seed: int) -> xr.Dataset:
    """A walk to which several things happened."""
    random = np.random.default_rng(seed)
    for _ in range(random.integers(1, 5)):
        values = motion["position"].values
        frames, _, count = values.shape
        start = int(random.integers(frames))
        part = slice(start, start + int(random.integers(1, frames + 1)))
        some = random.choice(count, size=int(random.integers(1, count + 1)), replace=False)
        happened = random.integers(7)
        if happened == 0:
            values[part, :, some] = np.nan
        elif happened == 1:
            values[part, :, some] = 0.0
        elif happened == 2:
            values[part, :, some] += random.normal(0, 10.0 ** random.integers(-3, 4))
        elif happened == 3:
            values[part] = values[part][:, :, random.permutation(count)]
        elif happened == 4:
            motion = motion.isel(time=part)
        elif happened == 5:
            motion = motion.isel(keypoints=np.sort(some))
        else:
            values[part, random.integers(3)] *= -1
    return motion


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.filterwarnings("error")
def test_a_spoilt_walk_gives_an_answer_or_one_clear_line(seed: int) -> None:
    try:
        walk = to_walk_frame(clean(canonical(spoilt(markers(replace(WALKER, strides=2)), seed))))
    except InputError as refusal:
        said = [str(refusal)]
    else:
        said = walk.attrs["warnings"]
        assert np.isfinite(walk["position"].values).any()
    assert all(line.isprintable() and len(line) < 1200 for line in said)


# File, speed by strides or None for a standing trial, mirrored.
RECORDED = [
    ("biomechzoo/raw_c3d_files/HC030A/Static/HC030A01.c3d", None, False),
    ("biomechzoo/raw_c3d_files/HC030A/Straight/HC030A05.c3d", 1.05, False),
    ("biomechzoo/raw_c3d_files/HC002D/Straight/HC002D06.c3d", 1.30, False),
    ("c3dparser/tests/data/FMC/dynamic/MH0222_BP06.c3d", 1.29, False),
    ("c3dparser/tests/data/Sydney/dynamic/S4-AMGait03.c3d", 1.27, False),
    ("c3dparser/tests/data/Sydney/dynamic/S4-AMGait04.c3d", 1.13, False),
    ("c3dparser/tests/data/Sydney/static/S4_AM_Cal_01.c3d", None, False),
    ("gaitalytics/tests/treadmill_events.c3d", 1.09, False),
    ("opensim/example3DWalking/markers_walk.trc", 1.26, False),
    # Its z points to the left where right-handed axes have the right.
    ("bmc/walk1.trc", 1.15, True),
]


@needs_data
@pytest.mark.parametrize(
    ("file", "speed", "mirrored"), RECORDED, ids=[row[0].rsplit("/")[-1] for row in RECORDED]
)
def test_recorded_walks_come_out_upright_and_ahead(file: str, speed: float | None, mirrored: bool) -> None:
    motion = recorded(file)
    frame = find_walk_frame(motion)
    walk = to_walk_frame(motion)
    back = "left_psis" if "left_psis" in walk["keypoints"].values else "sacrum"
    assert frame.mirrored == mirrored
    assert frame.walking == (speed is not None)
    assert np.nanmean((place(walk, "left_asis") - place(walk, back))[:, 0]) > 0.1
    assert np.nanmean((place(walk, "left_asis") - place(walk, "right_asis"))[:, 1]) > 0.15
    assert 0.5 < np.nanmean(place(walk, "left_asis")[:, 2]) < 1.1
    assert -0.01 < np.nanmin(place(walk, "left_heel")[:, 2]) < 0.1
    if speed is not None:
        assert frame.chosen is not None
        assert frame.chosen.speed == pytest.approx(speed, abs=0.04)
