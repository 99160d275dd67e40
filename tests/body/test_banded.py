"""Factor, solution, selected inverse and draws of a banded Gaussian, against dense algebra."""

import numpy as np
import pytest

from kinechain.body.banded import factorise


def banded(frames: int, reach: int, size: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A random positive definite matrix, dense and as blocks (T, 1 + P, Q, Q)."""
    random = np.random.default_rng(seed)
    lower = np.zeros((frames * size, frames * size))
    for t in range(frames):
        for k in range(min(reach + 1, frames - t)):
            lower[(t + k) * size : (t + k + 1) * size, t * size : (t + 1) * size] = (
                0.3 * random.standard_normal((size, size))
            )
    lower = np.tril(lower, -1) + np.diag(1 + random.random(frames * size))
    dense = lower @ lower.T
    return dense, blocks_of(dense, frames, reach, size)


def blocks_of(dense: np.ndarray, frames: int, reach: int, size: int) -> np.ndarray:
    blocks = np.zeros((frames, reach + 1, size, size))
    for t in range(frames):
        for k in range(min(reach + 1, frames - t)):
            blocks[t, k] = dense[(t + k) * size : (t + k + 1) * size, t * size : (t + 1) * size]
    return blocks


SHAPES = [(7, 2, 4), (10, 3, 2), (3, 3, 2), (2, 3, 2), (1, 3, 3), (6, 1, 3), (40, 3, 5)]


@pytest.mark.parametrize(("frames", "reach", "size"), SHAPES)
def test_solution_is_that_of_dense_algebra(frames: int, reach: int, size: int) -> None:
    dense, blocks = banded(frames, reach, size)
    right = np.random.default_rng(1).standard_normal((frames, size, 3))
    factor = factorise(blocks)
    expected = np.linalg.solve(dense, right.reshape(frames * size, 3)).reshape(right.shape)
    np.testing.assert_allclose(factor.solve(right), expected, atol=1e-12)
    np.testing.assert_allclose(factor.solve(right[..., 0]), expected[..., 0], atol=1e-12)


@pytest.mark.parametrize(("frames", "reach", "size"), SHAPES)
def test_selected_inverse_is_that_of_dense_algebra(frames: int, reach: int, size: int) -> None:
    dense, blocks = banded(frames, reach, size)
    inverse = np.linalg.inv(dense)
    covariances = factorise(blocks).covariances()
    for t in range(frames):
        own = slice(t * size, (t + 1) * size)
        np.testing.assert_allclose(covariances[t], inverse[own, own], atol=1e-12)


def test_selected_inverse_holds_for_long_smooth_motions() -> None:
    # Third differences dwarf what holds their level: rounding must not grow from frame to frame.
    frames, size = 400, 2
    difference = np.diff(np.eye(frames), n=3, axis=0)
    dense = np.kron(1e6 * difference.T @ difference, np.eye(size)) + np.kron(
        np.eye(frames), [[1.0, 0.3], [0.3, 2]]
    )
    covariances = factorise(blocks_of(dense, frames, 3, size)).covariances()
    inverse = np.linalg.inv(dense)
    for t in (0, 150, 399):
        own = slice(t * size, (t + 1) * size)
        np.testing.assert_allclose(covariances[t], inverse[own, own], rtol=1e-6)


def test_draws_have_the_covariance() -> None:
    dense, blocks = banded(4, 3, 2)
    draws = factorise(blocks).sample(np.random.default_rng(0).standard_normal((40_000, 8))).reshape(-1, 8)
    np.testing.assert_allclose(np.cov(draws.T), np.linalg.inv(dense), atol=0.03)


def test_a_matrix_without_factor_is_refused() -> None:
    _, blocks = banded(5, 2, 3)
    blocks[3, 0] -= 100 * np.eye(3)
    with pytest.raises(np.linalg.LinAlgError, match="frame 3"):
        factorise(blocks)
