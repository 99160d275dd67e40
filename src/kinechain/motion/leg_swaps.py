"""Frames in which the detector took one leg for the other, found and mended.

When the legs pass each other the detector may exchange them for a frame or two. Each frame's legs are
kept or exchanged such that both move as evenly as they can (least sum of squared accelerations, found
exactly by dynamic programming), with a small price for each exchange, so that a doubtful frame stays.
A frame in which a leg lies where no leg was fits neither way, and says little for either.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats, middle

PARTS = ("knee", "ankle", "heel", "foot_index")
# Price of an exchanged frame: the square of this share of the trunk's length for each part of both legs.
PRICE = 0.12
# A keypoint that jumps further than this, in trunk lengths, is no exchange but a mistake: beyond it, going
# further counts for less and less (Geman and McClure 1987).
WILD = 0.4
KEPT, EXCHANGED = 0, 1
STATES = (KEPT, EXCHANGED)


def mend_leg_swaps(motion: xr.Dataset) -> xr.Dataset:
    """A copy of a motion with exchanged legs put right.

    Data requirements: `position` and `confidence` of knees, ankles, heels and toes.
    """
    trunk = _length(middle(motion, "shoulder") - middle(motion, "hip"))
    columns = [_columns(motion, side) for side in ("left", "right")]
    # Shape (time, state, leg, part, space), in trunk lengths.
    position = motion["position"].values / trunk
    kept = np.stack([position[:, :, column].transpose(0, 2, 1) for column in columns], axis=1)
    both = np.stack([kept, kept[:, ::-1]], axis=1)
    frames = _least_uneven(both, motion["time"].values)
    mended = motion.copy(deep=True)
    for name in ("position", "confidence"):
        values = mended[name].values
        for frame in frames:
            values[frame][..., columns[0] + columns[1]] = values[frame][..., columns[1] + columns[0]]
    return mended


def _length(line: Floats) -> float:
    lengths = np.linalg.norm(line, axis=1)
    length = float(np.nanmedian(lengths)) if np.isfinite(lengths).any() else 0.0
    return length or 1.0


def _columns(motion: xr.Dataset, side: str) -> list[int]:
    names = list(motion["keypoints"].values)
    return [names.index(f"{side}_{part}") for part in PARTS]


def _least_uneven(both: Floats, time: Floats) -> NDArray[np.intp]:
    """Frames to exchange. `both` holds each frame's legs as (time, state, ...)."""
    frames = len(time)
    if frames < 3:
        return np.array([], dtype=np.intp)
    # Legs that are not seen whole are not exchanged: there is nothing to judge by.
    whole = np.isfinite(both).all(axis=(1, 2, 3, 4))
    prices = np.where(whole, PRICE**2 * both[0, 0, ..., 0].size, np.inf)
    # cost[before, now]: the least so far when the last two frames have these states.
    cost = np.array([[_price(prices[0], a) + _price(prices[1], b) for b in STATES] for a in STATES])
    came_from = np.zeros((frames, 2, 2), dtype=np.intp)
    for now in range(2, frames):
        best = np.full((2, 2), np.inf)
        last = time[now - 2 : now + 1]
        for before, state in product(STATES, STATES):
            totals = [
                cost[earlier, before]
                + _price(prices[now], state)
                + _unevenness(both[now - 2, earlier], both[now - 1, before], both[now, state], last)
                for earlier in STATES
            ]
            came_from[now, before, state] = int(np.argmin(totals))
            best[before, state] = min(totals)
        cost = best
    return _trace_back(cost, came_from)


def _price(price: float, state: int) -> float:
    return price if state == EXCHANGED else 0.0


def _unevenness(first: Floats, second: Floats, third: Floats, time: Sequence[float] | Floats) -> float:
    """Squared change of the step from one frame to the next, in the second step's time; bounded."""
    step, before = time[2] - time[1], time[1] - time[0]
    change = (third - second) - (second - first) * (step / before)
    squared = np.nansum(change**2, axis=-1)
    return float((squared / (1 + squared / WILD**2)).sum())


def _trace_back(cost: Floats, came_from: NDArray[np.intp]) -> NDArray[np.intp]:
    frames = len(came_from)
    before, now = np.unravel_index(int(np.argmin(cost)), cost.shape)
    states = [int(now), int(before)]
    for frame in range(frames - 1, 1, -1):
        states.append(int(came_from[frame, states[-1], states[-2]]))
    return np.flatnonzero(np.array(states[::-1]) == EXCHANGED)
