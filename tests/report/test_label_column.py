from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinechain.report.label_column import spread_labels

WANTED = st.lists(st.floats(-50, 350), min_size=1, max_size=9).map(sorted)


@given(WANTED)
def test_labels_keep_their_order_their_gap_and_the_column(wanted: list[float]) -> None:
    places = spread_labels(wanted, 30, 0, 300)
    assert all(after - before >= 30 - 1e-6 for before, after in pairwise(places))
    assert min(places) >= -1e-6
    assert max(places) <= 300 + 1e-6


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9, unique=True).map(sorted))
def test_labels_with_room_stay_where_they_want_to_be(slots: list[int]) -> None:
    wanted = [30.0 * slot for slot in slots]
    assert spread_labels(wanted, 30, 0, 300) == pytest.approx(wanted)


def test_two_labels_that_want_one_place_share_the_way() -> None:
    assert spread_labels([100, 100], 30, 0, 300) == pytest.approx((85, 115))


def test_too_many_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        spread_labels([1, 2, 3, 4], 30, 0, 60)
