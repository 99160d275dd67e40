"""The peaks agree with scipy's, which is the reference."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import find_peaks as reference

from kinechain.gait.peaks import find_peaks


@given(
    st.lists(st.integers(-6, 6), min_size=3, max_size=60),
    st.floats(0.1, 6),
    st.integers(1, 12),
)
@settings(max_examples=300, deadline=None)
def test_the_same_peaks_as_scipy(heights: list[int], prominence: float, distance: int) -> None:
    values = np.array(heights, float) + 1e-3 * np.arange(len(heights)) ** 0.5
    expected, _ = reference(values, prominence=prominence, distance=distance)
    assert find_peaks(values, prominence=prominence, distance=distance).tolist() == expected.tolist()


def test_a_flat_top_counts_once_in_its_middle() -> None:
    assert find_peaks(np.array([0.0, 2, 2, 2, 0]), prominence=1, distance=1).tolist() == [2]


def test_nothing_in_a_slope_or_a_constant() -> None:
    for values in (np.arange(9.0), np.ones(9), -np.arange(9.0)):
        assert find_peaks(values, prominence=0.1, distance=1).size == 0
