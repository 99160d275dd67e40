"""From the laboratory's frame to the walk's: x forward, y left, z up, the floor at 0, in metres.

Axes, direction of travel, floor and treadmill are found in the data, never assumed.
"""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.belt import BeltSpeed, find_belt
from kinechain.motion.markers.body_direction import (
    PELVIS,
    UPPER,
    facing,
    find_up,
    front,
    is_mirrored,
    landmarks,
    level,
    typical_unit,
)
from kinechain.motion.markers.floor import find_floor
from kinechain.motion.markers.straight_passes import TELLING_S, Pass, find_passes, joint_path

SPACE = ("x", "y", "z")
# Who faces away from the way they go by more than this walks backwards, or sideways; degrees.
SIDEWAYS, BACKWARDS = 50.0, 130.0
MIRRORED = (
    "left and right contradict front and back: an axis of the file is mirrored, or the labels of the sides "
    "are exchanged; the labels were believed, so if they are wrong, every left is a right"
)


@dataclass(frozen=True, slots=True)
class WalkFrame:
    """How to get from the laboratory's frame to the walk's.

    `rotation` (3, 3) turns the laboratory's vectors into the walk's: walk = rotation @ lab; where the file
    is `mirrored` it also turns the lateral axis round. `floor_height` is the floor's place along the walk's
    z before it is put at 0, in metres, and `floor_from` how it was found. `belt` is the treadmill's, None
    over ground. `passes` are the straight stretches over the ground, in order; the frame belongs to
    `chosen`, None for a person who stands. `backwards` is a person who faces away from where they go.
    """

    rotation: Floats
    mirrored: bool
    floor_height: float
    floor_from: str
    walking: bool
    belt: BeltSpeed | None
    passes: tuple[Pass, ...]
    chosen: Pass | None
    warnings: tuple[str, ...]
    backwards: bool = False


def find_walk_frame(motion: xr.Dataset) -> WalkFrame:
    """The walk's frame of a motion with canonical names (`marker_sets.canonical`), in metres.

    Of several straight passes it belongs to the longest. Where left and right contradict front and back, the
    labels are believed and the lateral axis is turned round, with a warning: whole sets of labels are
    exchanged more rarely than axes are.

    Data requirements: landmarks of pelvis (or trunk) and feet.

    Raises
    ------
    InputError
            Where up or forward cannot be seen, or no person has this size.

    """
    up, warnings = find_up(motion)
    mirrored = is_mirrored(motion, up)
    belt, of_belt = find_belt(motion, up)
    path = _ground_path(motion, up, belt)
    passes = find_passes(motion["time"].values, path)
    chosen = max(passes, key=lambda found: found.length) if passes else None
    forward, of_way = _forward(motion, up, chosen, mirrored=mirrored)
    left = np.cross(up, forward) * (-1.0 if mirrored else 1.0)
    height, found_from = find_floor(motion, up)
    return WalkFrame(
        rotation=np.stack([forward, left, up]),
        mirrored=mirrored,
        floor_height=height,
        floor_from=found_from,
        walking=chosen is not None,
        belt=belt if chosen is not None else None,
        passes=tuple(passes),
        chosen=chosen,
        backwards=chosen is not None and float(forward @ chosen.heading) < 0,
        warnings=(
            *warnings,
            *([MIRRORED] if mirrored else []),
            *of_belt,
            *of_way,
            *_on_passes(motion, passes, chosen, belt),
        ),
    )


def to_walk_frame(motion: xr.Dataset, frame: WalkFrame | None = None) -> xr.Dataset:
    """`motion` in the walk's frame (found if not given), with its forces turned alike.

    On a treadmill everything gets the belt's travel added, so that feet stand still in stance. Where the
    person turns, only the frames of the chosen pass remain, at their times. Attributes: ``walking``,
    ``backwards``, ``belt_speed`` (m/s, 0 over ground), ``frame`` ``walk``, and the frame's warnings.

    Raises
    ------
    InputError
        As `find_walk_frame`.

    """
    frame = frame or find_walk_frame(motion)
    if len(frame.passes) > 1 and frame.chosen is not None:
        motion = _cut(motion, frame.chosen)
    moved = motion.copy()
    moved["position"] = motion["position"].copy(
        data=_turned_points(motion["position"], motion["time"].values, frame)
    )
    if "force" in motion:
        moved["force"] = motion["force"].copy(data=motion["force"].values @ frame.rotation.T)
    if "free_moment" in motion and frame.mirrored:
        moved["free_moment"] = -motion["free_moment"]
    for name in ("centre_of_pressure", "plate_corners"):
        if name in motion:
            moved[name] = _moved_plates(motion, name, frame)
    return moved.assign_attrs(
        frame="walk",
        walking=frame.walking,
        backwards=frame.backwards,
        belt_speed=frame.belt.mean if frame.belt else 0.0,
        warnings=[*motion.attrs.get("warnings", []), *frame.warnings],
    )


def _ground_path(motion: xr.Dataset, up: Floats, belt: BeltSpeed | None) -> Floats:
    """The pelvis's way over the ground (time, 3), levelled, without gaps."""
    time = motion["time"].values
    tracks = landmarks(motion, PELVIS)
    if not np.isfinite(tracks).any():
        tracks = landmarks(motion, UPPER)
    path = joint_path(time, tracks)
    if belt is not None:
        path = path - belt.travel(time)[:, np.newaxis] * belt.direction
    return level(path, up)


def _forward(
    motion: xr.Dataset, up: Floats, chosen: Pass | None, *, mirrored: bool
) -> tuple[Floats, list[str]]:
    """The horizontal unit vector ahead, and warnings."""
    part = motion if chosen is None else _cut(motion, chosen)
    face = typical_unit(facing(part, up) * (-1.0 if mirrored else 1.0))
    if face is None:
        face = typical_unit(front(part, up))
    if chosen is None:
        if face is None:
            raise InputError("nobody walks here, and which way the person faces cannot be seen")
        return _unit(level(face, up)), []
    if face is None:
        return chosen.heading, ["which way the person faces cannot be seen: forward is the way they go"]
    angle = float(np.degrees(np.arccos(np.clip(face @ chosen.heading, -1, 1))))
    if angle > BACKWARDS:
        return -chosen.heading, ["the person walks backwards: no norm of forward walking holds for that"]
    if angle > SIDEWAYS:
        return chosen.heading, [f"the person faces {angle:.0f} degrees away from the way they go"]
    return chosen.heading, []


def _on_passes(
    motion: xr.Dataset, passes: list[Pass], chosen: Pass | None, belt: BeltSpeed | None
) -> list[str]:
    time = motion["time"].values
    if chosen is None:
        if time[-1] - time[0] < TELLING_S:
            return [f"{time[-1] - time[0]:.2f} s are too short to tell whether the person walks"]
        return ["the person stands, or walks on the spot: no strides are measured"]
    if len(passes) > 1:
        span = f"{chosen.start_s:.1f} to {chosen.end_s:.1f} s"
        return [f"the person goes {len(passes)} ways: only the longest straight one is measured, {span}"]
    if belt is not None:
        return [f"a treadmill: speed is that of its belt, {belt.mean:.2f} m/s on average"]
    return []


def _cut(motion: xr.Dataset, chosen: Pass) -> xr.Dataset:
    return motion.sel(time=slice(chosen.start_s, chosen.end_s))


def _turned_points(position: xr.DataArray, time: Floats, frame: WalkFrame) -> Floats:
    """Positions (time, space, keypoints) in the walk's frame."""
    turned = np.einsum("ij,tjk->tik", frame.rotation, position.values)
    return np.asarray(turned - _offset(time, frame)[:, :, np.newaxis])


def _offset(time: Floats, frame: WalkFrame) -> Floats:
    """What is taken off turned points (n, 3): the floor's height and the belt's travel."""
    offset = np.zeros((len(time), 3))
    offset[:, 2] = frame.floor_height
    if frame.belt is not None:
        offset += frame.belt.travel(time)[:, np.newaxis] * (frame.rotation @ frame.belt.direction)
    return offset


def _moved_plates(motion: xr.Dataset, name: str, frame: WalkFrame) -> xr.DataArray:
    """Pressure centres ride on the belt as feet do; a plate's corners stay where they are."""
    turned = motion[name].values @ frame.rotation.T
    if name == "plate_corners":
        return motion[name].copy(data=turned - np.array([0.0, 0.0, frame.floor_height]))
    offset = _offset(motion["plate_time"].values, frame)
    return motion[name].copy(data=turned - offset[:, np.newaxis, :])


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / np.linalg.norm(vector))
