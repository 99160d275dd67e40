"""Whether two films of one walk agree: what both tell differs by no more than both say of their errors.

A real video holds no truth, but it must agree with itself: its mirrored copy with left and right exchanged,
its halves, other cameras that saw the same steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kinechain.gait.walk import Walk
from kinechain.measurement import Measurement, Side

Key = tuple[str, Side | None]
OTHER: Final[Mapping[Side | None, Side | None]] = {"left": "right", "right": "left", None: None}
NINETY_FIVE: Final = 1.96


@dataclass(frozen=True, slots=True)
class Difference:
    """One number as two films tell it, in the measure's unit, with the sd of their difference if the errors
    of the two have nothing in common. Films of one person do have: then they should differ by less.
    """

    measure: str
    side: Side | None
    one: float
    other: float
    sd: float

    @property
    def z(self) -> float:
        """The difference in its sd."""
        return (self.other - self.one) / self.sd


def differences(one: Walk, other: Walk, *, mirrored: bool = False) -> list[Difference]:
    """Of everything that both walks tell; with `mirrored` the other's left is this one's right."""
    here, there = dict(_told(one)), dict(_told(other, mirrored=mirrored))
    return [_difference(key, here[key], there[key]) for key in here if key in there]


def told_by_one(one: Walk, other: Walk, *, mirrored: bool = False) -> set[Key]:
    """What only one of the walks tells."""
    return {key for key, _ in _told(one)} ^ {key for key, _ in _told(other, mirrored=mirrored)}


def share_within(found: Sequence[Difference]) -> float:
    """The share of differences within their 95 % interval, NaN where there are none."""
    return float(np.mean([abs(each.z) <= NINETY_FIVE for each in found])) if found else float("nan")


def furthest(found: Sequence[Difference]) -> Difference | None:
    """The largest of them in its sd."""
    return max(found, key=lambda each: abs(each.z), default=None)


def _told(walk: Walk, *, mirrored: bool = False) -> Iterator[tuple[Key, Measurement]]:
    for each in walk.measurements:
        if each.value is not None:
            yield (each.measure, OTHER[each.side] if mirrored else each.side), each


def _difference(key: Key, one: Measurement, other: Measurement) -> Difference:
    # Whoever tells a value tells its sd: `Measurement`.
    values = [(float(each.value or 0.0), float(each.sd or 0.0)) for each in (one, other)]
    return Difference(*key, values[0][0], values[1][0], float(np.hypot(values[0][1], values[1][1])))
