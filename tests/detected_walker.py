"""The synthetic walker as a detector sees it: keypoints that lie beside the joints, as its table says.

The offsets are those that the fit takes out again (``body/phone/keypoints.yaml``), so that what remains is
the fit's own error, with the walker's own feet and head: its heel and toe lie on the floor, the table's
landmarks above it.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

import synthetic_camera
from kinechain.body.own_body import load_body
from kinechain.body.phone.keypoints import keypoints
from synthetic_walker import LANDMARKS, WalkTruth

Floats = NDArray[np.float64]

# Up each part's segment: from which landmark to which, without their side.
UP = {
    "shoulder": ("hip", "shoulder"),
    "elbow": ("elbow", "shoulder"),
    "wrist": ("wrist", "elbow"),
    "knee": ("knee", "hip"),
    "ankle": ("ankle", "knee"),
}
FEET = ("heel", "foot_index")
# The table's heel and toe tip lie this high over the sole, and its heel's marker so far behind the skin (m).
LANDMARK_OVER_SOLE = {"heel": (-0.007, 0.030), "foot_index": (0.0, 0.022)}
REFERENCE_M = 1.741
ACROMION_BESIDE = 0.052
"""The walker's shoulders are its acromia, so far outside the joints' centres (m)."""


def beside_the_joints(truth: WalkTruth, positions: Floats) -> Floats:
    """Where the detector puts the landmarks whose `positions` are (time, landmark, 3)."""
    table = keypoints(load_body())
    scale = truth.walker.height_m / REFERENCE_M
    seen = positions.copy()
    for index, name in enumerate(table.names):
        side, part = name.split("_", 1)
        way = np.array([-1.0 if truth.walker.direction == "left" else 1.0, 0.0, 0.0])
        left = np.cross([0.0, 0.0, 1.0], way)
        up = _up(positions, side, part, left)
        forward = np.cross(left, up)
        x, y, z = table.usual[table.shifted == index].sum(axis=0)
        ahead, over = LANDMARK_OVER_SOLE.get(part, (0.0, 0.0))
        inward = -np.sign(table.place[index, 1]) * ACROMION_BESIDE if part == "shoulder" else 0.0
        shift = (x + ahead) * forward + (y + inward) * left + (z + over) * up
        seen[:, LANDMARKS.index(name)] += scale * shift
    return seen


def _up(positions: Floats, side: str, part: str, left: Floats) -> Floats:
    """(time, 3) the upward axis of the segment that bears a part."""

    def at(name: str) -> Floats:
        return positions[:, LANDMARKS.index(f"{side}_{name}")]

    if part in FEET:
        up = np.cross(at("foot_index") - at("heel"), left)
    elif part in UP:
        start, end = UP[part]
        up = at(end) - at(start)
        up = up - np.outer(up @ left, left)
    else:
        up = np.repeat([[0.0, 0.0, 1.0]], len(positions), axis=0)
    return np.asarray(up / np.linalg.norm(up, axis=1, keepdims=True))


film = partial(synthetic_camera.film, seen_at=beside_the_joints)
"""`synthetic_camera.film` of what the detector makes of the walker."""
