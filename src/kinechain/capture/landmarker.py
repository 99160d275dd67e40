"""Where are the landmarks of one person? The BlazePose heavy network on a region."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.assets import asset_path
from kinechain.capture.network import Floats, Network
from kinechain.capture.region import Pixels, Points, Region
from kinechain.motion.keypoints import KEYPOINTS

SIDE = 256
HEATMAP = 64
# Half width, in heat map cells, and least peak of the heat that mends a landmark
# (MediaPipe refine_landmarks_from_heatmap: kernel 7, confidence 0.5).
REACH = 3
LEAST_PEAK = 0.5
# Pixels looked at to tell the light: every eighth, whose mask is surer than this logit; and which of the
# person's are the lighter ones.
STRIDE, SURE, FEWEST_PIXELS, LIGHTER = 8, 3.0, 10, 85
# The network's two extra points: middle of the hips, and the rim of the circle around the body.
CENTRE, RIM = 33, 34


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person in one picture.

    `points` has shape (33, 2), in pixels; `confidence` (33,), 0 to 1, is the chance that the landmark
    is in the picture and not hidden; `presence` is the chance that the region holds a person at all;
    `next_region` is where to look in the next picture; `light` is how bright the person's lighter parts and
    the surroundings are, 0 to 1, NaN where they are not seen.
    """

    points: Points
    confidence: NDArray[np.float64]
    presence: float
    next_region: Region
    light: tuple[float, float] = (np.nan, np.nan)


class Landmarker:
    """Finds the 33 landmarks of one person. Not to be shared between threads."""

    def __init__(self) -> None:
        self._network = Network(asset_path("pose_landmark_heavy.tflite"))

    def __call__(self, picture: Pixels, region: Region) -> Sighting:
        """The person in `region` of a picture of shape (height, width, 3)."""
        image = region.cut(picture, SIDE).astype(np.float32) / np.float32(255)
        landmarks, presence, mask, heat, _world = self._network(image)
        values = landmarks.reshape(39, 5)
        points = refine(values[: RIM + 1, :2].astype(np.float64), heat[0, :, :, : RIM + 1])
        placed = region.to_picture(points, SIDE)
        # Raw scores are logits: visible (not hidden) and present (inside the picture).
        visible, present = (1 / (1 + np.exp(-values[: len(KEYPOINTS), 3:5].astype(np.float64)))).T
        return Sighting(
            points=placed[: len(KEYPOINTS)],
            confidence=visible * present,
            presence=float(presence[0, 0]),
            next_region=Region.around(placed[CENTRE], placed[RIM]),
            light=light(image, mask[0, :, :, 0]),
        )


def light(image: Floats, mask: Floats) -> tuple[float, float]:
    """How bright a person's lighter parts (skin, rather than dark clothes) and the surroundings are.

    `image` (side, side, 3) has greys from 0 to 1, `mask` (side, side) the logit that a pixel is the person's.
    """
    grey, person = image[::STRIDE, ::STRIDE, 1], mask[::STRIDE, ::STRIDE]
    # What is quite black lies outside the picture.
    body, around = grey[person > SURE], grey[(person < -SURE) & (grey > 0)]
    if min(body.size, around.size) < FEWEST_PIXELS:
        return np.nan, np.nan
    return float(np.percentile(body, LIGHTER)), float(np.median(around))


def refine(points: Points, heat: Floats) -> Points:
    """Points of shape (n, 2), in pixels of the square, moved to the centre of the heat around them.

    `heat` has shape (64, 64, n), as logits. A landmark without a clear peak nearby stays.
    """
    refined = points.copy()
    cells = (points * HEATMAP / SIDE).astype(int)
    for index, (column, row) in enumerate(cells):
        if not (0 <= column < HEATMAP and 0 <= row < HEATMAP):
            continue
        top, left = max(0, row - REACH), max(0, column - REACH)
        around = heat[top : row + REACH + 1, left : column + REACH + 1, index].astype(np.float64)
        weight = 1 / (1 + np.exp(-around))
        if weight.max() < LEAST_PEAK:
            continue
        columns = left + np.arange(weight.shape[1])
        rows = top + np.arange(weight.shape[0])
        centre = np.array([weight.sum(axis=0) @ columns, weight.sum(axis=1) @ rows]) / weight.sum()
        refined[index] = centre * SIDE / HEATMAP
    return refined
