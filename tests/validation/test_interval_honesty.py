"""Intervals of people from whom nothing was learnt."""

import numpy as np
import pytest
from made_walks import MEASURE, compared

from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.interval_honesty import differences, held_out, learn_from, leg_means

PEOPLE = "abcdefgh"


def test_a_person_is_judged_by_what_the_others_taught() -> None:
    # Seven agree exactly; the eighth is 9 deg off, which the seven cannot have taught.
    walks = [compared(person, {"left": [2.0]}) for person in PEOPLE[:-1]] + [compared("h", {"left": [11.0]})]
    held = held_out(walks, [MEASURE])
    outlier = next(value for value in held if value.person == "h")
    assert outlier.error == pytest.approx(9.0)
    assert not outlier.inside
    assert sum(value.inside for value in held) == 7


def test_a_common_offset_is_a_definition_and_no_error() -> None:
    walks = [compared(person, {"left": [7.0, 7.0], "right": [7.0]}) for person in PEOPLE]
    held = held_out(walks, [MEASURE])
    assert len(held) == 2 * len(PEOPLE)
    assert all(value.error == pytest.approx(0) and value.inside for value in held)


def test_with_four_people_nobody_can_be_left_out() -> None:
    walks = [compared(person, {"left": [1.0]}) for person in PEOPLE[:4]]
    assert learn_from(walks, MEASURE) is not None
    assert held_out(walks, [MEASURE]) == ()


def test_what_the_fit_admits_widens_the_interval() -> None:
    walks = [compared(person, {"left": [0.0]}, fit_sd=2.0) for person in PEOPLE]
    least = compared_outputs().measures[MEASURE].least_sd_fixed
    assert {value.sd for value in held_out(walks, [MEASURE])} == {np.hypot(least, 2.0)}


def test_more_strides_leave_less_of_their_scatter() -> None:
    few = [compared(person, {"left": [1.0, -1.0]}) for person in PEOPLE]
    many = [compared(person, {"left": [1.0, -1.0] * 8}) for person in PEOPLE]
    few_sd, many_sd = (held_out(walks, [MEASURE])[0].sd for walks in (few, many))
    assert many_sd < few_sd


def test_intervals_of_a_crowd_hold_the_truth_in_95_of_100() -> None:
    random = np.random.default_rng(5)
    inside = []
    for _ in range(60):
        walks = [compared(person, {"left": [random.normal(3, 4)]}) for person in PEOPLE]
        inside += [value.inside for value in held_out(walks, [MEASURE])]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.025)


def test_differences_and_means_are_ours_less_theirs() -> None:
    walk = compared("a", {"left": [1.0, 3.0], "right": [-2.0]})
    assert [(d.leg, d.value) for d in differences([walk], MEASURE)] == [
        ("left", 1.0),
        ("left", 3.0),
        ("right", -2.0),
    ]
    assert [(leg.side, leg.ours - leg.theirs) for leg in leg_means(walk, MEASURE)] == [
        ("left", 2),
        ("right", -2),
    ]


def test_what_is_not_the_same_thing_teaches_nothing() -> None:
    assert "trunk_lean_mean" not in compared_outputs().teaching
    assert "knee_flexion_swing_peak" in compared_outputs().teaching
