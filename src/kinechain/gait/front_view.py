"""What a view from the front or the back gives: cadence, step width, the head's rise and fall.

A foot that is ahead is nearer to (or further from) the camera and so lower (or higher) in the
picture than the other. The feet are furthest apart about when the leading one strikes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xarray as xr

from kinechain.gait.stride_values import vertical_range
from kinechain.gait.strides import SHORTEST_S
from kinechain.measurement import Event, Side
from kinechain.motion.course import Pass
from kinechain.motion.dataset import Floats, keypoint, middle
from kinechain.motion.stature import apparent_stature

# Strikes from the front are placed less well than from the side; our choice, half a step's double support.
STRIKE_SD_S = 0.05
LEAST_SWING = 0.35


@dataclass(frozen=True, slots=True)
class FrontStep:
    """From one strike to the next, of the other foot. `width` and `head_range` are in statures."""

    duration: float
    width: float
    head_range: float


def front_events(motion: xr.Dataset, course: Pass, frame_s: float) -> list[Event]:
    """Foot strikes of one pass (a smoothed motion, px), in order of time. Foot offs cannot be seen."""
    from scipy.signal import find_peaks

    part = motion.sel(time=slice(course.start_s, course.end_s))
    stature = apparent_stature(part)
    lower = (keypoint(part, "left_ankle") - keypoint(part, "right_ankle"))[:, 1] / stature
    lead = lower if course.direction == "towards" else -lower
    if not np.isfinite(lead).any():
        return []
    time = part["time"].values
    lead = np.interp(time, time[np.isfinite(lead)], lead[np.isfinite(lead)])
    lead = lead - np.median(lead)
    prominence = LEAST_SWING * float(np.ptp(lead))
    distance = max(1, round(SHORTEST_S / float(time[1] - time[0])))
    sd = float(np.hypot(STRIKE_SD_S, frame_s / np.sqrt(12)))
    leads: tuple[tuple[Side, Floats], ...] = (("left", lead), ("right", -lead))
    events = [
        Event(side, "foot_strike", float(time[peak]), sd)
        for side, signal in leads
        for peak in find_peaks(signal, prominence=prominence, distance=distance)[0]
    ]
    return sorted(events, key=lambda event: event.time_s)


def front_steps(motion: xr.Dataset, course: Pass, events: Sequence[Event]) -> list[FrontStep]:
    """The steps between strikes that alternate."""
    part = motion.sel(time=slice(course.start_s, course.end_s))
    time = part["time"].values
    stature = apparent_stature(part)
    apart = (keypoint(part, "left_heel") - keypoint(part, "right_heel"))[:, 0] / stature
    # From the front the walker's left is on the right of the picture, from the back on the left.
    apart = apart if course.direction == "towards" else -apart
    head = -middle(part, "ear")[:, 1] / stature
    steps = []
    for first, last in pairwise(events):
        inside = (time >= first.time_s) & (time <= last.time_s)
        if first.side != last.side and inside.sum() > 2:
            width, rise = apart[inside], head[inside]
            steps.append(FrontStep(last.time_s - first.time_s, float(np.median(width)), vertical_range(rise)))
    return steps
