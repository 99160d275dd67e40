"""`ComparedWalk`: one walk as we measured it beside what its laboratory says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.knowledge import load
from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.foot_events import EventComparison, compare_events
from kinechain.validation.knee_axis import cross_talks, knee_axis_turns
from kinechain.validation.laboratory_truth import LaboratoryTruth, is_solid
from kinechain.validation.measured_walk import Leg, MeasuredWalk
from kinechain.validation.recordings import Recording
from kinechain.validation.stride_values import (
    StridePair,
    leg_of,
    same_strides,
    stride_curve,
    value,
)

HALLUX = compared_outputs().of("hallux")
CURVES = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")
# No truth on a treadmill, whose belt nobody measured.
OVER_GROUND = {"walking_speed", "stride_length", "step_length"}


@dataclass(frozen=True, slots=True)
class StrideComparison:
    """One measure of one stride, in the measure's unit."""

    measure: str
    side: Side | None
    ours: float
    theirs: float


@dataclass(frozen=True, eq=False)
class CurveComparison:
    """One angle of one side over the stride, (101,), degrees, mean over `n` strides that both saw."""

    angle: str
    side: Side
    ours: Floats
    theirs: Floats
    n: int


@dataclass(frozen=True, eq=False)
class ComparedWalk:
    """`strides` holds every measure of every stride that both saw; `fit_sd` as in `MeasuredWalk`.

    `on_plates` compares our events with the plates', `noted` with all that the laboratory noted. `speeds`
    (m/s), `stride_lengths` (m) and `toes_from_standing` (deg, of solid curves: less what the laboratory reads
    in standing), the latter two for each leg, hold ours and theirs. `not_told` are the measures that we say
    cannot be told; `broken_head`: the laboratory's own head angle is none that a body can have.
    `knee_axis_turns` and `cross_talks` (deg): how far the laboratory's knee axes are turned (`knee_axis`).
    """

    recording: Recording
    strides: tuple[StrideComparison, ...]
    curves: tuple[CurveComparison, ...]
    on_plates: EventComparison
    noted: EventComparison
    speeds: tuple[tuple[float, float], ...]
    stride_lengths: tuple[tuple[float, float], ...]
    toes_from_standing: tuple[tuple[float, float], ...]
    fit_sd: Mapping[Leg, float]
    not_told: frozenset[str]
    broken_head: bool
    treadmill: bool
    knee_axis_turns: Mapping[Side, float]
    cross_talks: Mapping[Side, float]


def compare_walk(recording: Recording, measured: MeasuredWalk, truth: LaboratoryTruth) -> ComparedWalk:
    """Every measure of every stride, the curves, the events and the speed of one walk."""
    pairs = same_strides(measured.strides, truth.strides)
    return ComparedWalk(
        recording=recording,
        strides=tuple(_strides(measured, truth, pairs)),
        curves=tuple(_curves(measured, truth, pairs)),
        on_plates=compare_events(measured.events, truth.on_plates, truth.span, all_noted=False),
        noted=compare_events(measured.events, truth.noted, truth.span),
        speeds=tuple(_both(measured, "walking_speed", None, truth.speed_mps)),
        stride_lengths=tuple(
            both
            for side, length in truth.stride_length_m.items()
            for both in _both(measured, "stride_length", side, length)
        ),
        toes_from_standing=tuple(_toes_from_standing(measured, truth, pairs)),
        fit_sd=measured.fit_sd,
        not_told=frozenset(each.measure for each in measured.measurements if each.value is None),
        broken_head=truth.view.has_broken_head,
        treadmill=truth.treadmill,
        knee_axis_turns=knee_axis_turns(truth.view),
        cross_talks=cross_talks(truth.view),
    )


def _strides(
    measured: MeasuredWalk, truth: LaboratoryTruth, pairs: Sequence[StridePair]
) -> Iterator[StrideComparison]:
    for measure in compared_outputs().measures:
        if truth.treadmill and measure in OVER_GROUND:
            continue
        for foot in SIDES:
            own = [pair for pair in pairs if pair.side == foot]
            if not is_solid(measure, truth, [pair.theirs for pair in own]):
                continue
            for pair in own:
                ours = value(measure, measured.view, pair.ours)
                theirs = value(measure, truth.view, pair.theirs)
                side = leg_of(measure, pair.ours)
                told = measured.measurement(measure, side)
                if np.isfinite([ours, theirs]).all() and told is not None and told.value is not None:
                    yield StrideComparison(measure, side, ours, theirs)


def _curves(
    measured: MeasuredWalk, truth: LaboratoryTruth, pairs: Sequence[StridePair]
) -> Iterator[CurveComparison]:
    for angle in CURVES:
        for side in SIDES:
            own = [pair for pair in pairs if pair.side == side]
            both = [
                (stride_curve(angle, measured.view, pair.ours), stride_curve(angle, truth.view, pair.theirs))
                for pair in own
            ]
            whole = [pair for pair in both if np.isfinite(pair).all()]
            if whole:
                ours, theirs = np.mean(whole, axis=0)
                yield CurveComparison(angle, side, ours, theirs, len(whole))


def _toes_from_standing(
    measured: MeasuredWalk, truth: LaboratoryTruth, pairs: Sequence[StridePair]
) -> Iterator[tuple[float, float]]:
    for measure in HALLUX:
        for side, standing in truth.standing_toes.items():
            own = [pair for pair in pairs if pair.side == side]
            if own and is_solid(measure, truth, [pair.theirs for pair in own]):
                ours = np.mean([value(measure, measured.view, pair.ours) for pair in own])
                theirs = np.mean([value(measure, truth.view, pair.theirs) for pair in own])
                if np.isfinite([ours, theirs]).all():
                    yield float(ours), float(theirs - standing)


def _both(
    measured: MeasuredWalk, measure: str, side: Side | None, truth: float | None
) -> Iterator[tuple[float, float]]:
    """Our measurement before any known offset was taken off, and the truth, where there are both."""
    told = measured.measurement(measure, side)
    error = load().measure(measure).error_for("markers")
    if truth is not None and told is not None and told.value is not None:
        yield told.value + (error.bias if error else 0.0), truth
