"""`GroundTrack`: how the pelvis moves over the ground, told from where it is in the picture and how large the
person appears. Lengths are statures.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import SIDES
from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import Floats, keypoint, middle
from kinechain.motion.line_fit import moving_line, steady_line
from kinechain.motion.stature import EAR_TO_HEEL

# The size of the body rises and falls with each step, so depth takes more than a stride to tell; the speed
# across the picture is told sooner.
DEPTH_WINDOW_S, ACROSS_WINDOW_S = 1.6, 0.8
BODY = tuple(
    f"{side}_{part}"
    for side in SIDES
    for part in ("ear", "shoulder", "hip", "knee", "ankle", "heel", "foot_index")
)


@dataclass(frozen=True, eq=False)
class GroundTrack:
    """Frame by frame at an even `time` (s), each (time,).

    `right` is how far right of the camera the pelvis is per unit of depth, `depth` how far beyond it, NaN
    where not seen; `parts_seen` is how many of `BODY` are.
    """

    time: Floats
    right: Floats
    depth: Floats
    parts_seen: NDArray[np.intp]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where the person is seen."""
        return np.asarray(np.isfinite(self.right) & np.isfinite(self.depth))

    @cached_property
    def velocity(self) -> Floats:
        """To the right and away, statures a second, (time, 2), NaN where it cannot be told.

        Data requirements: a stretch in which the person is hardly lost.
        """
        depth, away = moving_line(self.time, self.depth, DEPTH_WINDOW_S, whole=True)
        _, across = moving_line(self.time, self.right * depth, ACROSS_WINDOW_S)
        return np.stack([across, away], axis=1)

    @property
    def speed(self) -> Floats:
        """Statures a second, (time,)."""
        return np.asarray(np.hypot(*self.velocity.T))

    def part(self, first: int, last: int) -> "GroundTrack":
        """Frames `first` up to `last`."""
        rows = slice(first, last)
        return replace(
            self,
            time=self.time[rows],
            right=self.right[rows],
            depth=self.depth[rows],
            parts_seen=self.parts_seen[rows],
        )


@dataclass(frozen=True, slots=True)
class StraightWay:
    """A steady walk: at `middle_s` the person is at (x0, z0), right of and beyond the camera, and goes on
    with the velocity (vx, vz), of which the standard deviations are given.
    """

    middle_s: float
    x0: float
    z0: float
    vx: float
    vz: float
    vx_sd: float
    vz_sd: float


def ground_track(motion: xr.Dataset) -> GroundTrack:
    """The track of a smoothed motion (px)."""
    focal = focal_of(motion).px
    right = (middle(motion, "hip")[:, 0] - motion.attrs["frame_width"] / 2) / focal
    seen = np.isfinite(motion["position"].sel(keypoints=list(BODY)).values).all(axis=1)
    return GroundTrack(motion["time"].values, right, focal / _size(motion), seen.sum(axis=1))


def straight_way(track: GroundTrack, first: int, last: int) -> StraightWay:
    """The steady walk that frames `first` up to `last` of a track show."""
    part = track.part(first, last)
    middle_s = float(part.time[part.known].mean())
    time = part.time[part.known] - middle_s
    z0, vz, vz_sd = steady_line(time, part.depth[part.known])
    # With the line's depth, not each frame's, so that noise in size does not become noise across.
    x0, vx, vx_sd = steady_line(time, part.right[part.known] * (z0 + vz * time))
    return StraightWay(middle_s, x0, z0, vx, vz, vx_sd, vz_sd)


def _size(motion: xr.Dataset) -> Floats:
    """The stature in pixels, frame by frame: from the ears to the lower heel, or to the hips, in proportion,
    where a foot is not seen.
    """
    ears = middle(motion, "ear")[:, 1]
    heels = [keypoint(motion, f"{side}_heel")[:, 1] for side in SIDES]
    whole, trunk = np.maximum(*heels) - ears, middle(motion, "hip")[:, 1] - ears
    if not np.isfinite(whole).any():
        whole = np.fmax(*heels) - ears
    both = np.isfinite(whole) & np.isfinite(trunk)
    taller = np.median(whole[both] / trunk[both]) if both.any() else np.nan
    size = np.where(np.isfinite(whole), whole, trunk * taller)
    return np.where(size > 0, size, np.nan) / EAR_TO_HEEL
