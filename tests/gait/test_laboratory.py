"""A laboratory's file from markers to measures: what must not matter does not, what is mirrored is so."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import xarray as xr

pytest.importorskip("numba")

from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.knowledge import load
from kinechain.measured_motion import measure
from kinechain.measurement import Side
from kinechain.motion.files import read_motion
from laboratory import DATA, needs_data
from synthetic_markers import markers
from synthetic_walker import HEALTHY, UNEVEN
from walks import told

CHILD = "biomechzoo/raw_c3d_files/HC030A/{}.c3d"
OTHER: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}
# Less than a landmark network's noise, more than none: nobody's ankle stands perfectly still.
NOISE_M = 0.0003
# Those that come from the feet alone, whatever body is fitted.
OF_FEET = ("walking_speed", "cadence", "stride_length", "step_length", "step_width", "stance_share",
           "double_support_share")  # fmt: skip


@cache
def child() -> tuple[xr.Dataset, xr.Dataset]:
    """A walk and the standing trial of the same child."""
    return tuple(read_motion(DATA / CHILD.format(name)) for name in ("Straight/HC030A05", "Static/HC030A01"))  # type: ignore[return-value]


@cache
def child_s_walk() -> Walk:
    walk, static = child()
    return measure(walk, static=static)


@cache
def healthy_walk() -> Walk:
    """Of video keypoints in space, without a height."""
    return measure(markers(replace(HEALTHY, strides=3).walk(), noise_m=NOISE_M))


def turned(motion: xr.Dataset, degrees: float) -> xr.Dataset:
    """The same in a laboratory whose axes are turned about the vertical, forces too."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    rotation = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    new = motion.copy()
    new["position"] = motion["position"].copy(
        data=np.einsum("ij,tjk->tik", rotation, motion["position"].values)
    )
    for name in ("force", "centre_of_pressure", "plate_corners"):
        if name in motion:
            new[name] = motion[name].copy(data=motion[name].values @ rotation.T)
    return new


def in_the_mirror(motion: xr.Dataset) -> xr.Dataset:
    """Left and right exchanged: places mirrored, labels those of the other side."""
    flip = np.array([-1.0, 1.0, 1.0])
    labels = [_other(str(label)) for label in motion["keypoints"].values]
    new = motion.assign_coords(keypoints=labels).drop_attrs()
    new.attrs = dict(motion.attrs, subject=_other_subject(motion.attrs["subject"]), events=[])
    new["position"] = (
        motion["position"]
        .copy(data=motion["position"].values * flip[:, np.newaxis])
        .assign_coords(keypoints=labels)
    )
    for name in ("force", "centre_of_pressure", "plate_corners"):
        new[name] = motion[name].copy(data=motion[name].values * flip)
    new["free_moment"] = -motion["free_moment"]
    return new


def _other(label: str) -> str:
    # The marker on one shoulder blade has no fellow.
    return label if label == "RBAK" or label[0] not in "LR" else {"L": "R", "R": "L"}[label[0]] + label[1:]


def _other_subject(facts: dict[str, float]) -> dict[str, float]:
    sides = {"left_": "right_", "right_": "left_"}
    return {next((sides[s] + n[len(s) :] for s in sides if n.startswith(s)), n): v for n, v in facts.items()}


def same(one: Walk, two: Walk, share_of_sd: float) -> None:
    here, there = told(one), told(two)
    assert set(here) == set(there)
    for key, (value, sd) in here.items():
        assert abs(value - there[key].value) <= share_of_sd * max(sd, there[key].sd), key


def test_every_measure_of_walking_is_listed_with_a_value_or_a_reason() -> None:
    walk = healthy_walk()
    assert {m.measure for m in walk.measurements} == set(load().measures_of("walking"))
    for m in walk.measurements:
        if m.value is None:
            assert m.verdict == "cannot_tell"
            assert m.reason
        else:
            assert m.sd is not None
            assert m.sd > 0
            assert m.n >= 1
    assert walk.source.kind == "markers"
    assert walk.source.view is None
    assert walk.direction is None
    assert {curve.angle for curve in walk.curves} >= {"knee_flexion", "foot_pitch", "trunk_lean"}


@pytest.mark.parametrize(("belt", "heading"), [(0.0, 130.0), (UNEVEN.speed, 0.0)])
def test_lengths_and_times_of_a_known_walk_are_true(belt: float, heading: float) -> None:
    truth = replace(UNEVEN, strides=3).walk()
    walk = measure(markers(truth, noise_m=NOISE_M, belt=belt, heading_deg=heading))
    known = told(walk)
    for name, side in known:
        if name in OF_FEET:
            error = known[name, side].value - truth.value(name, side)
            assert abs(error) < 2.6 * known[name, side].sd, (name, side)
    assert ("stride_length_per_height", None) not in known
    assert any("treadmill" in warning for warning in walk.warnings) == bool(belt)


def test_what_keypoints_do_not_show_has_a_reason_that_names_markers() -> None:
    walk = healthy_walk()
    reasons = {m.measure: m.reason for m in walk.measurements if m.value is None}
    assert "big toe" in reasons["toe_extension_push_off_peak"]
    assert "force plate" in reasons["push_off_share"]
    assert "--height" in reasons["stride_length_per_height"]
    assert "pelvis" in reasons["pelvic_tilt_mean"]


def test_too_short_a_walk_has_no_strides_and_says_so() -> None:
    motion = markers(HEALTHY.walk(), noise_m=NOISE_M).sel(time=slice(0, 1.0))
    walk = measure(motion)
    assert not told(walk)
    assert any("no whole stride" in warning for warning in walk.warnings)


def test_a_walk_given_as_standing_is_refused() -> None:
    motion = markers(HEALTHY.walk(), noise_m=NOISE_M)
    with pytest.raises(InputError, match="standing still"):
        measure(motion, static=motion)


@needs_data
def test_a_child_s_walk_gives_every_measure() -> None:
    walk = child_s_walk()
    missing = {m.measure for m in walk.measurements if m.value is None}
    assert not missing
    assert walk.person.height_m == pytest.approx(1.48)
    assert {e.sd_s < 0.005 for e in walk.events} == {True, False}


@needs_data
@pytest.mark.parametrize("degrees", [200.0])
def test_the_laboratory_s_axes_do_not_matter(degrees: float) -> None:
    walk, static = child()
    same(child_s_walk(), measure(turned(walk, degrees), static=turned(static, degrees)), 0.3)


@needs_data
def test_in_the_mirror_left_and_right_exchange() -> None:
    walk, static = (in_the_mirror(motion) for motion in child())
    here, there = told(child_s_walk()), told(measure(walk, static=static))
    assert {(name, OTHER[side]) for name, side in here} == set(there)
    for (name, side), (value, sd) in here.items():
        assert abs(there[name, OTHER[side]].value - value) <= 0.5 * sd, (name, side)


@needs_data
def test_half_the_frames_give_the_same_walk() -> None:
    walk, static = child()
    half = walk.isel(time=slice(None, None, 2))
    half.attrs["fps"] = walk.attrs["fps"] / 2
    same(child_s_walk(), measure(half, static=static), 1.0)


@needs_data
def test_a_head_whose_front_is_behind_is_not_measured() -> None:
    """HC039A: the laboratory's own head and neck angles are about 155 degrees."""
    folder = "biomechzoo/raw_c3d_files/HC039A"
    walk = measure(
        read_motion(DATA / folder / "Straight/HC039A17.c3d"),
        static=read_motion(DATA / folder / "Static/HC039A01.c3d"),
    )
    head = {m.measure: m for m in walk.measurements if m.measure.startswith("head")}
    assert set(head) == {"head_forward_angle", "head_vertical_oscillation"}
    for m in head.values():
        assert m.value is None
        assert m.verdict == "cannot_tell"
        assert "exchanged" in m.reason
    assert any("head" in warning for warning in walk.warnings)
    assert ("knee_flexion_swing_peak", "left") in told(walk)


def test_markers_that_jitter_are_measured_and_not_judged() -> None:
    calm = markers(HEALTHY.walk())
    random = np.random.default_rng(1)
    rough = calm.assign(position=calm["position"] + random.normal(0, 0.008, calm["position"].shape))
    walk = measure(rough)
    assert any("jitter" in warning for warning in walk.warnings)
    assert {each.verdict for each in walk.measurements} == {"cannot_tell"}
    assert not any("jitter" in warning for warning in measure(calm).warnings)
