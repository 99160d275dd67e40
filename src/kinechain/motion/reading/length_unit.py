"""The unit of a file's positions: what it says, held against the size of a body.

A file of millimetres that says metres would make a person of 1,700 m. The size is the median over time of
how far the markers reach along the laboratory axis where they reach furthest, without the outer few, as
a marker may be a ghost.
"""

import numpy as np

from kinechain.motion.labels import is_unlabelled
from kinechain.motion.reading.reading import Floats, RefusedError

METRES = {
    "m": 1.0, "meter": 1.0, "meters": 1.0, "metre": 1.0, "metres": 1.0,
    "mm": 0.001, "millimeter": 0.001, "millimeters": 0.001, "millimetre": 0.001, "millimetres": 0.001,
    "cm": 0.01, "centimeter": 0.01, "centimeters": 0.01, "centimetre": 0.01, "centimetres": 0.01,
    "dm": 0.1, "in": 0.0254, "inch": 0.0254, "inches": 0.0254, "ft": 0.3048, "feet": 0.3048,
}  # fmt: skip
NAMES = {1.0: "metres", 0.01: "centimetres", 0.001: "millimetres"}
# What markers of a walking person may span; of a foot or a leg alone where they are few.
SMALLEST_M, LARGEST_M, SMALLEST_PART_M = 0.4, 3.0, 0.05
SURELY_M = (0.5, 2.5)
FEW_MARKERS, MOST_LOOKED_AT = 10, 500


def metres_of_unit(position: Floats, names: tuple[str, ...], said: str | None) -> tuple[float, list[str]]:
    """The length of the unit of `position` (time, 3, points) in metres, and a line where the file errs.

    `said` is the unit's name in the file, None where it names none. Raises `RefusedError` where the unit
    cannot be told.
    """
    known = METRES.get((said or "").strip(" .[]()").lower())
    size, count = body_size(position, names)
    if not size > 0:
        return known or 0.001, []
    least = SMALLEST_M if count >= FEW_MARKERS else SMALLEST_PART_M
    if known is not None and least <= size * known <= LARGEST_M:
        return known, []
    fitting = [metres for metres in NAMES if SURELY_M[0] <= size * metres <= SURELY_M[1]]
    if len(fitting) != 1:
        raise RefusedError(
            f"has markers that span {size:.3g} {said or 'of an unnamed unit'}, which is no person's size; "
            "give the file in metres or millimetres and say so in it"
        )
    metres = fitting[0]
    if known is None:
        return metres, [f"the file names no unit of length; {NAMES[metres]} fit a body and were taken"]
    return metres, [
        f"the file says {said}, which would make a person of {size * known:.3g} m; {NAMES[metres]} were taken"
    ]


def body_size(position: Floats, names: tuple[str, ...]) -> tuple[float, int]:
    """How far the labelled markers reach, in the file's unit (0 if they are never seen), and their number."""
    labelled = [index for index, name in enumerate(names) if not is_unlabelled(name)]
    step = max(1, len(position) // MOST_LOOKED_AT)
    seen = position[::step][:, :, labelled or list(range(len(names)))]
    seen = seen[np.isfinite(seen[:, 0]).sum(axis=1) >= 2]
    if not len(seen):
        return 0.0, len(labelled)
    outer = 4.0 if seen.shape[2] >= FEW_MARKERS else 0.0
    with np.errstate(all="ignore"):
        low, high = np.nanpercentile(seen, [outer, 100 - outer], axis=2)
        return float(np.median((high - low).max(axis=1))), len(labelled)
