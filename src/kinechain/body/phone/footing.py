"""Feet on the floor: while a foot bears, its sole is at rest on the floor, and level while all of it bears.

One camera sees no depth; that a bearing foot is on the floor, and stays where it is, tells it the most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.passing import Contact
from kinechain.body.phone.spline import Grid
from kinechain.measurement import SIDES

Floats = NDArray[np.float64]

SOLES: Final = ("heel_sole", "first_metatarsal_sole", "fifth_metatarsal_sole")
FRONT: Final = (1, 2)
STILL_SD_M: Final = 0.012
STILL_S: Final = 0.15
"""A bearing sole gives by this, for so long: it rolls over heel, ball and shoe."""
FLOOR_SD_M: Final = 0.03
"""Soles of shoes and floors are level within this from one stance to the next."""
LEVEL_SD: Final = np.radians(2.5)
LEVER_M: Final = 0.15
"""And a flat foot's own sole within this, over about so long from heel to ball."""
# Which part bears when, as shares of the time the foot bears: the heel until it rises, the ball once it is
# down.
HEEL_BEARS: Final = (0.06, 0.5)
BALL_BEARS: Final = (0.22, 0.9)


@dataclass(frozen=True, eq=False)
class Footing:
    """When the soles' points bear: `bears` (intervals + 1, 6) at the knots; `stance` (the same) numbers the
    contact each belongs to, -1 for none. Points are the left foot's three soles, then the right one's.
    """

    bears: NDArray[np.bool_]
    stance: NDArray[np.int64]
    step: float

    @cached_property
    def weight(self) -> Floats:
        """(I, R) of the errors of I intervals.

        A bearing point that drifts as a random walk by `STILL_SD_M` in `STILL_S` makes steps of variance
        STILL_SD_M^2 step / STILL_S in each interval; of points that bear together each counts its share.
        Half of that is counted, a choice. A point's height is one error a contact and a foot's slope one a
        pass, spread over the knots at which they bear.
        """
        both = self.bears[1:] & self.bears[:-1] & (self.stance[1:] == self.stance[:-1])
        alike = np.maximum(both.reshape(-1, 2, 3).sum(axis=2), 1).repeat(3, axis=1)
        still = both / alike * STILL_S / (2 * STILL_SD_M**2 * self.step)
        heights = self.bears[:-1] / (self._length()[:-1] * FLOOR_SD_M**2)
        flat = self.bears[:-1].reshape(-1, 2, 3).all(axis=2)
        level = flat / (np.maximum(flat.sum(axis=0), 1) * (LEVEL_SD * LEVER_M) ** 2)
        return np.concatenate([still.repeat(3, axis=1), heights, level], axis=1)

    @staticmethod
    def errors(points: Floats) -> Floats:
        """(..., I, R) of the soles' `points` (..., I + 1, 6, 3).

        In each of I intervals: 18 steps that a bearing point makes, 6 heights over the floor, 2 slopes.
        """
        flat = points.reshape(*points.shape[:-2], -1)
        return np.asarray(flat[..., :-1, :] @ GROWTH[:, 0].T + flat[..., 1:, :] @ GROWTH[:, 1].T)

    @staticmethod
    def forces(errors: Floats) -> Floats:
        """(..., I + 1, 6, 3): `errors` transposed, of weighted errors (..., I, R)."""
        intervals = errors.shape[-2]
        pulled = np.zeros((*errors.shape[:-2], intervals + 1, GROWTH.shape[2]))
        pulled[..., :-1, :] += errors @ GROWTH[:, 0]
        pulled[..., 1:, :] += errors @ GROWTH[:, 1]
        return pulled.reshape(*pulled.shape[:-1], 6, 3)

    def _length(self) -> Floats:
        """At how many knots the contact lasts that each point's bearing belongs to."""
        length = np.ones(self.stance.shape)
        for point in range(self.stance.shape[1]):
            column = self.stance[:, point]
            counts = np.bincount(column[column >= 0], minlength=1)
            length[:, point] = np.where(column >= 0, counts[np.maximum(column, 0)], 1)
        return length


def _growth() -> Floats:
    growth = np.zeros((26, 2, 6, 3))
    for point in range(6):
        for axis in range(3):
            growth[3 * point + axis, 0, point, axis] = -1.0
            growth[3 * point + axis, 1, point, axis] = 1.0
        growth[18 + point, 0, point, 2] = 1.0
    for foot in range(2):
        growth[24 + foot, 0, 3 * foot, 2] = -1.0
        growth[24 + foot, 0, [3 * foot + front for front in FRONT], 2] = 0.5
    return growth.reshape(26, 2, 18)


GROWTH: Final = _growth()
"""(R, 2, 18): how each error grows with the soles' points at an interval's start and at its end."""


def footing(grid: Grid, contacts: Sequence[Contact]) -> Footing:
    """When the soles bear on `grid`, in `contacts` (side, start, end; s)."""
    bears = np.zeros((grid.intervals + 1, 6), dtype=np.bool_)
    stance = np.full(bears.shape, -1, dtype=np.int64)
    for number, (side, start, end) in enumerate(contacts):
        foot = 3 * SIDES.index(side)
        for point in range(3):
            first, last = BALL_BEARS if point in FRONT else HEEL_BEARS
            share = (grid.knots - start) / max(end - start, 1e-6)
            there = (share >= first) & (share <= last)
            bears[there, foot + point] = True
            stance[there, foot + point] = number
    return Footing(bears, stance, grid.step)
