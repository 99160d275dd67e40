"""The floor is the level: a phone held askew is put right by where the feet stood.

Feet that stand are all at the height of the floor, so a line through the heels of a pass shows how far
the camera was rolled. A floor taken as level is the safer guess: phones lean by a few degrees, floors of
rooms and paths seldom by one.
"""

import numpy as np
import xarray as xr

from kinechain.gait.segment_angles import lies_flat
from kinechain.measurement import SIDES
from kinechain.motion.dataset import keypoint

# Footprints closer together than this (statures) show no slope worth having.
SHORTEST_SPAN = 1.0
# More than this is no hand's tremor but a slope, or a camera laid on its side.
LARGEST_ROLL = 12.0
# A phone held this much askew is worth telling.
NOTICEABLE_ROLL = 3.0


def roll(plane: xr.Dataset, walking_speed: float) -> float:
    """How far the floor rises along the way in the plane of progression, in degrees; 0 if the
    footprints do not show it.
    """
    rows, heights = [], []
    for index, side in enumerate(SIDES):
        heel = keypoint(plane, f"{side}_heel")[lies_flat(plane, side, walking_speed)]
        # Each side has a height of its own: the far foot may be seen a little higher.
        rows += [(forward, float(index == 0), float(index == 1)) for forward in heel[:, 0]]
        heights += heel[:, 1].tolist()
    if len(rows) < 4 or np.ptp([row[0] for row in rows]) < SHORTEST_SPAN:
        return 0.0
    slope = np.linalg.lstsq(np.array(rows), np.array(heights), rcond=None)[0][0]
    degrees = float(np.degrees(np.arctan(slope)))
    return degrees if abs(degrees) <= LARGEST_ROLL else 0.0


def levelled(plane: xr.Dataset, degrees: float) -> xr.Dataset:
    """The plane turned back by a roll."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    forward, up = plane["position"].values.transpose(1, 0, 2)
    turned = np.stack([forward * cos + up * sin, up * cos - forward * sin], axis=1)
    return plane.assign(position=(plane["position"].dims, turned))
