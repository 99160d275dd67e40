"""A phone's camera: a pinhole without distortion, and the hand that shakes it.

Frame as a scene's: x right, y away, z up, metres. Pictures have x to the right and y down, in pixels, with
pixel (0, 0) between 0 and 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kinechain.rendering.rig import Floats

# What is drawn lies between these distances (m).
NEAR, FAR = 0.3, 80.0


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """`axes` (3, 3) has rows right, down and ahead in the scene; `focal_px` as the width's unit."""

    place: Floats
    axes: Floats
    focal_px: float
    width: int
    height: int

    def project(self, points: Floats) -> Floats:
        """Pixels (..., 2) of points (..., 3); NaN behind the camera."""
        across, down, ahead = np.moveaxis((points - self.place) @ self.axes.T, -1, 0)
        ahead = np.where(ahead > 0, ahead, np.nan)
        x = self.width / 2 + self.focal_px * across / ahead
        y = self.height / 2 + self.focal_px * down / ahead
        return np.stack([x, y], axis=-1)

    def turned(self, degrees: Floats) -> "Camera":
        """Turned by small angles (3,) about its own axes right, down and ahead."""
        from scipy.spatial.transform import Rotation

        turn = Rotation.from_rotvec(np.radians(degrees) @ self.axes).as_matrix()
        return replace(self, axes=self.axes @ turn.T)

    def clip_matrix(self) -> Floats:
        """From the scene to the clip space of the graphics library, (4, 4)."""
        view = np.eye(4)
        view[:3, :3] = self.axes * np.array([[1.0], [-1.0], [-1.0]])
        view[:3, 3] = -view[:3, :3] @ self.place
        depth, product = (FAR + NEAR) / (NEAR - FAR), 2 * FAR * NEAR / (NEAR - FAR)
        lens = np.array(
            [
                [2 * self.focal_px / self.width, 0, 0, 0],
                [0, 2 * self.focal_px / self.height, 0, 0],
                [0, 0, depth, product],
                [0, 0, -1, 0],
            ]
        )
        return np.asarray(lens @ view)


def looking_at(
    place: Sequence[float] | Floats,
    target: Sequence[float] | Floats,
    *,
    focal_px: float,
    size: tuple[int, int],
    roll: float = 0.0,
) -> Camera:
    """A camera at `place` that looks at `target`, rolled by so many degrees (clockwise as one looks)."""
    place, target = np.array(place, dtype=np.float64), np.array(target, dtype=np.float64)
    ahead = (target - place) / np.linalg.norm(target - place)
    right = np.cross(ahead, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    level = Camera(place, np.stack([right, np.cross(ahead, right), ahead]), focal_px, *size)
    return level.turned(np.array([0.0, 0.0, roll]))


def shaken(camera: Camera, times: Floats, degrees: float, rng: np.random.Generator) -> list[Camera]:
    """The camera in a hand: at each time turned a little, `degrees` sd about each axis, slowly (under 3 Hz),
    and moved with the turns as an arm's length would.
    """
    turns = np.stack([_tremor(times, rng) for _ in range(3)], axis=1) * degrees
    moves = np.stack([_tremor(times, rng) for _ in range(3)], axis=1) * np.radians(degrees) * 0.5
    return [
        replace(camera.turned(turn), place=camera.place + move)
        for turn, move in zip(turns, moves, strict=True)
    ]


def _tremor(times: Floats, rng: np.random.Generator) -> Floats:
    """Smooth noise of sd about 1: six waves between 0.2 and 3 Hz, the slow ones larger."""
    waves = rng.uniform(0.2, 3.0, 6)
    size = 1 / waves
    phase = rng.uniform(0, 2 * np.pi, 6)
    noise = (size * np.sin(2 * np.pi * waves * times[:, None] + phase)).sum(axis=1)
    return np.asarray(noise / np.sqrt((size**2).sum() / 2))
