"""Markers of one part of the body that contradict each other: a front that lies behind its back.

Such labels were exchanged when the file was made. The joint angles that they give (a head turned by 155
degrees) are those of no body, so the part is left out and what hangs on it is not measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats, keypoint

# Nearer to each other than this along the way, front and back say nothing. Our choice.
LEAST_M = 0.02


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body, its markers in front and behind, and the measures that need it."""

    name: str
    front: tuple[str, ...]
    back: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A part whose markers (those of the file) contradict each other, and why."""

    markers: tuple[str, ...]
    measures: tuple[str, ...]
    reason: str


PARTS = (
    Part(
        "head",
        front=("left_head_front", "right_head_front", "nose", "left_eye", "right_eye"),
        back=("left_head_back", "right_head_back", "left_ear", "right_ear"),
        measures=(
            "head_forward_angle",
            "head_vertical_oscillation",
            "craniovertebral_angle",
            "plumb_line_offset",
        ),
    ),
    Part(
        "chest",
        front=("jugular_notch", "xiphoid"),
        back=("c7", "t10", "right_scapula"),
        measures=("trunk_lean_mean", "trunk_sway_range", "head_forward_angle", "craniovertebral_angle"),
    ),
)


def find_faults(motion: xr.Dataset) -> tuple[Fault, ...]:
    """The parts whose markers in front lie behind those at the back, in a motion in the walk's frame."""
    return tuple(_faults(motion))


def without_faults(motion: xr.Dataset, faults: Sequence[Fault]) -> xr.Dataset:
    """`motion` without those markers, with a warning for each part."""
    wrong = {marker for fault in faults for marker in fault.markers}
    if not wrong:
        return motion
    kept = [name for name in motion["keypoints"].values if name not in wrong]
    warnings = [*motion.attrs.get("warnings", []), *(fault.reason for fault in faults)]
    return motion.sel(keypoints=kept).assign_attrs(warnings=warnings)


def _faults(motion: xr.Dataset) -> Iterator[Fault]:
    for part in PARTS:
        front, back = (_forward(motion, names) for names in (part.front, part.back))
        ahead = front - back
        if np.isfinite(ahead).any() and np.nanmedian(ahead) < -LEAST_M:
            present = [name for name in (*part.front, *part.back) if name in motion["keypoints"].values]
            behind = abs(100 * float(np.nanmedian(ahead)))
            reason = (
                f"the markers of the {part.name}'s front lie {behind:.0f} cm behind those of its back: "
                "their labels were exchanged"
            )
            yield Fault(tuple(present), part.measures, reason)


def _forward(motion: xr.Dataset, names: Sequence[str]) -> Floats:
    """Mean place along the way (time,) of those of the markers that the file has, NaN without any."""
    there = [keypoint(motion, name)[:, 0] for name in names if name in motion["keypoints"].values]
    if not there:
        return np.full(motion.sizes["time"], np.nan)
    return np.asarray(np.mean(there, axis=0))
