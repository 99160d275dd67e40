"""What a reader finds in a file of markers or forces, before it becomes a `Motion`.

It is made in a confined process (`reading_child`) that knows nothing of xarray, and sent to the one that
asked (`reading_messages`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class RefusedError(Exception):
    """The file is no good; the text goes on from its name: ``is damaged ...``."""


@dataclass(frozen=True, slots=True)
class Forces:
    """Forces of the ground on the person, in the laboratory's frame.

    `time` (n,) s from the first frame; `force` (n, plates, 3) N; `centre` of pressure (n, plates, 3) m,
    NaN where nothing stands on the plate; `free_moment` (n, plates) N m about the vertical, upwards
    positive, through the centre of pressure; `corners` (plates, 4, 3) m, NaN where not known.
    """

    time: Floats
    force: Floats
    centre: Floats
    free_moment: Floats
    corners: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """Points over time: `time` (n,) s, `position` (n, 3, points), NaN where not seen, their `names`.

    `warnings` are lines for the user, `attributes` those of a `Motion` that the file has, and ``units``.
    """

    names: tuple[str, ...]
    time: Floats
    position: Floats
    rate_hz: float
    warnings: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    forces: Forces | None = None
