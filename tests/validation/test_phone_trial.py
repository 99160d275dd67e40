"""A known walk through a virtual phone comes back as it was, or by how much it does not is told."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from made_keypoints import synthetic_walk

from kinechain.body.phone.keypoints import Keypoints
from kinechain.errors import InputError
from kinechain.gait.stride_values import SIDE_VIEW
from kinechain.measurement import Event
from kinechain.validation.detector_noise import EXACT, MEASURED
from kinechain.validation.keypoint_walk import KEYPOINTS, KeypointWalk, strides_of, truth_view
from kinechain.validation.laboratory_places import WalkPlaces, laboratory_keypoints
from kinechain.validation.phone_camera import PhoneCamera
from kinechain.validation.phone_reading import PhoneReading, ReadMean, ReadStride, Told
from kinechain.validation.phone_trial import PhoneTrial, compared, run_trial
from kinechain.validation.phone_trials import plan_trials, run_trials
from kinechain.validation.virtual_phone import VirtualClip, film_passes, there_and_back

CAMERA = PhoneCamera(focal_px=1500.0, distance_m=8.0, height_m=1.2, yaw_deg=0.0)


def clip(passes: int = 2) -> VirtualClip:
    walks = [synthetic_walk()] * passes
    return film_passes(there_and_back(walks, CAMERA), EXACT, 30.0, np.random.default_rng(0))


def all_knowing(filmed: VirtualClip, late_s: float = 0.01, share: float = 1.02) -> PhoneReading:
    """Every true event, a little late, and every true value, a little too large, in intervals of 3 %."""
    events = [
        Event(event.side, event.kind, event.time_s + passed.shift_s + late_s, 0.01)
        for passed in filmed.passes
        for event in passed.walk.events
    ]
    strides = tuple(
        stride for passed in filmed.passes for stride in _read(passed.walk, passed.shift_s, share)
    )
    cadences = tuple(stride.told["cadence"].value for stride in strides)
    return PhoneReading(tuple(events), strides, (ReadMean("cadence", None, "side", cadences, 1.0),))


def _read(walk: KeypointWalk, shift_s: float, share: float) -> Iterator[ReadStride]:
    view = truth_view(walk)
    for stride in strides_of(walk):
        told = {}
        for name, value_of in SIDE_VIEW.items():
            value = share * value_of(view, stride)
            told[name] = Told(value, value - 0.03 * abs(value), value + 0.03 * abs(value))
        names = ("start", "other_off", "other_strike", "off", "end")
        yield ReadStride(
            replace(stride, **{each: getattr(stride, each) + shift_s + 0.01 for each in names}), told
        )


def test_what_is_read_is_held_against_its_own_stride() -> None:
    filmed = clip()
    result = compared(filmed, all_knowing(filmed), 0.0)
    assert result.expected == result.found > 10
    assert result.extra == 0
    for row in result.strides:
        assert row.told.value == pytest.approx(1.02 * row.truth)
    lengths = [row for row in result.strides if row.measure == "stride_length"]
    assert len(lengths) == result.found
    assert {row.near for row in lengths} == {True, False}


def test_the_near_leg_is_the_one_towards_the_phone_on_either_way() -> None:
    filmed = clip()
    rows = [row for row in compared(filmed, all_knowing(filmed), 0.0).strides if row.measure == "cadence"]
    half = len(rows) // 2
    # There with the right side to the phone, back with the left.
    assert all((row.side == "right") == row.near for row in rows[:half])
    assert all((row.side == "left") == row.near for row in rows[half:])


def test_events_are_late_by_what_they_are() -> None:
    filmed = clip()
    late = [row.late_s for row in compared(filmed, all_knowing(filmed), 0.0).events]
    assert late == pytest.approx([0.01] * len(late))
    missed = compared(filmed, replace(all_knowing(filmed), events=()), 0.0)
    assert np.isnan([row.late_s for row in missed.events]).all()


def test_events_that_nobody_made_are_too_many() -> None:
    filmed = clip(1)
    reading = all_knowing(filmed)
    more = Event("left", "foot_strike", reading.events[3].time_s + 0.3, 0.01)
    assert compared(filmed, replace(reading, events=(*reading.events, more)), 0.0).extra == 1


def test_a_clip_s_mean_is_held_against_the_mean_of_its_strides() -> None:
    filmed = clip()
    (row,) = compared(filmed, all_knowing(filmed), 0.0).means
    assert row.measure == "cadence"
    assert row.value == pytest.approx(1.02 * row.truth, rel=1e-3)
    assert row.sd == 1.0


def test_without_errors_a_walk_is_read_as_it_was() -> None:
    """By the body's own keypoints, which are nearly the synthetic walker's."""
    places = (WalkPlaces("nobody", np.full((len(KEYPOINTS), 3), np.nan)),)
    trial = PhoneTrial(
        (synthetic_walk(),), 0.0, 60.0, EXACT, 0, keypoints=laboratory_keypoints(places, "synthetic")
    )
    result = run_trial(trial)
    assert not result.failure
    assert result.found >= 3
    for row in result.strides:
        if row.measure in ("trunk_lean_mean", "knee_flexion_swing_peak"):
            assert row.told.value == pytest.approx(row.truth, abs=6.0)
        if row.measure == "stride_length":
            assert row.told.value == pytest.approx(row.truth, rel=0.05)
        assert row.told.lower < row.told.value < row.told.upper
    for mean in result.means:
        own = [row.told.value for row in result.strides if row.measure == mean.measure]
        assert min(own) <= mean.value <= max(own)


def test_trials_can_be_run_again() -> None:
    trial = PhoneTrial((synthetic_walk(),), 20.0, 30.0, MEASURED, 7)
    one, same = run_trial(trial), run_trial(trial)
    assert one.strides == same.strides
    assert run_trial(replace(trial, seed=8)).strides != one.strides


def test_heights_are_stated_as_people_state_them() -> None:
    told: list[float] = []

    def listens(_motion: xr.Dataset, stature_m: float, keypoints: Keypoints | None = None) -> PhoneReading:
        assert keypoints is None
        told.append(stature_m)
        return PhoneReading((), (), ())

    trial = PhoneTrial((synthetic_walk(),), 0.0, 30.0, EXACT, 0)
    run_trial(trial, listens)
    assert told == [synthetic_walk().stature_m]
    for seed in range(40):
        run_trial(replace(trial, seed=seed, height_sd=0.01), listens)
    assert np.std(told) / synthetic_walk().stature_m == pytest.approx(0.01, rel=0.3)


def _refuses(_motion: xr.Dataset, stature_m: float, keypoints: Keypoints | None = None) -> PhoneReading:
    raise InputError("no walk")


def test_what_cannot_be_read_is_a_result() -> None:
    result = run_trial(PhoneTrial((synthetic_walk(),), 0.0, 30.0, EXACT, 0), _refuses)
    assert result.failure == "no walk"
    assert not result.strides


def test_a_plan_looks_from_every_side_and_tells_its_progress() -> None:
    trials = plan_trials([synthetic_walk()], 16, off_sides=(0.0, 20.0), rates_hz=(30.0, 60.0))
    assert len(trials) == 64
    assert {trial.off_side for trial in trials} == {0.0, 20.0}
    assert {trial.yaw_deg for trial in trials} == {0.0, 180.0, -180.0, 20.0, -20.0, 160.0, -160.0}
    told: list[tuple[int, int | None]] = []
    results = run_trials(trials[:2], _refuses, on_progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert [result.failure for result in results] == ["no walk"] * 2
