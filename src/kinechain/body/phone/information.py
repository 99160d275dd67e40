"""The information of splines as a block-banded matrix, and its factor, by the machine's matrix products.

N coefficients of M unknowns: `blocks` (N, 1 + `REACH`, M, M) holds at [n, k] the block in row n + k, column
n. `banded` does the same for many frames of few unknowns; here blocks are few and large.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.spline import REACH

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Factor:
    """L of L L^T: the inverse (N, M, M) of each diagonal block, and what stands below it (N, REACH M, M)."""

    inverse: Floats
    below: Floats

    def forward(self, right: Floats) -> Floats:
        """L^-1 right, (N, M, R)."""
        solution = np.array(right)
        count, size, _ = solution.shape
        for n in range(count):
            solution[n] = self.inverse[n] @ solution[n]
            rest = min(REACH, count - 1 - n)
            if rest:
                passed = self.below[n, : rest * size] @ solution[n]
                solution[n + 1 : n + 1 + rest] -= passed.reshape(rest, size, -1)
        return solution

    def backward(self, right: Floats) -> Floats:
        """L^-T right, (N, M, R)."""
        solution = np.array(right)
        count, size, columns = solution.shape
        for n in range(count - 1, -1, -1):
            rest = min(REACH, count - 1 - n)
            if rest:
                after = solution[n + 1 : n + 1 + rest].reshape(rest * size, columns)
                solution[n] -= self.below[n, : rest * size].T @ after
            solution[n] = self.inverse[n].T @ solution[n]
        return solution


def factorise(blocks: Floats) -> Factor:
    """The Cholesky factor of `blocks`, which are overwritten.

    Raises `numpy.linalg.LinAlgError` where the matrix is not positive definite.
    """
    from scipy.linalg import lapack

    count, _, size, _ = blocks.shape
    inverse, below = np.empty((count, size, size)), np.zeros((count, REACH * size, size))
    for n in range(count):
        root, failed = lapack.dpotrf(blocks[n, 0], lower=1)
        if failed:
            raise np.linalg.LinAlgError(f"the information is not positive definite at coefficient {n}")
        inverse[n] = lapack.dtrtri(root, lower=1)[0]
        rest = min(REACH, count - 1 - n)
        if rest:
            under = blocks[n, 1 : 1 + rest].reshape(rest * size, size) @ inverse[n].T
            below[n, : rest * size] = under
            took = (under @ under.T).reshape(rest, size, rest, size)
            for column in range(rest):
                blocks[n + 1 + column, : rest - column] -= took[column:, :, column]
    return Factor(inverse, below)
