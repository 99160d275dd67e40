"""A phone's camera as a pinhole beside the way: what it shows of points, and how that moves with it."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinechain.body.plain_kinematics import cross

Floats = NDArray[np.float64]

UNKNOWNS: Final = ("log_focal", "pitch", "roll", "height", "heading", "across")
"""What is not known of a camera, in the order of `Picture.by_camera`: four of the clip, two of a pass."""
OF_CLIP: Final = 4
FLIPPED: Final = np.array([1.0, -1.0])
"""Pictures count downwards."""


class Picture(NamedTuple):
    """`pixels` (..., 2) of points; their derivatives `by_point` (..., 2, 3) and `by_camera` (..., 2, 6)."""

    pixels: Floats
    by_point: Floats
    by_camera: Floats


@dataclass(frozen=True, slots=True)
class Pinhole:
    """A camera over the point (0, `across`) m of the walk's frame, `height` m over its floor.

    It looks towards `heading` (rad from forward, to the left), raised by `pitch`, turned about its own axis
    by `roll` (anticlockwise from behind it, so that the picture turns the other way). `log_focal` is the
    logarithm of the focal length in px; the axis meets the picture at `centre` (px). Lenses are taken as free
    of distortion, as phones deliver them.
    """

    centre: tuple[float, float]
    log_focal: float
    pitch: float
    roll: float
    height: float
    heading: float
    across: float

    @classmethod
    def of(cls, centre: tuple[float, float], unknowns: Floats) -> "Pinhole":
        """From the six `UNKNOWNS`."""
        return cls(centre, *(float(value) for value in unknowns))

    def picture(self, points: Floats) -> Picture:
        """What is seen of `points` (..., 3) m of the walk's frame. They must lie before the camera."""
        turn = self._axes()
        seen = self._seen(points, turn)
        depth = seen[..., 2]
        focal = np.exp(self.log_focal)
        flat = focal * seen[..., :2] / depth[..., None] * FLIPPED
        bent = np.zeros((*points.shape[:-1], 2, 3))
        bent[..., 0, 0], bent[..., 1, 1] = focal / depth, -focal / depth
        bent[..., :, 2] = -flat / depth[..., None]
        by_camera = np.concatenate([flat[..., None], bent @ self._moved(seen, turn)], axis=-1)
        return Picture(flat + np.array(self.centre), bent @ turn, by_camera)

    def pixels(self, points: Floats) -> Floats:
        """(..., 2) px where `points` (..., 3) m are seen, alone."""
        seen = self._seen(points, self._axes())
        flat = np.exp(self.log_focal) * seen[..., :2] / seen[..., 2:] * FLIPPED
        return np.asarray(flat + np.array(self.centre))

    def pulled(self, points: Floats, force: Floats) -> tuple[Floats, Floats]:
        """`picture`'s derivatives transposed, times `force` (..., 2) on the pixels of `points` (..., 3): what
        pulls at the points (..., 3), and at the camera's unknowns (6,), all points together.
        """
        turn = self._axes()
        seen = self._seen(points, turn)
        focal, depth = np.exp(self.log_focal), seen[..., 2]
        before = np.empty_like(seen)
        before[..., :2] = force * FLIPPED * (focal / depth)[..., None]
        along = (before[..., :2] * seen[..., :2]).sum(axis=-1)
        before[..., 2] = -along / depth
        whole = before.reshape(-1, 3).sum(axis=0)
        moment = cross(seen, before).reshape(-1, 3).sum(axis=0)
        cos_r, sin_r = np.cos(self.roll), np.sin(self.roll)
        pitch = cos_r * moment[0] - sin_r * moment[1]
        by_camera = [
            along.sum(),
            pitch,
            -moment[2],
            -turn[:, 2] @ whole,
            turn[:, 2] @ moment,
            -turn[:, 1] @ whole,
        ]
        return before @ turn, np.array(by_camera)

    def depth(self, points: Floats) -> Floats:
        """(...,) m how far before the camera points (..., 3) lie."""
        return np.asarray((points - np.array([0.0, self.across, self.height])) @ self._axes()[2])

    def _seen(self, points: Floats, turn: Floats) -> Floats:
        """(..., 3) m: right, up and ahead of the camera."""
        return np.asarray((points - np.array([0.0, self.across, self.height])) @ turn.T)

    def _axes(self) -> Floats:
        """(3, 3): rows are the camera's right, its up and the way it looks, in the walk's frame."""
        cos_h, sin_h = np.cos(self.heading), np.sin(self.heading)
        cos_p, sin_p = np.cos(self.pitch), np.sin(self.pitch)
        cos_r, sin_r = np.cos(self.roll), np.sin(self.roll)
        level = np.array([[sin_h, -cos_h, 0.0], [0.0, 0.0, 1.0], [cos_h, sin_h, 0.0]])
        pitched = np.array([[1.0, 0.0, 0.0], [0.0, cos_p, -sin_p], [0.0, sin_p, cos_p]])
        rolled = np.array([[cos_r, sin_r, 0.0], [-sin_r, cos_r, 0.0], [0.0, 0.0, 1.0]])
        return np.asarray(rolled @ pitched @ level)

    def _moved(self, seen: Floats, turn: Floats) -> Floats:
        """(..., 3, 5): how points `seen` (..., 3) move before the camera with all but its focal length."""
        x, y, z = seen[..., 0], seen[..., 1], seen[..., 2]
        nothing = np.zeros_like(x)
        cos_r, sin_r = np.cos(self.roll), np.sin(self.roll)
        # Pitching turns about the camera's right before it rolled, heading about the upright.
        upright = cos_r * y + sin_r * x
        pitch = np.stack([-sin_r * z, -cos_r * z, upright], axis=-1)
        roll = np.stack([y, -x, nothing], axis=-1)
        up = turn[:, 2]
        # Right, up and ahead are a left-handed frame, hence the order.
        heading = np.cross(np.broadcast_to(up, seen.shape), seen)
        over, aside = (np.broadcast_to(-turn[:, axis], seen.shape) for axis in (2, 1))
        return np.stack([pitch, roll, over, heading, aside], axis=-1)
