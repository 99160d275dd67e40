"""Markers of one part of the body that contradict each other: a front that lies behind its back.

Such labels were exchanged when the file was made. The joint angles that they give (a head turned by 155
degrees) are those of no body, so the part is left out and what hangs on it is not measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats, keypoint
from kinechain.motion.markers.foot_labels import find_exchanges

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
    *(
        Part(
            f"{side} half of the pelvis",
            front=(f"{side}_asis",),
            back=(f"{side}_psis",),
            measures=(
                "pelvic_tilt_mean",
                "pelvic_obliquity_range",
                "hip_flexion_peak",
                "hip_extension_peak",
                "thigh_trailing_angle_peak",
                "trunk_lean_mean",
                "trunk_sway_range",
                "pelvic_height_difference",
            ),
        )
        for side in SIDES
    ),
)
OF_FEET = (
    "heel_rise_time",
    "foot_progression_angle",
    "foot_pitch_push_off",
    "toe_extension_push_off_peak",
)


def foot_faults(motion: xr.Dataset) -> tuple[Fault, ...]:
    """The exchanged labels of the feet, in a motion with canonical names in any frame."""
    return tuple(Fault(found.markers, OF_FEET, found.reason) for found in find_exchanges(motion))


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
                f"the front markers of the {part.name} ({_named(motion, part.front)}) lie {behind:.0f} cm "
                f"behind its back ones ({_named(motion, part.back)}): their labels were exchanged"
            )
            yield Fault(tuple(present), part.measures, reason)
    yield from (fault for side in SIDES if (fault := _forefoot(motion, side)))


def _named(motion: xr.Dataset, names: Sequence[str]) -> str:
    there = [name for name in names if name in motion["keypoints"].values]
    return ", ".join(there).replace("_", " ")


def _forefoot(motion: xr.Dataset, side: Side) -> Fault | None:
    """The heads of the second and fifth metatarsals, if the fifth lies inwards of the line from the heel."""
    heel, toe, fifth = names = [f"{side}_{name}" for name in ("heel", "toe", "fifth_metatarsal_head")]
    if not set(names) <= set(motion["keypoints"].values):
        return None
    ahead, beside = (keypoint(motion, name)[:, :2] - keypoint(motion, heel)[:, :2] for name in (toe, fifth))
    length = np.maximum(np.linalg.norm(ahead, axis=1), LEAST_M)
    leftward = (ahead[:, 0] * beside[:, 1] - ahead[:, 1] * beside[:, 0]) / length
    outward = leftward if side == "left" else -leftward
    if not np.isfinite(outward).any() or np.nanmedian(outward) > -LEAST_M:
        return None
    reason = f"the {side} fifth metatarsal's marker lies inwards of the toe's: their labels were exchanged"
    return Fault((toe, fifth), OF_FEET, reason)


def _forward(motion: xr.Dataset, names: Sequence[str]) -> Floats:
    """Mean place along the way (time,) of those of the markers that the file has, NaN without any."""
    there = [keypoint(motion, name)[:, 0] for name in names if name in motion["keypoints"].values]
    if not there:
        return np.full(motion.sizes["time"], np.nan)
    return np.asarray(np.mean(there, axis=0))
