"""Poses from joint angles: how a person stands, in words a physiotherapist uses.

Angles in degrees, 0 in upright stance with hanging arms; a value may be a number or one for each of T times,
(T,). The body is first turned as a whole, then each segment against the one above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kinechain.measurement import SIDES, Side
from kinechain.rendering.rig import Floats
from kinechain.rendering.turn import turn

Angle = float | Floats


@dataclass(frozen=True, slots=True, eq=False)
class LimbAngles:
    """One side. Hip and shoulder flexion swing the limb forward, abduction away from the body, rotation turns
    it outwards about itself; knee and elbow flexion bend, ankle dorsiflexion lifts the foot's tip, toe
    extension lifts the toes.
    """

    hip_flexion: Angle = 0.0
    hip_abduction: Angle = 0.0
    hip_rotation: Angle = 0.0
    knee_flexion: Angle = 0.0
    ankle_dorsiflexion: Angle = 0.0
    toe_extension: Angle = 0.0
    shoulder_flexion: Angle = 0.0
    shoulder_abduction: Angle = 8.0
    shoulder_rotation: Angle = 0.0
    elbow_flexion: Angle = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class JointAngles:
    """The whole body. `pelvic_tilt`, `trunk_lean`, `neck_lean` and `head_pitch` are forward, against the
    vertical; `pelvic_list` lifts the left hip, `trunk_list` bends to the left, `pelvic_turn`, `trunk_turn`
    and `head_turn` turn to the left, all against the room.
    """

    pelvic_tilt: Angle = 0.0
    pelvic_list: Angle = 0.0
    pelvic_turn: Angle = 0.0
    trunk_lean: Angle = 0.0
    trunk_list: Angle = 0.0
    trunk_turn: Angle = 0.0
    neck_lean: Angle = 0.0
    head_pitch: Angle = 0.0
    head_turn: Angle = 0.0
    left: LimbAngles = field(default_factory=LimbAngles)
    right: LimbAngles = field(default_factory=LimbAngles)

    def of(self, side: Side) -> LimbAngles:
        """One side's."""
        return self.left if side == "left" else self.right


def frames_of(angles: JointAngles) -> Mapping[str, Floats]:
    """The segments' frames for `segments.pose_of`, each (T, 3, 3), T being 1 for plain numbers."""
    pelvis = turn("z", angles.pelvic_turn) @ turn("x", angles.pelvic_list) @ turn("y", angles.pelvic_tilt)
    thorax = (
        turn("z", angles.trunk_turn) @ turn("x", _minus(angles.trunk_list)) @ turn("y", angles.trunk_lean)
    )
    neck = turn("z", angles.trunk_turn) @ turn("y", angles.neck_lean)
    head = turn("z", angles.head_turn) @ turn("y", angles.head_pitch)
    frames = {"pelvis": pelvis, "thorax": thorax, "neck": neck, "head": head}
    for side in SIDES:
        frames |= _leg(side, angles.of(side), pelvis) | _arm(side, angles.of(side), thorax)
    return _equally_long(frames)


def _leg(side: Side, limb: LimbAngles, pelvis: Floats) -> dict[str, Floats]:
    thigh = pelvis @ _ball(side, limb.hip_flexion, limb.hip_abduction, limb.hip_rotation)
    shank = thigh @ turn("y", limb.knee_flexion)
    foot = shank @ turn("y", _minus(limb.ankle_dorsiflexion))
    toes = foot @ turn("y", _minus(limb.toe_extension))
    return {f"{side}_thigh": thigh, f"{side}_shank": shank, f"{side}_foot": foot, f"{side}_toes": toes}


def _arm(side: Side, limb: LimbAngles, thorax: Floats) -> dict[str, Floats]:
    upper = thorax @ _ball(side, limb.shoulder_flexion, limb.shoulder_abduction, limb.shoulder_rotation)
    fore = upper @ turn("y", _minus(limb.elbow_flexion))
    return {f"{side}_upper_arm": upper, f"{side}_forearm": fore}


def _ball(side: Side, flexion: Angle, abduction: Angle, rotation: Angle) -> Floats:
    """A hip or shoulder: swung forward in the plane it has been lifted into, turned about itself last."""
    out = 1.0 if side == "left" else -1.0
    lifted = turn("x", np.asarray(abduction) * out)
    return np.asarray(turn("y", _minus(flexion)) @ lifted @ turn("z", np.asarray(rotation) * out))


def _minus(angle: Angle) -> Floats:
    return np.asarray(-np.asarray(angle, dtype=np.float64))


def _equally_long(frames: Mapping[str, Floats]) -> dict[str, Floats]:
    times = max(1 if frame.ndim == 2 else len(frame) for frame in frames.values())
    return {name: np.broadcast_to(frame, (times, 3, 3)).copy() for name, frame in frames.items()}
