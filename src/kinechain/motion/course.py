"""The walker's course over the ground, cut into passes, with the view that each gives.

A phone films a person from the side, the front, the back or obliquely. Which, and which way the
person goes, follows from how the pelvis moves across the picture and how the stature in pixels grows or
shrinks. A person who turns and walks back gives one pass each way; the turn belongs to none.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import View
from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import Floats, middle
from kinechain.motion.stature import apparent_stature, running_mean

Direction = Literal["left_to_right", "right_to_left", "towards", "away"]

# Slower than this (statures a second) is standing; the slowest walkers do about 0.2 m/s.
STANDING = 0.12
# A pass ends where the speed falls under this share of the usual speed, or the way bends by more than this
# from how the pass began, in degrees: between the two lie turning steps. Our choice.
SLOWING, BENDING = 0.7, 35.0
# Data lost for less than this do not end a pass.
BRIDGED_S = 0.6
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
    known = np.asarray(np.isfinite(ground).all(axis=1))
    if known.sum() < SHORTEST_PASS_S / float(time[1] - time[0]):
        return []
    velocity = _velocity(time, ground)
    speed = np.hypot(*velocity.T)
    usual = _usual_speed(speed[known])
    if usual < STANDING:
        return []
    focal = focal_of(motion)
    moving = _bridged(known, time) & (speed > SLOWING * usual)
    return [
        _pass(time[first:last], ground[first:last], focal.sd_px / focal.px)
        for start, stop in _runs(moving)
        for first, last in _straight(start, velocity[start:stop])
        if time[last - 1] - time[first] >= SHORTEST_PASS_S and known[first:last].mean() > 0.5
    ]


def _ground(motion: xr.Dataset) -> Floats:
    """The pelvis over the ground, in statures: (right of the camera, beyond it), shape (time, 2)."""
    stature = apparent_stature(motion)
    across = (middle(motion, "hip")[:, 0] - motion.attrs["frame_width"] / 2) / stature
    return np.stack([across, focal_of(motion).px / stature], axis=1)


def _velocity(time: Floats, ground: Floats) -> Floats:
    """Statures a second, shape (time, 2), over a window long enough to lose the steps."""
    points = round(SPEED_WINDOW_S / float(time[1] - time[0]))
    smooth = np.stack([running_mean(column, points) for column in ground.T], axis=1)
    return np.asarray(np.gradient(smooth, time, axis=0))


def _usual_speed(speed: Floats) -> float:
    """Median of the faster half, so that standing and turning do not count."""
    return float(np.median(speed[speed >= np.median(speed)]))


def _bridged(known: NDArray[np.bool_], time: Floats) -> NDArray[np.bool_]:
    """`known`, with short gaps filled."""
    filled = known.copy()
    for first, last in _runs(~known):
        if first > 0 and last < len(time) and time[last] - time[first] <= BRIDGED_S:
            filled[first:last] = True
    return filled


def _runs(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open index ranges in which `true` holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _straight(start: int, velocity: Floats) -> list[tuple[int, int]]:
    """Index ranges, from `start` on, in which the way does not bend away from how it began."""
    ranges, first = [], 0
    way = np.zeros(2)
    for index, step in enumerate(velocity):
        if index > first and _between(way, step) > BENDING:
            ranges.append((start + first, start + index))
            first, way = index, np.zeros(2)
        way = way + step
    return [*ranges, (start + first, start + len(velocity))]


def _between(one: Floats, other: Floats) -> float:
    """Angle between two directions, in degrees."""
    cross = one[0] * other[1] - one[1] * other[0]
    return abs(float(np.degrees(np.arctan2(cross, one @ other))))


def _pass(time: Floats, ground: Floats, focal_sd: float) -> Pass:
    """A straight line through the course, by least squares over time; `focal_sd` is a share."""
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
        yaw_sd=_yaw_sd(time, ground, yaw, focal_sd),
        speed=float(np.hypot(vx, vz)),
    )


def _yaw_sd(time: Floats, ground: Floats, yaw: float, focal_sd: float) -> float:
    """Spread of the yaw between thirds of the pass, and what the unknown focal length may add: depth
    is in proportion to it, so tan(yaw) is off by its relative error.
    """
    thirds = [part for part in np.array_split(np.arange(len(time)), 3) if len(part) > 1]
    slopes = np.array([np.polyfit(time[part], ground[part], 1)[0] for part in thirds])
    turned = np.degrees(np.arctan2(slopes[:, 1], slopes[:, 0])) - yaw
    spread = np.std((turned + 180) % 360 - 180, ddof=1) / np.sqrt(len(thirds)) if len(thirds) > 1 else 0.0
    focal = abs(np.degrees(np.sin(np.radians(yaw)) * np.cos(np.radians(yaw)))) * focal_sd
    return float(np.hypot(spread, focal))
