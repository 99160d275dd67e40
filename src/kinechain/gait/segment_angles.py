"""Angles of the body's segments and joints over time, in the plane of progression."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats, keypoint, middle

# A foot counts as flat while heel and toe are both slower than this share of walking speed.
STILL = 0.25
# A sole seen at a larger angle than this while flat is not an offset of the keypoints; the foot is not flat.
LARGEST_SOLE_OFFSET = 12.0


def angle_over_time(plane: xr.Dataset, angle: str, side: Side | None) -> Floats:
    """One of the angles of `SeenWalk.angle` that a side view shows, in degrees, NaN where it was not seen."""
    if angle == "trunk_lean":
        return _lean(middle(plane, "hip"), middle(plane, "shoulder"))
    if angle == "head_forward":
        return _lean(middle(plane, "shoulder"), middle(plane, "ear"))
    points = {part: keypoint(plane, f"{side}_{part}") for part in _PARTS[angle]}
    if angle == "arm_angle":
        return _hanging(points["shoulder"], points["wrist"])
    if angle == "thigh_angle":
        return _hanging(points["hip"], points["knee"])
    if angle == "knee_flexion":
        return _hanging(points["hip"], points["knee"]) - _hanging(points["knee"], points["ankle"])
    pitch = _pitch(points["heel"], points["foot_index"])
    return pitch if angle == "foot_pitch" else pitch - _hanging(points["knee"], points["ankle"])


def can_be_seen(angle: str) -> bool:
    """Whether `angle_over_time` gives that angle."""
    return angle in _PARTS or angle in ("trunk_lean", "head_forward")


_PARTS: dict[str, tuple[str, ...]] = {
    "arm_angle": ("shoulder", "wrist"),
    "thigh_angle": ("hip", "knee"),
    "knee_flexion": ("hip", "knee", "ankle"),
    "foot_pitch": ("heel", "foot_index"),
    "ankle_dorsiflexion": ("knee", "ankle", "heel", "foot_index"),
}


def lies_flat(plane: xr.Dataset, side: Side, walking_speed: float) -> NDArray[np.bool_]:
    """When a foot rests on the floor: heel and toe both nearly still."""
    time = plane["time"].values
    points = (keypoint(plane, f"{side}_heel"), keypoint(plane, f"{side}_foot_index"))
    speeds = [np.hypot(*np.gradient(point, time, axis=0).T) for point in points]
    return np.asarray((speeds[0] < STILL * walking_speed) & (speeds[1] < STILL * walking_speed))


def sole_offset(plane: xr.Dataset, side: Side, walking_speed: float) -> float:
    """Foot pitch (degrees) that the keypoints show while the foot lies flat on the floor.

    The toe keypoint lies on the shoe's tip, above the sole, and the heel's on the heel's back, so a
    flat foot seems tilted by a few degrees; a foot flat on a level floor is the zero. NaN where the
    foot was never flat, as in toe walking: its angles are then not known.
    """
    flat = lies_flat(plane, side, walking_speed)
    if not flat.any():
        return np.nan
    heel, toe = keypoint(plane, f"{side}_heel"), keypoint(plane, f"{side}_foot_index")
    offset = float(np.median(_pitch(heel, toe)[flat]))
    return offset if abs(offset) <= LARGEST_SOLE_OFFSET else np.nan


def flat_foot_offsets(plane: xr.Dataset, walking_speed: float) -> dict[Side, float]:
    """`sole_offset` of both feet."""
    return {side: sole_offset(plane, side, walking_speed) for side in SIDES}


def _hanging(upper: Floats, lower: Floats) -> Floats:
    """Angle of the line from `upper` down to `lower`; positive when the lower end is ahead."""
    forward, up = (lower - upper).T
    return np.asarray(np.degrees(np.arctan2(forward, -up)))


def _lean(lower: Floats, upper: Floats) -> Floats:
    """Angle of the line from `lower` up to `upper`; positive when the upper end is ahead."""
    forward, up = (upper - lower).T
    return np.asarray(np.degrees(np.arctan2(forward, up)))


def _pitch(heel: Floats, toe: Floats) -> Floats:
    forward, up = (toe - heel).T
    return np.asarray(np.degrees(np.arctan2(up, forward)))
