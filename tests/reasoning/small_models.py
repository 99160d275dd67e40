"""Small networks with made-up figures, in several draws."""

from collections.abc import Mapping, Sequence

import numpy as np

from kinechain.reasoning.model import Cause, Model, Site
from kinechain.reasoning.pulls import settled

Ends = tuple[int, int]


def small_model(
    causes: int,
    sites: int,
    *,
    pulls: Sequence[Ends] = (),
    bearing: Sequence[Ends] = (),
    known: Mapping[int, bool] | None = None,
    draws: int = 3,
    seed: int = 0,
) -> Model:
    """`pulls` are (lower, upper) causes, `bearing` (cause, site)."""
    chance = np.random.default_rng(seed)
    priors = chance.uniform(0.1, 0.4, (draws, causes))
    strength = {ends: chance.uniform(0.1, 0.5, draws) for ends in pulls}
    weights = np.zeros((draws, causes, sites))
    for n, r in bearing:
        weights[:, n, r] = chance.uniform(0.05, 0.4, draws)
    return Model(
        tuple(
            Cause(f"cause_{n}", None, structural=True, present=(known or {}).get(n), findings=())
            for n in range(causes)
        ),
        tuple(Site(f"site_{r}", None) for r in range(sites)),
        priors=priors,
        ratios=np.exp(chance.normal(0, 1, (draws, causes))),
        weights=weights,
        leaks=chance.uniform(0.01, 0.1, (draws, sites)),
        links={},
        pulls=settled(priors, strength),
        pull_links={},
        shifts=np.ones((draws, causes)),
    )
