"""Drawing the network's parameters from what is known of them, so that an answer can carry an interval.

The draws are seeded: the same case gives the same interval. Spreads come from the grade of evidence
(``knowledge/grades.yaml``) and are kinechain's own.
"""

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.condition import Condition, Explanation
from kinechain.knowledge.link import LARGEST_LR, SMALLEST_LR, GradeOfEvidence, Link

Array = NDArray[np.float64]

DRAWS = 200
SEED = 2026
PRIOR_LOGIT_SD = 0.4
SHIFT_SD = 0.3
MOST_OF_THE_RISK = 0.95
"""A link may explain at most this share of a pain's prevalence, or nobody without it could have the pain."""


def generator() -> np.random.Generator:
    """The one source of chance of a trace."""
    return np.random.default_rng(SEED)


def draw_prior(entry: Condition | Explanation, chance: np.random.Generator) -> Array:
    """Presence before anything was seen: (1 + DRAWS,), the central value first."""
    central = entry.prior.probability
    logit = np.log(central / (1 - central)) + _spread(PRIOR_LOGIT_SD, chance)
    return np.asarray(1 / (1 + np.exp(-logit)))


def draw_shift(entry: Condition | Explanation, chance: np.random.Generator) -> Array:
    """How far from the norm's mean the condition puts people, in norm sds: (1 + DRAWS,)."""
    central = entry.shift_sd if isinstance(entry, Condition) else 1.0
    return np.asarray(np.maximum(central + _spread(SHIFT_SD, chance), 0.2))


def draw_likelihood_ratio(
    link: Link, grade: GradeOfEvidence, priors: Array, chance: np.random.Generator
) -> Array:
    """The link's likelihood ratio: (1 + DRAWS,), within the bounds that evidence supports."""
    drawn = link.likelihood_ratio * np.exp(_spread(grade.log_lr_sd, chance))
    return np.asarray(np.minimum(np.clip(drawn, SMALLEST_LR, LARGEST_LR), MOST_OF_THE_RISK / priors))


def draw_causal_share(link: Link, grade: GradeOfEvidence, chance: np.random.Generator) -> Array:
    """The chance that the association is one of contributing, the link's own or its grade's: (1 + DRAWS,)."""
    share = grade.causal_share if link.causal_share is None else link.causal_share
    yes, no = share * grade.causal_weight, (1 - share) * grade.causal_weight
    return np.concatenate([[share], chance.beta(yes, max(no, 0.1), DRAWS)])


def _spread(sd: float, chance: np.random.Generator) -> Array:
    return np.concatenate([[0.0], chance.normal(0, sd, DRAWS)])
