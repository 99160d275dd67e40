"""What an answer decides: who comes first, and which contributors are likely enough to be worked on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge import Knowledge
from kinechain.reasoning.model import Model

Array = NDArray[np.float64]

WORTH_WORKING_ON = 0.05
"""A contributor less likely than this gets no exercise of its own, and does not lead (our choice)."""
NOBODY = -1
DECIMALS = 9
"""What differs by less than this is equally likely; the first of the causes then leads."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """For each of some posteriors (rows): `leading` (rows, r), the number of the likeliest contributor of
    each site, `NOBODY` where none stands out; `worked_on` (rows, conditions), whether an exercise may be
    chosen for a condition on either side.
    """

    leading: NDArray[np.intp]
    worked_on: NDArray[np.bool_]

    def differ_from(self, row: int) -> NDArray[np.bool_]:
        """Which rows decide otherwise than that one; (rows,)."""
        leads = (self.leading != self.leading[row]).any(axis=1)
        works = (self.worked_on != self.worked_on[row]).any(axis=1)
        return np.asarray(leads | works)


def decisions(knowledge: Knowledge, model: Model, contributes: Array) -> Decisions:
    """The decisions of some sets of posteriors (rows, n, r)."""
    structural = np.array([cause.structural for cause in model.causes])
    ranked = np.where(structural[:, None], contributes.round(DECIMALS), -1.0)
    leading = np.where(ranked.max(axis=1) >= WORTH_WORKING_ON, ranked.argmax(axis=1), NOBODY)
    likely = ranked.max(axis=2) >= WORTH_WORKING_ON
    by_condition: dict[str, list[int]] = {}
    for n, cause in enumerate(model.causes):
        if cause.structural and knowledge.conditions[cause.id].modifiable:
            by_condition.setdefault(cause.id, []).append(n)
    worked_on = [likely[:, numbers].any(axis=1) for numbers in by_condition.values()]
    empty = np.zeros((0, len(contributes)), dtype=bool)
    return Decisions(leading, np.array(worked_on).T if worked_on else empty.T)
