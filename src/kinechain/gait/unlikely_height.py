"""A stated height that is hardly anybody's.

One camera cannot tell how tall a person is: a small person near by looks like a tall one further away, and
what the pace of a walk says (a leg is a pendulum) is less than how much people differ: two thirds of the
height would change the usual cadence by a ninth. Every length and speed is in proportion to the stated
height, and angles and times hardly depend on it. So all that can be noticed is a height that few people of
that age have.
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from kinechain.case import Person
from kinechain.gait.stride_values import LENGTHS
from kinechain.measurement import Measurement

# Grown-up people: three standard deviations (about 0.065 m) below the mean of the shortest nations' women and
# above that of the tallest's men (1.50 and 1.83 m; NCD Risk Factor Collaboration 2016, figures from memory).
SHORTEST_M, TALLEST_M = 1.31, 2.03
USUAL_M = (SHORTEST_M + TALLEST_M) / 2
# Younger than this, a person may be of any height.
GROWN_UP_YEARS = 15


def unlikely_height(person: Person) -> str | None:
    """A line that asks for a look at the stated height, None where there is no need."""
    height = person.height_m
    if height is None or (person.age_years is not None and person.age_years < GROWN_UP_YEARS):
        return None
    if SHORTEST_M <= height <= TALLEST_M:
        return None
    size = "short" if height < SHORTEST_M else "tall"
    who = "a grown-up" if person.age_years is not None else "a grown-up (say the age of a child)"
    return (
        f"a height of {height:.2f} m is very {size} for {who}: every length and speed is in proportion to "
        "it, so check it"
    )


def without_lengths_judged(measurements: Iterable[Measurement], person: Person) -> tuple[Measurement, ...]:
    """The measurements with no verdict on lengths and speeds where the stated height is unlikely.

    Their sd holds that the person may be of usual height instead.
    """
    reason = unlikely_height(person)
    return tuple(_doubted(each, person, reason) if reason else each for each in measurements)


def _doubted(each: Measurement, person: Person, reason: str) -> Measurement:
    if each.value is None or each.sd is None or person.height_m is None or each.measure not in LENGTHS:
        return each
    may_be_off = abs(each.value * (USUAL_M / person.height_m - 1))
    return replace(each, sd=math.hypot(each.sd, may_be_off), verdict="cannot_tell", reason=reason)
