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
5. A likelihood ratio is that of the whole association. Where a condition brings others about that bear on the
   same pain, what goes through them is taken off its own weight, so that nothing is counted twice.

Assumptions marked ours: the causal share; that links act independently (noisy-OR); that the likelihood
ratio of a finding holds for the condition behind it; step 5.
"""

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.link import LARGEST_LR
from kinechain.reasoning.bisection import largest_power
from kinechain.reasoning.elimination import total
from kinechain.reasoning.pulls import Pulls

Array = NDArray[np.float64]
Draws = NDArray[np.intp]

MOST_EXPLAINED = 0.98
"""What the model knows explains at most this share of a pain's prevalence (our choice)."""


def weight(likelihood_ratio: Array, prior: Array, prevalence: float, causal_share: Array) -> Array:
    """The noisy-OR weight of a link; shapes (draws,). A ratio below 1 gives 0: a noisy-OR cannot protect."""
    odds = likelihood_ratio * prevalence / (1 - prevalence)
    risk_with = odds / (1 + odds)
    risk_without = np.maximum(prevalence - prior * risk_with, 0) / (1 - prior)
    associated = 1 - (1 - risk_with) / (1 - np.minimum(risk_without, risk_with))
    return np.asarray(causal_share * np.clip(associated, 0, 1))


def own_weights(weights: Array, priors: Array, pulls: Pulls) -> Array:
    """Weights (draws, causes) of one pain without what goes through others that a cause brings about."""
    own = weights.copy()
    below_first = sorted(pulls.joined(), key=lambda node: len(pulls.all_above(node)))
    for node in below_first:
        above = {each for each in pulls.all_above(node) if own[:, each].any()}
        if not above or not own[:, node].any():
            continue
        spared = np.ones((*own.shape, 2))
        spared[:, sorted(above), 1] = 1 - own[:, sorted(above)]
        lost = [_spared_if(spared, priors, pulls, node, present) for present in (0, 1)]
        own[:, node] = np.maximum(1 - (1 - own[:, node]) * lost[0] / lost[1], 0)
    return own


def _spared_if(spared: Array, priors: Array, pulls: Pulls, node: int, present: int) -> Array:
    """Expected product of `spared` (draws, causes, 2) over the chain, given the presence of one cause."""
    given = spared.copy()
    given[:, node, 1 - present] = 0
    chance = priors[:, node] if present else 1 - priors[:, node]
    bearing = [n for n in sorted(pulls.joined()) if n == node or (given[:, n] != 1).any()]
    return expected(given, priors, pulls, bearing) / chance


def expected(spared: Array, priors: Array, pulls: Pulls, causes: list[int]) -> Array:
    """Expected product, over `causes`, of `spared` (draws, causes, 2: if absent, if present); (draws,)."""
    joined = pulls.joined()
    chained = [node for node in causes if node in joined]
    needed = sorted(set(chained).union(*(pulls.all_below(node) for node in chained)))
    likelihood = np.ones_like(spared)
    likelihood[:, chained] = spared[:, chained]
    alone = [node for node in causes if node not in joined]
    product = np.prod(
        (1 - priors[:, alone]) * spared[:, alone, 0] + priors[:, alone] * spared[:, alone, 1], axis=1
    )
    return np.asarray(product * total([pulls.factor(node, likelihood[:, node].T) for node in needed]))


def spared_by(weights: Array, priors: Array, pulls: Pulls, causes: list[int]) -> Array:
    """Chance that none of `causes` brings the pain, before anything was seen; (draws,)."""
    bearing = [n for n in causes if weights[:, n].any()]
    return expected(np.stack([np.ones_like(weights), 1 - weights], axis=-1), priors, pulls, bearing)


def within_prevalence(weights: Array, priors: Array, pulls: Pulls, prevalence: float) -> Array:
    """Weights (draws, causes) weakened together in the draws in which they would explain more than
    `MOST_EXPLAINED` of the pain, until they explain just that.
    """
    everything = list(range(weights.shape[1]))

    def fits(draws: Draws, power: Array) -> NDArray[np.bool_]:
        trial = _weakened(weights[draws], power)
        spared = spared_by(trial, priors[draws], pulls.of(draws), everything)
        return np.asarray(spared >= 1 - MOST_EXPLAINED * prevalence)

    return _weakened(weights, largest_power(fits, len(weights)))


def leak(spared: Array, prevalence: float) -> Array:
    """The chance of pain from nothing the model knows, so that pain is as common as `prevalence` in all.

    `spared` (draws,) is the chance that no known cause brings it. There is always something unseen: the
    result is never below the share of the prevalence that `MOST_EXPLAINED` leaves.
    """
    return np.asarray(np.maximum(1 - (1 - prevalence) / spared, (1 - MOST_EXPLAINED) * prevalence))


def cap_structural(
    weights: Array, priors: Array, pulls: Pulls, structural: NDArray[np.bool_], prevalence: float
) -> Array:
    """Weaken the structural weights so that all of them together stay within the largest likelihood ratio.

    The findings along one chain depend on each other, so their ratios must not multiply without bound: the
    odds of pain with every structural condition present may be at most `LARGEST_LR` times those with none.
    `weights` and `priors` have shape (draws, causes), `structural` (causes,). Whatever is found lies between
    those two, pulls or not: a pull makes a condition likelier, never more than present. A noisy-OR cannot
    lower the odds below those with none, which keeps the lower bound (0.5) as long as no more than half of
    all people have each condition.
    """
    everything = list(range(weights.shape[1]))
    usual = [n for n in everything if not structural[n]]

    def fits(draws: Draws, power: Array) -> NDArray[np.bool_]:
        trial = _structure_weakened(weights[draws], structural, power)
        below = pulls.of(draws)
        rest = leak(spared_by(trial, priors[draws], below, everything), prevalence)
        spared_without = (1 - rest) * spared_by(trial, priors[draws], below, usual)
        spared_with_all = spared_without * np.prod(1 - trial[:, structural], axis=1)
        return np.asarray(_odds(1 - spared_with_all) <= LARGEST_LR * _odds(1 - spared_without))

    return _structure_weakened(weights, structural, largest_power(fits, len(weights)))


def _odds(chance: Array) -> Array:
    return chance / (1 - chance)


def _weakened(weights: Array, power: Array) -> Array:
    return np.asarray(1 - (1 - weights) ** power[:, None])


def _structure_weakened(weights: Array, structural: NDArray[np.bool_], power: Array) -> Array:
    return np.where(structural, _weakened(weights, power), weights)
