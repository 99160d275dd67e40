"""A walk on a treadmill, filmed from the side, as a walk over the ground.

The body stays in place and the belt carries the feet back; with the belt's way added the feet stand still and
the body moves on. The camera then moves along with it: a picture from far away, in which near and far have
one size, is the nearest to that which a camera that stands still could give.
"""

import numpy as np
import xarray as xr

from kinechain.gait.stepping import Stepping
from kinechain.motion.camera import focal_of
from kinechain.motion.course import Pass
from kinechain.motion.dataset import middle
from kinechain.motion.plane import HALF_WIDTH
from kinechain.motion.stature import apparent_stature

# How many times further away the camera is put. Our choice: what is left of the perspective is a degree in
# ten seconds of walking.
FURTHER = 30.0
# The course's direction is told by the shoulders, which from the side cover each other. Its error, in
# degrees, is a choice: detectors put a shoulder off by a sixth of the width.
YAW_SD = 8.0
LARGEST_SINE = 0.9


def overground(motion: xr.Dataset, smoothed: xr.Dataset, stepping: Stepping) -> tuple[xr.Dataset, Pass]:
    """`motion` (px, or the smoothed one) with the belt's way added, and the course of the walk.

    The belt is taken to run at one speed. Data requirements: a smoothed motion whose `stepping` was found to
    be on a treadmill (`movement_kind`), filmed from the side.
    """
    stature = float(np.nanmedian(apparent_stature(smoothed)))
    time = motion["time"].values
    seen = smoothed["time"].values[np.isfinite(middle(smoothed, "hip")).all(axis=1)]
    belt = -stepping.ground * stature * (time - (seen[0] + seen[-1]) / 2)
    moved = motion["position"].copy()
    moved.loc[{"space": "x"}] += belt[:, np.newaxis]
    focal = focal_of(motion)
    attrs = {"focal_px": FURTHER * focal.px, "focal_sd_px": FURTHER * focal.sd_px}
    hips = float(np.nanmean(middle(smoothed, "hip")[:, 0])) - motion.attrs["frame_width"] / 2
    yaw = _yaw(smoothed, stature, to_right=stepping.ground < 0)
    course = Pass(
        start_s=float(seen[0]),
        end_s=float(seen[-1]),
        x0=hips / stature,
        z0=attrs["focal_px"] / stature,
        yaw=yaw,
        yaw_sd=YAW_SD,
        speed=float(abs(stepping.ground / np.cos(np.radians(yaw)))),
    )
    return motion.assign(position=moved).assign_attrs(attrs), course


def _yaw(smoothed: xr.Dataset, stature: float, *, to_right: bool) -> float:
    """Degrees, as in `Pass`: by how far the left shoulder is seen beside the right one."""
    position = smoothed["position"].sel(space="x")
    apart = position.sel(keypoints="left_shoulder").values - position.sel(keypoints="right_shoulder").values
    sine = -float(np.nanmean(apart)) / (2 * HALF_WIDTH["shoulder"] * stature)
    away = float(np.degrees(np.arcsin(np.clip(sine, -LARGEST_SINE, LARGEST_SINE))))
    return away if to_right else 180.0 - away
