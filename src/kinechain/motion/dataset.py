"""`Motion`: keypoints over time as one labelled `xarray.Dataset`.

Variables and dimensions (names as in the ``movement`` package, so a dataset can be handed over; add
its ``individuals`` dimension with ``expand_dims``):

- ``position`` (time, space, keypoints), NaN where a keypoint was not seen;
- ``confidence`` (time, keypoints), 0 to 1, NaN where not seen;
- coordinate ``time`` in seconds from the first frame of the file, increasing, not always evenly.

Attributes: ``units`` (``px`` with x right and y down, or ``m``), ``fps`` (mean frames a second),
``frames`` (in the file), ``frame_width`` and ``frame_height`` (px), ``source_file`` (name without
folder), ``source_kind`` (``video``), ``person`` (number of the person in the clip) and ``warnings``
(a list of lines for the user).
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.motion.attributes import check_attributes
from kinechain.motion.extent import FURTHEST, HIGHEST_HZ, LONGEST_S, LOWEST_HZ, MOST_FRAMES
from kinechain.motion.keypoints import KEYPOINTS

Floats = NDArray[np.float64]
VARIABLES = {"position": ("time", "space", "keypoints"), "confidence": ("time", "keypoints")}
SPACE = ("x", "y")


def make_motion(
    time: Floats,
    position: Floats,
    confidence: Floats,
    *,
    fps: float,
    frames: int,
    frame_size: tuple[int, int],
    source_file: str,
    person: int,
    warnings: Sequence[str] = (),
) -> xr.Dataset:
    """The motion of one person in a video: `time` (n,), `position` (n, 2, 33) px, `confidence` (n, 33)."""
    return xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), position),
            "confidence": (("time", "keypoints"), confidence),
        },
        coords={"time": time, "space": list(SPACE), "keypoints": list(KEYPOINTS)},
        attrs={
            "units": "px",
            "fps": fps,
            "frames": frames,
            "frame_width": frame_size[0],
            "frame_height": frame_size[1],
            "source_file": source_file,
            "source_kind": "video",
            "person": person,
            "warnings": list(warnings),
        },
    )


def check_motion(motion: xr.Dataset) -> None:
    """Raise `InputError`, in one line, where the dataset is not a `Motion` that can be relied on.

    It may come from a stranger's file, so sizes and spans are bounded too: what passes can be
    computed with in sane time and memory.
    """
    _check_layout(motion)
    check_attributes(motion.attrs)
    _check_labels(motion)
    _check_time(motion["time"].values)
    _check_values(motion)


def _check_layout(motion: xr.Dataset) -> None:
    for name, dimensions in VARIABLES.items():
        if name not in motion or motion[name].dims != dimensions:
            shown = f"({', '.join(dimensions)})"
            raise InputError(f"this is no motion: it needs {name!r} with dimensions {shown}")
        if motion[name].dtype.kind != "f":
            raise InputError(f"this is no motion: {name!r} must hold floating-point numbers")
    for name in VARIABLES["position"]:
        if name not in motion.coords:
            raise InputError(f"this is no motion: its dimension {name!r} has no coordinate")


def _check_labels(motion: xr.Dataset) -> None:
    if tuple(motion["space"].values) != SPACE:
        raise InputError("this motion needs the space coordinates x and y, in this order")
    if tuple(motion["keypoints"].values) != KEYPOINTS:
        raise InputError(f"this motion needs the {len(KEYPOINTS)} keypoints of a capture, in their order")


def _check_time(time: NDArray[np.generic]) -> None:
    increase = time.dtype.kind == "f" and np.isfinite(time).all() and (np.diff(time) > 0).all()
    if len(time) < 2 or not increase:
        raise InputError("this motion needs at least two frames whose times increase")
    if len(time) > MOST_FRAMES or time[0] < 0 or time[-1] > LONGEST_S + 1:
        raise InputError(
            f"this motion must lie within {LONGEST_S / 60:.0f} minutes and {MOST_FRAMES} frames; "
            "cut out the walk"
        )
    if not LOWEST_HZ <= 1 / float(np.median(np.diff(time))) <= HIGHEST_HZ:
        raise InputError(
            f"this motion needs between {LOWEST_HZ:.0f} and {HIGHEST_HZ:.0f} frames a second; "
            "are its times in seconds?"
        )


def _check_values(motion: xr.Dataset) -> None:
    position, confidence = motion["position"].values, motion["confidence"].values
    if not (np.isnan(position) | (np.abs(position) <= FURTHEST)).all():
        raise InputError("this motion has positions that no camera can have seen")
    if not (np.isnan(confidence) | ((confidence >= 0) & (confidence <= 1))).all():
        raise InputError("this motion has a confidence outside 0 to 1")
    if (np.isfinite(position).all(axis=1) & np.isnan(confidence)).any():
        raise InputError("this motion has positions without confidence")


def keypoint(motion: xr.Dataset, name: str) -> Floats:
    """One keypoint's track, shape (time, space)."""
    return np.asarray(motion["position"].sel(keypoints=name).values, dtype=np.float64)


def middle(motion: xr.Dataset, part: str) -> Floats:
    """Halfway between the left and the right `part` (``hip``, ``ear`` ...), shape (time, space)."""
    return (keypoint(motion, f"left_{part}") + keypoint(motion, f"right_{part}")) / 2
