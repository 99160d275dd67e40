"""Local maxima that stand out, at least some way apart.

The same answer as `scipy.signal.find_peaks` with `prominence` and `distance`, which takes a second to
import; the tests hold the two together.
"""

import numpy as np
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats


def find_peaks(values: Floats, *, prominence: float, distance: int) -> NDArray[np.intp]:
    """Indices of the maxima of `values` (n,) that rise by `prominence` above the higher of the two valleys
    beside them, the lower of two closer than `distance` left out. Of a flat top, the middle.
    """
    tops = _tops(values)
    kept = _apart(values, tops, distance)
    return np.array([top for top in kept if _prominence(values, top) >= prominence], dtype=np.intp)


def _tops(values: Floats) -> list[int]:
    """Where the values rise and then fall."""
    changes = np.flatnonzero(np.diff(values) != 0)
    steps = np.sign(np.diff(values)[changes])
    rising_then_falling = np.flatnonzero((steps[:-1] > 0) & (steps[1:] < 0))
    return [int((changes[i] + 1 + changes[i + 1]) // 2) for i in rising_then_falling]


def _apart(values: Floats, tops: list[int], distance: int) -> list[int]:
    """The tops without those that lie closer than `distance` to a higher one, highest first."""
    kept: list[int] = []
    for top in sorted(tops, key=lambda index: (values[index], index), reverse=True):
        if all(abs(top - other) >= distance for other in kept):
            kept.append(top)
    return sorted(kept)


def _prominence(values: Floats, top: int) -> float:
    """How far the top rises above the higher of the lowest points before a higher value on either side."""
    higher = np.flatnonzero(values > values[top])
    left = higher[higher < top].max(initial=-1) + 1
    right = higher[higher > top].min(initial=len(values))
    return float(values[top] - max(values[left : top + 1].min(), values[top:right].min()))
