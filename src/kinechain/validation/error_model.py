"""What the differences of one measure teach about its error: offset, fixed part, part per stride.

The fixed part is for a person whom nobody has compared: it holds the spread between people, that the offset
is known from few of them only, and that a spread known from few is itself uncertain. With P people the 95 %
interval of a new person's difference reaches ``t(P - 1) * spread * sqrt(1 + 1/P)`` from the offset
(Student's prediction interval); the fixed part is that reach over 1.96, so that 1.96 times the stated
standard deviation is honest. What the fit itself says it does not know of each walk is no part of it: it is
added to each walk's own, so it is taken out here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.validation.agreement import IN_95_OF_100, Agreement, Difference, agreement, over_people

# From fewer people nothing is learnt.
FEWEST_PEOPLE = 4


@dataclass(frozen=True, slots=True)
class LearntError:
    """In the measure's unit, as ``measures.yaml`` wants it."""

    bias: float
    sd_fixed: float
    sd_per_stride: float
    agreement: Agreement


def learn_error(
    differences: Sequence[Difference],
    fit_sd: Mapping[tuple[str, str], float] | None = None,
    least_sd_fixed: float = 0.0,
) -> LearntError | None:
    """None where there are fewer than `FEWEST_PEOPLE`.

    `fit_sd`: what the fit left open, for each leg. `least_sd_fixed`: the fixed part is no less.
    """
    if len({difference.person for difference in differences}) < FEWEST_PEOPLE:
        return None
    found = agreement(differences)
    fit = over_people({leg: sd**2 for leg, sd in fit_sd.items()}) if fit_sd else 0.0
    spread = float(np.sqrt(max(0.0, (found.between or 0.0) ** 2 - fit)))
    return LearntError(
        bias=found.offset,
        sd_fixed=max(least_sd_fixed, spread * for_a_new_person(found.people)),
        sd_per_stride=found.within or 0.0,
        agreement=found,
    )


def for_a_new_person(people: int) -> float:
    """How much wider than the spread between `people` the interval of another person is."""
    from scipy.stats import t

    return float(t.ppf(0.975, people - 1) / IN_95_OF_100 * np.sqrt(1 + 1 / people))
