"""The stick figure drawn over a picture of the walker: which of the 33 BlazePose landmarks are joined.

Landmarks come in the order BlazePose gives them; odd numbers are the person's left.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

from kinechain.capture.film import FilmFrame

BoneSide = Literal["left", "right", "middle"]

_LEFT_LEG: Final = ((23, 25), (25, 27), (27, 29), (29, 31), (27, 31))
_LEFT_ARM: Final = ((11, 13), (13, 15))
_MIDDLE: Final = ((11, 12), (23, 24), (11, 23), (12, 24), (7, 8))


def _mirrored(bones: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((a + 1, b + 1) for a, b in bones)


BONES: Final[tuple[tuple[int, int, BoneSide], ...]] = (
    *((a, b, "middle") for a, b in _MIDDLE),
    *((a, b, "right") for a, b in _mirrored(_LEFT_LEG + _LEFT_ARM)),
    *((a, b, "left") for a, b in _LEFT_LEG + _LEFT_ARM),
)
"""Pairs of landmarks, with the side that colours them; drawn in this order."""


@dataclass(frozen=True, slots=True)
class Bone:
    """One line of the stick figure, in pixels of the picture."""

    side: BoneSide
    x1: str
    y1: str
    x2: str
    y2: str


def bones_of(frame: FilmFrame) -> tuple[Bone, ...]:
    """The lines whose two ends were both seen."""
    lines = []
    for start, end, side in BONES:
        (x1, y1), (x2, y2) = frame.keypoints[start], frame.keypoints[end]
        if all(math.isfinite(v) for v in (x1, y1, x2, y2)):
            lines.append(Bone(side, f"{x1:.1f}", f"{y1:.1f}", f"{x2:.1f}", f"{y2:.1f}"))
    return tuple(lines)
