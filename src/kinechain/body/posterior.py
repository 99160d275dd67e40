"""What the fit leaves open: the joint Gaussian of a whole motion around its best estimate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.banded import Factor

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Posterior:
    """Deviations of q (T, Q) from the estimate: a banded Gaussian, plus what the body's shape adds.

    `factor` is of the information of the motion given the shape; `shape_response` (R, T, Q), rad and m, how
    the motion moves with each of R independent directions of the shape, one standard deviation long.
    """

    factor: Factor
    shape_response: Floats

    def deviations(self, n: int, seed: int) -> Floats:
        """`n` draws of the deviation, (n, T, Q)."""
        random = np.random.default_rng(seed)
        _, frames, size = self.shape_response.shape
        moving = self.factor.sample(random.standard_normal((n, frames * size)))
        lasting = random.standard_normal((n, len(self.shape_response)))
        return moving + np.tensordot(lasting, self.shape_response, 1)

    def sd(self) -> Floats:
        """(T, Q), rad and m."""
        moving = np.diagonal(self.factor.covariances(), axis1=1, axis2=2)
        return np.asarray(np.sqrt(moving + (self.shape_response**2).sum(axis=0)))
