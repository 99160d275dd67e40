"""`Model`: one person's network as numbers: what may be present, how likely, and how it bears on each pain.

Every array has a first axis of parameter draws. Draw 0 is the central one, which the answer is computed
from; the others spread the parameters (`parameters.py`) and give the interval.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.link import Link
from kinechain.measurement import Side
from kinechain.reasoning.finding import Finding

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Site:
    """One pain that was reported: a region, and a side where the region has sides and it was given."""

    region: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class Cause:
    """One node that may be present: a condition at a side, or a usual explanation.

    `present` is what the case says outright, None when it does not; `findings` are the measured values.
    """

    id: str
    side: Side | None
    structural: bool
    present: bool | None
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """A name that no other cause of the model has."""
        return self.id if self.side is None else f"{self.id}_{self.side}"


@dataclass(frozen=True, slots=True)
class Model:
    """Causes (n), sites (r) and the parameters of the network that joins them, over d draws.

    `priors` (d, n): presence before anything was seen. `ratios` (d, n): likelihood ratio of the findings.
    `weights` (d, n, r): noisy-OR weights. `leaks` (d, r): pain from nothing the model knows.
    `links` maps (cause, site) to the entry of the knowledge they rest on.
    """

    causes: tuple[Cause, ...]
    sites: tuple[Site, ...]
    priors: Array
    ratios: Array
    weights: Array
    leaks: Array
    links: dict[tuple[int, int], Link]

    def presence(self) -> Array:
        """Chance that each cause is present, given its findings and answers but not the pain; (d, n)."""
        for_it = self.priors * self.ratios
        chance = for_it / (for_it + 1 - self.priors)
        for index, cause in enumerate(self.causes):
            if cause.present is not None:
                chance[:, index] = float(cause.present)
        return np.asarray(chance)
