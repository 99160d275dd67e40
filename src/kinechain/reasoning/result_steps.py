"""The results that a test or a question may give, in a few steps, with their chances."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.guided_test import LikelihoodRatios
from kinechain.reasoning.finding import Finding
from kinechain.reasoning.soft_evidence import RHO, STRONGEST, one_sided

Array = NDArray[np.float64]

STEPS = 12
REACH = 2.5
"""The steps go from this many sds below the one mean to as many above the other; the last hold all beyond."""
RAREST = 0.01
"""No answer to a look is rarer than this: published ratios are rounded (our choice)."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Chances of each step if the condition is absent (`absent`) and if it is there (`present`)."""

    absent: tuple[float, ...]
    present: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.absent)

    def chances(self, presence: float) -> Array:
        """How likely each step is, for a chance that the condition is there."""
        return (1 - presence) * np.array(self.absent) + presence * np.array(self.present)

    def likelihoods(self, now: Array) -> Array:
        """What each step makes of the likelihoods `now` (2,): if absent, if there. Shape (steps, 2)."""
        if 0 in self.absent or 0 in self.present:
            return np.asarray(now * np.stack([self.absent, self.present], axis=-1))
        ratio = now[1] / now[0] * np.array(self.present) / np.array(self.absent)
        return np.stack([np.ones(len(self)), np.clip(ratio, 1 / STRONGEST, STRONGEST)], axis=-1)


def yes_or_no() -> Steps:
    """An answer that settles it: no, or yes."""
    return Steps((1.0, 0.0), (0.0, 1.0))


def of_look(ratios: LikelihoodRatios) -> Steps:
    """An answer of no, or of yes, that is worth these ratios. They leave one chance of a yes that both can
    hold for: without the condition (1 - no) / (yes - no).
    """
    if ratios.yes == ratios.no:
        return Steps((1.0,), (1.0,))
    yes = min(max((1 - ratios.no) / (ratios.yes - ratios.no), RAREST), 1 - RAREST)
    there = min(yes * ratios.yes, 1 - RAREST)
    return Steps((1 - yes, yes), (1 - there, there))


def of_test(noise: float, findings: Sequence[Finding], shift: float) -> Steps:
    """The results of a test whose error is `noise` of the norm's sds, beside what was found already of the
    same condition.

    Those findings and the result spread together (`soft_evidence`): given them the result's mean moves by
    less than the shift, and it spreads less.
    """
    precision = math.fsum(1 / (1 - RHO + finding.noise**2) for finding in one_sided(findings))
    told = RHO * precision / (1 + RHO * precision)
    left = math.sqrt(1 + noise**2 - RHO * told)
    return _steps(shift * (1 - told) / left)


def _steps(apart: float) -> Steps:
    """Two bells, `apart` sds from one another, cut at the same places."""
    cuts = np.linspace(-REACH, apart + REACH, STEPS - 1)
    absent, present = (np.diff(np.concatenate([[0.0], _below(cuts - mean), [1.0]])) for mean in (0.0, apart))
    return Steps(tuple(map(float, absent)), tuple(map(float, present)))


def _below(at: Array) -> Array:
    return np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in at])
