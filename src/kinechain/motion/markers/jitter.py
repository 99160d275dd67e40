"""How much markers jitter from frame to frame, as keypoints of video tools do.

Skin slides; it does not jump. A laboratory's markers jitter by 0.01 to 0.2 mm. What jitters much more has an
error of its own, which would make every peak and range too large.
"""

import numpy as np
import xarray as xr

# Ten times what a poor laboratory has; less is within what skin does (our choice).
MOST_M = 0.002
FEWEST_FRAMES = 12
# A normal error's median absolute size is this part of its standard deviation's inverse.
MAD_TO_SD = 1.4826
# The variance of a third difference of white noise, in that of the noise.
THIRD_DIFFERENCE = 20.0


def jitter(motion: xr.Dataset) -> float:
    """Standard deviation (m) of the noise between frames: the median over markers, 0 for too few frames."""
    change = np.diff(np.asarray(motion["position"].values, dtype=np.float64), n=3, axis=0)
    seen = np.isfinite(change).sum(axis=0) >= FEWEST_FRAMES
    if not seen.any():
        return 0.0
    sizes = np.nanmedian(np.abs(change[:, seen]), axis=0)
    return float(MAD_TO_SD * np.median(sizes) / np.sqrt(THIRD_DIFFERENCE))
