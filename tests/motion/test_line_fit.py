"""Lines through values that hold mistakes and gaps."""

import numpy as np
import pytest

from kinechain.motion.line_fit import moving_line, steady_line

TIME = np.arange(0, 4, 1 / 120)


def test_an_exact_line_is_found_exactly() -> None:
    level, slope, sd = steady_line(TIME - 2, 3 - 0.7 * (TIME - 2))
    assert (level, slope, sd) == pytest.approx((3, -0.7, 0), abs=1e-9)


def test_mistakes_hardly_matter() -> None:
    values = 1 + 0.5 * TIME + 0.01 * np.random.default_rng(1).standard_normal(len(TIME))
    values[40:80] += 2
    assert steady_line(TIME, values)[:2] == pytest.approx((1, 0.5), abs=0.01)


def test_the_slope_s_error_is_told() -> None:
    """Of errors that last for some tenths of a second, as steps and networks make them."""
    rng = np.random.default_rng(3)
    found = []
    for _ in range(200):
        noise = np.convolve(rng.standard_normal(len(TIME) + 29), np.ones(30) / 30, "valid")
        found.append(steady_line(TIME - 2, noise)[1:])
    slopes, told = np.array(found).T
    assert 0.9 < np.mean(abs(slopes) < 2 * told) < 0.99


@pytest.mark.parametrize("whole", [False, True])
def test_a_line_is_its_own_moving_line_gaps_or_not(whole: bool) -> None:
    values = 2 + 0.3 * TIME
    values[100:130] = np.nan
    level, slope = moving_line(TIME, values, 0.8, whole=whole)
    np.testing.assert_allclose(slope, 0.3, atol=1e-9)
    np.testing.assert_allclose(level, 2 + 0.3 * TIME, atol=1e-9)


def test_nothing_is_told_within_a_long_gap() -> None:
    values = 2 + 0.3 * TIME
    values[100:300] = np.nan
    _, slope = moving_line(TIME, values, 0.8)
    assert np.isnan(slope[150:250]).all()
    assert np.isfinite(slope[:100]).all()


def test_only_a_whole_window_tells_the_ends_from_noise() -> None:
    noise = np.random.default_rng(2).standard_normal(len(TIME))
    part, whole = (moving_line(TIME, noise, 0.8, whole=choice)[1] for choice in (False, True))
    assert abs(part[:5] - whole[:5]).min() > 0
    np.testing.assert_allclose(part[48:-48], whole[48:-48])
    np.testing.assert_allclose(whole[:48], whole[48])
    np.testing.assert_allclose(whole[-48:], whole[-49])


def test_a_stretch_shorter_than_the_window_has_one_line() -> None:
    short = TIME[:60]
    level, slope = moving_line(short, 1 - short, 0.8, whole=True)
    np.testing.assert_allclose(slope, -1, atol=1e-9)
    np.testing.assert_allclose(level, 1 - short, atol=1e-9)
