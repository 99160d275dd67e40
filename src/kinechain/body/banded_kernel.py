"""Kernels: Cholesky factor, solution and selected inverse of a symmetric block-banded matrix.

Blocks are stored by column: `blocks[t, k]` (Q, Q) is row block t + k of column block t, k = 0 to P. The
factor replaces them: at k = 0 the inverse of the triangular diagonal block (its product is quicker than a
triangular solution), below it the factor's own blocks. Golub and Van Loan, Matrix Computations (4th ed.
2013), section 4.3, by blocks; the selected inverse is Takahashi's recursion (Takahashi, Fagan and Chin,
1973).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True, fastmath={"contract", "reassoc", "nsz"})
def triangular_inverse(matrix: Floats, inverse: Floats) -> bool:
    """Cholesky factor of `matrix`, inverted, into `inverse` (lower). False where it has none."""
    n = len(matrix)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            if i > j:
                lower[i, j] = rest / lower[j, j]
            elif rest > 0.0:
                lower[i, i] = np.sqrt(rest)
            else:
                return False
    inverse[:] = 0.0
    for i in range(n):
        inverse[i, i] = 1.0 / lower[i, i]
        for k in range(i):
            gain = lower[i, k] / lower[i, i]
            for j in range(k + 1):
                inverse[i, j] -= gain * inverse[k, j]
    return True


@njit(cache=True)
def factorise(blocks: Floats) -> int:
    """Replace `blocks` (T, 1 + P, Q, Q) by the factor; the column at which there is none, else -1."""
    frames, bands, size = blocks.shape[0], blocks.shape[1], blocks.shape[2]
    inverse, turned = np.empty((size, size)), np.empty((size, size))
    room = np.empty(((bands - 1) * size, size))
    for t in range(frames):
        if not triangular_inverse(blocks[t, 0], inverse):
            return t
        blocks[t, 0] = inverse
        last = min(bands, frames - t)
        if last < 2:
            continue
        # All blocks below the diagonal lie one under the other: one product serves them all.
        below = blocks[t, 1:last].reshape((last - 1) * size, size)
        turned[:] = inverse.T
        product = room[: len(below)]
        np.dot(below, turned, product)
        below[:] = product
        for i in range(1, last):
            turned[:] = blocks[t, i].T
            rest = room[: (last - i) * size]
            np.dot(below[(i - 1) * size :], turned, rest)
            reached = blocks[t + i, : last - i].reshape((last - i) * size, size)
            reached -= rest
    return -1


@njit(cache=True)
def solve_forward(blocks: Floats, right: Floats) -> None:
    """Replace `right` (T, Q, R) by L^-1 right."""
    frames, bands = blocks.shape[0], blocks.shape[1]
    for t in range(frames):
        right[t] = np.dot(blocks[t, 0], right[t])
        for j in range(1, min(bands, frames - t)):
            right[t + j] -= np.dot(blocks[t, j], right[t])


@njit(cache=True)
def solve_backward(blocks: Floats, right: Floats) -> None:
    """Replace `right` (T, Q, R) by L^-T right."""
    frames, bands = blocks.shape[0], blocks.shape[1]
    for t in range(frames - 1, -1, -1):
        for j in range(1, min(bands, frames - t)):
            right[t] -= np.dot(blocks[t, j].T, right[t + j])
        right[t] = np.dot(blocks[t, 0].T, right[t])


@njit(cache=True)
def selected_inverse(blocks: Floats, diagonal: Floats) -> None:
    """Fill `diagonal` (T, Q, Q): the diagonal blocks of the inverse of the factorised matrix.

    Only the P by P blocks that the next column needs are held. Products are of single blocks: larger ones
    would be spread over threads, which costs more than it gains.
    """
    frames, reach, size = blocks.shape[0], blocks.shape[1] - 1, blocks.shape[2]
    held = np.zeros((reach, reach, size, size))  # inverse at block rows and columns t + 1 to t + P
    panel, gain = np.zeros((reach, size, size)), np.zeros((reach, size, size))
    for t in range(frames - 1, -1, -1):
        last = min(reach + 1, frames - t)
        inverse = blocks[t, 0]
        panel[:] = 0.0
        gain[:] = 0.0
        for j in range(1, last):
            panel[j - 1] = np.dot(blocks[t, j], inverse)
        own = np.dot(inverse.T, inverse)
        for i in range(reach):
            for j in range(reach):
                gain[i] += np.dot(held[i, j], panel[j])
            own += np.dot(panel[i].T, gain[i])
        own = (own + own.T) / 2  # without this, rounding grows from frame to frame
        diagonal[t] = own
        for i in range(reach - 1, 0, -1):  # the oldest falls out, the rest move on
            for j in range(reach - 1, 0, -1):
                held[i, j] = held[i - 1, j - 1]
        held[0, 0] = own
        for j in range(1, reach):
            held[j, 0] = -gain[j - 1]
            held[0, j] = -gain[j - 1].T
