"""Drawing the network's parameters from what is known of them, so that an answer can carry an interval.

Every parameter has a source of chance of its own, seeded by its name: the same case gives the same interval,
in whatever order it was told, and what is asked of one pain does not move another's draws. Spreads come from
the grade of evidence (``knowledge/grades.yaml``) and are kinechain's own.

The draws of each parameter are scaled so that their mean is the central value: a noisy-OR cannot protect, so
likelihood ratios drawn below one become no weight at all, and without this the draws would say more on
average than the knowledge does. What is neutral is so in every draw.
"""

import zlib

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.condition import Condition, Explanation
from kinechain.knowledge.link import LARGEST_LR, LARGEST_PULL, SMALLEST_LR, GradeOfEvidence, Link

Array = NDArray[np.float64]

DRAWS = 200
FINER = 4
"""Each draw is picked from so many of its like."""
SEED = 2026
PRIOR_LOGIT_SD = 0.4
SHIFT_SD = 0.3
SMALLEST_SHIFT = 0.2
PULL_LOG_SDS = 2.0
"""A pull is known less well than a likelihood ratio of its grade: so many times its spread (our choice)."""
MOST_OF_THE_RISK = 0.95
"""A link may explain at most this share of a pain's prevalence, or nobody without it could have the pain."""
ALMOST_SURE = 0.95
"""No drawn chance is above this."""


def chance_for(*name: str, seed: int) -> np.random.Generator:
    """The source of chance of the parameter of that name."""
    return np.random.default_rng([seed, zlib.crc32("/".join(name).encode())])


def draw_prior(name: str, entry: Condition | Explanation, seed: int = SEED) -> Array:
    """Presence before anything was seen: (1 + DRAWS,), the central value first."""
    central = entry.prior.probability
    logit = np.log(central / (1 - central)) + _spread(PRIOR_LOGIT_SD, chance_for("prior", name, seed=seed))
    return about_central(1 / (1 + np.exp(-logit)))


def draw_shift(name: str, entry: Condition | Explanation, seed: int = SEED) -> Array:
    """How far from the norm's mean the condition puts people, in norm sds: (1 + DRAWS,)."""
    central = entry.shift_sd if isinstance(entry, Condition) else 1.0
    spread = _spread(SHIFT_SD, chance_for("shift", name, seed=seed))
    return np.asarray(np.maximum(central + spread, SMALLEST_SHIFT))


def draw_likelihood_ratio(link: Link, grade: GradeOfEvidence, priors: Array, seed: int = SEED) -> Array:
    """The link's likelihood ratio: (1 + DRAWS,), within the bounds that evidence supports."""
    chance = chance_for("ratio", *_ends(link), seed=seed)
    drawn = link.likelihood_ratio * np.exp(_spread(grade.log_lr_sd, chance))
    return np.asarray(np.minimum(np.clip(drawn, SMALLEST_LR, LARGEST_LR), MOST_OF_THE_RISK / priors))


def draw_causal_share(link: Link, grade: GradeOfEvidence, seed: int = SEED) -> Array:
    """The chance that the association is one of contributing, the link's own or its grade's: (1 + DRAWS,)."""
    share = grade.causal_share if link.causal_share is None else link.causal_share
    yes, no = share * grade.causal_weight, (1 - share) * grade.causal_weight
    chance = chance_for("share", *_ends(link), seed=seed)
    return np.concatenate([[share], _even(chance.beta(yes, max(no, 0.1), DRAWS * FINER), chance)])


def draw_pull(link: Link, grade: GradeOfEvidence, seed: int = SEED) -> Array:
    """The chance that the lower condition brings the upper one about: (1 + DRAWS,)."""
    chance = chance_for("pull", *_ends(link), seed=seed)
    spread = _spread(PULL_LOG_SDS * grade.log_lr_sd, chance)
    drawn = link.pull * np.exp(spread)
    return np.minimum(about_central(np.minimum(drawn, LARGEST_PULL)), LARGEST_PULL)


def about_central(drawn: Array) -> Array:
    """The draws scaled so that their mean is the first, central value."""
    mean = float(drawn[1:].mean())
    if drawn[0] == 0 or mean == 0:
        return np.zeros_like(drawn)
    scaled = np.minimum(drawn * (drawn[0] / mean), ALMOST_SURE)
    return np.concatenate([drawn[:1], scaled[1:]])


def _ends(link: Link) -> tuple[str, str]:
    return str(link.cause), str(link.to_region or link.to_condition)


def _spread(sd: float, chance: np.random.Generator) -> Array:
    return np.concatenate([[0.0], sd * _even(chance.normal(size=DRAWS * FINER), chance)])


def _even(sample: Array, chance: np.random.Generator) -> Array:
    """One draw from each of `DRAWS` equal parts of a larger sample, in any order: so few draws then stand for
    the whole of it, its ends too.
    """
    parts = np.sort(sample).reshape(DRAWS, FINER)
    return chance.permutation(parts[np.arange(DRAWS), chance.integers(FINER, size=DRAWS)])
