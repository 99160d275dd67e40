"""From the picture to the plane in which a person walks.

Each keypoint's ray is cut with the upright plane through the course, moved to the keypoint's side of
the body by half the body's width there, so a view that is not quite from the side, and the camera's
perspective, are taken out. What remains wrong: the camera is taken as level.
"""

import numpy as np
import xarray as xr

from kinechain.motion.camera import focal_of
from kinechain.motion.course import Pass

# Half the distance between left and right, in statures: hip joints and shoulders from Drillis and
# Contini 1966 (as in Winter 2009, figure 4.1: hips 0.191, shoulders 0.259 wide, joints a little
# inside), feet from a step width of 0.06. Face points lie near the middle.
HALF_WIDTH = {"hip": 0.05, "knee": 0.045, "ankle": 0.035, "heel": 0.03, "foot_index": 0.04, "shoulder": 0.11}
HALF_WIDTH |= {"elbow": 0.13, "wrist": 0.13, "pinky": 0.13, "index": 0.13, "thumb": 0.13, "ear": 0.04}


def to_plane(motion: xr.Dataset, course: Pass) -> xr.Dataset:
    """The part of a smoothed motion (px) in one pass, in the plane of progression.

    `space` becomes (forward, up), both in statures; forward is the way the person goes and up counts
    from the camera's height. The angles in it are where the fit of a film starts, no measurement: at 40
    degrees off the side they are wrong by 10. Data requirements: a pass that is no view from the front.
    """
    part = motion.sel(time=slice(course.start_s, course.end_s))
    width, height = motion.attrs["frame_width"], motion.attrs["frame_height"]
    focal = focal_of(motion).px
    across = (part["position"].sel(space="x").values - width / 2) / focal
    down = (part["position"].sel(space="y").values - height / 2) / focal
    cos, sin = np.cos(np.radians(course.yaw)), np.sin(np.radians(course.yaw))
    # To the walker's left lies (-sin, cos) over the ground.
    left = np.array([_leftward(str(name)) for name in part["keypoints"].values])
    x0, z0 = course.x0 - left * sin, course.z0 + left * cos
    forward = (z0 * across - x0) / (cos - across * sin)
    up = -down * (z0 + forward * sin)
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), np.stack([forward, up], axis=1))},
        coords={
            "time": part["time"].values,
            "space": ["forward", "up"],
            "keypoints": part["keypoints"].values,
        },
        attrs={**motion.attrs, "units": "stature"},
    )


def _leftward(keypoint: str) -> float:
    """How far to the walker's left a keypoint lies, in statures."""
    side, _, part = keypoint.partition("_")
    return {"left": 1.0, "right": -1.0}.get(side, 0.0) * HALF_WIDTH.get(part, 0.0)
