"""A camera whose place and lens are known: where it shows a point, and how that moves with the point."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEAREST_M = 1e-3
"""Points behind the camera or closer are not shown."""
UNBENDING = 10
"""Rounds that take a lens's bending back: enough for any lens that is not a fish-eye."""


@dataclass(frozen=True, eq=False)
class CalibratedCamera:
    """A pinhole camera with a lens: `matrix` (3, 3) px, `rotation` (3, 3) and `translation` (3,) m.

    A point p of the walk frame lies at rotation p + translation before the camera (x right, y down, z ahead).
    `distortion` is (k1, k2, p1, p2), radial and tangential (Brown 1966), zero for a picture without
    distortion.
    """

    matrix: Floats
    rotation: Floats
    translation: Floats
    distortion: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @classmethod
    def from_projection(cls, projection: Floats) -> "CalibratedCamera":
        """The camera of a projection matrix (3, 4), px and m, as a direct linear transform gives it."""
        from scipy.linalg import rq

        upper, rotation = rq(projection[:, :3])
        signs = np.diag(np.sign(np.diag(upper)))
        upper, rotation = upper @ signs, signs @ rotation
        if np.linalg.det(rotation) < 0:
            rotation, projection = -rotation, -projection
        translation = np.asarray(np.linalg.solve(upper, projection[:, 3]), dtype=np.float64)
        return cls(np.asarray(upper / upper[2, 2]), np.asarray(rotation), translation)

    def picture(self, points: Floats) -> tuple[Floats, Floats]:
        """Pixels (..., 2) of `points` (..., 3) m, and their derivative (..., 2, 3); NaN behind the camera."""
        before = points @ self.rotation.T + self.translation
        depth = np.where(before[..., 2] > NEAREST_M, before[..., 2], np.nan)
        flat = before[..., :2] / depth[..., None]
        bent, bending = self._lens(flat)
        perspective = np.zeros((*points.shape[:-1], 2, 3))
        perspective[..., 0, 0] = perspective[..., 1, 1] = 1 / depth
        perspective[..., :, 2] = -flat / depth[..., None]
        focal = self.matrix[:2, :2]
        pixels = bent @ focal.T + self.matrix[:2, 2]
        return pixels, focal @ bending @ perspective @ self.rotation

    def _lens(self, flat: Floats) -> tuple[Floats, Floats]:
        k1, k2, p1, p2 = self.distortion
        x, y = flat[..., 0], flat[..., 1]
        r2 = x**2 + y**2
        radial, growth = 1 + k1 * r2 + k2 * r2**2, k1 + 2 * k2 * r2
        bent = np.stack(
            [
                x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x**2),
                y * radial + 2 * p2 * x * y + p1 * (r2 + 2 * y**2),
            ],
            axis=-1,
        )
        slope = np.empty((*flat.shape, 2))
        slope[..., 0, 0] = radial + 2 * x**2 * growth + 2 * p1 * y + 6 * p2 * x
        slope[..., 0, 1] = slope[..., 1, 0] = 2 * x * y * growth + 2 * p1 * x + 2 * p2 * y
        slope[..., 1, 1] = radial + 2 * y**2 * growth + 2 * p2 * x + 6 * p1 * y
        return bent, slope

    def ray(self, pixels: Floats) -> Floats:
        """Directions (..., 3) of unit length, in the walk frame, in which `pixels` (..., 2) are seen."""
        bent = (pixels - self.matrix[:2, 2]) @ np.linalg.inv(self.matrix[:2, :2]).T
        flat = bent.copy()
        for _ in range(UNBENDING):
            flat = flat + bent - self._lens(flat)[0]
        ahead = np.concatenate([flat, np.ones_like(flat[..., :1])], axis=-1) @ self.rotation
        return np.asarray(ahead / np.linalg.norm(ahead, axis=-1, keepdims=True))

    @property
    def centre(self) -> Floats:
        """(3,) m where the camera is."""
        return -self.translation @ self.rotation


def triangulated(cameras: Sequence[CalibratedCamera], position: Floats) -> Floats:
    """Points (..., 3) m nearest to the rays through `position` (C, ..., 2) px; NaN with fewer than two."""
    information = np.zeros((*position.shape[1:-1], 3, 3))
    right = np.zeros((*position.shape[1:-1], 3))
    for camera, pixels in zip(cameras, position, strict=True):
        ray = camera.ray(pixels)
        across = np.nan_to_num(np.eye(3) - ray[..., :, None] * ray[..., None, :])
        across[~np.isfinite(ray).all(axis=-1)] = 0.0
        information += across
        right += across @ camera.centre
    points = np.full(right.shape, np.nan)
    enough = np.asarray(np.isfinite(position).all(axis=-1)).sum(axis=0) >= 2
    points[enough] = np.linalg.solve(information[enough], right[enough][..., None])[..., 0]
    return points
