"""From a published likelihood ratio to a noisy-OR weight, and what is left to unseen causes.

Derivation, for one link from something present in a share `prior` of people to a pain that `prevalence`
of people have:

1. The likelihood ratio is taken as that of seeing the thing with and without the pain, so the odds of pain
   in those who have it are ``LR * odds(prevalence)``. That gives their risk.
2. What remains of the prevalence is the risk of those who do not have it.
3. In a noisy-OR the chance of no pain is multiplied by ``1 - weight`` when the thing is present, so the
   weight is ``1 - (1 - risk_with) / (1 - risk_without)``. At ``LR = 1`` both risks are equal and the
   weight is exactly 0.
4. Going together is not contributing. The weight is multiplied by the grade's causal share
   (``knowledge/grades.yaml``), which is kinechain's own assumption, not a published figure.

Assumptions marked ours: the causal share; that links act independently (noisy-OR); that the likelihood
ratio of a finding holds for the condition behind it.
"""

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.link import LARGEST_LR

Array = NDArray[np.float64]


def weight(likelihood_ratio: Array, prior: Array, prevalence: float, causal_share: Array) -> Array:
    """The noisy-OR weight of a link; shapes (draws,). A ratio below 1 gives 0: a noisy-OR cannot protect."""
    odds = likelihood_ratio * prevalence / (1 - prevalence)
    risk_with = odds / (1 + odds)
    risk_without = np.maximum(prevalence - prior * risk_with, 0) / (1 - prior)
    associated = 1 - (1 - risk_with) / (1 - np.minimum(risk_without, risk_with))
    return np.asarray(causal_share * np.clip(associated, 0, 1))


def leak(weights: Array, priors: Array, prevalence: float) -> Array:
    """The chance of pain from nothing the model knows, so that pain is as common as `prevalence` in all.

    `weights` and `priors` have shape (draws, causes); the result (draws,), at least a thousandth of the
    prevalence: there is always something unseen.
    """
    spared = np.prod(1 - priors * weights, axis=1)
    return np.asarray(np.maximum(1 - (1 - prevalence) / spared, prevalence / 1000))


def cap_structural(weights: Array, structural: NDArray[np.bool_], without: Array) -> Array:
    """Scale the structural weights so that all of them together stay within the largest likelihood ratio.

    The findings along one chain depend on each other, so their ratios must not multiply without bound:
    the odds of pain with every structural condition present may be at most `LARGEST_LR` times those with
    none. `weights` has shape (draws, causes), `structural` (causes,), `without` (draws,) is the chance of
    pain with no structural condition present. A noisy-OR cannot lower the odds, so the lower bound
    (0.5) always holds.
    """
    allowed_odds = LARGEST_LR * without / (1 - without)
    room = np.log((1 - without) * (1 + allowed_odds))
    spent = -np.sum(np.log1p(-weights[:, structural]), axis=1)
    factor = np.minimum(1, room / np.maximum(spent, 1e-12))
    capped = weights.copy()
    capped[:, structural] = 1 - (1 - weights[:, structural]) ** factor[:, None]
    return capped
