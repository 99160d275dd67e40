"""Changes made to a walk by a known amount: a stiff knee, a stoop, a head held forward, short strides."""

from dataclasses import dataclass

import numpy as np

from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats
from kinechain.rendering.turn import turn
from kinechain.validation.rendered_cycle import GaitCycle

LEG, ARM = ("thigh", "shank", "foot"), ("upper_arm", "forearm")
# The rig's hips are a third further apart than people's, so the same list of the pelvis would lift a foot
# more.
PELVIS_SHARE = 0.75
# A stiff knee flexes less from this angle (deg) on, in full from the other.
KNEE_FREE, KNEE_STIFF = 20.0, 50.0
# A heel that is up by this much (deg) in push-off is not raised further.
HEEL_UP = 40.0
# Toes stay on the floor while the foot rises about them, up to this angle (deg).
MOST_TOE_BEND = 40.0
# A foot whose heel sinks quicker than this (deg/s) is in swing; its toes straighten within about this time.
SINKING, STRAIGHTENING_S = 60.0, 0.04


@dataclass(frozen=True, slots=True)
class Changes:
    """What is changed. `stiff_knee`: degrees less of flexion in swing, left and right. `trunk_lean`,
    `neck_lean`: degrees by which the chest and the neck's lower end lean forward, the head upright all the
    same; the lines from hips to shoulders and to the ears lean two thirds and a third of that. `on_toes`:
    degrees that heels stay up. `stride`: share of the legs' and arms' swing that is left, left and right.
    """

    stiff_knee: tuple[float, float] = (0.0, 0.0)
    trunk_lean: float = 0.0
    neck_lean: float = 0.0
    on_toes: float = 0.0
    stride: tuple[float, float] = (1.0, 1.0)


NONE = Changes()
CHANGES: dict[str, Changes] = {
    "none": NONE,
    "stiff_knees": Changes(stiff_knee=(10.0, 10.0)),
    "stiff_left_knee": Changes(stiff_knee=(10.0, 0.0)),
    "stiff_right_knee": Changes(stiff_knee=(0.0, 10.0)),
    "stooped": Changes(trunk_lean=14.0),
    "head_forward": Changes(neck_lean=26.0),
    "on_toes": Changes(on_toes=14.0),
    "short_strides": Changes(stride=(0.85, 0.85)),
    "short_left": Changes(stride=(0.80, 1.0)),
}


def changed_frames(
    cycle: GaitCycle, time: Floats, phase: Floats, changes: Changes, swing: Floats | float = 1.0
) -> dict[str, Floats]:
    """The segments' frames (T, 3, 3) at times (T,) when the cycle is at phases (T,), in the walk's frame;
    legs and arms swing by `swing` (T,) times what they would.
    """
    frames = {part: cycle.turns[part].at(phase) for part in ("thorax", "head")}
    frames["pelvis"] = cycle.turns["pelvis"].at(phase, PELVIS_SHARE)
    for side, share in zip(SIDES, changes.stride, strict=True):
        for part in (*LEG, *ARM):
            frames[f"{side}_{part}"] = _swung(cycle, f"{side}_{part}", phase, share * swing)
    lean = turn("y", changes.trunk_lean)
    frames["thorax"] = lean @ frames["thorax"]
    frames["neck"] = turn("y", changes.neck_lean) @ frames["thorax"]
    for side, less in zip(SIDES, changes.stiff_knee, strict=True):
        _stiffen(frames, side, less)
        _raise_heel(frames, side, changes.on_toes)
        for part in ARM:
            frames[f"{side}_{part}"] = lean @ frames[f"{side}_{part}"]
        frames[f"{side}_toes"] = frames[f"{side}_foot"] @ turn("y", -toe_bend(frames[f"{side}_foot"], time))
    return frames


def _swung(cycle: GaitCycle, part: str, phase: Floats, share: Floats | float) -> Floats:
    """A limb's frames with its swing multiplied; a foot's is counted from flat on the floor, so that it still
    lies flat.
    """
    from scipy.spatial.transform import Rotation

    turn = cycle.turns[part]
    if not part.endswith("_foot"):
        return turn.at(phase, share)
    frame = turn.at(phase)
    angles = Rotation.from_matrix(frame).as_euler("ZYX")
    angles[:, 1:] *= np.broadcast_to(share, phase.shape)[:, None]
    return np.asarray(Rotation.from_euler("ZYX", angles).as_matrix())


def _stiffen(frames: dict[str, Floats], side: Side, less: float) -> None:
    """Takes up to `less` degrees off the knee's flexion where it is large; the foot keeps its direction."""
    if less == 0:
        return
    thigh, shank = frames[f"{side}_thigh"], frames[f"{side}_shank"]
    flexion = pitch(shank) - pitch(thigh)
    share = np.clip((flexion - KNEE_FREE) / (KNEE_STIFF - KNEE_FREE), 0.0, 1.0)
    smooth = share * share * (3 - 2 * share)
    frames[f"{side}_shank"] = shank @ turn("y", -less * smooth)


def _raise_heel(frames: dict[str, Floats], side: Side, angle: float) -> None:
    """Points the foot by `angle` degrees, less the more its heel is up anyway."""
    foot = frames[f"{side}_foot"]
    share = 1 - np.clip(pitch(foot) / HEEL_UP, 0.0, 1.0)
    frames[f"{side}_foot"] = foot @ turn("y", angle * share)


def toe_bend(foot: Floats, time: Floats) -> Floats:
    """Degrees that the toes are bent up against a foot (T, 3, 3) at `time` (T,): level while the heel rises
    about them, straight again soon after the foot has left the floor.
    """
    up = pitch(foot)
    bearing = np.gradient(up, time) > -SINKING
    last = np.maximum.accumulate(np.where(bearing, time, -np.inf))
    return np.asarray(np.exp((last - time) / STRAIGHTENING_S) * np.clip(up, 0.0, MOST_TOE_BEND))


def pitch(frame: Floats) -> Floats:
    """Degrees by which frames (T, 3, 3) are turned forward in the sagittal plane, (T,)."""
    return np.asarray(np.degrees(np.arctan2(frame[:, 0, 2], frame[:, 2, 2])))
