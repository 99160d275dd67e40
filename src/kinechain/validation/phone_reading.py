"""`PhoneReading`: what kinechain makes of one phone's clip, stride by stride, for comparison."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.gait.events import find_events
from kinechain.gait.level_floor import levelled, roll
from kinechain.gait.segment_angles import flat_foot_offsets
from kinechain.gait.side_view import SideView
from kinechain.gait.stride_values import LENGTHS, SIDE_VIEW
from kinechain.gait.strides import Stride, alternating, find_strides
from kinechain.measured_motion import measure_motion
from kinechain.measurement import Event, Measurement
from kinechain.motion.course import FRONTAL_YAW, Pass, find_passes
from kinechain.motion.in_view import only_in_view
from kinechain.motion.leg_swaps import mend_leg_swaps
from kinechain.motion.plane import to_plane
from kinechain.motion.smoothing import smooth


@dataclass(frozen=True, slots=True)
class Told:
    """A value in the measure's unit, lengths in m, and the ends of its 95 % interval, NaN without one."""

    value: float
    lower: float = np.nan
    upper: float = np.nan


@dataclass(frozen=True, slots=True)
class ReadStride:
    """One stride as it was found, with what was told of it by measure."""

    stride: Stride
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """`events` and `strides` in the clip's time; `measurements` is what the user would see."""

    events: tuple[Event, ...]
    strides: tuple[ReadStride, ...]
    measurements: tuple[Measurement, ...]


Read = Callable[[xr.Dataset, float], PhoneReading]
"""Reads a `Motion` in px of somebody who is so tall, in m. Raises `InputError` where it cannot."""


def read_in_plane(motion: xr.Dataset, stature_m: float) -> PhoneReading:
    """By the geometry of the plane of progression, however obliquely that is seen."""
    walk = measure_motion(motion, Person(height_m=stature_m)).walk
    smoothed = smooth(mend_leg_swaps(only_in_view(motion)))
    frame_s = float(np.median(np.diff(motion["time"].values)))
    events: list[Event] = []
    strides: list[ReadStride] = []
    for course in find_passes(smoothed):
        if course.off_side < FRONTAL_YAW:
            of_pass, found = _read_pass(smoothed, course, frame_s, stature_m)
            events += of_pass
            strides += found
    return PhoneReading(tuple(events), tuple(strides), tuple(walk.measurements))


def _read_pass(
    smoothed: xr.Dataset, course: Pass, frame_s: float, stature_m: float
) -> tuple[list[Event], list[ReadStride]]:
    rolled = to_plane(smoothed, course)
    plane = levelled(rolled, roll(rolled, course.speed))
    events = alternating(find_events(plane, course.speed, frame_s))
    view = SideView(plane, flat_foot_offsets(plane, course.speed))
    strides = [ReadStride(stride, _told(view, stride, stature_m)) for stride in find_strides(events)]
    return events, strides


def _told(view: SideView, stride: Stride, stature_m: float) -> dict[str, Told]:
    values = {
        name: value_of(view, stride) * (stature_m if name in LENGTHS else 1.0)
        for name, value_of in SIDE_VIEW.items()
    }
    return {name: Told(value) for name, value in values.items() if np.isfinite(value)}
