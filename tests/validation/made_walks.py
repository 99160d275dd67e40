"""Compared walks whose differences are known, and a measurer that is never wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.measurement import Event, Measurement, Side
from kinechain.validation.compared_walk import ComparedWalk, CurveComparison, StrideComparison
from kinechain.validation.foot_events import EventComparison
from kinechain.validation.laboratory_truth import LaboratoryTruth
from kinechain.validation.measured_walk import MeasuredWalk
from kinechain.validation.recordings import Recording
from kinechain.validation.validation import DataNote

MEASURE = "knee_flexion_swing_peak"
NO_EVENTS = EventComparison((), (), 0, 0)
DATA_NOTE = DataNote(files=3, collections=("one", "other"), day="2026-01-02", fingerprint="0123456789ab")


def compared(
    person: str,
    differences: Mapping[Side, Sequence[float]],
    *,
    measure: str = MEASURE,
    fit_sd: float = 0.0,
    curves: bool = False,
    broken_head: bool = False,
    not_told: frozenset[str] = frozenset(),
    cross_talks: Mapping[Side, float] | None = None,
) -> ComparedWalk:
    """A walk in which their values are 60, and ours more by `differences`."""
    strides = tuple(
        StrideComparison(measure, side, 60.0 + difference, 60.0)
        for side, listed in differences.items()
        for difference in listed
    )
    return ComparedWalk(
        recording=Recording(f"{person}/walk.c3d", Path("walk.c3d"), None, person),
        strides=strides,
        curves=(made_curve("left"), made_curve("right")) if curves else (),
        on_plates=NO_EVENTS,
        noted=NO_EVENTS,
        speeds=((1.21, 1.2),),
        stride_lengths=((1.3, 1.29),),
        toes_from_standing=(),
        fit_sd={(measure, side): fit_sd for side in differences},
        not_told=not_told,
        broken_head=broken_head,
        treadmill=False,
        knee_axis_turns={},
        cross_talks=cross_talks or {},
    )


def made_curve(side: Side) -> CurveComparison:
    """A knee curve that is 3 deg above theirs throughout."""
    theirs = 30 - 30 * np.cos(np.linspace(0, 2 * np.pi, 101))
    return CurveComparison("knee_flexion", side, theirs + 3, theirs, 2)


def never_wrong(truth: LaboratoryTruth) -> MeasuredWalk:
    """What would be measured by somebody who sees and times what the laboratory does."""
    from kinechain.gait.body_strides import measure_strides
    from kinechain.gait.seen_pass import SeenPass
    from kinechain.knowledge import load

    events = tuple(Event(event.side, event.kind, event.time_s, 0.0) for event in truth.noted)
    found = measure_strides([SeenPass(0, "markers", [truth.view], truth.strides, events)])
    measurements = tuple(
        Measurement(name, side, float(np.mean(values)), load().measure(name).unit, 1.0, len(values), "made")
        for (name, side), values in found.values.items()
    )
    return MeasuredWalk(events, truth.strides, truth.view, measurements, found.fit_sd)


def plates(motion_time: Sequence[float], pressed: Sequence[tuple[float, float]]) -> xr.Dataset:
    """Forces of 500 N on one plate in these spells, at 1000 Hz over the time of a motion."""
    time = np.arange(motion_time[0], motion_time[-1], 0.001)
    force = np.zeros((len(time), 1, 3))
    for on, off in pressed:
        force[(time >= on) & (time <= off), 0, 2] = 500.0
    return xr.Dataset(
        {"force": (("plate_time", "plate", "space"), force)},
        coords={"plate_time": time, "space": ["x", "y", "z"]},
    )
