"""`Passing`: one straight walk through the picture, as the fit of a phone's film takes it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Contact = tuple[str, float, float]
"""The side of a foot that bears, and from when to when, s."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What a clip tells of its camera: focal length and its sd, px, and the picture's middle, px.

    `shaken` is the sd (px) of what the camera's own shaking leaves in each sighting.
    """

    focal: float
    focal_sd: float
    centre: tuple[float, float]
    shaken: float = 0.0


@dataclass(frozen=True, eq=False)
class Passing:
    """T frames of one pass of clip number `clip`: `time` (T,) s, `pixels` (T, K, 2), NaN where unseen.

    `contacts` are (side, start, end), s, in which a foot bears. `start_q` (T, Q) and `start_camera` (6,), in
    the order of `pinhole.UNKNOWNS`, are where the fit starts: `start.py`.
    """

    clip: int
    lens: Lens
    time: Floats
    pixels: Floats
    contacts: Sequence[Contact]
    start_q: Floats
    start_camera: Floats
