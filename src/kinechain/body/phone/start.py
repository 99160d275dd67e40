"""Where the fit of a film starts: poses and camera as the picture alone suggests them.

From the side, the plane of progression (`motion.plane`) gives every segment's angle; from the front or the
back, where the legs swing along the line of sight, the body starts upright on its way.
"""

from typing import Final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.measurement import SIDES
from kinechain.motion.camera import focal_of
from kinechain.motion.course import Pass
from kinechain.motion.dataset import keypoint, middle
from kinechain.motion.plane import to_plane

Floats = NDArray[np.float64]

OBLIQUE: Final = 55.0
"""Up to so many degrees off the side the plane of progression tells more than nothing."""
TILT: Final = np.radians(10.0)
HEIGHT_M: Final = 1.2


def start_of(
    chain: Chain, smoothed: xr.Dataset, course: Pass, time: Floats, *, height_m: float, hip_height_m: float
) -> tuple[Floats, Floats]:
    """Poses (T, Q) at `time` and the camera's unknowns (6,) for a pass of a smoothed motion (px).

    `height_m` is the person's, `hip_height_m` that of the hips over the floor.
    """
    yaw = np.radians(course.yaw)
    lens = focal_of(smoothed)
    across = height_m * (course.x0 * np.sin(yaw) - course.z0 * np.cos(yaw))
    ahead = height_m * (course.x0 * np.cos(yaw) + course.z0 * np.sin(yaw))
    heading = np.arctan2(np.cos(yaw), np.sin(yaw))
    q = np.repeat(chain.default[None], len(time), axis=0)
    q[:, chain.coordinate("pelvis_tilt")] = TILT
    camera = np.array([np.log(lens.px), 0.0, 0.0, HEIGHT_M, heading, across])
    if course.off_side <= OBLIQUE:
        plane = to_plane(smoothed, course)
        camera[3] = _from_the_side(chain, plane, time, q, height_m=height_m, ahead=ahead)
    else:
        # Midway through the pass the person is at the course's own point.
        middle_s = (course.start_s + course.end_s) / 2
        q[:, chain.coordinate("pelvis_x")] = ahead + height_m * course.speed * (time - middle_s)
        q[:, chain.coordinate("pelvis_z")] = hip_height_m
        for side in SIDES:
            q[:, chain.coordinate(f"{side}_hip_flexion")] = TILT + np.radians(5.0)
            q[:, chain.coordinate(f"{side}_knee_flexion")] = np.radians(15.0)
    # A keypoint that was lost for a moment can make an angle that no joint has.
    return np.clip(q, chain.lowest, chain.highest), camera


def _from_the_side(
    chain: Chain, plane: xr.Dataset, time: Floats, q: Floats, *, height_m: float, ahead: float
) -> float:
    """Fill poses `q` (T, Q) from the plane of progression; the camera's height over the floor, m."""

    def at(values: Floats) -> Floats:
        known = np.isfinite(values)
        if known.sum() < 2:
            return np.zeros(len(time))
        return np.interp(time, plane["time"].values[known], values[known])

    def fill(name: str, values: Floats) -> None:
        q[:, chain.coordinate(name)] = at(values)

    lowest = np.concatenate([keypoint(plane, f"{side}_heel")[:, 1] for side in SIDES])
    height = -height_m * float(np.nanpercentile(lowest, 10)) + 0.02
    hip, shoulder, ear = (middle(plane, name) for name in ("hip", "shoulder", "ear"))
    fill("pelvis_x", ahead + height_m * hip[:, 0])
    fill("pelvis_z", height + height_m * hip[:, 1])
    trunk, head = _lean(hip, shoulder), _lean(shoulder, ear)
    # At neutral the shoulders stand 7 degrees behind the hips, and the ears 18 before the shoulders.
    fill("lumbar_flexion", trunk + np.radians(7.0) - TILT)
    fill("neck_flexion", head - np.radians(18.0) - trunk - np.radians(7.0))
    for side in SIDES:
        part = {name: keypoint(plane, f"{side}_{name}") for name in _PARTS}
        thigh, shank = _hanging(part["hip"], part["knee"]), _hanging(part["knee"], part["ankle"])
        forward, up = (part["foot_index"] - part["heel"]).T
        fill(f"{side}_hip_flexion", thigh + TILT)
        fill(f"{side}_knee_flexion", thigh - shank)
        fill(f"{side}_ankle_dorsiflexion", np.arctan2(up, forward) - shank)
        arm, forearm = _hanging(part["shoulder"], part["elbow"]), _hanging(part["elbow"], part["wrist"])
        fill(f"{side}_shoulder_flexion", arm + trunk)
        fill(f"{side}_elbow_flexion", forearm - arm)
    return height


_PARTS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")


def _hanging(upper: Floats, lower: Floats) -> Floats:
    forward, up = (lower - upper).T
    return np.asarray(np.arctan2(forward, -up))


def _lean(lower: Floats, upper: Floats) -> Floats:
    forward, up = (upper - lower).T
    return np.asarray(np.arctan2(forward, up))
