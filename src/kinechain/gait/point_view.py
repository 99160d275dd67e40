"""`PointView`: a walk seen as points in space, the measures' own definition in three dimensions.

Whatever says where the joints' centres are goes through it (a body fitted to a phone's keypoints, a rendered
walker's rig, a laboratory's own joint centres), so that what is compared differs in its points and never in
its definitions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kinechain.gait.seen_walk import Direction
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats

AXES: dict[Direction, int] = {"forward": 0, "left": 1, "up": 2}


def hanging(line: Floats) -> Floats:
    """Degrees of a line (time, 3) that points down against the hanging vertical, forward positive."""
    forward, _, up = line.T
    return np.asarray(np.degrees(np.arctan2(forward, -up)))


def leaning(line: Floats) -> Floats:
    """Degrees of a line (time, 3) that points up against the vertical from the side, forward positive."""
    forward, _, up = line.T
    return np.asarray(np.degrees(np.arctan2(forward, up)))


def swaying(line: Floats) -> Floats:
    """Degrees of a line (time, 3) that points up against the vertical from behind, left positive."""
    _, left, up = line.T
    return np.asarray(np.degrees(np.arctan2(left, up)))


def pitching(line: Floats) -> Floats:
    """Degrees of a line (time, 3) that points ahead against the level, seen from the side, up positive."""
    forward, _, up = line.T
    return np.asarray(np.degrees(np.arctan2(up, forward)))


# From which point to which the lines run, and how their angles are read.
LINES: Mapping[str, tuple[str, str, Callable[[Floats], Floats]]] = {
    "thigh_angle": ("{side}_hip", "{side}_knee", hanging),
    "shank_angle": ("{side}_knee", "{side}_ankle", hanging),
    "foot_line": ("{side}_heel", "{side}_foot_index", pitching),
    "arm_angle": ("{side}_shoulder", "{side}_wrist", hanging),
    "trunk_lean": ("mid_hip", "mid_shoulder", leaning),
    "head_forward": ("mid_shoulder", "mid_ear", leaning),
    "trunk_sway": ("mid_hip", "mid_shoulder", swaying),
}


@dataclass(frozen=True, slots=True, eq=False)
class PointView:
    """Points of one straight walk, a `SeenWalk` in metres.

    `time` (time,) in seconds; `tracks` by point, (time, 3) in the walk's frame: x forward, y to the walker's
    left, z up from the floor, NaN where not known. Points are the centres of joints by the names of
    `motion.keypoints` (``left_hip``, ``left_foot_index`` the big toe's tip ...); a point that is not there is
    not known. `sole_offsets`: what the line from heel to toe shows, in degrees, of a foot that lies flat, the
    zero of foot and ankle; a side without one has neither.

    All angles are of the sagittal plane (x, z), but for ``trunk_sway``. Those of `SeenWalk.angle` that need
    more than these points are NaN.
    """

    time: Floats
    stature: float
    tracks: Mapping[str, Floats]
    sole_offsets: Mapping[Side, float]
    _read: dict[tuple[str, Side | None], Floats] = field(default_factory=dict, init=False, repr=False)

    def angle(self, name: str, side: Side | None) -> Floats:
        """As `SeenWalk.angle`, in degrees, (time,)."""
        if name == "knee_flexion":
            return self.line("thigh_angle", side) - self.line("shank_angle", side)
        if name == "foot_pitch":
            return self._foot_pitch(side)
        if name == "ankle_dorsiflexion":
            return self._foot_pitch(side) - self.line("shank_angle", side)
        return self.line(name, side) if name in LINES else self._nothing()

    def place(self, point: str, direction: Direction) -> Floats:
        """As `SeenWalk.place`, in metres, of any point and of halves between left and right (``mid_ear``)."""
        track = self.track(point)
        return self._nothing() if track is None else track[:, AXES[direction]]

    def track(self, point: str) -> Floats | None:
        """A point's track (time, 3), None if it is not known; ``mid_`` is halfway between left and right."""
        side, _, part = point.partition("_")
        if side != "mid":
            return self.tracks.get(point)
        left, right = self.tracks.get(f"left_{part}"), self.tracks.get(f"right_{part}")
        return None if left is None or right is None else (left + right) / 2

    def line(self, name: str, side: Side | None) -> Floats:
        """The angle of one of `LINES` as it is seen, in degrees, (time,), a foot's without its zero."""
        if (name, side) not in self._read:
            self._read[name, side] = self._line(name, side)
        return self._read[name, side]

    def _line(self, name: str, side: Side | None) -> Floats:
        start, end, read = LINES[name]
        first, last = (self.track(point.format(side=side)) for point in (start, end))
        return self._nothing() if first is None or last is None else read(last - first)

    def _foot_pitch(self, side: Side | None) -> Floats:
        offset = np.nan if side is None else self.sole_offsets.get(side, np.nan)
        return self.line("foot_line", side) - offset

    def _nothing(self) -> Floats:
        return np.full(len(self.time), np.nan)
