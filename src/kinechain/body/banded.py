"""Gaussians whose information ties each frame to the next few only: a symmetric block-banded matrix.

T frames of Q unknowns, P frames of reach: `blocks` (T, 1 + P, Q, Q) holds at [t, k] the block in row t + k
and column t. What lies beyond the last frame is ignored. Imports numba: import it where it is needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body import banded_kernel as kernel

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Factor:
    """The Cholesky factor L of a block-banded matrix A = L L^T, as the kernels store it."""

    blocks: Floats

    @property
    def frames(self) -> int:
        """T."""
        return len(self.blocks)

    def solve(self, right: Floats) -> Floats:
        """A^-1 right, of the shape of `right`: (T, Q) or (T, Q, R)."""
        solution = self._columns(right)
        kernel.solve_forward(self.blocks, solution)
        kernel.solve_backward(self.blocks, solution)
        return solution.reshape(right.shape)

    def sample(self, standard: Floats) -> Floats:
        """Draws of covariance A^-1, (n, T, Q), from `standard` (n, T Q) independent standard normals."""
        n, (frames, _, size, _) = len(standard), self.blocks.shape
        draws = np.ascontiguousarray(standard.reshape(n, frames, size).transpose(1, 2, 0))
        kernel.solve_backward(self.blocks, draws)
        return draws.transpose(2, 0, 1)

    def covariances(self) -> Floats:
        """The diagonal blocks of A^-1, (T, Q, Q)."""
        diagonal = np.empty_like(self.blocks[:, 0])
        kernel.selected_inverse(self.blocks, diagonal)
        return diagonal

    def _columns(self, right: Floats) -> Floats:
        frames, _, size, _ = self.blocks.shape
        return np.array(right, dtype=np.float64, order="C").reshape(frames, size, -1)


def factorise(blocks: Floats) -> Factor:
    """The factor of `blocks` (T, 1 + P, Q, Q), which are overwritten.

    Raises `numpy.linalg.LinAlgError` where the matrix is not positive definite.
    """
    failed = kernel.factorise(blocks)
    if failed >= 0:
        raise np.linalg.LinAlgError(f"the information is not positive definite at frame {failed}")
    return Factor(blocks)
