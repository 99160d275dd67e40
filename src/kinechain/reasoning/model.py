"""`Model`: one person's network as numbers: what may be present, how likely, and how it bears on each pain.

Every array has a first axis of parameter draws. Draw 0 is the central one, which the answer is computed
from; the others spread the parameters (`parameters.py`) and give the interval.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.link import Link
from kinechain.measurement import Side
from kinechain.reasoning.finding import Finding
from kinechain.reasoning.pulls import Pulls

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

    `priors` (d, n): presence before anything was seen, pulls included. `ratios` (d, n): likelihood ratio of
    the findings. `weights` (d, n, r): noisy-OR weights. `leaks` (d, r): pain from nothing the model knows.
    `pulls`: how causes bring one another about. `links` maps (cause, site), and `pull_links` (lower, upper
    cause), to the entry of the knowledge they rest on. `shifts` (d, n): how far those who have it lie from
    the norm's mean.
    """

    causes: tuple[Cause, ...]
    sites: tuple[Site, ...]
    priors: Array
    ratios: Array
    weights: Array
    leaks: Array
    links: dict[tuple[int, int], Link]
    pulls: Pulls
    pull_links: dict[tuple[int, int], Link]
    shifts: Array

    def evidence(self) -> Array:
        """How likely what was seen of each cause is, up to one factor, if it is absent and if it is there;
        (d, n, 2).
        """
        likelihood = np.stack([np.ones_like(self.ratios), self.ratios], axis=-1)
        for index, cause in enumerate(self.causes):
            if cause.present is not None:
                likelihood[:, index] = (0.0, 1.0) if cause.present else (1.0, 0.0)
        return likelihood

    def brought_to(self, cause: int, site: int) -> set[int]:
        """The causes that this one pulls on, through others too, and that bear on the site."""
        return {n for n in self.pulls.all_above(cause) if (self.weights[:, n, site] > 0).any()}

    def bears_on(self, cause: int, site: int) -> bool:
        """Whether it may contribute to the pain at all: by a path of its own, or through another cause."""
        return bool((self.weights[:, cause, site] > 0).any() or self.brought_to(cause, site))

    def of_draw(self, draw: int) -> "Model":
        """The same with the parameters of one draw only."""
        one = slice(draw, draw + 1)
        pulls = {ends: pull[one] for ends, pull in self.pulls.strength.items()}
        return replace(
            self,
            priors=self.priors[one],
            ratios=self.ratios[one],
            weights=self.weights[one],
            leaks=self.leaks[one],
            pulls=Pulls(self.pulls.bases[one], pulls),
            shifts=self.shifts[one],
        )

    def central(self) -> "Model":
        """The same at the central parameters only."""
        return self.of_draw(0)
