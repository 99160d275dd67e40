"""`SideView`: a walk seen from the side by one camera."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.seen_walk import Direction
from kinechain.gait.segment_angles import angle_over_time, can_be_seen
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats, keypoint, middle

SPACE: dict[Direction, int] = {"forward": 0, "up": 1}


@dataclass(frozen=True, slots=True)
class SideView:
    """One pass seen from the side: keypoints in the plane of progression (statures) and what a flat
    foot's pitch looks like (degrees). It is a `SeenWalk`.
    """

    plane: xr.Dataset
    sole_offsets: dict[Side, float]

    @property
    def time(self) -> Floats:
        """Seconds of the grid."""
        return np.asarray(self.plane["time"].values)

    @property
    def stature(self) -> float:
        """The unit of length."""
        return 1.0

    def angle(self, name: str, side: Side | None) -> Floats:
        """`segment_angles.angle_over_time` with the flat foot as zero."""
        if not can_be_seen(name):
            return np.full(len(self.time), np.nan)
        values = angle_over_time(self.plane, name, side)
        if side is not None and name in ("foot_pitch", "ankle_dorsiflexion"):
            return values - self.sole_offsets[side]
        return values

    def place(self, point: str, direction: Direction) -> Floats:
        """Statures; NaN to the left, which cannot be seen."""
        if direction not in SPACE:
            return np.full(len(self.time), np.nan)
        side, _, part = point.partition("_")
        track = middle(self.plane, part) if side == "mid" else keypoint(self.plane, point)
        return track[:, SPACE[direction]]
