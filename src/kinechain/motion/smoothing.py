"""Offline smoothing of keypoint tracks onto an even time grid.

Each coordinate becomes the smoothing spline that keeps what is slower than a cut-off and lets sure
sightings pull harder than unsure ones. Uneven frame times, lost frames and gaps need no special case.

Source: Eilers 2003 (Anal Chem 75:3631, penalised least squares with differences), third differences.
Deviation: the observations lie between grid points and are read there by linear interpolation, so the
grid may be finer than the film.
"""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats

GRID_HZ = 120.0
# Keypoints of walking hold little above 6 Hz (Winter 2009, Biomechanics and Motor Control, section 3.5).
CUTOFF_HZ = 6.0
ORDER = 3
# A keypoint that was not seen within this time of an instant is not known there.
LONGEST_GAP_S = 0.1
# What lies on either side of a longer gap has nothing to say to the other, and cannot be solved for together.
PIECES_APART_S = 1.0
LEAST_WEIGHT = 0.02


def smooth(motion: xr.Dataset) -> xr.Dataset:
    """`position` on an even grid of `GRID_HZ`, with the unknown as NaN; attributes are kept.

    Data requirements: at least four frames; `confidence` beside `position`.
    """
    time = motion["time"].values
    grid = even_grid(time)
    position = motion["position"].values
    confidence = motion["confidence"].values
    smoothed = np.full((len(grid), *position.shape[1:]), np.nan)
    for index in range(position.shape[2]):
        values = position[:, :, index]
        for piece in _pieces(time, np.isfinite(values).all(axis=1)):
            first = int(np.searchsorted(grid, time[piece[0]] + 1e-9, "right")) - 1
            last = int(np.searchsorted(grid, time[piece[-1]] - 1e-9))
            part = grid[first : last + 1]
            weight = np.clip(confidence[piece, index], LEAST_WEIGHT, 1)
            track = smooth_track(time[piece], values[piece], weight, part)
            known = _near(part, time[piece])[:, np.newaxis]
            smoothed[first : last + 1, :, index] = np.where(known, track, np.nan)
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), smoothed)},
        coords={"time": grid, "space": motion["space"].values, "keypoints": motion["keypoints"].values},
        attrs=motion.attrs,
    )


def even_grid(time: Floats) -> Floats:
    """Instants at `GRID_HZ` from the first of `time` up to its last, or the first one after it."""
    steps = int(np.ceil((time[-1] - time[0]) * GRID_HZ - 1e-6))
    return np.asarray(time[0] + np.arange(steps + 1) / GRID_HZ)


def smooth_track(
    time: Floats, values: Floats, weight: Floats, grid: Floats, *, cutoff_hz: float = CUTOFF_HZ
) -> Floats:
    """`values` (n, k) seen at `time` with `weight` in 0..1, smoothed and read at `grid`, which is even
    and holds all of `time`. What is slower than `cutoff_hz` is kept.
    """
    from scipy.linalg import solveh_banded

    step = grid[1] - grid[0]
    place = np.clip((time - grid[0]) / step, 0, len(grid) - 1 - 1e-9)
    left = place.astype(int)
    share = place - left
    bands = _roughness(len(grid), _penalty(time, step, cutoff_hz))
    for offset, product in ((0, (1 - share) ** 2), (1, share**2)):
        np.add.at(bands[0], left + offset, weight * product)
    np.add.at(bands[1], left, weight * share * (1 - share))
    right = np.zeros((len(grid), values.shape[1]))
    np.add.at(right, left, (weight * (1 - share))[:, np.newaxis] * values)
    np.add.at(right, left + 1, (weight * share)[:, np.newaxis] * values)
    return np.asarray(solveh_banded(bands, right, lower=True), dtype=np.float64)


def _pieces(time: Floats, seen: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Rows that were seen, in pieces between long gaps, each with enough of them to be smoothed."""
    rows = np.flatnonzero(seen)
    breaks = np.flatnonzero(np.diff(time[rows]) > PIECES_APART_S) + 1
    return [piece for piece in np.split(rows, breaks) if len(piece) > ORDER]


def _penalty(time: Floats, step: float, cutoff_hz: float) -> float:
    """The weight of roughness that halves a sine at the cut-off: for differences of order d on a grid
    with one sighting in m points, 1 / (m (2 sin(w/2))^2d) with w the cut-off in radians a grid step.
    """
    points_per_sighting = float(np.median(np.diff(time))) / step
    return float(1 / (points_per_sighting * (2 * np.sin(np.pi * cutoff_hz * step)) ** (2 * ORDER)))


def _roughness(length: int, penalty: float) -> Floats:
    """Lower bands of penalty times D'D, with D the differences of third order, shape (4, length)."""
    stencil = np.array([-1.0, 3.0, -3.0, 1.0])
    bands = np.zeros((ORDER + 1, length))
    for row in range(ORDER + 1):
        for column in range(row + 1):
            start = column
            stop = length - ORDER + column
            bands[row - column, start:stop] += penalty * stencil[row] * stencil[column]
    return bands


def _near(grid: Floats, time: Floats) -> NDArray[np.bool_]:
    """Where a gap can be bridged; nothing is known before the first sighting and after the last."""
    after = np.clip(np.searchsorted(time, grid), 1, len(time) - 1)
    distance = np.minimum(abs(grid - time[after - 1]), abs(grid - time[after]))
    return np.asarray(
        (distance <= LONGEST_GAP_S + 1e-9) & (grid >= time[0] - 1e-9) & (grid <= time[-1] + 1e-9)
    )
