"""A dose in the words people use."""

from kinechain.knowledge.dose import Dose


def dose_words(dose: Dose, weeks: tuple[int, int | None] | None = None) -> tuple[str, ...]:
    """In short phrases: "3 sets of 10", "hold 20 s", "each side", "5 times a week", "for 6 to 12 weeks"."""
    parts = [
        _how_many(dose),
        "" if dose.hold_s is None else f"hold {dose.hold_s} s",
        "" if dose.minutes is None else f"{dose.minutes:g} min",
        "each side" if dose.each_side else "",
        _how_often(dose),
        "" if weeks is None else _how_long(weeks),
    ]
    return tuple(part for part in parts if part)


def _how_many(dose: Dose) -> str:
    if dose.repetitions is None:
        return "" if dose.sets is None else _times(dose.sets)
    of = f"{dose.repetitions}{' of each' if dose.parts > 1 else ''}"
    if dose.sets is None:
        return _times(dose.repetitions)
    return f"{dose.sets} set{'' if dose.sets == 1 else 's'} of {of}"


def _how_often(dose: Dose) -> str:
    daily = {7: "every day", 14: "twice a day"}
    return daily.get(dose.times_per_week, f"{_times(dose.times_per_week)} a week")


def _how_long(weeks: tuple[int, int | None]) -> str:
    first, last = weeks
    if last is None:
        return f"for {first} weeks and on"
    return f"for {first} weeks" if first == last else f"for {first} to {last} weeks"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
