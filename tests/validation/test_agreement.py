"""Offset and spreads of differences, against answers known exactly or by simulation."""

import numpy as np
import pytest

from kinechain.validation.agreement import IN_95_OF_100, Difference, agreement


def of(person: str, leg: str, *values: float) -> list[Difference]:
    return [Difference(person, leg, value) for value in values]


def test_the_same_difference_everywhere_is_an_offset_and_nothing_else() -> None:
    found = agreement([*of("a", "left", 2, 2), *of("a", "right", 2), *of("b", "left", 2, 2, 2)])
    assert (found.offset, found.between, found.within) == (2, 0, 0)
    assert found.limits == (2, 2)
    assert (found.strides, found.legs, found.people) == (6, 3, 2)


def test_nobody_counts_twice_for_having_walked_more() -> None:
    found = agreement([*of("a", "left", *[4.0] * 100), *of("b", "left", 0)])
    assert found.offset == 2


def test_a_person_s_two_legs_are_one_person() -> None:
    found = agreement([*of("a", "left", 4), *of("a", "right", 2), *of("b", "left", 1)])
    assert found.offset == 2


def test_spread_between_two_people_is_that_of_two_numbers() -> None:
    found = agreement([*of("a", "", 1), *of("b", "", 3)])
    assert found.between == pytest.approx(np.std([1, 3], ddof=1))
    assert found.within is None
    assert found.limits == pytest.approx((2 - IN_95_OF_100 * np.sqrt(2), 2 + IN_95_OF_100 * np.sqrt(2)))


def test_scatter_of_strides_is_pooled_over_legs() -> None:
    found = agreement([*of("a", "left", 1, 3), *of("b", "left", 2, 2, 2)])
    assert found.within == pytest.approx(np.sqrt(2 / 3))


def test_scatter_of_strides_alone_makes_no_spread_between_people() -> None:
    found = agreement([*of("a", "left", -1, 1), *of("b", "left", 1, -1)])
    assert found.between == 0
    assert found.within == pytest.approx(np.sqrt(2))


def test_one_person_tells_nothing_of_the_spread_between_people() -> None:
    found = agreement([*of("a", "left", 1, 2), *of("a", "right", 3)])
    assert found.between is None
    assert found.limits is None


def test_no_differences_are_refused() -> None:
    with pytest.raises(ValueError, match="no differences"):
        agreement([])


def test_both_spreads_are_found_again_in_a_crowd() -> None:
    random = np.random.default_rng(1)
    people = [
        Difference(str(person), leg, 5 + mean + random.normal(0, 1.5))
        for person in range(400)
        for leg in ("left", "right")
        for mean in [random.normal(0, 3)]
        for _ in range(3)
    ]
    found = agreement(people)
    assert found.offset == pytest.approx(5, abs=0.3)
    assert found.between == pytest.approx(3, rel=0.07)
    assert found.within == pytest.approx(1.5, rel=0.05)
    assert found.spread == pytest.approx(np.hypot(3, 1.5), rel=0.06)


def test_order_does_not_matter_and_turning_all_round_turns_the_offset() -> None:
    random = np.random.default_rng(2)
    listed = [
        Difference(p, leg, random.normal()) for p in "abcd" for leg in ("left", "right") for _ in range(3)
    ]
    found, turned = (
        agreement(listed),
        agreement([Difference(d.person, d.leg, -d.value) for d in listed[::-1]]),
    )
    assert turned.offset == pytest.approx(-found.offset)
    assert (turned.between, turned.within) == pytest.approx((found.between, found.within))
