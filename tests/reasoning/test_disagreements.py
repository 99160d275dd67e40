"""Results of one test that cannot both be right are told; those that can are not."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.case import Person
from kinechain.knowledge import load
from kinechain.measurement import Measurement, Side
from kinechain.reasoning.disagreements import BEYOND, disagreements
from kinechain.reasoning.finding import findings_for

MAN = Person(age_years=30, sex="male")


def distance(value: float, side: Side = "left", sd: float = 0.01) -> Measurement:
    return Measurement("knee_to_wall_distance", side, value, "m", sd, 3, "test")


def angle(value: float, side: Side = "left", sd: float = 2.0) -> Measurement:
    return Measurement("knee_to_wall_angle", side, value, "deg", sd, 3, "test")


def told(*measured: Measurement) -> tuple[str, ...]:
    return disagreements(load(), MAN, measured)


def test_two_tries_far_apart_are_told_with_both_values() -> None:
    (warning,) = told(distance(0.02), distance(0.15))
    assert warning == (
        "Knee-to-wall test, left, was given as 0.020 m and 0.150 m, which do not agree; measure again."
    )


def test_two_ways_that_cannot_both_be_right_are_told() -> None:
    (warning,) = told(distance(0.02), angle(48.0))
    assert "0.020 m and 48 deg" in warning


def test_two_ways_that_agree_are_not() -> None:
    assert told(distance(0.12), angle(43.0)) == ()
    assert told(distance(0.02), angle(24.0)) == ()


def test_the_sides_may_differ() -> None:
    assert told(distance(0.02), distance(0.15, "right"), angle(48.0, "right")) == ()


def test_one_result_agrees_with_itself() -> None:
    assert told(distance(0.02)) == ()
    assert told() == ()


@given(st.floats(0.0, 0.1), st.floats(0.001, 0.02), st.floats(0.0, 5.0))
@settings(max_examples=50, deadline=None)
def test_two_tries_disagree_from_so_many_sds_of_their_difference_on(
    value: float, sd: float, sds: float
) -> None:
    other = value + sds * sd * 2**0.5
    expected = sds > BEYOND
    if abs(sds - BEYOND) > 1e-6:
        assert bool(told(distance(value, sd=sd), distance(other, sd=sd))) == expected


def test_a_look_that_is_answered_yes_and_no_is_told() -> None:
    looks = [Measurement("shoulder_visibly_higher", None, v, "yes/no", 0.0, 1, "test") for v in (1.0, 0.0)]
    (warning,) = told(*looks)
    assert "was given as yes and no" in warning
    assert told(looks[0], looks[0]) == ()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_test_is_told_once_whatever_the_order(order: tuple[int, ...]) -> None:
    results = [distance(0.02), distance(0.15), angle(48.0)]
    assert len(told(*[results[n] for n in order])) == 1


def test_two_ways_may_differ_by_more_than_their_errors_alone() -> None:
    """A distance and an angle see the same ankle differently, as two measures of one thing do."""
    results = [distance(0.12), angle(31.0)]
    one, other = findings_for(load(), "limited_ankle_dorsiflexion", "left", MAN, results)
    assert abs(one.score - other.score) > BEYOND * math.hypot(one.noise, other.noise)
    assert told(*results) == ()
