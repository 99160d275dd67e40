"""A `Motion` in pixels from another tool's keypoints, as Sports2D writes them into TRC files.

Their names (HALPE 26, BODY 25, COCO, BlazePose) become the keypoints of a capture; what a set lacks
is not seen. Data requirements: hips, knees and ankles of both sides.
"""

import re

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.dataset import make_motion
from kinechain.motion.extent import LARGEST_SIDE
from kinechain.motion.keypoints import INDEX, KEYPOINTS
from kinechain.motion.reading.reading import Floats, Reading

# The part of a name after its side.
PARTS = {
    "hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "bigtoe": "foot_index",
    "shoulder": "shoulder", "elbow": "elbow", "wrist": "wrist", "eye": "eye", "ear": "ear",
}  # fmt: skip
NEEDED = tuple(f"{side}_{part}" for side in ("left", "right") for part in ("hip", "knee", "ankle"))
UPPER, LOWER = ("left_shoulder", "right_shoulder", "left_hip", "right_hip"), ("left_ankle", "right_ankle")
NO_SIZE = "the file does not tell the picture's size, so limbs cut off by its edge cannot be told"


def pixel_motion(reading: Reading, source_file: str) -> xr.Dataset:
    """The motion of keypoints in pixels. Raises `InputError` where the person's legs are not among them."""
    position = np.full((len(reading.time), 2, len(KEYPOINTS)), np.nan)
    for index, name in enumerate(reading.names):
        ours = our_keypoint(name)
        if ours is not None:
            position[:, :, INDEX[ours]] = reading.position[:, :2, index]
    missing = [name for name in NEEDED if not np.isfinite(position[:, :, INDEX[name]]).any()]
    if missing:
        raise InputError(f"it has positions in pixels, but lacks {', '.join(missing)}")
    position = _downwards(position)
    seen = np.isfinite(position).all(axis=1)
    position, size = _in_picture(np.where(np.expand_dims(seen, 1), position, np.nan))
    return make_motion(
        reading.time,
        position,
        np.where(seen, 1.0, np.nan),
        fps=reading.rate_hz,
        frames=len(reading.time),
        frame_size=size,
        source_file=source_file,
        person=1,
        warnings=[*reading.warnings, NO_SIZE],
    )


def our_keypoint(name: str) -> str | None:
    """A capture's name for another set's keypoint, None for those that it has not."""
    plain = re.sub(r"[\s_.-]", "", name).lower()
    ours = next((known for known in KEYPOINTS if known.replace("_", "") == plain), None)
    if ours is not None:
        return ours
    for side, letter in (("left", "l"), ("right", "r")):
        for prefix in (side, letter):
            if plain.startswith(prefix) and plain[len(prefix) :] in PARTS:
                return f"{side}_{PARTS[plain[len(prefix) :]]}"
    return None


def _downwards(position: Floats) -> Floats:
    """With y down, as in a picture: shoulders and hips of a walking person lie above the ankles."""
    height = {
        name: np.nanmedian(position[:, 1, INDEX[name]])
        for name in (*UPPER, *LOWER)
        if np.isfinite(position[:, 1, INDEX[name]]).any()
    }
    upper = np.mean([height[name] for name in UPPER if name in height])
    lower = np.mean([height[name] for name in LOWER if name in height])
    return position * np.array([1.0, -1.0])[:, np.newaxis] if upper > lower else position


def _in_picture(position: Floats) -> tuple[Floats, tuple[int, int]]:
    """Moved so that nothing lies outside a picture, and the size of one that has room around them."""
    low, high = np.nanmin(position, axis=(0, 2)), np.nanmax(position, axis=(0, 2))
    room = (high - low).max() / 2
    shift = np.where(low < 0, room - low, 0.0)
    size = np.ceil(high + shift + room)
    if not np.isfinite(size).all() or size.max() > LARGEST_SIDE or room < 1:
        raise InputError("its positions fit no picture")
    return position + shift[:, np.newaxis], (int(size[0]), int(size[1]))
