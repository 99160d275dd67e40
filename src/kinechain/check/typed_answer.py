"""What a person types as an answer, read as a value; what cannot be read is told what would be right."""

import re
from collections.abc import Mapping, Sequence

from kinechain.errors import InputError
from kinechain.knowledge.entry import Range

YES, NO = ("y", "yes", "yep", "true"), ("n", "no", "nope", "false")
THOUSANDS = re.compile(r"\s*[0-9]{1,3}(?:[ ,.'][0-9]{3})+\s*(?:steps)?\s*$")
NUMBER = re.compile(r"\s*(?P<value>[-+]?[0-9]+(?:[.,][0-9]+)?)\s*(?P<unit>[a-zA-Z%/°]*)\s*$")
SIZES: Mapping[str, Mapping[str, float]] = {
    "m": {"m": 1.0, "cm": 0.01, "mm": 0.001},
    "mm": {"mm": 1.0, "cm": 10.0, "m": 1000.0},
    "deg": {"deg": 1.0, "degrees": 1.0, "°": 1.0},
    "minutes": {"minutes": 1.0, "minute": 1.0, "min": 1.0, "hours": 60.0, "hour": 60.0, "h": 60.0},
    "s": {"s": 1.0, "sec": 1.0, "seconds": 1.0, "min": 60.0},
    "hours": {"hours": 1.0, "hour": 1.0, "h": 1.0},
    "years": {"years": 1.0, "year": 1.0},
    "steps": {"steps": 1.0},
    "days": {"days": 1.0, "day": 1.0, "weeks": 7.0, "week": 7.0, "months": 30.4, "month": 30.4,
             "years": 365.25, "year": 365.25},
}  # fmt: skip
"""For the unit that is asked for, what may be typed instead, and what one of it is."""


def yes_or_no(typed: str) -> bool:
    """Raises `InputError` for anything but a yes or a no."""
    word = typed.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise InputError(f"{word or 'nothing'} is neither; answer y for yes or n for no")


def number(typed: str, unit: str, between: Range) -> float:
    """The number, in `unit`; another unit may be typed behind it, as in 45 mm.

    Raises `InputError` for what is no number, has an unknown unit or cannot be; where another unit would make
    it possible, that is asked.
    """
    sizes = SIZES.get(unit, {unit.lower(): 1.0})
    if unit == "steps" and THOUSANDS.match(typed):
        typed = re.sub("[^0-9]", "", typed)
    match = NUMBER.match(typed)
    if match is None:
        raise InputError(
            f"{typed.strip() or 'nothing'} is no number; give one in {unit}, such as {_such_as(between)}"
        )
    value, named = float(match["value"].replace(",", ".")), match["unit"].lower()
    if named and named not in sizes:
        raise InputError(f"{match['unit']} is no unit for this; give {' or '.join(dict.fromkeys(sizes))}")
    value *= sizes[named] if named else 1.0
    low, high = between
    if not low <= value <= high:
        meant = "" if named else _meant(float(match["value"].replace(",", ".")), sizes, between)
        raise InputError(
            f"{typed.strip()} is not possible ({low:g} to {high:g} {unit}); {meant or f'give it in {unit}'}"
        )
    return value


def _meant(value: float, sizes: Mapping[str, float], between: Range) -> str:
    fitting = [
        name for name, size in sizes.items() if size != 1.0 and between[0] <= value * size <= between[1]
    ]
    return f"type {value:g} {fitting[0]} if that was meant" if fitting else ""


def _such_as(between: Range) -> str:
    return f"{(between[0] + between[1]) / 2:g}"


def chosen(typed: str, choices: Sequence[str], shown: Sequence[str] = ()) -> str:
    """One of the choices, by its number from 1 on, or by how its name or the words shown for it begin.

    Raises `InputError` where it is none of them, or begins like several.
    """
    word = typed.strip().lower().replace(" ", "_")
    if word in choices:
        return word
    if word.isascii() and word.isdecimal() and 1 <= int(word) <= len(choices):
        return choices[int(word) - 1]
    named = zip(choices, shown or choices, strict=True)
    typed_words = typed.strip().lower()
    begun = [
        name for name, words in named if word and (name.startswith(word) or words.startswith(typed_words))
    ]
    if len(begun) == 1:
        return begun[0]
    raise InputError(f"{typed.strip() or 'nothing'} is none of them; type a number from 1 to {len(choices)}")


def several_chosen(typed: str, choices: Sequence[str], shown: Sequence[str] = ()) -> tuple[str, ...]:
    """Some of the choices, with commas between, or blanks between numbers; 0 or none chooses none.

    Raises as `chosen`.
    """
    numbers = re.fullmatch(r"[0-9,;\s]+", typed)
    words = [word.strip() for word in re.split(r"[,;\s]+" if numbers else r"[,;]+", typed) if word.strip()]
    if words in (["0"], ["none"], ["no"]):
        return ()
    if not words:
        raise InputError("type the numbers of those that are so, or 0 for none")
    return tuple(dict.fromkeys(chosen(word, choices, shown) for word in words))
