"""Which way is up and which way a body faces, read off the body itself.

The head is above the pelvis and the pelvis above the feet, left is left of right, the front of the pelvis is
before its back and toes are before heels. Laboratories put their axes as they like; bodies do not.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.marker_table import SIDES

PELVIS = ("asis", "psis", "hip", "iliac_crest", "greater_trochanter", "sacrum", "mid_hip")
UPPER = (
    "acromion",
    "shoulder",
    "c7",
    "jugular_notch",
    "neck",
    "t10",
    "xiphoid",
    "head_front",
    "head_back",
    "ear",
    "head",
)
FEET = (
    "heel", "toe", "ankle_lateral", "ankle_medial", "ankle", "toe_tip", "big_toe", "hallux", "small_toe",
    "first_metatarsal_head", "fifth_metatarsal_head", "first_metatarsal_base", "fifth_metatarsal_base",
    "heel_lateral", "heel_medial", "heel_proximal",
)  # fmt: skip
FRONT_OF_FOOT = (
    "toe",
    "toe_tip",
    "big_toe",
    "hallux",
    "first_metatarsal_head",
    "fifth_metatarsal_head",
    "small_toe",
)
BACK_OF_FOOT = ("heel", "heel_proximal", "ankle_lateral", "ankle")
# Pairs on one bone or joint, whose left and right never cross in walking.
ACROSS = (
    "asis",
    "psis",
    "hip",
    "iliac_crest",
    "greater_trochanter",
    "acromion",
    "shoulder",
    "head_front",
    "ear",
)
# A body leans less than this from one of the laboratory's axes, or none of them is the vertical; degrees.
# Our choice.
AXIS_WITHIN = 25.0
# From the soles' markers to the pelvis's, metres: from a child of two years to a giant.
SHORTEST_LEG, LONGEST_LEG = 0.25, 1.5
UNITS = {"mm": 1e-3, "cm": 1e-2, "inches": 0.0254, "km": 1e3}


def landmarks(motion: xr.Dataset, names: Sequence[str], sides: Sequence[str] = SIDES) -> Floats:
    """Tracks (time, 3, k) of those landmarks that the file has; a sided name counts on the given `sides`."""
    there = set(motion["keypoints"].values)
    full = [full for name in names for full in (name, *(f"{side}_{name}" for side in sides)) if full in there]
    return np.asarray(motion["position"].sel(keypoints=full).transpose("time", "space", "keypoints").values)


def centre(motion: xr.Dataset, names: Sequence[str], sides: Sequence[str] = SIDES) -> Floats:
    """The mean (time, 3) of those landmarks that a frame shows; NaN where it shows none."""
    values = landmarks(motion, names, sides)
    seen = np.isfinite(values).all(axis=1, keepdims=True)
    count = seen.sum(axis=2)
    total = np.where(seen, values, 0.0).sum(axis=2)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def find_up(motion: xr.Dataset) -> tuple[Floats, list[str]]:
    """The unit vector (3,) that points up, and warnings.

    It is one of the laboratory's axes, either way round, where the body stands within `AXIS_WITHIN` of one;
    else the body's own direction.

    Data requirements: landmarks of the pelvis or above, and of the feet, seen together in some frame.

    Raises
    ------
    InputError
        If no frame shows both, or if the body is too small or too large for a person.

    """
    high = centre(motion, PELVIS)
    if not np.isfinite(high).any():
        high = centre(motion, UPPER)
    low = (centre(motion, FEET, ("left",)) + centre(motion, FEET, ("right",))) / 2
    if not np.isfinite(low - high).any():
        low = centre(motion, FEET)
    rise = _typical(high - low)
    length = float(np.linalg.norm(rise)) if rise is not None else 0.0
    if rise is None or length == 0.0:
        raise InputError("which way is up cannot be seen: pelvis and feet are never there in the same frame")
    _check_size(length)
    axis = int(np.argmax(np.abs(rise)))
    along = np.zeros(3)
    along[axis] = np.sign(rise[axis])
    off = np.degrees(np.arccos(np.clip(along @ rise / length, -1, 1)))
    if off <= AXIS_WITHIN:
        return along, []
    tilted = f"none of the file's axes is upright ({off:.0f} degrees off)"
    return rise / length, [f"{tilted}: up was taken from the body, and how it leans is lost"]


def _check_size(length: float) -> None:
    if SHORTEST_LEG <= length <= LONGEST_LEG:
        return
    likely = [unit for unit, metres in UNITS.items() if 0.5 <= length * metres <= 1.2]
    hint = f"; are the positions in {likely[0]}?" if likely else ""
    raise InputError(f"the pelvis is {length:.4g} m from the feet, which no person's is{hint}")


def facing(motion: xr.Dataset, up: Floats) -> Floats:
    """The horizontal unit vector (time, 3) towards which the body faces; NaN where it cannot be seen.

    From right to left across pelvis and shoulders, turned by a right angle, in a right-handed frame; in a
    mirrored one (`is_mirrored`) it points backwards. Seen from one side only (attribute ``planar``), nothing
    tells left from right.
    """
    if motion.attrs.get("planar"):
        return np.full((motion.sizes["time"], 3), np.nan)
    pairs = [centre(motion, (name,), ("left",)) - centre(motion, (name,), ("right",)) for name in ACROSS]
    across = _mean_seen([unit for pair in pairs for unit in [_unit(level(pair, up))]])
    return _unit(np.cross(across, up))


def front(motion: xr.Dataset, up: Floats) -> Floats:
    """The horizontal unit vector (time, 3) from the body's back to its front; NaN where it cannot be seen.

    From the back of the pelvis to its front, and from heels to toes.
    """
    pelvis = centre(motion, ("asis",)) - centre(motion, ("psis", "sacrum"))
    feet = [centre(motion, FRONT_OF_FOOT, (side,)) - centre(motion, BACK_OF_FOOT, (side,)) for side in SIDES]
    return _unit(_mean_seen([_unit(level(arrow, up)) for arrow in (pelvis, *feet)]))


def is_mirrored(motion: xr.Dataset, up: Floats) -> bool:
    """Whether left and right contradict front and back.

    Then an axis is reversed, or the labels' sides are exchanged; the data alone cannot tell which. Where no
    front is seen, the frame counts as right-handed.
    """
    agreement = (facing(motion, up) * front(motion, up)).sum(axis=1)
    agreement = agreement[np.isfinite(agreement)]
    return bool(len(agreement)) and float(np.median(agreement)) < -0.5


def level(vectors: Floats, up: Floats) -> Floats:
    """`vectors` (..., 3) without their vertical part."""
    return np.asarray(vectors - (vectors @ up)[..., np.newaxis] * up)


def typical_unit(units: Floats) -> Floats | None:
    """The direction (3,) of the mean of unit vectors (time, 3); None if none is seen or they cancel out."""
    mean = _typical(units)
    length = float(np.linalg.norm(mean)) if mean is not None else 0.0
    return mean / length if mean is not None and length > 0.1 else None


def _typical(vectors: Floats) -> Floats | None:
    seen = vectors[np.isfinite(vectors).all(axis=1)]
    return np.asarray(np.median(seen, axis=0)) if len(seen) else None


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, length, out=np.full_like(vectors, np.nan), where=length > 1e-9))


def _mean_seen(arrows: Sequence[Floats]) -> Floats:
    stacked = np.stack(arrows)
    seen = np.isfinite(stacked).all(axis=-1, keepdims=True)
    total = np.where(seen, stacked, 0.0).sum(axis=0)
    count = seen.sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
