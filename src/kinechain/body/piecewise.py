"""`Piecewise`: a function of one variable made of polynomials, one between each two knots.

Everything by which a model drives a joint's axis (a slope, a spline, a table) is one of these, so that one
kernel evaluates them all, slope included.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Piecewise:
    """`knots` (n,) rising; `coefficients` (n + 1, d), of falling powers: row 0 left of the first knot, row n
    right of the last. A row's variable counts from the knot at its left (row 0: from the first knot; without
    knots: from zero).
    """

    knots: Floats
    coefficients: Floats

    def scaled(self, factor: float) -> "Piecewise":
        """The function times a number."""
        return Piecewise(self.knots, self.coefficients * factor)

    def __call__(self, x: float) -> float:
        """The value at `x`."""
        piece = int(np.searchsorted(self.knots, x, side="right"))
        origin = self.knots[max(piece - 1, 0)] if len(self.knots) else 0.0
        return float(np.polyval(self.coefficients[piece], x - origin))


def polynomial(coefficients: Sequence[float]) -> Piecewise:
    """The polynomial with these coefficients, highest power first."""
    return Piecewise(np.empty(0), np.array([coefficients], dtype=np.float64))


def constant(value: float) -> Piecewise:
    """The same value everywhere."""
    return polynomial([value])


def linear(slope: float, offset: float = 0.0) -> Piecewise:
    """A straight line."""
    return polynomial([slope, offset])


def broken_line(x: Floats, y: Floats) -> Piecewise:
    """Straight from point to point, going on straight beyond the ends. `x` (n,) rises, n >= 2."""
    slope = np.diff(y) / np.diff(x)
    slopes = np.r_[slope[0], slope, slope[-1]]
    return Piecewise(x, np.column_stack([slopes, np.r_[y[0], y]]))


def cubic_spline(x: Floats, y: Floats) -> Piecewise:
    """The interpolating cubic spline through (x, y), straight beyond the ends. `x` (n,) rises, n >= 2.

    At either end the third derivative is that of the cubic through the four points there (none for three
    points, whose spline is two halves of a parabola).
    Source: Forsythe, Malcolm and Moler, Computer Methods for Mathematical Computations, 1977, routine SPLINE,
    which SIMM and OpenSim (SimmSpline) use.
    Data requirements: none beyond the rising x.
    """
    step, slope = np.diff(x), np.diff(y) / np.diff(x)
    bend = _bends(x, step, slope) if len(x) > 2 else np.zeros(2)
    start = slope - step * (bend[1:] + 2 * bend[:-1])
    end = slope[-1] + step[-1] * (bend[-2] + 2 * bend[-1])
    inside = np.column_stack([np.diff(bend) / step, 3 * bend[:-1], start, y[:-1]])
    return Piecewise(x, np.vstack([[0, 0, start[0], y[0]], inside, [0, 0, end, y[-1]]]))


def _bends(x: Floats, step: Floats, slope: Floats) -> Floats:
    """A sixth of the spline's second derivative at each point."""
    from scipy.linalg import solve_banded

    above, on, below, right = np.zeros((4, len(x)))
    above[2:], on[1:-1], below[:-2] = step[1:], 2 * (step[:-1] + step[1:]), step[:-1]
    right[1:-1] = np.diff(slope)
    on[0], above[1], on[-1], below[-2] = -step[0], step[0], -step[-1], step[-1]
    if len(x) > 3:
        second = np.diff(slope) / (x[2:] - x[:-2])
        third = np.diff(second) / (x[3:] - x[:-3])
        right[0], right[-1] = step[0] ** 2 * third[0], -(step[-1] ** 2) * third[-1]
    return np.asarray(solve_banded((1, 1), np.array([above, on, below]), right))
