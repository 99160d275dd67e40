"""The camera, found roughly: where a phone stood and looked, taking the poses of the start as they are.

The picture alone suggests a level camera. A few rounds over six unknowns cost little and save the fit, whose
rounds ask for thousands, many of its own.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.pinhole import UNKNOWNS, Pinhole

Floats = NDArray[np.float64]

ROUNDS: Final = 10
ROUGH_PX: Final = 20.0
"""How far off the poses of the start are; a keypoint further off counts less and less."""


def aimed(points: Floats, pixels: Floats, centre: tuple[float, float], mean: Floats, sd: Floats) -> Floats:
    """The camera's unknowns (6,) that show `points` (T, K, 3) nearest to `pixels` (T, K, 2), NaN if unseen.

    `mean` (6,) and `sd` (6,) are what is believed of them; the search begins at the mean.
    """
    found = mean.copy()
    for _ in range(ROUNDS):
        picture = Pinhole.of(centre, found).picture(points)
        error = picture.pixels - pixels
        seen = np.isfinite(error).all(axis=2)
        off, slope = error[seen], picture.by_camera[seen]
        weight = 1 / (ROUGH_PX**2 + (off**2).sum(axis=1))
        normal = np.einsum("n,nai,naj->ij", weight, slope, slope) + np.diag(1 / sd**2)
        pull = np.einsum("n,nai,na->i", weight, slope, off) + (found - mean) / sd**2
        step = np.linalg.solve(normal, pull)
        found = found - step
        if np.abs(step / sd).max() < 1e-3:
            break
    near = np.isfinite(found).all() and len(found) == len(UNKNOWNS)
    return found if near else mean
