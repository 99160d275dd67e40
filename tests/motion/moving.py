"""A small motion, full of everything that a file must keep."""

import numpy as np
import xarray as xr

from kinechain.motion.dataset import make_motion
from kinechain.motion.keypoints import KEYPOINTS

WARNINGS = ("2 damaged frame(s), which were left out", "Kamera wackelt: «ruhig» halten")


def moving(frames: int = 40, seed: int = 1, rate_hz: float = 30.0) -> xr.Dataset:
    """Random keypoints at uneven times, some of them not seen."""
    random = np.random.default_rng(seed)
    count = len(KEYPOINTS)
    time = (np.arange(frames) + random.uniform(0, 0.4, frames)) / rate_hz
    position = random.uniform(0, 1080, (frames, 2, count))
    confidence = random.random((frames, count))
    unseen = random.random((frames, count)) < 0.2
    position[np.broadcast_to(unseen[:, np.newaxis], position.shape)] = np.nan
    confidence[unseen] = np.nan
    position[-1], confidence[-1] = np.nan, np.nan
    return make_motion(
        time,
        position,
        confidence,
        fps=rate_hz * 1000 / 1001,
        frames=frames + 7,
        frame_size=(1920, 1080),
        source_file="walk, Übung 1.mp4",
        person=2,
        warnings=WARNINGS,
    )
