"""A file that lacks something gives what the rest of it shows, and a true reason for what it does not."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import xarray as xr

pytest.importorskip("numba")

from kinechain.case import Person
from kinechain.gait.fit_warnings import capped
from kinechain.gait.said_height import believed_height, shown_height
from kinechain.gait.same_person import why_not_same
from kinechain.gait.shown_joints import is_shown
from kinechain.gait.strides import find_strides, why_no_stride
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure
from kinechain.measurement import Event
from synthetic_markers import markers
from synthetic_walker import HEALTHY
from walks import told

NOISE_M = 0.0003
# What shows when the right foot strikes and leaves the floor.
RIGHT_FOOT = ("right_heel", "right_ankle", "right_big_toe", "right_small_toe")


def recorded(without: Sequence[str] = ()) -> xr.Dataset:
    motion = markers(replace(HEALTHY, strides=3).walk(), noise_m=NOISE_M)
    kept = [name for name in motion["keypoints"].values if str(name).lower() not in labels(motion, without)]
    return motion.sel(keypoints=kept)


@cache
def whole_walk() -> Walk:
    return measure(recorded())


def labels(motion: xr.Dataset, names: Sequence[str]) -> set[str]:
    there = {str(name).lower() for name in motion["keypoints"].values}
    wanted = {form for name in names for form in (name, name.replace("right_", "r").replace("_", ""))}
    return there & wanted


def reasons(walk: Walk) -> str:
    return " ".join(m.reason for m in walk.measurements if m.value is None)


def test_a_lost_heel_is_replaced_by_the_ankle() -> None:
    bare = recorded(without=["right_heel"])
    assert bare.sizes["keypoints"] < recorded().sizes["keypoints"]
    walk, whole = measure(bare), told(whole_walk())
    for key in (("cadence", None), ("stride_length", "left"), ("stance_share", "right")):
        assert abs(told(walk)[key].value - whole[key].value) <= 2 * told(walk)[key].sd
    assert any("no right heel marker" in warning for warning in walk.warnings)
    assert ("heel_rise_time", "right") not in told(walk)


def test_without_one_foot_the_other_is_measured() -> None:
    walk = measure(recorded(without=RIGHT_FOOT))
    known = told(walk)
    assert known["stride_length", "left"].value == pytest.approx(
        told(whole_walk())["stride_length", "left"].value, abs=0.03
    )
    assert ("stride_length", "right") not in known
    assert ("double_support_share", None) not in known
    assert "no right heel or ankle marker" in reasons(walk)
    assert "no whole stride was recorded" not in reasons(walk)


def test_a_very_slow_walk_is_measured() -> None:
    motion = recorded()
    slow = motion.assign_coords(time=motion["time"].values * 2.8)
    slow.attrs["fps"] = motion.attrs["fps"] / 2.8
    cadence = told(measure(slow))["cadence", None].value
    assert cadence == pytest.approx(told(measure(motion))["cadence", None].value / 2.8, rel=0.05)


def test_who_walks_backwards_is_measured_and_not_judged() -> None:
    motion = recorded()
    motion["position"] = motion["position"].copy(data=motion["position"].values[::-1])
    walk = measure(motion)
    assert told(walk)["walking_speed", None].value > 0
    assert told(walk)["stride_length", "left"].value > 0
    assert {m.verdict for m in walk.measurements} == {"cannot_tell"}
    assert all("backwards" in m.reason for m in walk.measurements if m.value is not None)


def test_joints_without_markers_are_not_shown() -> None:
    feet = {"left_heel", "left_toe", "right_heel", "right_toe"}
    legs = feet | {"left_knee_lateral", "left_ankle_lateral"}
    pelvis = {"left_asis", "right_asis", "sacrum"}
    assert not is_shown("knee_flexion", "left", feet | pelvis)
    assert not is_shown("hip_flexion", "left", legs)
    assert not is_shown("pelvic_tilt", None, legs)
    assert not is_shown("hip_flexion", "left", feet | pelvis)
    for angle in ("knee_flexion", "hip_flexion", "ankle_dorsiflexion"):
        assert is_shown(angle, "left", legs | pelvis)
        assert not is_shown(angle, "right", legs | pelvis)
    assert is_shown("pelvic_tilt", None, pelvis)
    assert is_shown("pelvic_obliquity", None, pelvis)
    assert not is_shown("pelvic_obliquity", None, {"right_asis", "right_psis"})


def foot(side: str, start: float, stride: float, count: int = 3) -> list[Event]:
    strikes = [Event(side, "foot_strike", start + n * stride, 0.01) for n in range(count)]  # type: ignore[arg-type]
    offs = [Event(side, "foot_off", start + (n + 0.6) * stride, 0.01) for n in range(count)]  # type: ignore[arg-type]
    return sorted([*strikes, *offs], key=lambda event: event.time_s)


def test_strides_of_one_foot_alone_lack_the_other_s_events() -> None:
    events = foot("left", 0.0, 1.1)
    assert find_strides(events) == []
    strides = find_strides(events, one_foot=True)
    assert len(strides) == 2
    assert all(np.isnan(stride.other_strike) for stride in strides)


@pytest.mark.parametrize(("stride", "said"), [(5.0, "slower"), (0.4, "quicker")])
def test_strides_that_are_too_long_or_short_are_named(stride: float, said: str) -> None:
    events = sorted([*foot("left", 0.0, stride), *foot("right", stride / 2, stride)], key=lambda e: e.time_s)
    assert find_strides(events) == []
    assert said in why_no_stride(events)
    assert "five steps" in why_no_stride([])


def standing(names: dict[str, tuple[float, float, float]], **subject: float) -> xr.Dataset:
    position = np.tile(np.array(list(names.values())).T, (10, 1, 1))
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), position)},
        coords={"time": np.arange(10) / 100, "space": list("xyz"), "keypoints": list(names)},
        attrs={"subject": subject},
    )


def test_a_height_that_contradicts_the_markers_is_not_used() -> None:
    motion = standing({"left_head_front": (0, 0, 1.65), "left_heel": (0, 0, 0)}, height_m=1.20)
    assert shown_height(motion) == pytest.approx((1.65 / 0.94, 0.12))
    unscaled, person, warnings = believed_height(motion, Person(height_m=1.20))
    assert person.height_m is None
    assert "height_m" not in unscaled.attrs["subject"]
    assert "1.20 m" in warnings[0]
    assert believed_height(motion, Person(height_m=1.80))[1:] == (Person(height_m=1.80), [])


def test_another_person_s_standing_trial_is_told() -> None:
    here = standing({"left_asis": (0, 0.12, 1), "right_asis": (0, -0.12, 1)}, mass_kg=60.0)
    wider = standing({"left_asis": (0, 0.15, 1), "right_asis": (0, -0.15, 1)}, mass_kg=60.0)
    assert why_not_same(here, here) is None
    assert "asis" in (why_not_same(here, wider) or "")
    assert "mass" in (why_not_same(here, here.assign_attrs(subject={"mass_kg": 80.0})) or "")


def test_many_markers_that_fit_no_body_are_counted() -> None:
    assert capped(["a", "b", "c", "d"]) == ["a", "b", "c", "d"]
    assert capped([str(n) for n in range(9)])[3:] == [
        "and 6 more times that a marker was left out: it fits no body"
    ]
