"""`BodyView`: a walk seen from all sides, as the motion of a fitted body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.body.fitted_body import FittedBody
from kinechain.gait.pelvis_axis import obliquity, tilt
from kinechain.gait.seen_walk import Direction
from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats

Key = tuple[str, Side | None]
AXES: dict[Direction, int] = {"forward": 0, "left": 1, "up": 2}

# Angles that are a joint's own coordinate in body/own_body.py.
JOINTS = ("knee_flexion", "ankle_dorsiflexion", "hip_flexion", "toe_extension")
# From which point to which the lines run whose angles are taken.
LINES = {
    "thigh_angle": ("{side}_hip", "{side}_knee"),
    "foot_pitch": ("{side}_sole_back", "{side}_sole_front"),
    "foot_progression": ("{side}_heel", "{side}_second_toe"),
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
    "toe_extension": (
        ("hallux", "big_toe", "toe_tip", "small_toe"),
        ("toe", "first_metatarsal_head", "fifth_metatarsal_head", "first_metatarsal_base"),
    ),
}
# Points that are where their marker sits, known only where it was seen; a heel and a second toe without one
# are where they are on feet.
MARKERS = {
    "c7": "c7",
    **{
        f"{side}_{point}": f"{side}_{marker}"
        for side in SIDES
        for point, marker in (
            ("acromion", "acromion"),
            ("asis", "asis"),
            ("psis", "psis"),
            ("heel", "heel"),
            ("second_toe", "toe"),
        )
    },
}
# Points (m) of a part's own axes: the foot's, which lies along the sole where the foot is flat, and the
# pelvis's, which is up where its spines are level.
OWN_AXES = {
    **{
        f"{side}_{point}": (f"{side}_foot", place)
        for side in SIDES
        for point, place in (("sole_back", np.zeros(3)), ("sole_front", np.array([0.1, 0.0, 0.0])))
    },
    "pelvis_middle": ("pelvis", np.zeros(3)),
    "pelvis_above": ("pelvis", np.array([0.0, 0.0, 0.1])),
}
# A marker that is seen in fewer of the frames than this informs nothing for certain.
SEEN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class BodyView:
    """One motion that a fit allows, a `SeenWalk` in metres: what `FittedBody.q` or one of its draws says.

    `angles` by name and side, (time,) in degrees; `tracks` by point, (time, 3) in m in the walk's frame. What
    no marker informs is in neither.
    """

    time: Floats
    stature: float
    angles: dict[tuple[str, Side | None], Floats]
    tracks: dict[str, Floats]

    def angle(self, name: str, side: Side | None) -> Floats:
        """As `SeenWalk.angle`."""
        return self.angles.get((name, side), np.full(len(self.time), np.nan))

    def place(self, point: str, direction: Direction) -> Floats:
        """As `SeenWalk.place`."""
        track = track_of(self.tracks, point)
        return np.full(len(self.time), np.nan) if track is None else track[:, AXES[direction]]


def track_of(tracks: dict[str, Floats], point: str) -> Floats | None:
    """A point's track, None if it is not known; ``mid_`` is halfway between left and right."""
    side, _, part = point.partition("_")
    if side != "mid":
        return tracks.get(point)
    left, right = tracks.get(f"left_{part}"), tracks.get(f"right_{part}")
    return None if left is None or right is None else (left + right) / 2


def body_views(
    fitted: FittedBody, stature: float, draws: int = 0, pelvis: Floats | None = None
) -> list[BodyView]:
    """The fitted motion, and after it `draws` others that the fit allows. `stature` in m.

    `pelvis` is its upward axis (time, 3) as its own markers show it (`pelvis_axis`), None where they do not.
    """
    motions = [fitted, *(fitted.draws(draws) if draws else ())]
    tracks = _tracks(fitted, motions)
    angles = dict(_joint_angles(fitted, np.array([motion.q for motion in motions]))) | dict(
        _line_angles(tracks)
    )
    angles |= _pelvic_angles(fitted, tracks, pelvis)
    return [
        BodyView(
            time=fitted.time,
            stature=stature,
            angles={key: values[number] for key, values in angles.items()},
            tracks={name: track[number] for name, track in tracks.items()},
        )
        for number in range(len(motions))
    ]


def _joint_angles(fitted: FittedBody, q: Floats) -> Iterator[tuple[Key, Floats]]:
    """Angles (motions, time) in degrees that are coordinates of `q` (motions, time, Q), where known."""
    there = _seen_markers(fitted)
    for side in SIDES:
        for joint in JOINTS:
            parts = BOTH_SIDES.get(joint, ())
            marked = all(any(f"{side}_{name}" in there for name in part) for part in parts)
            if marked and fitted.is_known(f"{side}_{joint}"):
                yield (joint, side), np.degrees(q[:, :, fitted.chain.coordinate(f"{side}_{joint}")])


def _line_angles(tracks: dict[str, Floats]) -> Iterator[tuple[Key, Floats]]:
    """Angles (motions, time) in degrees of lines between known points."""
    for name, ends in LINES.items():
        sides: tuple[Side | None, ...] = SIDES if "{side}" in ends[0] else (None,)
        for side in sides:
            start, end = (track_of(tracks, point.format(side=side)) for point in ends)
            if start is not None and end is not None:
                forward, left, up = np.moveaxis(end - start, -1, 0)
                outward = -left if side == "right" else left
                yield (name, side), np.degrees(_line_angle(name, forward, outward, up))


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


def _pelvic_angles(fitted: FittedBody, tracks: dict[str, Floats], seen: Floats | None) -> dict[Key, Floats]:
    """Tilt and obliquity (motions, time), none if the pelvis is not known.

    Where its markers show the upward axis, the draws are as far from it as they are from the fit's.
    """
    if seen is None and not (fitted.is_known("pelvis_tilt") and fitted.is_known("pelvis_obliquity")):
        return {}
    axes = tracks["pelvis_above"] - tracks["pelvis_middle"]
    axes /= np.linalg.norm(axes, axis=2, keepdims=True)
    if seen is not None:
        axes = seen + axes - axes[:1]
    return {("pelvic_tilt", None): tilt(axes), ("pelvic_obliquity", None): obliquity(axes)}


def _tracks(fitted: FittedBody, motions: Sequence[FittedBody]) -> dict[str, Floats]:
    """Track (motions, time, 3) of every point that `fitted` knows, each on its own motion's body."""
    from kinechain.body.kinematics import point_positions

    names = list(dict.fromkeys(_known_points(fitted)))
    found = np.empty((len(motions), len(fitted.time), len(names), 3))
    for number, motion in enumerate(motions):
        places = [_place(motion, name) for name in names]
        bodies, where = (np.array(column) for column in zip(*places, strict=True))
        found[number] = point_positions(motion.chain, motion.q, bodies, where)
    return {name: found[:, :, index] for index, name in enumerate(names)}


def _known_points(fitted: FittedBody) -> Iterator[str]:
    there = _seen_markers(fitted)
    bearing = {fitted.chain.bodies[fitted.marker_body[index]] for index in there.values()}
    yield from ("pelvis_middle", "pelvis_above")
    yield from (point for point, marker in MARKERS.items() if marker in there)
    for side in SIDES:
        for point, parts in POINTS.items():
            if any(part.format(side=side) in bearing for part in parts):
                yield f"{side}_{point}"
        if fitted.is_known(f"{side}_ankle_dorsiflexion"):
            yield from (f"{side}_sole_back", f"{side}_sole_front")
            if {f"{side}_foot", f"{side}_toes"} <= bearing:
                yield f"{side}_second_toe"


def _seen_markers(fitted: FittedBody) -> dict[str, int]:
    """The markers that were seen most of the time, and their indices."""
    seen = np.isfinite(fitted.residuals).mean(axis=0) >= SEEN
    return {name: index for index, name in enumerate(fitted.marker_names) if seen[index]}


def _place(fitted: FittedBody, point: str) -> tuple[int, Floats]:
    """Body and place (3,) of a known point: of its own axes, of its marker, or of the joint or landmark."""
    if point in OWN_AXES:
        part, place = OWN_AXES[point]
        return fitted.chain.body(part), place
    if (marker := MARKERS.get(point)) in fitted.marker_names:
        index = fitted.marker_names.index(marker)
        return int(fitted.marker_body[index]), fitted.marker_place[index]
    bodies, places = fitted.body.places([MARKERS.get(point, point)])
    return int(bodies[0]), places[0]
