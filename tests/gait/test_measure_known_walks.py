"""Walks whose truth is known: what is measured must be true within its own error."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from detected_walker import film
from kinechain.case import Person
from kinechain.gait.stride_values import HEEL_RISEN
from kinechain.gait.walk import Walk
from kinechain.knowledge import load
from kinechain.measured_motion import measure
from kinechain.measurement import Side
from synthetic_walker import (
    HEALTHY,
    SHORT_STRIDED_AND_STOOPED,
    STIFF_ANKLED,
    STIFF_KNEED,
    UNEVEN,
    SyntheticWalker,
    WalkTruth,
)
from walks import told

WALKERS = {
    "healthy": HEALTHY,
    "to the left": replace(HEALTHY, direction="left"),
    "uneven": UNEVEN,
    "stiff knees": STIFF_KNEED,
    "stiff ankles": STIFF_ANKLED,
    "stooped": SHORT_STRIDED_AND_STOOPED,
}
# Standard deviations. One in a hundred normal errors is larger; these are a few dozen numbers each.
AGREE = 2.6


@cache
def measured(
    walker: SyntheticWalker,
    *,
    rate_hz: float = 30.0,
    distance_m: float = 4.5,
    yaw_deg: float = 0.0,
    noise: tuple[float, float, float] = (0.0, 0.0, 0.0),
    seed: int = 0,
) -> tuple[WalkTruth, Walk]:
    truth = walker.walk()
    white, slow, offset = noise
    motion = film(
        truth,
        rate_hz=rate_hz,
        distance_m=distance_m,
        yaw_deg=yaw_deg,
        noise_px=white,
        slow_px=slow,
        offset_px=offset,
        seed=seed,
    )
    return truth, measure(motion, person=Person(height_m=walker.height_m))


def true_value(truth: WalkTruth, name: str, side: Side | None) -> float:
    if name == "stride_length_per_height":
        return truth.value("stride_length") / truth.walker.height_m
    if name == "heel_rise_time" and side is not None:
        return true_heel_rise(truth, side)
    if name == "trunk_lean_mean":
        # A real detector's keypoints lean back by this much, which is taken out; the synthetic one's do not.
        error = load().measure(name).error_for("side")
        return truth.value(name) - (error.bias if error else 0.0)
    return truth.value(name, side)


def true_heel_rise(truth: WalkTruth, side: Side) -> float:
    """By kinechain's definition: the heel is one part in a hundred of the height above the floor."""
    height = truth.at(f"{side}_heel")[:, 2]
    risen = []
    for stride in truth.strides:
        if stride.side == side:
            stance = (truth.time > stride.strike_s) & (truth.time < stride.off_s)
            lying = stance & (height < HEEL_RISEN * truth.walker.height_m)
            moment = truth.time[np.flatnonzero(lying)[-1]]
            risen.append(100 * (moment - stride.strike_s) / (stride.end_s - stride.strike_s))
    return float(np.mean(risen))


def assert_true(truth: WalkTruth, walk: Walk) -> None:
    known = told(walk)
    assert len(known) >= 20
    off = [
        f"{name} {side}: {value:.3f} against {true_value(truth, name, side):.3f}, sd {sd:.3f}"
        for (name, side), (value, sd) in known.items()
        if abs(value - true_value(truth, name, side)) > AGREE * sd
    ]
    assert not off


@pytest.mark.parametrize("name", WALKERS)
def test_every_measure_is_true_within_its_error(name: str) -> None:
    assert_true(*measured(WALKERS[name]))


@pytest.mark.parametrize("yaw", [-25, 8, 15, 25])
def test_a_camera_that_is_not_square_is_corrected(yaw: float) -> None:
    truth, walk = measured(HEALTHY, yaw_deg=yaw, distance_m=5.5)
    assert walk.source.view == ("side" if abs(yaw) < 15 else walk.source.view)
    assert_true(truth, walk)


@pytest.mark.parametrize("seed", range(2))
def test_noise_of_the_detector_s_size_is_covered(seed: int) -> None:
    truth, walk = measured(HEALTHY, noise=(2.5, 1.5, 2.0), seed=seed, distance_m=5.5)
    assert_true(truth, walk)


def test_an_ideal_camera_gives_angles_to_a_degree_or_two_and_lengths_to_three_percent() -> None:
    truth, walk = measured(HEALTHY, rate_hz=120.0)
    known = told(walk)
    angles = (
        "knee_flexion_loading_peak",
        "knee_flexion_swing_peak",
        "thigh_trailing_angle_peak",
        "ankle_dorsiflexion_stance_peak",
    )
    for name, side in known:
        if name in angles:
            assert known[name, side].value == pytest.approx(true_value(truth, name, side), abs=2.5), name
        if name in ("stride_length", "step_length", "walking_speed"):
            assert known[name, side].value == pytest.approx(true_value(truth, name, side), rel=0.04), name


def test_events_alternate_and_lie_within_their_error() -> None:
    truth, walk = measured(HEALTHY)
    strikes = [event for event in walk.events if event.kind == "foot_strike"]
    assert len(strikes) >= 5
    assert all(a.side != b.side for a, b in pairwise(strikes))
    for event in walk.events:
        nearest = min(
            abs(true.time_s - event.time_s)
            for true in truth.events
            if (true.side, true.kind) == (event.side, event.kind)
        )
        assert nearest < 2 * event.sd_s


def test_a_known_change_is_seen_in_the_right_place() -> None:
    _, before = measured(HEALTHY)
    _, after = measured(STIFF_KNEED)
    assert (
        told(after)["knee_flexion_swing_peak", "left"].value
        < told(before)["knee_flexion_swing_peak", "left"].value - 10
    )


def test_an_uneven_walker_s_longer_step_is_named_on_the_right_side() -> None:
    truth, walk = measured(UNEVEN)
    true = truth.value("step_length", "left") - truth.value("step_length", "right")
    seen = told(walk)["step_length", "left"].value - told(walk)["step_length", "right"].value
    assert abs(true) > 0.03
    assert seen == pytest.approx(true, abs=0.03)
