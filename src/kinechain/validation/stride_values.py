"""What each stride of a walk gives, whoever saw it, and which strides of two views are the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.knowledge import load
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats

# Strides whose strikes are so near each other (seconds) are the same.
SAME_S = 0.15
PERCENT = np.arange(101)


@dataclass(frozen=True, slots=True)
class StridePair:
    """One stride as we and as they timed it."""

    ours: Stride
    theirs: Stride

    @property
    def side(self) -> Side:
        """Whose foot it is."""
        return self.ours.side


def same_strides(ours: Iterable[Stride], theirs: Sequence[Stride]) -> tuple[StridePair, ...]:
    """Strides of one foot that both saw, in our order; each of theirs is used once."""
    left = list(theirs)
    pairs = []
    for stride in ours:
        near = [other for other in left if other.side == stride.side and _apart(stride, other) <= SAME_S]
        if near:
            nearest = min(near, key=lambda other: _apart(stride, other))
            left.remove(nearest)
            pairs.append(StridePair(stride, nearest))
    return tuple(pairs)


def _apart(one: Stride, other: Stride) -> float:
    return max(abs(one.start - other.start), abs(one.end - other.end))


def leg_of(measure: str, stride: Stride) -> Side | None:
    """Whose measure it is: the stride's foot's, or the whole body's."""
    return stride.side if load().measure(measure).sided else None


def value(measure: str, view: SeenWalk, stride: Stride) -> float:
    """One measure of one stride by its one definition, in the walk's own unit, NaN if it does not give it."""
    return ALL_SIDES[measure](view, stride)


def stride_curve(angle: str, view: SeenWalk, stride: Stride) -> Floats:
    """An angle at 0, 1 ... 100 % of a stride, (101,), degrees."""
    moments = stride.start + PERCENT / 100 * stride.duration
    return np.interp(moments, view.time, view.angle(angle, stride.side))
