"""Which test tells most: information is never negative, and none where nothing can be learnt."""

import numpy as np
import pytest

from kinechain.case import Case, Pain
from kinechain.reasoning import trace
from kinechain.reasoning.next_test import _Line, mutual_information

STRONG = _Line(absent=0.02, present=0.10, path=0.08)
NOTHING = _Line(absent=0.02, present=0.02, path=0.0)


def entropy(chance: float) -> float:
    return float(-chance * np.log2(chance) - (1 - chance) * np.log2(1 - chance))


def test_a_link_without_strength_has_nothing_to_learn() -> None:
    assert mutual_information(NOTHING, 0.3, 1.5, 1.0) == 0.0


@pytest.mark.parametrize("presence", [0.0, 1.0])
def test_what_is_settled_has_nothing_to_learn(presence: float) -> None:
    assert mutual_information(STRONG, presence, 1.5, 1.0) == 0.0


def test_a_sharper_test_tells_more_and_never_more_than_there_is_to_know() -> None:
    bits = [mutual_information(STRONG, 0.3, 1.5, spread) for spread in (0.3, 0.6, 1.0, 2.0, 4.0)]
    assert bits == sorted(bits, reverse=True)
    chance = float(STRONG.contributes(0.3))
    assert 0 < bits[-1] < bits[0] < entropy(chance)


def test_a_perfect_test_of_presence_tells_what_presence_tells() -> None:
    """A tiny spread shows presence itself; then the information is H(A) - P(present) H(A | present)."""
    line, presence = STRONG, 0.3
    given_pain = presence * line.present / (line.absent + presence * (line.present - line.absent))
    expected = entropy(float(line.contributes(presence))) - given_pain * entropy(float(line.contributes(1.0)))
    assert mutual_information(line, presence, 1.5, 0.05) == pytest.approx(expected, abs=1e-3)


def test_tests_are_ranked_by_information_per_minute_and_at_most_three() -> None:
    answer = trace(
        Case(pain=(Pain(region="knee"), Pain(region="low_back"), Pain(region="neck")), red_flags=())
    )
    rates = [test.information_bits / test.minutes for test in answer.next_tests]
    assert rates == sorted(rates, reverse=True)
    assert 0 < len(rates) <= 3


def test_the_ankle_test_is_offered_for_the_knee_and_not_for_the_neck() -> None:
    knee = trace(Case(pain=(Pain(region="knee"),), red_flags=()))
    neck = trace(Case(pain=(Pain(region="neck"),), red_flags=()))
    assert "knee_to_wall" in [test.test for test in knee.next_tests]
    assert "knee_to_wall" not in [test.test for test in neck.next_tests]
