"""Splines whose beforehand is a Gaussian process, and the factor of their information."""

import numpy as np
import pytest

from kinechain.body.phone.information import factorise
from kinechain.body.phone.spline import REACH, Bands, Grid, remembering, steady, travelling

GRID = Grid(0.0, 0.05, 120)


def dense(bands: Bands) -> np.ndarray:
    size = len(bands.diagonals)
    matrix = np.zeros((size, size))
    for k in range(REACH + 1):
        for n in range(size - k):
            matrix[n + k, n] = matrix[n, n + k] = bands.diagonals[n, k]
    return matrix


def test_a_spline_follows_any_cubic_exactly() -> None:
    time = np.linspace(0.0, 6.0, 400)
    cubic = 1.0 + 2.0 * time - 0.7 * time**2 + 0.1 * time**3
    coefficients = GRID.fitted(time, cubic, stiffness=0.0)
    assert GRID.values(coefficients, time) == pytest.approx(cubic, abs=1e-6)


def test_weights_sum_to_one_at_the_ends_too() -> None:
    interval, weight = GRID.weights(np.array([0.0, 0.025, 3.0, 6.0]))
    assert weight.sum(axis=1) == pytest.approx(1.0)
    assert interval.tolist() == [0, 0, 60, 119]


@pytest.mark.parametrize(("sd", "lasting"), [(2.0, 0.2), (0.3, 0.16), (25.0, 0.35)])
def test_a_steady_motion_has_the_covariance_of_matern(sd: float, lasting: float) -> None:
    covariance = np.linalg.inv(dense(steady(GRID, sd, lasting)))
    time = np.linspace(1.0, 5.0, 81)
    interval, weight = GRID.weights(time)
    design = np.zeros((len(time), GRID.size))
    np.put_along_axis(design, interval[:, None] + np.arange(REACH + 1), weight, axis=1)
    found = design @ covariance @ design.T
    apart = np.sqrt(5) * abs(time[:, None] - time) / lasting
    wanted = sd**2 * (1 + apart + apart**2 / 3) * np.exp(-apart)
    assert found == pytest.approx(wanted, abs=0.02 * sd**2)


def test_it_is_as_sure_of_its_beginning_as_of_its_end() -> None:
    covariance = np.linalg.inv(dense(steady(GRID, 1.0, 0.2)))
    start, end = np.zeros(GRID.size), np.zeros(GRID.size)
    start[:3] = end[-3:] = np.array([1, 4, 1]) / 6
    assert start @ covariance @ start == pytest.approx(end @ covariance @ end, rel=0.03)


def test_who_travels_may_be_anywhere_at_any_speed_but_gains_speed_little() -> None:
    bands = travelling(GRID, 2.0, 0.1)
    time = np.linspace(0.0, 6.0, 700)
    steady_way = GRID.fitted(time, 3.0 + 1.2 * time, stiffness=0.0)
    jerky_way = GRID.fitted(time, 3.0 + 0.2 * np.sin(12 * time), stiffness=0.0)
    assert steady_way @ bands.apply(steady_way) < 0.1
    assert jerky_way @ bands.apply(jerky_way) > 100


def test_an_error_that_forgets_has_its_sd_and_memory() -> None:
    covariance = np.linalg.inv(dense(remembering(GRID, 3.0, 0.3)))
    assert np.diag(covariance) == pytest.approx(9.0)
    assert covariance[50, 56] == pytest.approx(9.0 * np.exp(-1.0))


def test_bands_multiply_as_the_matrix_does() -> None:
    bands = steady(GRID, 1.0, 0.2)
    vectors = np.random.default_rng(1).normal(size=(GRID.size, 2))
    assert bands.apply(vectors) == pytest.approx(dense(bands) @ vectors)


def blocks_of(matrix: np.ndarray, size: int) -> np.ndarray:
    count = len(matrix) // size
    blocks = np.zeros((count, REACH + 1, size, size))
    for n in range(count):
        for k in range(min(REACH + 1, count - n)):
            blocks[n, k] = matrix[(n + k) * size : (n + k + 1) * size, n * size : (n + 1) * size]
    return blocks


def banded_matrix(count: int, size: int) -> np.ndarray:
    random = np.random.default_rng(3)
    root = np.zeros((count * size, count * size))
    for n in range(count):
        for k in range(min(REACH + 1, count - n)):
            rows, columns = slice((n + k) * size, (n + k + 1) * size), slice(n * size, (n + 1) * size)
            root[rows, columns] = random.normal(size=(size, size))
    return root @ root.T + np.eye(count * size)


def test_the_factor_solves_and_draws_as_the_whole_matrix_would() -> None:
    matrix = banded_matrix(9, 4)
    factor = factorise(blocks_of(matrix, 4))
    right = np.random.default_rng(4).normal(size=(9, 4, 3))
    solved = factor.backward(factor.forward(right.copy())).reshape(36, 3)
    assert solved == pytest.approx(np.linalg.solve(matrix, right.reshape(36, 3)))
    # L^-T of all unit vectors is a root of the inverse.
    roots = factor.backward(np.eye(36).reshape(9, 4, 36)).reshape(36, 36)
    assert roots @ roots.T == pytest.approx(np.linalg.inv(matrix))


def test_what_is_not_positive_definite_is_refused() -> None:
    matrix = banded_matrix(6, 3)
    matrix[4, 4] = -1.0
    with pytest.raises(np.linalg.LinAlgError, match="not positive definite"):
        factorise(blocks_of(matrix, 3))
