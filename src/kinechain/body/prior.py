"""What is known of a motion beforehand, as a cost: smoothness, typical places, and ranges of joints."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinechain.body.habits import Habits

Floats = NDArray[np.float64]

REACH = 3
"""Frames that smoothness ties a frame to: a third derivative needs four."""
LEVEL_S = 1.0
"""Over so long a time a coordinate's place counts as one independent departure from what is typical."""
RANGE_SD = np.radians(2.0)
"""How far a joint goes beyond its range; ranges are of healthy adults, and not hard."""
RANGE_S = 0.1
"""Over so long a time a stay beyond the range counts once."""


class Place(NamedTuple):
    """Cost (T,), gradient (T, Q) and curvature (T, Q) of where the coordinates are."""

    cost: Floats
    gradient: Floats
    curvature: Floats


def place_cost(habits: Habits, q: Floats, lasting_s: Floats) -> Place:
    """The cost of departing from what is typical, and from the joints' ranges, in `q` (T, Q).

    `lasting_s` (T,), s, is the time for which each frame stands.
    """
    level = np.minimum(lasting_s / LEVEL_S, 1.0)[:, None] / habits.spread**2
    strictness = np.minimum(lasting_s / RANGE_S, 1.0)[:, None] / RANGE_SD**2
    away = q - habits.typical
    beyond = np.minimum(q - habits.lowest, 0.0) + np.maximum(q - habits.highest, 0.0)
    outside = beyond != 0
    gradient = level * away + strictness * beyond
    cost = 0.5 * (level * away**2 + strictness * beyond**2).sum(axis=1)
    return Place(cost, gradient, np.broadcast_to(level, q.shape) + strictness * outside)


def lasting(time: Floats) -> Floats:
    """For how long each frame stands, (T,) s."""
    if len(time) < 2:
        return np.full(len(time), LEVEL_S)
    return np.abs(np.gradient(time))


@dataclass(frozen=True, eq=False)
class Smoothness:
    """The information of white jerk on a grid of frames: `bands` (T, 1 + REACH), for a roughness of one.

    `bands[t, k]` ties frame t + k to frame t. The integral over time of the squared third derivative, from
    divided differences; frames need not be even. Thus the answer does not change with the frame rate.
    """

    bands: Floats

    def apply(self, q: Floats) -> Floats:
        """The information times q (T, Q)."""
        frames = len(q)
        product = self.bands[:, :1] * q
        for k in range(1, min(REACH + 1, frames)):
            tie = self.bands[: frames - k, k, None]
            product[k:] += tie * q[:-k]
            product[:-k] += tie * q[k:]
        return product


def smoothness(time: Floats) -> Smoothness:
    """Of frames at `time` (T,) s."""
    frames = len(time)
    bands = np.zeros((frames, REACH + 1))
    if frames <= REACH:
        return Smoothness(bands)
    windows = np.lib.stride_tricks.sliding_window_view(time, REACH + 1)
    apart = windows[:, :, None] - windows[:, None, :]
    apart[:, range(REACH + 1), range(REACH + 1)] = 1.0
    difference = 6.0 / apart.prod(axis=2)  # of third order: 3! times the divided difference
    step = (windows[:, -1] - windows[:, 0]) / REACH
    for k in range(REACH + 1):
        for first in range(REACH + 1 - k):
            tie = step * difference[:, first] * difference[:, first + k]
            bands[first : first + len(tie), k] += tie
    return Smoothness(bands)
