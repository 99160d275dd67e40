"""Which sightings can be trusted: inside the picture, and not of a limb hidden behind something."""

from itertools import pairwise

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.stature import running_mean

# A limb whose keypoints are seen with less confidence than this over a quarter of a second, or at once
# with less than half of it, is hidden by a thing; the other leg hides a limb more briefly and less.
LEAST_CONFIDENCE = 0.35
WINDOW_S = 0.25
# A keypoint this near the border, as a share of the picture's longer side, may be a guess at what
# lies beyond it.
BORDER = 0.02

LIMBS: tuple[tuple[str, ...], ...] = tuple(
    tuple(f"{side}_{part}" for part in parts)
    for side in ("left", "right")
    for parts in (("knee", "ankle", "heel", "foot_index"), ("elbow", "wrist"))
)


def only_in_view(motion: xr.Dataset) -> xr.Dataset:
    """A copy of a motion (px) in which keypoints outside the picture and limbs that are hidden, or that the
    picture's edge cuts off, are NaN.
    """
    position = motion["position"].values
    size = np.array([motion.attrs["frame_width"], motion.attrs["frame_height"]])
    border = BORDER * size.max()
    outside = ~((position >= border) & (position <= size[:, np.newaxis] - border)).all(axis=1)
    unseen = outside | _cut_off(outside & np.isfinite(position).all(axis=1), motion) | _hidden(motion)
    return motion.assign(position=motion["position"].where(~unseen[:, np.newaxis, :]))


def _cut_off(outside: NDArray[np.bool_], motion: xr.Dataset) -> NDArray[np.bool_]:
    """Limbs of which a part is outside, shape (time, keypoints). Of such a limb the network guesses the
    rest, and in some frames puts all of it inside, so those between two such frames count too.
    """
    time = motion["time"].values
    cut_off = np.zeros_like(outside)
    for columns in _columns(motion):
        frames = np.flatnonzero(outside[:, columns].any(axis=1))
        now = np.zeros(len(time), dtype=bool)
        now[frames] = True
        for before, after in pairwise(frames.tolist()):
            now[before:after] |= time[after] - time[before] <= WINDOW_S
        cut_off[:, columns] = now[:, np.newaxis]
    return cut_off


def _hidden(motion: xr.Dataset) -> NDArray[np.bool_]:
    """Shape (time, keypoints)."""
    hidden = np.zeros(motion["confidence"].shape, dtype=bool)
    rate = 1 / float(np.median(np.diff(motion["time"].values)))
    for columns in _columns(motion):
        seen = motion["confidence"].values[:, columns].mean(axis=1)
        low = running_mean(seen, round(WINDOW_S * rate)) < LEAST_CONFIDENCE
        hidden[:, columns] = (low | (seen < LEAST_CONFIDENCE / 2))[:, np.newaxis]
    return hidden


def _columns(motion: xr.Dataset) -> list[list[int]]:
    """Where each limb's keypoints are in the motion, for the limbs it has."""
    names = list(motion["keypoints"].values)
    limbs = ([names.index(name) for name in limb if name in names] for limb in LIMBS)
    return [columns for columns in limbs if columns]
