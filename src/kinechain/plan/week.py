"""The days of the week on which an exercise falls, so that no day asks for more than the person will do."""

from collections.abc import Sequence
from itertools import combinations

from kinechain.knowledge.dose import DAYS_A_WEEK, Dose

Loads = tuple[float, ...]
"""Minutes already given to each day, the day of the start first."""

FREE: Loads = (0.0,) * DAYS_A_WEEK


def days_for(dose: Dose, loads: Loads, minutes_per_day: float) -> tuple[int, ...] | None:
    """The days that suit best: evenly apart, then the emptiest; None where they do not fit."""
    fitting = [
        days
        for days in combinations(range(DAYS_A_WEEK), dose.days_per_week)
        if all(loads[day] + dose.day_minutes <= minutes_per_day + 1e-9 for day in days)
    ]
    return min(
        fitting, key=lambda days: (_crowding(days), sum(loads[day] for day in days), days), default=None
    )


def with_load(loads: Loads, days: Sequence[int], dose: Dose) -> Loads:
    """The loads when the dose is done on those days."""
    return tuple(load + dose.day_minutes * (day in days) for day, load in enumerate(loads))


def _crowding(days: Sequence[int]) -> float:
    """Smaller the more evenly the days lie around the week."""
    gaps = [(after - day) % DAYS_A_WEEK or DAYS_A_WEEK for day, after in zip(days, [*days[1:], days[0]])]  # noqa: B905
    return sum(gap * gap for gap in gaps)
