"""Whether the height that somebody said can be that of the body that the markers show."""

from collections.abc import Iterator

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.motion.markers.body_direction import centre

# How high landmarks are above the floor, as a share of the standing height, and by how much of it a said
# height may differ before it is not believed. Shares follow Drillis and Contini 1966 (shoulder 0.818, hip
# 0.530), recalled from memory; the others and the tolerances are our choice: wide, as people bend, and
# children's legs are short.
LANDMARKS = (
    (("head_top",), 1.0, 0.12),
    (("head_front", "ear"), 0.94, 0.12),
    (("c7", "acromion", "shoulder", "neck"), 0.83, 0.15),
    (("asis", "psis", "hip", "sacrum"), 0.55, 0.25),
)


def believed_height(motion: xr.Dataset, person: Person) -> tuple[xr.Dataset, Person, list[str]]:
    """`motion` (in the walk's frame) and `person` without a height that the markers contradict; warnings."""
    shown = shown_height(motion)
    said = person.height_m or (motion.attrs.get("subject") or {}).get("height_m")
    if shown is None or said is None or abs(said - shown[0]) <= shown[1] * shown[0]:
        return motion, person, []
    subject = {
        name: value for name, value in (motion.attrs.get("subject") or {}).items() if name != "height_m"
    }
    warning = (
        f"the height of {said:.2f} m contradicts the markers, which show a person of about {shown[0]:.2f} m: "
        "it was not used"
    )
    return motion.assign_attrs(subject=subject), person.model_copy(update={"height_m": None}), [warning]


def shown_height(motion: xr.Dataset) -> tuple[float, float] | None:
    """The standing height in m by the highest landmarks, and its tolerance as a share; None if unseen."""
    return next(_heights(motion), None)


def _heights(motion: xr.Dataset) -> Iterator[tuple[float, float]]:
    for names, share, tolerance in LANDMARKS:
        up = centre(motion, names)[:, 2]
        if np.isfinite(up).any():
            yield float(np.nanmedian(up)) / share, tolerance
