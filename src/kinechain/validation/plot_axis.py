"""A scale from numbers to places in a drawing, and round marks on it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 5.0, 10.0)
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on an axis: its place in the drawing and its text."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers from `low` to `high` lie between the places `start` and `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a number."""
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    def marks(self, most: int = 5) -> tuple[Mark, ...]:
        """Round numbers within the axis."""
        step = round_step((self.high - self.low) / most)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return tuple(Mark(place(self.at(k * step)), number(k * step)) for k in range(first, last + 1))


def axis_for(values: Iterable[float], start: float, end: float, room: float = 0.06) -> Axis:
    """An axis that holds all values with a little room around them; around a single one, a unit's."""
    listed = list(values)
    low, high = min(listed), max(listed)
    spare = room * (high - low) or 0.5
    return Axis(low - spare, high + spare, start, end)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def number(value: float) -> str:
    """A mark's number, as short as it can be."""
    return f"{value + 0.0:g}".replace("-", MINUS)


def place(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
