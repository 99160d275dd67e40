"""`BodyView`: a walk seen from all sides, as the motion of a fitted body."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.fitted_body import FittedBody
from kinechain.gait.seen_walk import Direction
from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats

AXES: dict[Direction, int] = {"forward": 0, "left": 1, "up": 2}

# Angles that are a joint's own coordinate in body/own_body.py.
JOINTS = {
    "knee_flexion": "{side}_knee_flexion",
    "ankle_dorsiflexion": "{side}_ankle_dorsiflexion",
    "hip_flexion": "{side}_hip_flexion",
    "toe_extension": "{side}_toe_extension",
    "pelvic_tilt": "pelvis_tilt",
    "pelvic_obliquity": "pelvis_obliquity",
}
# From which point to which the lines run whose angles are taken.
LINES = {
    "thigh_angle": ("{side}_hip", "{side}_knee"),
    "foot_pitch": ("{side}_sole_back", "{side}_sole_front"),
    "foot_progression": ("{side}_sole_back", "{side}_sole_front"),
    "trunk_lean": ("mid_hip", "mid_shoulder"),
    "trunk_sway": ("mid_hip", "mid_shoulder"),
    "head_forward": ("mid_shoulder", "mid_ear"),
    "arm_angle": ("{side}_shoulder", "{side}_wrist"),
}
# Points of the body, and the parts of it of which one must carry a marker for the point to be known.
POINTS = {
    "hip": ("pelvis",),
    "knee": ("{side}_thigh", "{side}_shank"),
    "ankle": ("{side}_shank", "{side}_foot"),
    "heel": ("{side}_foot",),
    "shoulder": ("thorax", "{side}_upper_arm"),
    "wrist": ("{side}_forearm",),
    "ear": ("head",),
}
# Markers of which one must be seen before a joint's angle is believed, on each of its two parts, whatever
# the fit makes of a foot that stands on the floor.
BOTH_SIDES = {
    "{side}_toe_extension": (
        ("hallux", "big_toe", "toe_tip", "small_toe"),
        ("toe", "first_metatarsal_head", "fifth_metatarsal_head", "first_metatarsal_base"),
    ),
}
# Points that are known only where their own marker was seen.
MARKERS = ("c7", *(f"{side}_{name}" for side in SIDES for name in ("acromion", "asis", "psis")))
# Two points of the foot's own forward axis (m), which lies along the sole where the foot is flat.
SOLE = {"sole_back": np.zeros(3), "sole_front": np.array([0.1, 0.0, 0.0])}
# A marker that is seen in fewer of the frames than this informs nothing for certain.
SEEN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class BodyView:
    """One motion that a fit allows, a `SeenWalk` in metres: what `FittedBody.q` or one of its draws says.

    `angles` by joint coordinate, (time,) in degrees; `tracks` by point, (time, 3) in m in the walk's frame.
    What no marker informs is in neither.
    """

    time: Floats
    stature: float
    angles: dict[str, Floats]
    tracks: dict[str, Floats]

    def angle(self, name: str, side: Side | None) -> Floats:
        """As `SeenWalk.angle`."""
        if name in JOINTS:
            return self.angles.get(JOINTS[name].format(side=side), self._unknown)
        ends = self._ends(name, side)
        if ends is None:
            return self._unknown
        forward, left, up = (ends[1] - ends[0]).T
        return np.degrees(_line_angle(name, forward, left if side != "right" else -left, up))

    def place(self, point: str, direction: Direction) -> Floats:
        """As `SeenWalk.place`."""
        track = self._track(point)
        return self._unknown if track is None else track[:, AXES[direction]]

    @property
    def _unknown(self) -> Floats:
        return np.full(len(self.time), np.nan)

    def _ends(self, name: str, side: Side | None) -> tuple[Floats, Floats] | None:
        start, end = (self._track(point.format(side=side)) for point in LINES[name])
        return None if start is None or end is None else (start, end)

    def _track(self, point: str) -> Floats | None:
        """A point's track; ``mid_`` is halfway between left and right."""
        side, _, part = point.partition("_")
        if side != "mid":
            return self.tracks.get(point)
        left, right = self.tracks.get(f"left_{part}"), self.tracks.get(f"right_{part}")
        return None if left is None or right is None else (left + right) / 2


def _line_angle(name: str, forward: Floats, outward: Floats, up: Floats) -> Floats:
    """The angle (rad) that a line makes, by `SeenWalk.angle`'s definitions."""
    if name == "foot_pitch":
        return np.asarray(np.arctan2(up, np.hypot(forward, outward)))
    if name == "foot_progression":
        return np.asarray(np.arctan2(outward, forward))
    if name == "trunk_sway":
        return np.asarray(np.arctan2(outward, up))
    if name in ("trunk_lean", "head_forward"):
        return np.asarray(np.arctan2(forward, up))
    return np.asarray(np.arctan2(forward, -up))


def body_views(fitted: FittedBody, stature: float, draws: int = 0) -> list[BodyView]:
    """The fitted motion, and after it `draws` others that the fit allows. `stature` in m."""
    q = fitted.q[np.newaxis]
    if draws:
        q = np.concatenate([q, fitted.draws(draws)])
    tracks = _tracks(fitted, q)
    known = {name: fitted.chain.coordinate(name) for name in _known_joints(fitted)}
    return [
        BodyView(
            time=fitted.time,
            stature=stature,
            angles={name: np.degrees(motion[:, index]) for name, index in known.items()},
            tracks={name: track[number] for name, track in tracks.items()},
        )
        for number, motion in enumerate(q)
    ]


def _tracks(fitted: FittedBody, q: Floats) -> dict[str, Floats]:
    """Every known point's track (motions, time, 3) in `q` (motions, time, Q)."""
    from kinechain.body.kinematics import point_positions

    names = list(_known_points(fitted))
    places = [_place(fitted, name) for name in names]
    if not names:
        return {}
    found = point_positions(
        fitted.chain,
        q.reshape(-1, q.shape[2]),
        np.array([body for body, _ in places]),
        np.array([place for _, place in places]),
    ).reshape(*q.shape[:2], len(names), 3)
    return {name: found[:, :, index] for index, name in enumerate(names)}


def _known_joints(fitted: FittedBody) -> list[str]:
    """Coordinates that markers inform."""
    there = {name for name, seen in zip(fitted.marker_names, _seen(fitted), strict=True) if seen}
    joints = {}
    for side in SIDES:
        for joint in JOINTS.values():
            parts = BOTH_SIDES.get(joint, ())
            marked = all(any(f"{side}_{name}" in there for name in part) for part in parts)
            joints[joint.format(side=side)] = marked and fitted.is_known(joint.format(side=side))
    return [joint for joint, known in joints.items() if known]


def _known_points(fitted: FittedBody) -> Iterator[str]:
    bearing = {fitted.chain.bodies[body] for body in fitted.marker_body[_seen(fitted)]}
    for side in SIDES:
        for point, parts in POINTS.items():
            if any(part.format(side=side) in bearing for part in parts):
                yield f"{side}_{point}"
        if fitted.is_known(f"{side}_ankle_dorsiflexion"):
            yield from (f"{side}_{point}" for point in SOLE)
    seen = _seen(fitted)
    yield from (
        name for name, there in zip(fitted.marker_names, seen, strict=True) if there and name in MARKERS
    )


def _seen(fitted: FittedBody) -> NDArray[np.bool_]:
    """Which markers (K,) were seen most of the time."""
    return np.asarray(np.isfinite(fitted.residuals).mean(axis=0) >= SEEN)


def _place(fitted: FittedBody, name: str) -> tuple[int, Floats]:
    side, _, point = name.partition("_")
    if point in SOLE:
        return fitted.chain.body(f"{side}_foot"), SOLE[point]
    if name in MARKERS:
        marker = fitted.marker_names.index(name)
        return int(fitted.marker_body[marker]), fitted.marker_place[marker]
    bodies, places = fitted.body.places([name])
    return int(bodies[0]), places[0]
