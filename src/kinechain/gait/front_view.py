"""Foot strikes from the front or the back, as the picture alone suggests them.

The body is lowest in the middle of double support (Saunders 1953), so each low point marks a step; the
foot strike lies shortly before it. Which foot struck is told by the picture: the foot that carries the body
is on the floor and so lower in the picture than the one that swings.
"""

import numpy as np
import xarray as xr

from kinechain.gait.peaks import find_peaks
from kinechain.measurement import Event, Side
from kinechain.motion.course import Pass
from kinechain.motion.dataset import Floats, keypoint, middle
from kinechain.motion.stature import WINDOW_S, apparent_stature, running_mean

# The low point is found so long after the strike: a delay fitted to 108 strikes on plates of eight people,
# not half a double support, which is longer. And what its variation, and one found in a slow rise and fall,
# leave open (sd, our choice).
LOW_AFTER_STRIKE_S = 0.01
STRIKE_SD_S = 0.05
# When after its strike, as a share of the step, a foot is surest to be the lower one in the picture:
# from the front while the other swings behind it, further away; from the back while it swings ahead.
SUREST = {"towards": 0.35, "away": 0.75}
# Two steps are never closer than this; a low point must be this deep in statures (about 5 mm).
SHORTEST_STEP_S = 0.3
LEAST_DEPTH = 0.003


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
    sure = round(SUREST[course.direction] * float(np.median(np.diff(lows))) - LOW_AFTER_STRIKE_S / step)
    events = []
    for low in lows:
        carried = carrying_left[min(len(time) - 1, low + sure)]
        if np.isfinite(carried):
            side: Side = "left" if carried > 0 else "right"
            events.append(Event(side, "foot_strike", float(time[low]) - LOW_AFTER_STRIKE_S, sd))
    return events


def _height(part: xr.Dataset) -> Floats:
    """How high the body is, in statures, without the drift of coming closer or going away."""
    body = [-middle(part, name)[:, 1] for name in ("ear", "shoulder", "hip")]
    height = np.mean(body, axis=0) / apparent_stature(part)
    step = float(part["time"][1] - part["time"][0])
    return np.asarray(height - running_mean(height, round(WINDOW_S / step)))


def _lowest(part: xr.Dataset, side: Side) -> Floats:
    """Height in the picture (px, down positive) of the part of a foot that is on the floor."""
    return np.fmax(keypoint(part, f"{side}_heel")[:, 1], keypoint(part, f"{side}_foot_index")[:, 1])
