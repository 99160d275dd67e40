"""`SeenWalk`: a walk as the measures need it, whatever saw it.

A body fitted to a film (`gait.point_view`) and one fitted to markers (`gait.body_view`) both are one, so that
each measure has one definition (`gait.stride_values`).
"""

from typing import Literal, Protocol

import numpy as np

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats

Direction = Literal["forward", "left", "up"]

# A foot lies still on the floor in this time after its strike.
FOOTFALL_S = (0.06, 0.25)


class SeenWalk(Protocol):
    """One straight walk. Lengths are in metres: in a film by the stated height or else by a usual one."""

    @property
    def time(self) -> Floats:
        """Seconds from the file's first frame, (time,)."""
        ...

    @property
    def stature(self) -> float:
        """Standing height in the walk's metres; NaN if it is not known."""
        ...

    def angle(self, name: str, side: Side | None) -> Floats:
        """One of the named angles (degrees) at each time, (time,), NaN where it was not seen.

        knee_flexion: shank against thigh, 0 straight. ankle_dorsiflexion: foot against shank less a right
        angle, toes up positive. thigh_angle: hip to knee against the vertical, forward positive.
        foot_pitch: sole against the ground, toe up positive. trunk_lean: mid hips to mid shoulders against
        the vertical, forward positive; head_forward: mid shoulders to mid ears, likewise. arm_angle:
        shoulder to wrist against the hanging vertical, forward positive.

        From all sides only: hip_flexion, thigh against pelvis, forward positive. toe_extension, toes
        against forefoot, up positive. pelvic_tilt, forward positive, and pelvic_obliquity, left side up
        positive. trunk_sway: mid hips to mid shoulders against the vertical from the front, to the left
        positive. foot_progression: heel to second toe against the way, from above, toes out positive.
        """
        ...

    def place(self, point: str, direction: Direction) -> Floats:
        """Where a point is along a direction, (time,), NaN where it was not seen.

        Points: left_heel, right_heel, mid_ear.
        """
        ...


def between(walk: SeenWalk, values: Floats, start: float, end: float) -> Floats:
    """The part of `values` (time,) from `start` to `end` (s), empty if any of it is unknown.

    Values at `start` and `end` themselves are interpolated: a foot turns by several degrees a frame when it
    leaves the floor.
    """
    first, last = int(walk.time.searchsorted(start, "right")), int(walk.time.searchsorted(end))
    if first >= last:
        return values[:0]
    ends = np.interp([start, end], walk.time, values)
    part = np.concatenate([ends[:1], values[first:last], ends[1:]])
    return part if np.isfinite(part).all() else part[:0]


def footfall(walk: SeenWalk, side: Side, strike: float, direction: Direction = "forward") -> float:
    """Where the heel lies after a strike (s)."""
    heel = walk.place(f"{side}_heel", direction)
    lying = between(walk, heel, strike + FOOTFALL_S[0], strike + FOOTFALL_S[1])
    return float(lying.mean()) if lying.size else np.nan
