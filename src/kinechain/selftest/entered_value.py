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


PARTS_OF: Final[dict[str, dict[str, float]]] = {"m": {"m": 1.0, "cm": 100.0, "mm": 1000.0}}
"""For a unit, those that are turned into it without a question, and how many of them make one."""


def parts_in(name: str, unit: str, known: Enterable) -> float:
    """How many of `unit` make one of the measure's unit; `InputError` for one that is not known here."""
    parts = PARTS_OF.get(known.unit, {known.unit: 1.0})
    if unit not in parts:
        raise InputError(f"{name} is given in {' or '.join(parts)}, not in {unit}")
    return parts[unit]


def check_whole(name: str, value: float, way: str) -> None:
    """Raise `InputError` for part of a thing that is counted, and for what is neither yes (1) nor no (0)."""
    if way == "count" and value != int(value):
        raise InputError(f"{name} {value:g} is not possible; whole numbers only")
    if way == "yes_no" and value not in (0, 1):
        raise InputError(f"{name} {value:g} is not possible; give 1 for yes or 0 for no")


def check_possible(
    name: str, value: float, sd: float | None, known: Enterable, *, parts: float = 1.0
) -> None:
    """Raise `InputError` for a value that no body shows in this unit, asking for the unit that was meant, and
    for an error wider than all that is possible. `parts` of the unit that it was given in make one of the
    measure's (`parts_in`); value and sd are in the measure's.
    """
    if known.possible is None:
        return
    low, high = known.possible
    bounds = f"{low:g} to {high:g} {known.unit}"
    if not low <= value <= high:
        right = _slip(value, known.unit, known.possible) if parts == 1 else None
        right = right or "give it as it was read"
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
