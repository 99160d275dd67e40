"""The network's exact posteriors in closed form, for all parameter draws at once.

Causes are independent before the pain is known and each pain is a noisy-OR of them, so the chance of no
pain in a set S of sites is a product over causes:

    no_pain(S) = prod_r (1 - leak_r) * prod_n [1 - q_n + q_n prod_r (1 - w_nr)],   r in S

and inclusion and exclusion over S gives the chance that every reported pain is there. A contributor's
share follows the same way with its own path held open. `network.py` computes the same by pyAgrum; the
tests hold the two together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Given all pains: `contributes` (d, n, r) that cause n's path to pain r is open, `unseen` (d, r) that
    the leak's is, `evidence` (d,) the chance of all pains together.
    """

    contributes: Array
    unseen: Array
    evidence: Array


def posterior(presence: Array, weights: Array, leaks: Array) -> Posterior:
    """Exact posteriors. Shapes: `presence` (d, n), `weights` (d, n, r), `leaks` (d, r); d parameter draws."""
    sites = range(leaks.shape[1])
    evidence = _signed_sum(_no_pain(presence, weights, leaks, subset) for subset in _subsets(sites))
    contributes, unseen = np.empty_like(weights), np.empty_like(leaks)
    for site in sites:
        others = [other for other in sites if other != site]
        contributes[:, :, site] = _signed_sum(
            _open_path(presence, weights, leaks, site, subset) for subset in _subsets(others)
        )
        unseen[:, site] = leaks[:, site] * _signed_sum(
            _no_pain(presence, weights, leaks, subset) for subset in _subsets(others)
        )
    return Posterior(contributes / evidence[:, None, None], unseen / evidence[:, None], evidence)


def _subsets(sites: Sequence[int] | range) -> Iterator[tuple[int, ...]]:
    for size in range(len(sites) + 1):
        yield from combinations(sites, size)


def _signed_sum(terms: Iterable[tuple[int, Array]]) -> Array:
    total: Array = np.zeros(())
    for size, term in terms:
        total = total + (-1.0) ** size * term
    return total


def _spared(presence: Array, weights: Array, subset: tuple[int, ...]) -> tuple[Array, Array]:
    """Per cause: chance of bringing no pain in `subset` if present, and whatever it is; both (d, n)."""
    if_present = np.prod(1 - weights[:, :, list(subset)], axis=2)
    return if_present, 1 - presence + presence * if_present


def _no_pain(presence: Array, weights: Array, leaks: Array, subset: tuple[int, ...]) -> tuple[int, Array]:
    _, anyway = _spared(presence, weights, subset)
    return len(subset), np.prod(anyway, axis=1) * np.prod(1 - leaks[:, list(subset)], axis=1)


def _open_path(
    presence: Array, weights: Array, leaks: Array, site: int, subset: tuple[int, ...]
) -> tuple[int, Array]:
    """Chance that each cause's path to `site` is open while `subset` is free of pain; (d, n)."""
    if_present, anyway = _spared(presence, weights, subset)
    nothing_else = np.prod(anyway, axis=1)[:, None] / anyway
    free = np.prod(1 - leaks[:, list(subset)], axis=1)[:, None]
    return len(subset), presence * weights[:, :, site] * if_present * nothing_else * free
