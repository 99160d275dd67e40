"""Numbers are rounded one way, as people round them."""

import pytest

from kinechain.knowledge.rounding import half_up


@pytest.mark.parametrize(
    ("value", "decimals", "times", "written"),
    [
        (0.0065, 3, 1, "0.007"),
        (0.0065, 1, 100, "0.7"),
        (0.0145, 3, 1, "0.015"),
        (0.0145, 1, 100, "1.5"),
        (2.5, 0, 1, "3"),
        (-2.5, 0, 1, "-3"),
        (-0.0001, 3, 1, "0.000"),
        (12, 1, 1, "12.0"),
        (1e-9, 2, 1, "0.00"),
    ],
)
def test_half_goes_up(value: float, decimals: int, times: int, written: str) -> None:
    assert half_up(value, decimals, times=times) == written
