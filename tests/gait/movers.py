"""Synthetic people who do something else than walk on level ground."""

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from synthetic_walker import HEALTHY, SideGait, SyntheticWalker

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OnTreadmill(SyntheticWalker):
    """The ground goes back as fast as the walker goes ahead."""

    def positions(self, time: Floats) -> Floats:
        places = super().positions(time).copy()
        ahead = 1.0 if self.direction == "right" else -1.0
        places[:, :, 0] -= ahead * self.speed * np.asarray(time)[:, np.newaxis]
        return places


@dataclass(frozen=True)
class Climbing(SyntheticWalker):
    """Everything lies higher the further it is ahead, about the middle of the walk."""

    slope_deg: float = 30.0

    def positions(self, time: Floats) -> Floats:
        places = super().positions(time).copy()
        ahead = 1.0 if self.direction == "right" else -1.0
        along = ahead * places[:, :, 0] - self.speed * self.duration_s / 2
        places[:, :, 2] += np.tan(np.radians(self.slope_deg)) * along
        return places


def runner(stance_share: float, cadence: float, stride_length: float) -> SyntheticWalker:
    """Each foot stands for less than half of the stride, so that for a while neither does."""
    gait = SideGait(stance_share=stance_share, flat_at=6.0, heel_rise=16.0)
    return SyntheticWalker(
        cadence_steps_per_min=cadence,
        stride_length_m=stride_length,
        hip_over_ankle=12.0,
        left=gait,
        right=gait,
    )


def walker(cadence: float, stride_length: float) -> SyntheticWalker:
    """A healthy walk at another pace."""
    return replace(HEALTHY, cadence_steps_per_min=cadence, stride_length_m=stride_length)


def slowed(motion: xr.Dataset, times: float) -> xr.Dataset:
    """The film as it plays so many times slower."""
    return motion.assign_coords(time=motion["time"].values * times)


def rolled(motion: xr.Dataset, degrees: float) -> xr.Dataset:
    """Filmed by a phone that was held askew."""
    centre = np.array([motion.attrs["frame_width"], motion.attrs["frame_height"]])[:, np.newaxis] / 2
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    position = motion["position"]
    return motion.assign(position=(position.dims, turn @ (position.values - centre) + centre))
