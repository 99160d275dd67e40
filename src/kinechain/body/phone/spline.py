"""Motions as splines: few numbers for many frames, and how far from smooth they are.

A motion is a uniform cubic B-spline: on each of n intervals four of its n + 3 coefficients count. How it
moves beforehand is a Gaussian process with Matern's covariance of order 5/2 (Rasmussen and Williams 2006,
section 4.2.1), which is the solution of (d/dt + rate)^3 x = white noise (Hartikainen and Sarkka 2010): on
each interval one equation of the same four coefficients, taken in the interval's middle, so that the whole
stays banded.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REACH = 3
"""Coefficients that a coefficient is tied to, on either side."""
KNOT_S = 0.055
"""Between knots: a joint's angle in walking holds little above 6 Hz."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Knots `start` + i `step` (s), i = 0 .. `intervals`."""

    start: float
    step: float
    intervals: int

    @classmethod
    def over(cls, start: float, end: float) -> "Grid":
        """From `start` to `end`, about `KNOT_S` apart."""
        intervals = max(REACH + 1, round((end - start) / KNOT_S))
        return cls(start, (end - start) / intervals, intervals)

    @property
    def size(self) -> int:
        """N, the number of coefficients."""
        return self.intervals + REACH

    @cached_property
    def knots(self) -> Floats:
        """(intervals + 1,) s."""
        return np.asarray(self.start + self.step * np.arange(self.intervals + 1))

    def weights(self, time: Floats) -> tuple[Integers, Floats]:
        """The interval (T,) that each instant lies in, and what its four coefficients weigh (T, 4)."""
        place = (time - self.start) / self.step
        interval = np.clip(np.floor(place), 0, self.intervals - 1).astype(np.int64)
        u = place - interval
        pieces = [(1 - u) ** 3, 3 * u**3 - 6 * u**2 + 4, -3 * u**3 + 3 * u**2 + 3 * u + 1, u**3]
        return interval, np.asarray(np.stack(pieces, axis=1) / 6)

    def design(self, time: Floats) -> "csr_array":
        """(T, N) what each coefficient weighs at each instant of `time` (T,)."""
        from scipy.sparse import csr_array

        interval, weight = self.weights(time)
        column = interval[:, None] + np.arange(REACH + 1)
        first = np.arange(len(time) + 1) * (REACH + 1)
        return csr_array((weight.ravel(), column.ravel(), first), shape=(len(time), self.size))

    def values(self, coefficients: Floats, time: Floats) -> Floats:
        """The motion (T, ...) of `coefficients` (N, ...) at `time` (T,)."""
        interval, weight = self.weights(time)
        own = coefficients[interval[:, None] + np.arange(REACH + 1)]
        return np.asarray(np.einsum("tk,tk...->t...", weight, own))

    def fitted(self, time: Floats, values: Floats, stiffness: float = 0.05) -> Floats:
        """Coefficients (N, ...) of a smooth motion near `values` (T, ...), all known."""
        interval, weight = self.weights(time)
        design = np.zeros((len(time), self.size))
        np.put_along_axis(design, interval[:, None] + np.arange(REACH + 1), weight, axis=1)
        bend = np.diff(np.eye(self.size), n=REACH, axis=0)
        normal = design.T @ design + stiffness * bend.T @ bend + 1e-9 * np.eye(self.size)
        flat = values.reshape(len(time), -1)
        return np.asarray(np.linalg.solve(normal, design.T @ flat).reshape(self.size, *values.shape[1:]))


# What the four coefficients of an interval weigh in its middle: in the value, and in each derivative times
# the step to its power.
_MIDDLE = np.array(
    [
        np.array([1.0, 23.0, 23.0, 1.0]) / 48,
        np.array([-1.0, -5.0, 5.0, 1.0]) / 8,
        np.array([1.0, -1.0, -1.0, 1.0]) / 2,
        np.array([-1.0, 3.0, -3.0, 1.0]),
    ]
)


# The same at an interval's start.
_START = np.array(
    [
        np.array([1.0, 4.0, 1.0, 0.0]) / 6,
        np.array([-1.0, 0.0, 1.0, 0.0]) / 2,
        np.array([1.0, -2.0, 1.0, 0.0]),
    ]
)
FAR_M, FAST_MPS = 100.0, 10.0
"""Who travels starts somewhere, at some speed."""


@dataclass(frozen=True, eq=False)
class Bands:
    """A symmetric matrix (N, N) that ties coefficients `REACH` apart at most: `diagonals` (N, 1 + REACH)."""

    diagonals: Floats

    def apply(self, coefficients: Floats) -> Floats:
        """The matrix times (N,) or (N, ...)."""
        shape = (*self.diagonals.shape, *(1,) * (coefficients.ndim - 1))
        return banded(self.diagonals.reshape(shape), coefficients)


def banded(diagonals: Floats, coefficients: Floats) -> Floats:
    """Symmetric matrices of `diagonals` (N, 1 + `REACH`, ...), each times its `coefficients` (N, ...)."""
    product = diagonals[:, 0] * coefficients
    for k in range(1, REACH + 1):
        product[k:] += diagonals[:-k, k] * coefficients[:-k]
        product[:-k] += diagonals[:-k, k] * coefficients[k:]
    return np.asarray(product)


def steady(grid: Grid, sd: float, lasting_s: float) -> Bands:
    """The information of a motion about 0 with standard deviation `sd` and Matern's length `lasting_s`.

    Matern's process of order 5/2 as a state-space model: rate sqrt(5) / length, white noise of spectral
    density 16/3 sd^2 rate^5 (Hartikainen and Sarkka 2010).
    """
    rate = np.sqrt(5) / lasting_s
    noise = 16 / 3 * sd**2 * rate**5
    # Of value, speed and acceleration at one moment.
    first = sd**2 * np.array([[1, 0, -(rate**2) / 3], [0, rate**2 / 3, 0], [-(rate**2) / 3, 0, rate**4]])
    return _bands(grid, np.array([rate**3, 3 * rate**2, 3 * rate, 1.0]), noise, first)


def travelling(grid: Grid, acceleration_sd: float, lasting_s: float) -> Bands:
    """The same for a motion whose place and speed nothing is known of, only that it gains speed little."""
    rate = 1 / lasting_s
    first = np.diag([FAR_M**2, FAST_MPS**2, acceleration_sd**2])
    return _bands(grid, np.array([0.0, 0.0, rate, 1.0]), 2 * rate * acceleration_sd**2, first)


def remembering(grid: Grid, sd: float, lasting_s: float) -> Bands:
    """The information of an error that forgets: correlation exp(-t / `lasting_s`)."""
    memory = np.exp(-grid.step / lasting_s)
    diagonals = np.zeros((grid.size, REACH + 1))
    diagonals[:, 0] = 1 + memory**2
    diagonals[[0, -1], 0] = 1.0
    diagonals[:, 1] = -memory
    return Bands(diagonals / ((1 - memory**2) * sd**2))


def _bands(grid: Grid, operator: Floats, noise: float, first: Floats) -> Bands:
    """Of the operator's factors of the value and its three derivatives, and the covariance (3, 3) of the
    first value, speed and acceleration.
    """
    row = (operator / grid.step ** np.arange(4)) @ _MIDDLE * np.sqrt(grid.step / noise)
    start = _START / grid.step ** np.arange(3)[:, None]
    begun = start.T @ np.linalg.solve(first, start)
    diagonals = np.zeros((grid.size, REACH + 1))
    for a in range(REACH + 1):
        for b in range(a, REACH + 1):
            diagonals[a : a + grid.intervals, b - a] += row[a] * row[b]
            diagonals[a, b - a] += begun[a, b]
    return Bands(diagonals)
