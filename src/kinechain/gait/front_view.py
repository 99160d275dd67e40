"""What a view from the front or the back gives: cadence, step width, the head's rise and fall.

The body is lowest in the middle of double support (Saunders 1953), so each low point marks a step; the
foot strike lies half a double support before it. Which foot struck is told by the picture: the foot
that carries the body is on the floor and so lower in the picture than the one that swings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xarray as xr

from kinechain.gait.peaks import find_peaks
from kinechain.gait.stride_values import vertical_range
from kinechain.gait.strides import UNUSUAL
from kinechain.measurement import Event, Side
from kinechain.motion.course import Pass
from kinechain.motion.dataset import Floats, keypoint, middle
from kinechain.motion.stature import WINDOW_S, apparent_stature, running_mean

# Half of a usual double support (11 % of a stride of 1.1 s), and what its variation, and a low point found
# in a slow rise and fall, leave open; our choice.
HALF_DOUBLE_SUPPORT_S = 0.06
STRIKE_SD_S = 0.05
# When after its strike, as a share of the step, a foot is surest to be the lower one in the picture:
# from the front while the other swings behind it, further away; from the back while it swings ahead.
SUREST = {"towards": 0.35, "away": 0.75}
# Two steps are never closer than this; a low point must be this deep in statures (about 5 mm).
SHORTEST_STEP_S = 0.3
LEAST_DEPTH = 0.003


@dataclass(frozen=True, slots=True)
class FrontStep:
    """From one strike to the next, of the other foot. `cadence` in steps a minute, `width` and
    `head_range` in statures.
    """

    cadence: float
    width: float
    head_range: float


def front_events(motion: xr.Dataset, course: Pass, frame_s: float) -> list[Event]:
    """Foot strikes of one pass (a smoothed motion, px), in order of time. Foot offs cannot be seen."""
    part = motion.sel(time=slice(course.start_s, course.end_s))
    time = part["time"].values
    height, carrying_left = _height(part), _lowest(part, "left") - _lowest(part, "right")
    step = float(time[1] - time[0])
    known = np.isfinite(height)
    if known.sum() < 2:
        return []
    depth = -np.interp(time, time[known], height[known])
    apart = max(1, round(SHORTEST_STEP_S / step))
    lows = find_peaks(depth, prominence=LEAST_DEPTH, distance=apart)
    if len(lows) < 2:
        return []
    sd = float(np.hypot(STRIKE_SD_S, frame_s / np.sqrt(12)))
    sure = round(SUREST[course.direction] * float(np.median(np.diff(lows))) - HALF_DOUBLE_SUPPORT_S / step)
    events = []
    for low in lows:
        carried = carrying_left[min(len(time) - 1, low + sure)]
        if np.isfinite(carried):
            side: Side = "left" if carried > 0 else "right"
            events.append(Event(side, "foot_strike", float(time[low]) - HALF_DOUBLE_SUPPORT_S, sd))
    return events


def _height(part: xr.Dataset) -> Floats:
    """How high the body is, in statures, without the drift of coming closer or going away."""
    body = [-middle(part, name)[:, 1] for name in ("ear", "shoulder", "hip")]
    height = np.mean(body, axis=0) / apparent_stature(part)
    step = float(part["time"][1] - part["time"][0])
    return np.asarray(height - running_mean(height, round(WINDOW_S / step)))


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
    usual = float(np.median([last.time_s - first.time_s for first, last in pairwise(events)] or [np.nan]))
    for first, last in pairwise(events):
        duration = last.time_s - first.time_s
        if first.side == last.side or abs(duration - usual) > UNUSUAL * usual:
            continue
        inside = (time >= first.time_s) & (time <= last.time_s)
        if inside.sum() > 2:
            width = float(np.median(apart[inside]))
            steps.append(FrontStep(60 / duration, width, vertical_range(head[inside])))
    return steps


def _lowest(part: xr.Dataset, side: Side) -> Floats:
    """Height in the picture (px, down positive) of the part of a foot that is on the floor."""
    return np.fmax(keypoint(part, f"{side}_heel")[:, 1], keypoint(part, f"{side}_foot_index")[:, 1])
