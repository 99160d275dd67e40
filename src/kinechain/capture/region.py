"""The square, turned with the body, that the landmark network looks at."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]

# The network was trained on squares a quarter larger than the circle around the body
# (Bazarevsky et al. 2020, BlazePose; MediaPipe pose_detection_to_roi).
MARGIN = 1.25


@dataclass(frozen=True, slots=True)
class Region:
    """A square in picture coordinates (pixels; (0, 0) is the outer corner of the first pixel).

    `angle` (radians) turns the square clockwise as seen on the screen.
    """

    x: float
    y: float
    size: float
    angle: float

    @classmethod
    def around(cls, centre: Points, rim: Points) -> "Region":
        """The region of a body whose hips are at `centre` and whose circle passes through `rim`,
        a point straight above the hips in the body's own frame.
        """
        dx, dy = float(rim[0] - centre[0]), float(rim[1] - centre[1])
        angle = math.remainder(math.pi / 2 + math.atan2(dy, dx), 2 * math.pi)
        return cls(float(centre[0]), float(centre[1]), 2 * MARGIN * math.hypot(dx, dy), angle)

    def to_picture(self, points: Points, side: int) -> Points:
        """Points of shape (..., 2) in a square of `side` pixels, as picture coordinates."""
        scale = self.size / side
        cos, sin = scale * math.cos(self.angle), scale * math.sin(self.angle)
        turned = (points - side / 2) @ np.array([[cos, sin], [-sin, cos]])
        return np.asarray(turned + np.array([self.x, self.y]), dtype=np.float64)

    def cut(self, picture: Pixels, side: int) -> Pixels:
        """The region as an upright image of shape (side, side, 3); black outside the picture."""
        corners = self.to_picture(np.array([[0, 0], [side, 0], [0, side], [side, side]], float), side)
        height, width = picture.shape[:2]
        left, top = np.clip(np.floor(corners.min(axis=0)).astype(int) - 1, 0, [width - 1, height - 1])
        right, bottom = np.clip(
            np.ceil(corners.max(axis=0)).astype(int) + 1, [left + 1, top + 1], [width, height]
        )
        part = Image.fromarray(np.ascontiguousarray(picture[top:bottom, left:right]))
        # Averaging whole blocks first keeps a large body free of aliasing.
        block = max(1, int(self.size / side))
        part = part.reduce(block) if block > 1 else part
        origin, right_of, below = (corners[:3] - [left, top]) / block
        across, down = (right_of - origin) / side, (below - origin) / side
        matrix = (across[0], down[0], origin[0], across[1], down[1], origin[1])
        upright = part.transform(
            (side, side), Image.Transform.AFFINE, matrix, resample=Image.Resampling.BILINEAR
        )
        return np.asarray(upright)

    def distance(self, other: "Region") -> float:
        """Between the centres, as a share of the larger region's size."""
        return math.hypot(self.x - other.x, self.y - other.y) / max(self.size, other.size, 1e-9)
