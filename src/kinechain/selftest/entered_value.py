"""Whether a value that somebody entered can have been measured: its unit, its side, its size."""

from typing import Final, Protocol

from kinechain.errors import InputError
from kinechain.knowledge.entry import Range
from kinechain.measurement import Side


class Enterable(Protocol):
    """What a value can be entered for: a measure, or one way to score a guided test."""

    @property
    def unit(self) -> str: ...
    @property
    def possible(self) -> Range | None: ...


SLIPS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "m": (("cm", 0.01), ("mm", 0.001)),
    "m/s": (("km/h", 1 / 3.6),),
    "%": (("a share of 1", 100.0),),
    "deg": (("radians", 57.2958),),
    "s": (("minutes", 60.0), ("milliseconds", 0.001)),
    "height": (("% of the height", 0.01),),
}
"""For a unit, those that it is mistaken for, with what one of them is in it."""


def check_side(name: str, side: Side | None, *, sided: bool) -> None:
    """Raise `InputError` where a side is missing, or given where there is none."""
    if sided and side is None:
        raise InputError(f"{name} needs a side, left or right")
    if side is not None and not sided:
        raise InputError(f"{name} has no sides; leave out side: {side}")


def check_unit(name: str, unit: str, known: Enterable) -> None:
    """Raise `InputError` for another unit than the measure's."""
    if unit != known.unit:
        raise InputError(f"{name} is given in {known.unit}, not in {unit}")


def check_possible(name: str, value: float, sd: float | None, known: Enterable) -> None:
    """Raise `InputError` for a value that no body shows in this unit, asking for the unit that was meant, and
    for an error wider than all that is possible.
    """
    if known.possible is None:
        return
    low, high = known.possible
    bounds = f"{low:g} to {high:g} {known.unit}"
    if not low <= value <= high:
        right = _slip(value, known.unit, known.possible) or "give it as it was read"
        raise InputError(f"{name} {value:g} {known.unit} is not possible ({bounds}); {right}")
    if sd is not None and sd > high - low:
        raise InputError(
            f"{name} has an sd of {sd:g} {known.unit}, wider than all that is possible ({bounds}); "
            "give the sd from try to try"
        )


def _slip(value: float, unit: str, possible: Range) -> str | None:
    """The question whether another unit was meant, where the value would be possible in that."""
    for other, size in SLIPS.get(unit, ()):
        if possible[0] <= value * size <= possible[1]:
            return f"is it in {other}?"
    return None
