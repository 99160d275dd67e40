"""The synthetic walker's landmarks as a laboratory's file would have them: markers in metres, any axes."""

from collections.abc import Callable

import numpy as np
import xarray as xr

from kinechain.motion.dataset import make_marker_motion
from synthetic_walker import LANDMARKS, Floats, WalkTruth

# What a walker looks like in a mirror: the other way across, under the other side's names.
OTHER = {"left": "right", "right": "left"}


def markers(
    truth: WalkTruth,
    *,
    rate_hz: float = 100.0,
    heading_deg: float = 0.0,
    mirror: bool = False,
    belt: float = 0.0,
    noise_m: float = 0.0,
    seed: int = 0,
    moved: Callable[[Floats], Floats] | None = None,
) -> xr.Dataset:
    """The walk as `rate_hz` frames a second see it, under BlazePose's names.

    The laboratory is turned by `heading_deg` about the vertical; `mirror` exchanges left and right. On a
    treadmill the floor goes back with `belt` m/s. `moved` changes positions (time, 33, 3) at will.
    """
    time = np.arange(0.0, truth.time[-1], 1 / rate_hz)
    places = truth.walker.positions(time)
    names = list(LANDMARKS)
    if mirror:
        places = places * [1, -1, 1]
        names = [_other(name) for name in names]
    places = places - (belt * time)[:, np.newaxis, np.newaxis] * [1, 0, 0]
    places = places if moved is None else moved(places)
    cos, sin = np.cos(np.radians(heading_deg)), np.sin(np.radians(heading_deg))
    places = places @ np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]).T
    places = places + np.random.default_rng(seed).normal(0, noise_m, places.shape) if noise_m else places
    return make_marker_motion(
        time, places.transpose(0, 2, 1), names, fps=rate_hz, source_file="synthetic.trc"
    )


def _other(name: str) -> str:
    side, _, part = name.partition("_")
    if side in OTHER:
        return f"{OTHER[side]}_{part}"
    return {"mouth_left": "mouth_right", "mouth_right": "mouth_left"}.get(name, name)
