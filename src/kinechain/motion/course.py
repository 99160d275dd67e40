"""The walker's course over the ground, cut into passes, with the view that each gives.

A phone films a person from the side, the front, the back or obliquely. Which, and which way the
person goes, follows from how the pelvis moves across the picture and how the stature in pixels grows or
shrinks. A person who turns and walks back gives one pass each way; the turn belongs to none.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import xarray as xr

from kinechain.measurement import View
from kinechain.motion.camera import ASSUMED_FOCAL, FOCAL_SD
from kinechain.motion.dataset import Floats, middle
from kinechain.motion.stature import apparent_stature, running_mean

Direction = Literal["left_to_right", "right_to_left", "towards", "away"]

# Slower than this (statures a second) is standing; the slowest walkers do about 0.2 m/s.
STANDING = 0.12
# A pass ends where the speed along its line falls under this share of its usual speed.
SLOWING = 0.5
SHORTEST_PASS_S = 0.8
SPEED_WINDOW_S = 0.6
# Up to this yaw a view counts as from the side; from FRONTAL on as from the front or the back.
SIDE_YAW, FRONTAL_YAW = 15.0, 60.0


@dataclass(frozen=True, slots=True)
class Pass:
    """One stretch of walking straight on, from `start_s` to `end_s`.

    The course runs through (x0, z0), in statures right of and beyond the camera, at `yaw` degrees: 0
    goes to the right straight across the picture, 180 to the left, 90 away from the camera. `yaw_sd`
    is its standard deviation. `speed` is in statures a second.
    """

    start_s: float
    end_s: float
    x0: float
    z0: float
    yaw: float
    yaw_sd: float
    speed: float

    @property
    def off_side(self) -> float:
        """Degrees between the course and the picture's plane, 0 to 90."""
        folded = abs(self.yaw) % 180
        return min(folded, 180 - folded)

    @property
    def view(self) -> View:
        """How the camera sees this pass."""
        if self.off_side <= SIDE_YAW:
            return "side"
        if self.off_side < FRONTAL_YAW:
            return "oblique"
        return "front" if self.yaw < 0 else "back"

    @property
    def direction(self) -> Direction:
        """Which way the person goes."""
        if self.off_side >= FRONTAL_YAW:
            return "towards" if self.yaw < 0 else "away"
        return "left_to_right" if abs(self.yaw) < 90 else "right_to_left"


def find_passes(motion: xr.Dataset) -> list[Pass]:
    """The passes of a smoothed motion, in order; none if the person does not walk."""
    time = motion["time"].values
    ground = _ground(motion)
    known = np.isfinite(ground).all(axis=1)
    if known.sum() < SHORTEST_PASS_S * len(time) / max(time[-1] - time[0], 1e-9):
        return []
    line = _main_line(ground[known])
    speed = _speed(time, ground @ line)
    usual = _usual_speed(speed)
    if usual < STANDING:
        return []
    moving = known & np.isfinite(speed) & (np.abs(np.nan_to_num(speed)) > SLOWING * usual)
    runs = _runs(np.where(moving, np.sign(np.nan_to_num(speed)), 0))
    return [
        _pass(time[first:last], ground[first:last])
        for first, last in runs
        if time[last - 1] - time[first] >= SHORTEST_PASS_S
    ]


def _ground(motion: xr.Dataset) -> Floats:
    """The pelvis over the ground, in statures: (right of the camera, beyond it), shape (time, 2)."""
    stature = apparent_stature(motion)
    width, height = motion.attrs["frame_width"], motion.attrs["frame_height"]
    focal = ASSUMED_FOCAL * max(width, height)
    across = (middle(motion, "hip")[:, 0] - width / 2) / stature
    return np.stack([across, focal / stature], axis=1)


def _main_line(ground: Floats) -> Floats:
    """Unit vector along which the ground was covered most."""
    _, _, axes = np.linalg.svd(ground - ground.mean(axis=0), full_matrices=False)
    return np.asarray(axes[0])


def _speed(time: Floats, along: Floats) -> Floats:
    points = round(SPEED_WINDOW_S / float(time[1] - time[0]))
    return np.gradient(running_mean(along, points), time)


def _usual_speed(speed: Floats) -> float:
    """Median of the faster half, so that standing and turning do not count."""
    fast = np.abs(speed[np.isfinite(speed)])
    return float(np.median(fast[fast >= np.median(fast)]))


def _runs(sign: Floats) -> list[tuple[int, int]]:
    """Half-open index ranges of equal, non-zero sign."""
    edges = np.flatnonzero(np.diff(sign)) + 1
    bounds = [0, *edges.tolist(), len(sign)]
    return [(a, b) for a, b in pairwise(bounds) if sign[a] != 0]


def _pass(time: Floats, ground: Floats) -> Pass:
    """A straight line through the course, by least squares over time."""
    known = np.isfinite(ground).all(axis=1)
    time, ground = time[known], ground[known]
    centre = time.mean()
    (vx, vz), (x0, z0) = np.polyfit(time - centre, ground, 1)
    yaw = float(np.degrees(np.arctan2(vz, vx)))
    return Pass(
        start_s=float(time[0]),
        end_s=float(time[-1]),
        x0=float(x0),
        z0=float(z0),
        yaw=yaw,
        yaw_sd=_yaw_sd(time, ground, yaw),
        speed=float(np.hypot(vx, vz)),
    )


def _yaw_sd(time: Floats, ground: Floats, yaw: float) -> float:
    """Spread of the yaw between thirds of the pass, and what the unknown focal length may add: depth
    is in proportion to it, so tan(yaw) is off by its relative error.
    """
    thirds = [part for part in np.array_split(np.arange(len(time)), 3) if len(part) > 1]
    slopes = np.array([np.polyfit(time[part], ground[part], 1)[0] for part in thirds])
    turned = np.degrees(np.arctan2(slopes[:, 1], slopes[:, 0])) - yaw
    spread = np.std((turned + 180) % 360 - 180) / np.sqrt(len(thirds))
    focal = abs(np.degrees(np.sin(np.radians(yaw)) * np.cos(np.radians(yaw)))) * FOCAL_SD / ASSUMED_FOCAL
    return float(np.hypot(spread, focal))
