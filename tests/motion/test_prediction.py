"""What frames around an instant let one expect."""

import numpy as np
import pytest

from kinechain.motion.prediction import LASTS_S, expected

AWAY = -np.arange(1, 7) / 30
NOISE = np.full(6, 1e-6)
SIZE = np.asarray(1.0)


def test_what_moves_smoothly_goes_on() -> None:
    weights, variance = expected(AWAY, NOISE, SIZE)
    assert weights[0] @ np.cos(2 * np.pi * AWAY) == pytest.approx(1, abs=0.02)
    assert variance[0] < 0.01


def test_nothing_seen_tells_nothing() -> None:
    weights, variance = expected(AWAY, np.full(6, np.inf), SIZE)
    assert not weights.any()
    assert variance[0] == pytest.approx(1)


def test_what_was_not_seen_has_no_weight_and_costs_certainty() -> None:
    holes = np.where(np.arange(6) % 2 == 0, np.inf, NOISE)
    weights, variance = expected(AWAY, holes, SIZE)
    assert not weights[0, ::2].any()
    assert variance[0] > expected(AWAY, NOISE, SIZE)[1][0]


def test_leaving_one_out_is_as_if_it_had_not_been_seen() -> None:
    noise = np.array([0.01, 0.02, 0.01, np.inf, 0.03, 0.01])
    weights, variance = expected(AWAY, noise, SIZE, leave_out=4)
    for index in range(4):
        fewer = noise.copy()
        fewer[index] = np.inf
        alone, spread = expected(AWAY, fewer, SIZE)
        np.testing.assert_allclose(weights[1 + index], alone[0], atol=1e-9)
        assert variance[1 + index] == pytest.approx(spread[0])


def test_with_a_drift_a_steady_way_from_anywhere_goes_on() -> None:
    weights, _ = expected(AWAY, NOISE, SIZE, drift=1e4)
    assert weights[0] @ (50 + 3 * AWAY) == pytest.approx(50, abs=0.05)


def test_long_ago_says_nothing() -> None:
    weights, variance = expected(AWAY - 20 * LASTS_S, NOISE, SIZE)
    assert abs(weights).max() < 1e-3
    assert variance[0] == pytest.approx(1, abs=1e-3)
