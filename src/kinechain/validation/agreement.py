"""How far two ways of measuring disagree: offset, spread between people, spread between strides.

Strides of one person are not independent of each other, nor are a person's two legs, so people are what
is counted. The offset is the mean over people of the mean over their legs of the mean over strides; the
spread between people is that of a leg's mean about the offset, with the share that a stride's own scatter
adds taken out. Limits of agreement follow from both spreads (Bland and Altman, 2007, Agreement between
methods of measurement with multiple observations per individual, J Biopharm Stat 17:571-582).

Data requirements: differences of at least two people for the spread between people, and of one leg with at
least two strides for the spread between strides.

Deviation from the source: a leg (not a person) is the subject, because markers are placed anew on each, but
the offset is known only as well as the number of people allows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Of a normal distribution, 95 % lie within this many standard deviations.
IN_95_OF_100 = 1.959964


@dataclass(frozen=True, slots=True)
class Difference:
    """Ours less theirs for one stride. `leg` tells a person's legs apart; it is "" for the whole body."""

    person: str
    leg: str
    value: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """In the measure's unit. `between` and `within` are standard deviations: of legs' means about `offset`,
    and of strides about their leg's mean. None where there are too few to tell.
    """

    offset: float
    between: float | None
    within: float | None
    strides: int
    legs: int
    people: int

    @property
    def spread(self) -> float | None:
        """Standard deviation of one stride of one leg about the offset."""
        return None if self.between is None else float(np.hypot(self.between, self.within or 0.0))

    @property
    def limits(self) -> tuple[float, float] | None:
        """Between these lie 95 % of the differences of single strides."""
        if self.spread is None:
            return None
        reach = IN_95_OF_100 * self.spread
        return self.offset - reach, self.offset + reach


def agreement(differences: Iterable[Difference]) -> Agreement:
    """What differences say. Raises ValueError if there are none."""
    legs = by_leg(differences)
    if not legs:
        raise ValueError("no differences to judge by")
    people = sorted({person for person, _ in legs})
    offset = over_people({leg: float(values.mean()) for leg, values in legs.items()})
    within = _within(legs.values())
    return Agreement(
        offset=offset,
        between=_between(legs, offset, len(people), within or 0.0),
        within=within,
        strides=sum(len(values) for values in legs.values()),
        legs=len(legs),
        people=len(people),
    )


def by_leg(differences: Iterable[Difference]) -> dict[tuple[str, str], Floats]:
    """The differences of each leg, in the order given."""
    found: dict[tuple[str, str], list[float]] = {}
    for difference in differences:
        found.setdefault((difference.person, difference.leg), []).append(difference.value)
    return {leg: np.array(values) for leg, values in found.items()}


def over_people(values: Mapping[tuple[str, str], float]) -> float:
    """Mean over people of the mean over their legs, so that nobody counts twice."""
    people: dict[str, list[float]] = {}
    for (person, _), value in values.items():
        people.setdefault(person, []).append(value)
    return float(np.mean([np.mean(own) for own in people.values()]))


def _within(legs: Iterable[Floats]) -> float | None:
    """Spread of strides about their leg's mean, pooled."""
    squares = degrees = 0.0
    for values in legs:
        squares += float(((values - values.mean()) ** 2).sum())
        degrees += len(values) - 1
    return float(np.sqrt(squares / degrees)) if degrees else None


def _between(
    legs: Mapping[tuple[str, str], Floats], offset: float, people: int, within: float
) -> float | None:
    """Spread of legs' means about the offset beyond what the strides' own scatter makes of it."""
    if people < 2:
        return None
    seen = over_people({leg: float(values.mean() - offset) ** 2 for leg, values in legs.items()})
    scatter = over_people({leg: within**2 / len(values) for leg, values in legs.items()})
    return float(np.sqrt(max(0.0, seen * people / (people - 1) - scatter)))
