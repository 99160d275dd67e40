"""How high the floor lies in a laboratory's frame."""

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats
from kinechain.motion.markers.body_direction import FEET
from kinechain.motion.markers.marker_table import SIDES

# The lowest marker of a foot on the floor lies between these above it, in metres: 1 to 8 cm in six
# laboratories' files, some of them with shoes. Below the floor is noise.
LOWEST, HIGHEST = -0.02, 0.12
# Where nothing else tells: the usual height of the lowest marker (its own radius and the sole). Our choice.
USUAL = 0.025


def find_floor(motion: xr.Dataset, up: Floats) -> tuple[float, str]:
    """The floor's height along `up`, in metres, and where it was found.

    The force plates' corners, else the laboratory's own zero, if the feet's lowest markers are as high above
    it as such markers are; else from these markers alone, to about 3 cm.
    """
    lowest = _lowest_marker(motion, up)
    if "plate_corners" in motion:
        corners = motion["plate_corners"].values @ up
        if np.isfinite(corners).any():
            plates = float(np.nanmedian(corners))
            if LOWEST <= lowest - plates <= HIGHEST:
                return plates, "force plates"
    if LOWEST <= lowest <= HIGHEST:
        return 0.0, "the laboratory's zero"
    return lowest - USUAL, "the feet's lowest markers"


def _lowest_marker(motion: xr.Dataset, up: Floats) -> float:
    wanted = {f"{side}_{name}" for name in FEET for side in SIDES}
    there = [name for name in motion["keypoints"].values if name in wanted]
    heights = np.einsum("tsk,s->tk", motion["position"].sel(keypoints=there).values, up)
    heights = heights[:, np.isfinite(heights).any(axis=0)]
    return float(np.nanpercentile(heights, 2, axis=0).min())
