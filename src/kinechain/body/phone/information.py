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
    """L of L L^T: `parts` (N, 1 + REACH, M, M) are each diagonal block's inverse and what is below it."""

    parts: Floats

    def forward(self, right: Floats) -> Floats:
        """L^-1 right, (N, M, R), which is overwritten."""
        count, size, _ = right.shape
        for n in range(count):
            right[n] = self.parts[n, 0] @ right[n]
            rest = min(REACH, count - 1 - n)
            if rest:
                passed = self._below(n, rest) @ right[n]
                right[n + 1 : n + 1 + rest] -= passed.reshape(rest, size, -1)
        return right

    def backward(self, right: Floats) -> Floats:
        """L^-T right, (N, M, R), which is overwritten."""
        count, size, columns = right.shape
        for n in range(count - 1, -1, -1):
            rest = min(REACH, count - 1 - n)
            if rest:
                right[n] -= self._below(n, rest).T @ right[n + 1 : n + 1 + rest].reshape(rest * size, columns)
            right[n] = self.parts[n, 0].T @ right[n]
        return right

    def _below(self, n: int, rest: int) -> Floats:
        """(rest M, M)."""
        return self.parts[n, 1 : 1 + rest].reshape(-1, self.parts.shape[3])


def factorise(blocks: Floats) -> Factor:
    """The Cholesky factor of `blocks`, in their place: the block form of a banded one (Golub and Van Loan
    2013, Matrix Computations, chapter 4).

    Raises `numpy.linalg.LinAlgError` where the matrix is not positive definite.
    """
    from scipy.linalg import lapack

    count, _, size, _ = blocks.shape
    for n in range(count):
        root, failed = lapack.dpotrf(blocks[n, 0], lower=1)
        if failed:
            raise np.linalg.LinAlgError(f"the information is not positive definite at coefficient {n}")
        blocks[n, 0] = lapack.dtrtri(root, lower=1)[0]
        rest = min(REACH, count - 1 - n)
        if rest:
            under = blocks[n, 1 : 1 + rest].reshape(rest * size, size) @ blocks[n, 0].T
            blocks[n, 1 : 1 + rest] = under.reshape(rest, size, size)
            took = (under @ under.T).reshape(rest, size, rest, size)
            for column in range(rest):
                blocks[n + 1 + column, : rest - column] -= took[column:, :, column]
    return Factor(blocks)
