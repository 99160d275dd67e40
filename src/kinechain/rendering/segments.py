"""From the directions of a body's segments to the turns of a rig's bones.

A segment's frame has columns forward, left and up of the room at an upright, neutral stance (arms hanging,
feet flat, all frames the identity). For a limb "up" runs along the bone from its lower to its upper joint
and "left" is its hinge.
"""

from collections.abc import Mapping

import numpy as np

from kinechain.measurement import SIDES, Side
from kinechain.rendering.rig import Floats, Pose, Rig

LIMBS = {"thigh", "shank", "foot", "toes", "upper_arm", "forearm"}
SEGMENTS = (
    "pelvis",
    "thorax",
    "neck",
    "head",
    *(f"{side}_{limb}" for side in SIDES for limb in sorted(LIMBS)),
)
# How far bones of the spine follow the thorax rather than the pelvis, and of the neck the head rather than
# the neck's lower end. Our choice: an even bend.
SPINE = {"spine05": 0.25, "spine04": 0.5, "spine03": 0.75, "spine02": 0.95, "spine01": 1.0}
NECK = {"neck01": 0.0, "neck02": 0.25, "neck03": 0.6}
# Bones of one side that a limb's segment turns, in MakeHuman's names.
BONES = {
    "thigh": ("upperleg01", "upperleg02"),
    "shank": ("lowerleg01", "lowerleg02"),
    "foot": ("foot",),
    "toes": tuple(f"toe{toe}-1" for toe in range(1, 6)),
    "upper_arm": ("upperarm01", "upperarm02"),
    "forearm": ("lowerarm01", "lowerarm02", "wrist"),
}
# The joint centres, as the heads of bones.
JOINTS = {
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
}
LETTER: dict[Side, str] = {"left": "L", "right": "R"}


def joint(rig: Rig, name: str) -> Floats:
    """A joint's centre at rest, (3,), such as ``left_knee``."""
    side, _, part = name.partition("_")
    return rig.head(f"{JOINTS[part]}.{'L' if side == 'left' else 'R'}")


def pose_of(rig: Rig, frames: Mapping[str, Floats]) -> Pose:
    """The pose in which segments lie as in `frames`, each (..., 3, 3); its root stays over the room's origin.

    Wanted are pelvis, thorax and head; a neck that is not given leans with the thorax, a limb's segment that
    is not given goes on straight from the one above it.
    """
    pelvis, thorax, head = frames["pelvis"], frames["thorax"], frames["head"]
    neck = frames.get("neck", thorax)
    turns: dict[str, Floats] = {rig.names[0]: pelvis}
    turns |= {bone: _between(pelvis, thorax, share) for bone, share in SPINE.items()}
    turns |= {bone: _between(neck, head, share) for bone, share in NECK.items()}
    turns["head"] = head
    for side in SIDES:
        for limb, bones in BONES.items():
            frame = frames.get(f"{side}_{limb}")
            if frame is not None:
                turn = frame @ rest_frame(rig, side, limb).T
                turns |= {f"{bone}.{LETTER[side]}": turn for bone in bones}
    return Pose(_with_children(rig, turns), np.zeros(pelvis.shape[:-1]) + rig.heads[0])


def rest_frame(rig: Rig, side: Side, limb: str) -> Floats:
    """A limb's frame in the rig's rest, in which the arms are held out, (3, 3)."""
    if limb in ("foot", "toes"):
        along = rig.head(f"toe2-1.{LETTER[side]}") - joint(rig, f"{side}_ankle")
        forward = np.array([along[0], along[1], 0.0]) / np.hypot(along[0], along[1])
        return np.stack([forward, np.cross([0.0, 0.0, 1.0], forward), [0.0, 0.0, 1.0]], axis=1)
    upper, lower = {
        "thigh": ("hip", "knee"),
        "shank": ("knee", "ankle"),
        "upper_arm": ("shoulder", "elbow"),
        "forearm": ("elbow", "wrist"),
    }[limb]
    up = joint(rig, f"{side}_{upper}") - joint(rig, f"{side}_{lower}")
    return frame_along(up, _elbow_hinge(rig, side) if limb in ("upper_arm", "forearm") else LEFT)


LEFT = np.array([0.0, 1.0, 0.0])


def frame_along(up: Floats, left: Floats) -> Floats:
    """Frames (..., 3, 3) whose third column is along `up` and whose second is as near to `left` as can be."""
    up = up / np.linalg.norm(up, axis=-1, keepdims=True)
    left = left - np.sum(left * up, axis=-1, keepdims=True) * up
    left = left / np.linalg.norm(left, axis=-1, keepdims=True)
    return np.stack([np.cross(left, up), left, up], axis=-1)


def _elbow_hinge(rig: Rig, side: Side) -> Floats:
    """The elbow is a little bent at rest, so its hinge is known; it points to the left when the arm hangs."""
    shoulder, elbow, wrist = (joint(rig, f"{side}_{part}") for part in ("shoulder", "elbow", "wrist"))
    return np.cross(wrist - elbow, elbow - shoulder)


def _with_children(rig: Rig, turns: Mapping[str, Floats]) -> Floats:
    """All bones' turns (..., B, 3, 3): those not named turn with the bone that carries them."""
    every: list[Floats] = []
    for name, parent in zip(rig.names, rig.parents, strict=True):
        own = turns.get(name)
        every.append(every[parent] if own is None else own)
    return np.stack(every, axis=-3)


def _between(one: Floats, other: Floats, share: float) -> Floats:
    """The turn part of the way from one to the other, along the shortest rotation."""
    from scipy.spatial.transform import Rotation

    way = Rotation.from_matrix((np.swapaxes(one, -1, -2) @ other).reshape(-1, 3, 3)).as_rotvec() * share
    return np.asarray(one @ Rotation.from_rotvec(way).as_matrix().reshape(one.shape))
