"""The walker's course over the ground, cut into passes, with the view that each gives.

A phone films a person from the side, the front, the back or obliquely. Which, and which way the
person goes, follows from how the pelvis moves across the picture and how the stature in pixels grows or
shrinks. A person who turns and walks back gives one pass each way; the turn belongs to none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import View
from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import Floats
from kinechain.motion.ground_track import GroundTrack, StraightWay, ground_track, straight_way

Direction = Literal["left_to_right", "right_to_left", "towards", "away"]

# Slower than this (statures a second) is standing; the slowest walkers do about 0.2 m/s.
STANDING = 0.12
# A pass ends where the speed falls under this share of the usual speed, or the way bends by more than this
# from how the pass began, in degrees: between the two lie turning steps. Our choice.
SLOWING, BENDING = 0.7, 35.0
# Where a pass ends with the person still in view, its last frames are at least this share as fast as it is:
# there turning begins. On rendered walkers passes then end within 0.2 s of the turn.
STEADY = 0.85
# The usual speed is that of frames at least half as fast as the fastest; that is this percentile.
FASTEST = 95.0
# Data lost for less than this do not end a pass, if this share of it is known.
BRIDGED_S, LEAST_KNOWN = 0.6, 0.5
SHORTEST_PASS_S = 0.8
# A pass begins and ends with this share of the keypoints of the body that are usually seen.
MOSTLY = 0.5
# What remains open of the yaw however long the pass is (radians): the camera is not quite level.
YAW_LEFT = 0.012
# Up to this yaw a view counts as from the side; from FRONTAL on as from the front or the back.
SIDE_YAW, FRONTAL_YAW = 15.0, 60.0
# Up to here what one camera measures was held against known walks (``docs/validation.md``); from further off
# the side only times are told.
FURTHEST_OFF_SIDE = 50.0


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
    """The passes of a smoothed motion, in order; none if the person does not walk.

    A pass reaches as far as the person is seen to walk straight on with most of the body in the picture.
    """
    tracks = list(_tracks(motion))
    usual = _usual_speed(tracks)
    if not usual >= STANDING:
        return []
    focal = focal_of(motion)
    return [
        _pass(straight_way(track, first, last), *ends, focal.sd_px / focal.px)
        for track in tracks
        for run in _runs(track.speed > SLOWING * usual)
        for first, last in _straight(track, *_steady(track, *run))
        for ends in _in_the_picture(track, first, last)
    ]


def _tracks(motion: xr.Dataset) -> Iterator[GroundTrack]:
    """Of each stretch in which the person is in view."""
    track = ground_track(motion)
    for first, last in _runs(_bridged(track.known, track.time)):
        if track.time[last - 1] - track.time[first] >= SHORTEST_PASS_S:
            yield track.part(first, last)


def _in_the_picture(track: GroundTrack, first: int, last: int) -> Iterator[tuple[float, float]]:
    """From when to when of a straight walk most of the body is in the picture, if for long enough."""
    walk = track.part(first, last)
    inside = walk.time[walk.parts_seen >= MOSTLY * np.median(walk.parts_seen)]
    if inside[-1] - inside[0] >= SHORTEST_PASS_S and walk.known.mean() > LEAST_KNOWN:
        yield float(inside[0]), float(inside[-1])


def _usual_speed(tracks: Sequence[GroundTrack]) -> float:
    """The median of what is not much slower than the fastest, so that standing and turning do not count.

    NaN if nothing is known.
    """
    speed = np.concatenate([np.zeros(0), *(track.speed for track in tracks)])
    known = speed[np.isfinite(speed)]
    if not len(known):
        return np.nan
    return float(np.median(known[known >= np.percentile(known, FASTEST) / 2]))


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


def _steady(track: GroundTrack, start: int, stop: int) -> tuple[int, int]:
    """Frames `start` up to `stop` without those at their ends in which the person slows down; where the track
    itself ends, nobody is seen to.
    """
    speed = track.speed[start:stop]
    steady = start + np.flatnonzero(speed >= STEADY * np.median(speed))
    first = start if start == 0 else int(steady[0])
    return first, stop if stop == len(track.time) else int(steady[-1]) + 1


def _straight(track: GroundTrack, start: int, stop: int) -> list[tuple[int, int]]:
    """Index ranges in which the way does not bend away from how it began."""
    ranges, first = [], start
    way = np.zeros(2)
    for index in range(start, stop):
        step = track.velocity[index]
        if index > first and _between(way, step) > BENDING:
            ranges.append((first, index))
            first, way = index, np.zeros(2)
        way = way + step
    return [*ranges, (first, stop)]


def _between(one: Floats, other: Floats) -> float:
    """Angle between two directions, in degrees."""
    cross = one[0] * other[1] - one[1] * other[0]
    return abs(float(np.degrees(np.arctan2(cross, one @ other))))


def _pass(way: StraightWay, start_s: float, end_s: float, focal_sd: float) -> Pass:
    """`focal_sd` is a share."""
    yaw = float(np.arctan2(way.vz, way.vx))
    speed = float(np.hypot(way.vx, way.vz))
    spread = np.hypot(np.cos(yaw) * way.vz_sd, np.sin(yaw) * way.vx_sd) / speed
    # Depth is in proportion to the focal length, so tan(yaw) is off by its relative error.
    focal = np.sin(yaw) * np.cos(yaw) * focal_sd
    # Midway through the pass the person is at (x0, z0).
    later = (start_s + end_s) / 2 - way.middle_s
    return Pass(
        start_s=start_s,
        end_s=end_s,
        x0=way.x0 + later * way.vx,
        z0=way.z0 + later * way.vz,
        yaw=float(np.degrees(yaw)),
        yaw_sd=float(np.degrees(np.sqrt(spread**2 + focal**2 + YAW_LEFT**2))),
        speed=speed,
    )
