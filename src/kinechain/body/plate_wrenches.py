"""The forces of a motion's plates, brought to the motion's frames."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOADED_N = 20.0
"""Less than this is noise: the limit that most laboratories use for foot contact."""


@dataclass(frozen=True, slots=True, eq=False)
class PlateWrenches:
    """T frames, P plates, in the walk frame: `force` (T, P, 3) N on the person, `moment` (T, P, 3) N m about
    the frame's origin, `centre` of pressure (T, P, 3) m, NaN where a plate bears less than `LOADED_N`.
    `corners` (P, 4, 3) m, NaN where not known. `surface` (P,) m is the plates' height.
    """

    force: Floats
    moment: Floats
    centre: Floats
    corners: Floats
    surface: Floats

    @property
    def loaded(self) -> NDArray[np.bool_]:
        """(T, P) whether somebody stands there."""
        return np.asarray(np.isfinite(self.centre[:, :, 0]))


def plate_wrenches(motion: xr.Dataset, time: Floats) -> PlateWrenches | None:
    """The forces at `time` (T,) s, each the mean over one frame's interval; None where the motion has none.

    Force and moment are averaged, which is exact; the centre of pressure follows from them. A frame that
    plates did not record counts as not loaded.
    """
    if "force" not in motion or not motion.sizes["plate"]:
        return None
    force, moment = _about_origin(motion)
    interval = float(np.median(np.diff(time)))
    at = motion["plate_time"].values
    force, moment = (_mean_over(at, values, time, interval) for values in (force, moment))
    corners = _corners(motion)
    height = np.nanmean(corners[:, :, 2], axis=1) if np.isfinite(corners).any() else np.zeros(len(corners))
    surface = np.where(np.isfinite(height), height, 0.0)
    return PlateWrenches(force, moment, _centre(force, moment, surface), corners, surface)


def _about_origin(motion: xr.Dataset) -> tuple[Floats, Floats]:
    """Force and moment about the origin (n, P, 3), zero where a plate is not loaded."""
    force = motion["force"].values
    centre = motion["centre_of_pressure"].values
    loaded = np.isfinite(centre).all(axis=2) & np.isfinite(force).all(axis=2) & (force[:, :, 2] > LOADED_N)
    force = np.where(loaded[..., np.newaxis], force, 0.0)
    moment = np.cross(np.where(loaded[..., np.newaxis], centre, 0.0), force)
    if "free_moment" in motion:
        moment[:, :, 2] += np.where(loaded, np.nan_to_num(motion["free_moment"].values), 0.0)
    return force, moment


def _mean_over(at: Floats, values: Floats, time: Floats, interval: float) -> Floats:
    """The mean of `values` (n, P, 3), known at `at`, over the part of an interval around each of `time` that
    was recorded; 0 where none was.
    """
    steps = np.diff(at)[:, np.newaxis, np.newaxis]
    pieces = (values[1:] + values[:-1]) / 2 * steps
    area = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(pieces, axis=0)])
    begin, end = (np.clip(time + shift, at[0], at[-1]) for shift in (-interval / 2, interval / 2))
    flat = area.reshape(len(at), -1).T
    whole = np.stack([np.interp(end, at, column) - np.interp(begin, at, column) for column in flat], axis=1)
    long = np.maximum(end - begin, np.finfo(float).tiny)[:, np.newaxis]
    return np.asarray(whole / long).reshape(len(time), *values.shape[1:])


def _centre(force: Floats, moment: Floats, surface: Floats) -> Floats:
    """Where on the plates' surface the force acts, NaN where there is little of it."""
    up = np.where(force[:, :, 2] > LOADED_N, force[:, :, 2], np.nan)
    x = (surface * force[:, :, 0] - moment[:, :, 1]) / up
    y = (surface * force[:, :, 1] + moment[:, :, 0]) / up
    return np.stack([x, y, np.where(np.isfinite(up), surface, np.nan)], axis=2)


def _corners(motion: xr.Dataset) -> Floats:
    if "plate_corners" not in motion:
        return np.full((motion.sizes["plate"], 4, 3), np.nan)
    corners = motion["plate_corners"].values
    return np.asarray(corners, dtype=np.float64)
