"""Walks whose truth is known: what is measured must be true within its own error."""

from dataclasses import replace

import numpy as np
import pytest

from kinechain.case import Person
from kinechain.gait import measure
from kinechain.gait.stride_values import HEEL_RISEN
from kinechain.gait.walk import Walk
from kinechain.knowledge import load
from kinechain.measurement import Measurement
from synthetic_camera import film
from synthetic_walker import (
    HEALTHY,
    SHORT_STRIDED_AND_STOOPED,
    STIFF_ANKLED,
    STIFF_KNEED,
    UNEVEN,
    SyntheticWalker,
    WalkTruth,
)

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


def measured(walker: SyntheticWalker, **camera: float) -> tuple[WalkTruth, Walk]:
    truth = walker.walk()
    settings = {"distance_m": 4.5, "rate_hz": 30.0, **camera}
    return truth, measure(film(truth, **settings), person=Person(height_m=walker.height_m))


def true_value(truth: WalkTruth, measurement: Measurement) -> float:
    if measurement.measure == "stride_length_per_height":
        return truth.value("stride_length") / truth.walker.height_m
    if measurement.measure == "heel_rise_time":
        return true_heel_rise(truth, measurement.side)
    if measurement.measure == "trunk_lean_mean":
        # A real detector's keypoints lean back by this much, which is taken out; the synthetic one's do not.
        return truth.value("trunk_lean_mean") - load().measure("trunk_lean_mean").error_for("side").bias
    return truth.value(measurement.measure, measurement.side)


def true_heel_rise(truth: WalkTruth, side) -> float:
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
    known = [m for m in walk.measurements if m.value is not None]
    assert len(known) >= 20
    off = [
        f"{m.measure} {m.side}: {m.value:.3f} against {true_value(truth, m):.3f}, sd {m.sd:.3f}"
        for m in known
        if abs(m.value - true_value(truth, m)) > AGREE * m.sd
    ]
    assert not off


@pytest.mark.parametrize("name", WALKERS)
def test_every_measure_is_true_within_its_error(name: str) -> None:
    assert_true(*measured(WALKERS[name]))


@pytest.mark.parametrize("yaw", [-25, -15, 8, 15, 25])
def test_a_camera_that_is_not_square_is_corrected(yaw: float) -> None:
    truth, walk = measured(HEALTHY, yaw_deg=yaw, distance_m=5.5)
    assert walk.source.view == ("side" if abs(yaw) < 15 else walk.source.view)
    assert_true(truth, walk)


@pytest.mark.parametrize("seed", range(3))
def test_noise_of_the_detector_s_size_is_covered(seed: int) -> None:
    truth, walk = measured(HEALTHY, noise_px=2.5, slow_px=1.5, offset_px=2.0, seed=seed, distance_m=5.5)
    assert_true(truth, walk)


def test_an_ideal_camera_gives_angles_to_a_degree_or_two_and_lengths_to_three_percent() -> None:
    truth, walk = measured(HEALTHY, rate_hz=120.0)
    for name in (
        "knee_flexion_loading_peak",
        "knee_flexion_swing_peak",
        "thigh_trailing_angle_peak",
        "trunk_lean_mean",
        "head_forward_angle",
        "ankle_dorsiflexion_stance_peak",
    ):
        for m in walk.measurements:
            if m.measure == name:
                assert m.value == pytest.approx(true_value(truth, m), abs=2.5), name
    for name in ("stride_length", "step_length", "walking_speed"):
        for m in walk.measurements:
            if m.measure == name:
                assert m.value == pytest.approx(true_value(truth, m), rel=0.04), name


def test_events_alternate_and_lie_within_their_error() -> None:
    truth, walk = measured(HEALTHY)
    strikes = [event for event in walk.events if event.kind == "foot_strike"]
    assert len(strikes) >= 5
    assert all(a.side != b.side for a, b in zip(strikes, strikes[1:], strict=False))
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
        value(after, "knee_flexion_swing_peak", "left")
        < value(before, "knee_flexion_swing_peak", "left") - 10
    )


def test_an_uneven_walker_s_longer_step_is_named_on_the_right_side() -> None:
    truth, walk = measured(UNEVEN)
    true = truth.value("step_length", "left") - truth.value("step_length", "right")
    seen = value(walk, "step_length", "left") - value(walk, "step_length", "right")
    assert abs(true) > 0.03
    assert seen == pytest.approx(true, abs=0.03)


def value(walk: Walk, name: str, side: str | None = None) -> float:
    found = next(m.value for m in walk.measurements if (m.measure, m.side) == (name, side))
    assert found is not None
    return found
