"""How tall a person appears in the picture, frame by frame: the scale of everything else."""

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats, keypoint, middle

# Height of the ear hole over stature: tragion lies 7.5 % of stature below the crown
# (ANSUR II, 2012: mean 131 mm of 1756 mm in men, 124 mm of 1628 mm in women).
EAR_HEIGHT = 0.925
# The ear and heel keypoints lie a little inside the body, together about 0.5 % of stature: between own
# trials on rendered walkers (ear 0.9 % low) and what a real clip shows by eye (0 to 0.6 %).
KEYPOINTS_INSIDE = 0.005
# The head of somebody who walks is on average lower than standing, for the hips drop at each step:
# half the 4 to 5 cm of trunk excursion (Orendurff 2004), and a bent knee.
WALKING_DROP = 0.02
EAR_TO_HEEL = EAR_HEIGHT - KEYPOINTS_INSIDE - WALKING_DROP
# Longer than a stride, so that the rise and fall of walking averages out.
WINDOW_S = 1.2


def apparent_stature(motion: xr.Dataset) -> Floats:
    """The person's stature in pixels at every instant of an even grid, shape (time,).

    From the ears down to the lower heel, averaged over more than a stride and corrected to stature.
    Not known (NaN) only where nothing was seen for that long.
    """
    heels = np.fmax(keypoint(motion, "left_heel")[:, 1], keypoint(motion, "right_heel")[:, 1])
    height = (heels - middle(motion, "ear")[:, 1]) / EAR_TO_HEEL
    return running_mean(height, round(WINDOW_S / float(motion["time"][1] - motion["time"][0])))


def running_mean(values: Floats, points: int) -> Floats:
    """Mean over a window of `points`, of straight-line trend at the ends, without regard to NaN."""
    known = np.isfinite(values)
    if known.sum() < 2:
        return np.full_like(values, np.nan)
    index = np.arange(len(values))
    # A line taken out first keeps a person who comes closer from looking smaller at the ends.
    slope, level = np.polyfit(index[known], values[known], 1)
    rest = np.where(known, values - slope * index - level, 0)
    window = np.ones(max(1, min(points, len(values))))
    mean = np.convolve(rest, window, "same") / np.maximum(np.convolve(known.astype(float), window, "same"), 1)
    return np.asarray(mean + slope * index + level)
