"""A small grey picture, and how one lies against another: what moves all of the background is the camera.

Two pictures are laid over each other by the shift, turn and zoom under which their greys agree best (Lucas
and Kanade 1981, in the inverse compositional form of Baker and Matthews 2004), with brightness and contrast
free, and places that agree badly counted for less (Tukey's biweight): things that move on their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.region import Pixels

Grey = NDArray[np.float32]
Box = tuple[float, float, float, float]

# About so many cells along the longer side: enough to see a shake of a pixel in 1080 lines, in a millisecond.
CELLS = 160
# Of the pixels across a cell, those looked at.
SAMPLES = 4
# The places with the strongest edges say where a picture lies; so many do.
MOST_PLACES, FEWEST_PLACES = 2000, 150
# Edges in units of grey (0 to 255) a cell; weaker ones are the sensor's noise.
LEAST_EDGE = 3.0
MOST_STEPS, STILL = 12, 0.004
# Tukey's constant, in robust standard deviations; and the share of places that must agree.
TUKEY, LEAST_AGREEING = 4.685, 0.45
# Two pictures are the same place where greys differ by less than this share of their spread.
LARGEST_MISFIT = 0.5


@dataclass(frozen=True, slots=True)
class Lie:
    """How a picture lies: a place z (complex: right and down of the middle, in cells) of the background of
    one is at `turn` z + `shift` in the other. |turn| is the zoom.
    """

    shift: complex = 0j
    turn: complex = 1 + 0j

    def after(self, first: "Lie") -> "Lie":
        """The `first` lie with this one on top."""
        return Lie(self.turn * first.shift + self.shift, self.turn * first.turn)

    def undone(self) -> "Lie":
        """The way back."""
        return Lie(-self.shift / self.turn, 1 / self.turn)


def small_grey(picture: Pixels) -> Grey:
    """The green of a picture (height, width, 3) as about `CELLS` cells along its longer side, 0 to 255."""
    cell = cell_size(picture.shape)
    step = max(1, cell // SAMPLES)
    across = cell // step
    green = picture[::step, ::step, 1].astype(np.float32)
    height, width = green.shape[0] // across, green.shape[1] // across
    rows = green[: height * across, : width * across].reshape(height, across, -1).sum(axis=1)
    return np.asarray(rows.reshape(height, width, across).sum(axis=2) / np.float32(across**2))


def cell_size(shape: Sequence[int]) -> int:
    """Pixels along a side of a cell, for a picture of this shape (height, width, ...)."""
    cell = max(1, max(shape[:2]) // CELLS)
    return cell - cell % max(1, cell // SAMPLES)


class Reference:
    """A small grey picture, ready for others to be laid over it."""

    def __init__(self, grey: Grey, people: Sequence[Box] = ()) -> None:
        """`people`: boxes (left, top, right, bottom), in cells, of which nothing is believed."""
        self._middle = (grey.shape[1] - 1) / 2 + 1j * (grey.shape[0] - 1) / 2
        smooth = _smooth(grey)
        down, right = (np.asarray(slope) for slope in np.gradient(smooth))
        edge = np.hypot(down, right)
        edge[:3], edge[-3:], edge[:, :3], edge[:, -3:] = 0, 0, 0, 0
        edge[inside(edge.shape, people)] = 0
        strongest = np.argsort(edge, axis=None)[-MOST_PLACES:]
        rows, columns = np.unravel_index(strongest[edge.ravel()[strongest] > LEAST_EDGE], edge.shape)
        self._places = columns + 1j * rows - self._middle
        self._grey = smooth[rows, columns].astype(np.float64)
        x, y = right[rows, columns].astype(np.float64), down[rows, columns].astype(np.float64)
        gone = (x - 1j * y) * self._places  # how grey changes with zoom (real part) and turn
        level = np.ones_like(x)
        self._slopes = np.stack([x, y, gone.real, -gone.imag, self._grey, level], axis=1)
        self._spread = float(self._grey.std()) if len(self._grey) else 0.0

    def lie(self, grey: Grey, start: Lie, people: Sequence[Box] = ()) -> Lie | None:
        """How `grey` lies against this picture, sought from `start`; None where it cannot be told."""
        if len(self._places) < FEWEST_PLACES:
            return None
        smooth, covered = _smooth(grey), inside(grey.shape, people)
        found, agreeing = start, 0.0
        for _ in range(MOST_STEPS):
            places = found.turn * self._places + found.shift + self._middle
            seen, values = _sample(smooth, covered, places)
            if seen.sum() < max(FEWEST_PLACES, 0.4 * len(places)):
                return None
            slopes, miss = self._slopes[seen], values - self._grey[seen]
            weight = _tukey(miss - np.median(miss))
            change = _solve(slopes, weight, miss)
            if change is None:
                return None
            step = Lie(complex(change[0], change[1]), complex(1 + change[2], change[3]))
            found = found.after(step.undone())
            agreeing = float((weight > 0.1).mean())
            if abs(step.shift) < STILL and abs(step.turn - 1) * abs(self._middle) < STILL:
                break
        rest = miss - slopes @ change
        misfit = float(np.median(abs(rest))) / max(0.6745 * self._spread, 1e-6)
        return found if agreeing > LEAST_AGREEING and misfit < LARGEST_MISFIT else None


def inside(shape: tuple[int, ...], boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """Which cells of a picture lie in any of the boxes."""
    covered = np.zeros(shape, dtype=bool)
    for left, top, right, bottom in boxes:
        rows = slice(max(0, int(top)), max(0, int(bottom) + 2))
        covered[rows, max(0, int(left)) : max(0, int(right) + 2)] = True
    return covered


def rough_shift(grey: Grey, other: Grey) -> complex:
    """By how many whole cells `other` is shifted against `grey`: the peak of their phase correlation."""
    window = np.outer(np.hanning(grey.shape[0]), np.hanning(grey.shape[1]))
    one, two = (np.fft.rfft2((picture - picture.mean()) * window) for picture in (grey, other))
    cross = two * one.conj()
    peaks = np.fft.irfft2(cross / np.maximum(abs(cross), 1e-9), s=grey.shape)
    down, right = np.unravel_index(int(np.argmax(peaks)), grey.shape)
    height, width = grey.shape
    return complex((right + width // 2) % width - width // 2, (down + height // 2) % height - height // 2)


def _smooth(grey: Grey) -> Grey:
    """Averaged with weights 1, 2, 1 along both axes, so that greys between cells can be read off a line."""
    padded = np.pad(grey, 1, mode="edge")
    rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return np.asarray((rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / np.float32(16))


def _sample(
    grey: Grey, covered: NDArray[np.bool_], places: NDArray[np.complex128]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which places are in the picture and not covered, and the greys at those, between cells."""
    height, width = grey.shape
    column, row = places.real, places.imag
    seen = (column >= 0) & (row >= 0) & (column < width - 1) & (row < height - 1)
    left, top = np.where(seen, column, 0).astype(int), np.where(seen, row, 0).astype(int)
    seen &= ~covered[top, left]
    left, top, column, row = left[seen], top[seen], column[seen], row[seen]
    flat, corner = grey.ravel(), top * width + left
    right_of, below = column - left, row - top
    upper = flat[corner] * (1 - right_of) + flat[corner + 1] * right_of
    lower = flat[corner + width] * (1 - right_of) + flat[corner + width + 1] * right_of
    return seen, upper * (1 - below) + lower * below


def _tukey(miss: NDArray[np.float64]) -> NDArray[np.float64]:
    scale = 1.4826 * float(np.median(abs(miss))) + 1e-3
    return np.asarray(np.clip(1 - (miss / (TUKEY * scale)) ** 2, 0, None) ** 2)


def _solve(
    slopes: NDArray[np.float64], weight: NDArray[np.float64], miss: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    weighted = slopes * weight[:, np.newaxis]
    matrix = weighted.T @ slopes
    scale = np.sqrt(np.maximum(np.diag(matrix), 1e-9))
    matrix /= np.outer(scale, scale)
    if float(np.linalg.eigvalsh(matrix).min()) < 1e-5:
        return None
    return np.asarray(np.linalg.solve(matrix, weighted.T @ miss / scale) / scale)
