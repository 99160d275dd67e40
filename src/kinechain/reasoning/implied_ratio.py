"""What the network makes of a condition's likelihood ratio for a pain that it has no counting link to."""

from dataclasses import replace

import numpy as np

from kinechain.reasoning.model import Model
from kinechain.reasoning.posterior import posterior

DECIMALS = 2
"""Ratios are told to this; what rounds to 1 tells nothing."""


def implied_ratio(model: Model, cause: int, site: int) -> float:
    """How much oftener the condition is there with the pain than without, at the central parameters, before
    anything was seen; rounded.
    """
    central = model.central()
    alone = replace(
        central,
        sites=(central.sites[site],),
        weights=central.weights[:, :, [site]],
        leaks=central.leaks[:, [site]],
    )
    unseen = np.ones((1, len(model.causes), 2))
    found = posterior(alone, unseen)
    there, hurts = float(found.presence[0, cause]), float(found.evidence[0, 0])
    prior = float(central.priors[0, cause])
    return round(there / ((prior - there * hurts) / (1 - hurts)), DECIMALS)
