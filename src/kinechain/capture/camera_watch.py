"""How the camera moved while it filmed, told by the background: everything but the people."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.background import Box, Grey, Lie, Reference, rough_shift
from kinechain.capture.tracklet import Tracklet

# A picture that lies further off than this share of its width shares too little with the first: from there
# on the pictures are laid over a later one.
FURTHEST = 0.15
# The body is this much larger than its keypoints on each side, in their own span: hair, clothes, a shadow.
AROUND_BODY = 0.12
# Pictures in a row that fit nothing before the next one starts anew.
MOST_LOST = 5


class CameraWatch:
    """Follows the background through pictures that are shown in order."""

    def __init__(self) -> None:
        self.lies: list[Lie | None] = []
        self._reference: Reference | None = None
        self._base: Lie = Lie()
        self._before: Lie = Lie()
        self._last: Lie = Lie()
        self._last_seen: tuple[Grey, list[Box]] | None = None
        self._lost = 0

    def look(self, greys: Sequence[Grey], people: Sequence[Sequence[Box]]) -> None:
        """The next pictures (`background.small_grey`) and, for each, the boxes of its people, in cells."""
        for grey, boxes in zip(greys, people, strict=True):
            lie = self._lie(grey, list(boxes))
            self.lies.append(lie.after(self._base) if lie else None)

    def path(self, cell: float) -> NDArray[np.float64]:
        """Shape (pictures, 4): where the background's first middle lies, right and down of the picture's
        middle (in pixels, `cell` to a cell), the turn clockwise (degrees) and the zoom. NaN: not known.
        """
        unknown = (np.nan,) * 4
        rows = [
            unknown
            if lie is None
            else (
                cell * lie.shift.real,
                cell * lie.shift.imag,
                float(np.degrees(np.angle(lie.turn))),
                abs(lie.turn),
            )
            for lie in self.lies
        ]
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def _lie(self, grey: Grey, people: list[Box]) -> Lie | None:
        """Against the reference, which may become a later picture."""
        if self._reference is None:
            self._start(grey, people, Lie())
            return Lie()
        lie = self._found(grey, people)
        if lie is None:
            self._lost += 1
            if self._lost > MOST_LOST:
                self._start(grey, people, self._last.after(self._base))
            return None
        self._lost = 0
        self._before, self._last, self._last_seen = self._last, lie, (grey, people)
        if abs(lie.shift) > FURTHEST * max(grey.shape):
            self._start(grey, people, lie.after(self._base))
            return Lie()
        return lie

    def _found(self, grey: Grey, people: list[Box]) -> Lie | None:
        if self._reference is None or self._last_seen is None:
            return None
        going_on = Lie(2 * self._last.shift - self._before.shift, self._last.turn)
        lie = self._reference.lie(grey, going_on, people)
        if lie is not None:
            return lie
        # A jump, or too far from the reference: from the last picture that was understood.
        last_grey, last_people = self._last_seen
        jump = Lie(rough_shift(last_grey, grey))
        lie = self._reference.lie(grey, jump.after(self._last), people)
        if lie is not None:
            return lie
        from_last = Reference(last_grey, last_people).lie(grey, jump, people)
        return from_last.after(self._last) if from_last else None

    def _start(self, grey: Grey, people: list[Box], base: Lie) -> None:
        self._reference, self._base = Reference(grey, people), base
        self._before = self._last = Lie()
        self._last_seen = (grey, people)


def boxes_of(tracklets: Sequence[Tracklet], number: int, cell: float) -> list[Box]:
    """Boxes, in cells, around everybody in picture `number`, whose sightings are in pixels."""
    boxes = []
    for tracklet in tracklets:
        sighting = tracklet.sightings.get(number)
        if sighting is not None:
            low, high = sighting.points.min(axis=0), sighting.points.max(axis=0)
            margin = AROUND_BODY * float((high - low).max())
            (left, top), (right, bottom) = (low - margin) / cell, (high + margin) / cell
            boxes.append((float(left), float(top), float(right), float(bottom)))
    return boxes
