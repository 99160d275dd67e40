"""What is learnt of a measure's error, and that intervals made from it are honest."""

import numpy as np
import pytest

from kinechain.validation.agreement import IN_95_OF_100, Difference
from kinechain.validation.error_model import FEWEST_PEOPLE, for_a_new_person, learn_error


def crowd(random: np.random.Generator, people: int, offset: float, spread: float) -> list[Difference]:
    return [Difference(str(person), "", offset + random.normal(0, spread)) for person in range(people)]


def test_too_few_people_teach_nothing() -> None:
    random = np.random.default_rng(0)
    assert learn_error(crowd(random, FEWEST_PEOPLE - 1, 0, 1)) is None
    assert learn_error(crowd(random, FEWEST_PEOPLE, 0, 1)) is not None


def test_a_new_person_s_interval_is_student_s() -> None:
    # t(8) = 2.306 at 97.5 %, tabulated everywhere.
    assert for_a_new_person(9) == pytest.approx(2.306004 / IN_95_OF_100 * np.sqrt(10 / 9), rel=1e-6)
    assert for_a_new_person(10_000) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("people", [4, 8, 20])
def test_intervals_hold_a_new_person_in_95_of_100(people: int) -> None:
    random = np.random.default_rng(people)
    inside = []
    for _ in range(4000):
        learnt = learn_error(crowd(random, people, 3.0, 2.0))
        assert learnt is not None
        inside.append(abs(random.normal(3.0, 2.0) - learnt.bias) <= IN_95_OF_100 * learnt.sd_fixed)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.012)


def test_what_the_fit_knows_that_it_does_not_know_is_not_counted_twice() -> None:
    differences = [
        Difference(person, "", value) for person, value in zip("abcd", (-3, -1, 1, 3), strict=True)
    ]
    alone = learn_error(differences)
    with_fit = learn_error(differences, {(person, ""): 1.0 for person in "abcd"})
    assert alone is not None
    assert with_fit is not None
    assert with_fit.sd_fixed**2 == pytest.approx(alone.sd_fixed**2 - for_a_new_person(4) ** 2)


def test_a_fit_that_admits_more_than_was_seen_leaves_nothing_fixed_but_what_both_share() -> None:
    differences = [
        Difference(person, "", value) for person, value in zip("abcd", (0, 0.1, 0, 0.1), strict=True)
    ]
    fit_sd = {(person, ""): 5.0 for person in "abcd"}
    learnt = learn_error(differences, fit_sd)
    assert learnt is not None
    assert learnt.sd_fixed == 0
    at_least = learn_error(differences, fit_sd, least_sd_fixed=0.3)
    assert at_least is not None
    assert at_least.sd_fixed == 0.3
