"""What the fit leaves open: the joint Gaussian of a whole motion and of a shape, around the estimate."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinechain.body.banded import Factor

Floats = NDArray[np.float64]


class Deviations(NamedTuple):
    """Motions `q` (n, T, Q) and the `shape` (n, S) that each of them goes with; None if it is certain."""

    q: Floats
    shape: Floats | None


@dataclass(frozen=True, eq=False)
class Posterior:
    """Deviations of q (T, Q) from the estimate: a banded Gaussian, plus what the body's shape adds.

    `factor` is of the information of the motion given the shape; `shape_response` (R, T, Q), rad and m, how
    the motion moves with each of R independent directions of the shape, one standard deviation long. Those
    are `turned` (R, S), in units of the columns of `uncertainty` (S, S), a root of the shape's covariance.
    """

    factor: Factor
    shape_response: Floats
    turned: Floats
    uncertainty: Floats

    def deviations(self, n: int, seed: int) -> Deviations:
        """`n` draws of the deviation of motion and shape, which belong together."""
        random = np.random.default_rng(seed)
        _, frames, size = self.shape_response.shape
        moving = self.factor.sample(random.standard_normal((n, frames * size)))
        lasting = random.standard_normal((n, len(self.uncertainty)))
        answer = np.tensordot(lasting @ self.turned.T, self.shape_response, 1)
        return Deviations(moving + answer, lasting @ self.uncertainty.T)

    def sd(self) -> Floats:
        """(T, Q), rad and m."""
        moving = np.diagonal(self.factor.covariances(), axis1=1, axis2=2)
        return np.asarray(np.sqrt(moving + (self.shape_response**2).sum(axis=0)))
