"""The largest power up to 1 that keeps to a bound, draw by draw."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Draws = NDArray[np.intp]

HALVINGS = 24


def largest_power(fits: Callable[[Draws, Array], NDArray[np.bool_]], many: int) -> Array:
    """For each of `many` draws the largest power for which it fits: 1 where that does, found by halving where
    it does not. `fits` takes the numbers of some draws and a power for each; 0 has to fit.
    """
    power = np.ones(many)
    over = np.flatnonzero(~fits(np.arange(many), power))
    if not len(over):
        return power
    low, high = np.zeros(len(over)), np.ones(len(over))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        right = fits(over, middle)
        low, high = np.where(right, middle, low), np.where(right, high, middle)
    power[over] = low
    return power
