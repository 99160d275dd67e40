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
from kinechain.motion.keypoints import KEYPOINTS

Floats = NDArray[np.float64]
REQUIRED_ATTRIBUTES = ("units", "fps", "frames", "source_file", "source_kind")


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
        coords={"time": time, "space": ["x", "y"], "keypoints": list(KEYPOINTS)},
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
    """Raise `InputError`, in one line, where the dataset is not a `Motion`."""
    if "position" not in motion or motion["position"].dims != ("time", "space", "keypoints"):
        raise InputError("this is no motion: it needs 'position' with dimensions (time, space, keypoints)")
    missing = [name for name in REQUIRED_ATTRIBUTES if name not in motion.attrs]
    if missing:
        raise InputError(f"this motion lacks the attribute {missing[0]!r}")
    if motion.sizes["time"] < 2 or not (np.diff(motion["time"].values) > 0).all():
        raise InputError("this motion needs at least two frames whose times increase")


def keypoint(motion: xr.Dataset, name: str) -> Floats:
    """One keypoint's track, shape (time, space)."""
    return np.asarray(motion["position"].sel(keypoints=name).values, dtype=np.float64)


def middle(motion: xr.Dataset, part: str) -> Floats:
    """Halfway between the left and the right `part` (``hip``, ``ear`` ...), shape (time, space)."""
    return (keypoint(motion, f"left_{part}") + keypoint(motion, f"right_{part}")) / 2
