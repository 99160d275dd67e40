"""How the camera moved while it filmed, and the keypoints as a camera that stood still would have seen them.

Capture watches the background (`capture.camera_watch`) and notes in the motion's variable ``camera`` how it
lies in each picture. A hand turns a phone far more than it carries it, so all of that is taken as turning
about the lens; what carrying adds, and near things show of it, stays in the keypoints.
"""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import CAMERA, Floats
from kinechain.motion.stature import running_mean

# Shake is what is quicker than a mean over so many seconds; the rest is travel.
SHAKE_S = 1.0
# Travel by more than this share of the picture's longer side (about 2 degrees of a phone) is a camera that
# was turned on purpose; a zoom by more than this share is one too. Our choice.
TURNED, ZOOMED = 0.04, 0.04
# Less than this share (a pixel in 1920) is none at all: the error of seeing it.
STILL = 0.0005
# Of the shake so much may stay in the keypoints: the hand also carries the phone, and a person who is half as
# far away as the background moves twice as much. Our choice.
LEFT_OVER = 0.3
# Pictures whose lie is not known may be so many of all; between known ones it is read off a line.
MOST_UNKNOWN = 0.2
# Beyond this angle from the middle a flat picture makes no sense.
WIDEST_DEG = 65.0


@dataclass(frozen=True, slots=True)
class CameraMotion:
    """What the background says of the camera in a stretch of time.

    `shake_px` is the standard deviation of what is quick, `travel_px` the range of what is slow, in pixels of
    the picture, whose longer side has `picture_px`; `zoom` the largest over the smallest. All are NaN where
    the background does not tell.
    """

    shake_px: float
    travel_px: float
    zoom: float
    picture_px: float

    @property
    def known(self) -> bool:
        """Whether the background tells anything."""
        return bool(np.isfinite(self.travel_px))

    @property
    def travelled(self) -> bool:
        """Whether the camera followed something or was carried."""
        return self.travel_px > TURNED * self.picture_px

    @property
    def turned(self) -> bool:
        """Whether it travelled or zoomed: lengths cannot be measured."""
        return self.travelled or self.zoom > 1 + ZOOMED

    @property
    def shaken(self) -> bool:
        """Whether a hand held it."""
        return self.shake_px > STILL * self.picture_px

    @property
    def left_px(self) -> float:
        """Standard deviation, in pixels, of what may stay in the keypoints after `steadied`."""
        return LEFT_OVER * self.shake_px if self.shaken else 0.0


def camera_motion(motion: xr.Dataset, start_s: float = -np.inf, end_s: float = np.inf) -> CameraMotion:
    """How the camera moved from `start_s` to `end_s`. Data requirements: a motion in pixels, as captured."""
    longer = float(max(motion.attrs["frame_width"], motion.attrs["frame_height"]))
    unknown = CameraMotion(np.nan, np.nan, np.nan, longer)
    if CAMERA not in motion:
        return unknown
    part = motion.sel(time=slice(start_s, end_s))
    path = _whole(part)
    if path is None or len(path) < 2:
        return unknown
    points = max(1, round(SHAKE_S / float(np.median(np.diff(part["time"].values)))))
    slow = np.stack([running_mean(path[:, axis], points) for axis in (0, 1)], axis=1)
    return CameraMotion(
        shake_px=float(np.hypot(*(path[:, :2] - slow).std(axis=0))),
        travel_px=float(np.hypot(*np.ptp(slow, axis=0))),
        zoom=float(path[:, 3].max() / path[:, 3].min()),
        picture_px=longer,
    )


def steadied(motion: xr.Dataset) -> xr.Dataset:
    """The motion as a camera that stands still would have seen it, less its variable ``camera``.

    Keypoints are put where a camera with the median direction would have them; where it did not move, or the
    background does not tell, they stay. Data requirements: a motion in pixels, as captured.
    """
    if CAMERA not in motion:
        return motion
    path = _whole(motion)
    moved = camera_motion(motion)
    steady = motion.drop_vars([CAMERA, "move"], errors="ignore")
    if path is None or not (moved.shaken or moved.turned):
        return steady
    focal = focal_of(motion).px
    middle = np.array([motion.attrs["frame_width"], motion.attrs["frame_height"]])[:, np.newaxis] / 2
    usual = np.median(path, axis=0)
    rays = _rays((motion["position"].values - middle) / focal, path, focal)
    seen = _picture(rays, usual, focal)
    return steady.assign(position=(motion["position"].dims, seen * focal + middle))


def _whole(motion: xr.Dataset) -> Floats | None:
    """The camera's path (time, 4) with short unknown stretches bridged; None where too much is unknown."""
    path = np.asarray(motion[CAMERA].values, dtype=np.float64)
    time = motion["time"].values
    known = np.isfinite(path).all(axis=1)
    if not known.any() or (~known).mean() > MOST_UNKNOWN:
        return None
    return np.stack([np.interp(time, time[known], column[known]) for column in path.T], axis=1)


def _rays(seen: Floats, path: Floats, focal: float) -> Floats:
    """Directions (time, 3, keypoints) in the frame of the first picture, of keypoints (time, 2, keypoints) in
    focal lengths right and down of the middle.
    """
    forward = np.concatenate([seen, np.ones_like(seen[:, :1])], axis=1)
    turned = _upright(-path[:, 1] / focal) @ (_across(-path[:, 0] / focal) @ forward)
    back = _rolled(-np.radians(path[:, 2])) @ turned
    back[:, 2] *= path[:, 3, np.newaxis]
    return np.asarray(back)


def _picture(rays: Floats, usual: Floats, focal: float) -> Floats:
    """The other way round, for one camera that stands still; NaN beyond `WIDEST_DEG`."""
    rays = rays.copy()
    rays[:, 2] /= usual[3]
    rolled = _rolled(np.radians(usual[2:3])) @ rays
    there = _across(usual[0:1] / focal) @ (_upright(usual[1:2] / focal) @ rolled)
    ahead = there[:, 2:] > np.cos(np.radians(WIDEST_DEG)) * np.linalg.norm(there, axis=1, keepdims=True)
    return np.asarray(np.where(ahead, there[:, :2] / np.where(ahead, there[:, 2:], 1.0), np.nan))


def _across(angle: Floats) -> NDArray[np.float64]:
    """Matrices (n, 3, 3) that turn what lies ahead to the right."""
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([cos, zero, sin, zero, one, zero, -sin, zero, cos], axis=-1).reshape(-1, 3, 3)


def _upright(angle: Floats) -> NDArray[np.float64]:
    """Matrices (n, 3, 3) that turn what lies ahead downwards."""
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([one, zero, zero, zero, cos, sin, zero, -sin, cos], axis=-1).reshape(-1, 3, 3)


def _rolled(angle: Floats) -> NDArray[np.float64]:
    """Matrices (n, 3, 3) that turn the picture clockwise."""
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([cos, -sin, zero, sin, cos, zero, zero, zero, one], axis=-1).reshape(-1, 3, 3)
