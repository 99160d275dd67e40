"""Where are people? The BlazePose detector on the whole picture and on square tiles of it."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kinechain.assets import asset_path
from kinechain.capture.network import Floats, Network
from kinechain.capture.region import Pixels, Points, Region

SIDE = 224
# Cells of the detector's five layers; each cell carries two anchors (MediaPipe pose_detection).
STRIDES = (8, 16, 32, 32, 32)
MINIMUM_SCORE = 0.5
SAME_PERSON_OVERLAP = 0.3
# Two finds of one person in overlapping tiles lie closer than this share of the region's size.
SAME_PERSON_DISTANCE = 0.2
TILES = 3


@dataclass(frozen=True, slots=True)
class Detection:
    """A person found in a picture, with the region the landmark network should look at."""

    score: float
    region: Region


class Detector:
    """Finds people in a picture. Not to be shared between threads."""

    def __init__(self) -> None:
        self._network = Network(asset_path("pose_detection.tflite"))

    def __call__(self, picture: Pixels) -> list[Detection]:
        """People in a picture of shape (height, width, 3), the surest first, each once.

        A body far away is too small for the network when a wide picture is shrunk to its 224 pixels,
        so it also looks at square tiles along the longer side.
        """
        found = [
            detection
            for left, top, width, height in windows(picture.shape[1], picture.shape[0])
            for detection in self._look(picture[top : top + height, left : left + width], left, top)
        ]
        found.sort(key=lambda detection: -detection.score)
        distinct: list[Detection] = []
        for detection in found:
            if all(detection.region.distance(kept.region) > SAME_PERSON_DISTANCE for kept in distinct):
                distinct.append(detection)
        return distinct

    def _look(self, window: Pixels, left: int, top: int) -> list[Detection]:
        height, width = window.shape[:2]
        scale = SIDE / max(width, height)
        canvas, pad_x, pad_y = _letterbox(window, scale)
        raw, logits = sorted(self._network(canvas), key=lambda output: -output.shape[-1])
        detections = []
        for score, box_points in _decode(raw[0], logits[0, :, 0]):
            points = (box_points * SIDE - [pad_x, pad_y]) / scale + [left, top]
            detections.append(Detection(score, Region.around(points[0], points[1])))
        return detections


def windows(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """The whole picture and, where it is clearly not square, tiles of its shorter side: (left, top,
    width, height) each.
    """
    whole = [(0, 0, width, height)]
    short, long = sorted((width, height))
    if long < 1.1 * short:
        return whole
    offsets = [round((long - short) * tile / (TILES - 1)) for tile in range(TILES)]
    if width > height:
        return whole + [(offset, 0, short, short) for offset in offsets]
    return whole + [(0, offset, short, short) for offset in offsets]


def _letterbox(window: Pixels, scale: float) -> tuple[Floats, int, int]:
    height, width = window.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk = Image.fromarray(np.ascontiguousarray(window)).resize(
        size, resample=Image.Resampling.BILINEAR, reducing_gap=2.0
    )
    canvas = np.full((SIDE, SIDE, 3), -1, dtype=np.float32)
    pad_x, pad_y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    canvas[pad_y : pad_y + size[1], pad_x : pad_x + size[0]] = np.asarray(shrunk, np.float32) / 127.5 - 1
    return canvas, pad_x, pad_y


@cache
def anchors() -> NDArray[np.float32]:
    """Centres of the detector's 2254 anchors, shape (2254, 2), as shares of the picture.

    Layers of equal stride share their cells, so a cell there holds the anchors of all of them.
    """
    layers = []
    for stride in dict.fromkeys(STRIDES):
        cells = SIDE // stride
        rows, columns = np.mgrid[0:cells, 0:cells]
        centres = (np.stack([columns, rows], axis=-1).reshape(-1, 2) + 0.5) / cells
        layers.append(np.repeat(centres, 2 * STRIDES.count(stride), axis=0))
    return np.concatenate(layers).astype(np.float32)


def _decode(raw: Floats, logits: Floats) -> list[tuple[float, Points]]:
    """Scores with the two guide points (hips, rim) as shares of the square; overlapping finds are
    averaged by score.
    """
    scores = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
    sure = np.flatnonzero(scores >= MINIMUM_SCORE)
    scores, values = scores[sure], raw[sure].reshape(-1, 6, 2) / SIDE
    centres = values[:, 0] + anchors()[sure]
    boxes = np.concatenate([centres - values[:, 1] / 2, centres + values[:, 1] / 2], axis=1)
    guides = values[:, 2:4] + anchors()[sure, np.newaxis]
    people = []
    left = np.argsort(-scores)
    while left.size:
        same = _overlap(boxes[left[0]], boxes[left]) > SAME_PERSON_OVERLAP
        same[0] = True
        group = left[same]
        guide = np.average(guides[group], axis=0, weights=scores[group]).astype(np.float64)
        people.append((float(scores[left[0]]), guide))
        left = left[~same]
    return people


def _overlap(box: Floats, boxes: Floats) -> Floats:
    """Intersection over union of one box with many, each (left, top, right, bottom)."""
    size = np.clip(np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2]), 0, None)
    shared = size.prod(axis=1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return np.asarray(shared / (areas + (box[2:] - box[:2]).prod() - shared + 1e-9))
