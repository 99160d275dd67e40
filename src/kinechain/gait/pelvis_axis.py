"""Which way the pelvis points up, from the markers on its spines.

Laboratories define the pelvis by the markers on both ASIS and PSIS (or the sacrum between them), and so do
its angles here where those are seen. The fitted body, which weighs them against the legs', is the second
choice: against laboratories' own outputs its pelvic obliquity was up to 5 degrees too wide.

The angles are Plug-in Gait's and most norms': tilt, obliquity, rotation, in this order (Kadaba et al. 1990, J
Orthop Res 8:383; from memory).
"""

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats, keypoint
from kinechain.motion.markers.marker_quality import runs
from kinechain.motion.smoothing import LONGEST_GAP_S


def pelvis_axis(motion: xr.Dataset) -> Floats | None:
    """The unit vector (time, 3), square to the plane of the pelvis's markers, up; None if they are not there.

    `motion` in the walk's frame. Gaps of up to 0.1 s are bridged, others are NaN.
    """
    front = _pair(motion, "asis")
    if front is None:
        return None
    left, right = front
    behind = _behind(motion)
    if behind is None:
        return None
    axis = np.cross((left + right) / 2 - behind, left - right)
    return _bridged(motion["time"].values, axis / np.linalg.norm(axis, axis=1, keepdims=True))


def tilt(axis: Floats) -> Floats:
    """Degrees forward, (...,), of a pelvis's upward `axis` (..., 3)."""
    return np.asarray(np.degrees(np.arctan2(axis[..., 0], axis[..., 2])))


def obliquity(axis: Floats) -> Floats:
    """Degrees left side up, (...,), of a pelvis's upward `axis` (..., 3)."""
    return np.asarray(-np.degrees(np.arcsin(np.clip(axis[..., 1], -1, 1))))


def _pair(motion: xr.Dataset, name: str) -> tuple[Floats, Floats] | None:
    left, right = f"left_{name}", f"right_{name}"
    if not {left, right} <= set(motion["keypoints"].values):
        return None
    return keypoint(motion, left), keypoint(motion, right)


def _behind(motion: xr.Dataset) -> Floats | None:
    """Halfway between both PSIS, or the sacrum's marker that stands for it."""
    pair = _pair(motion, "psis")
    if pair is not None:
        return (pair[0] + pair[1]) / 2
    return keypoint(motion, "sacrum") if "sacrum" in motion["keypoints"].values else None


def _bridged(time: Floats, axis: Floats) -> Floats | None:
    seen = np.asarray(np.isfinite(axis).all(axis=1))
    if not seen.any():
        return None
    whole = np.stack([np.interp(time, time[seen], column[seen]) for column in axis.T], axis=1)
    for first, end in runs(~seen):
        inside = first > 0 and end < len(time)
        if not inside or time[end] - time[first - 1] > LONGEST_GAP_S:
            whole[first:end] = np.nan
    return whole
