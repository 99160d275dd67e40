"""Laws of turning a likelihood ratio into a noisy-OR weight, and of what is left unseen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.knowledge.link import LARGEST_LR
from kinechain.reasoning.strength import cap_structural, leak, weight

ONE = np.ones(1)


def test_a_ratio_of_one_has_no_weight_at_all() -> None:
    assert weight(ONE, 0.3 * ONE, 0.05, ONE)[0] == 0.0


def test_a_ratio_below_one_has_no_weight() -> None:
    assert weight(0.6 * ONE, 0.3 * ONE, 0.05, ONE)[0] == 0.0


@given(st.floats(1.0, 2.5), st.floats(0.01, 0.35), st.floats(0.005, 0.2))
@settings(max_examples=100, deadline=None)
def test_the_network_gives_back_the_ratio_it_was_made_from(
    ratio: float, prior: float, prevalence: float
) -> None:
    """With one cause, all of it causal, P(seen | pain) / P(seen | no pain) is the ratio again."""
    strength = weight(ratio * ONE, prior * ONE, prevalence, ONE)
    rest = leak(strength[:, None], prior * np.ones((1, 1)), prevalence)[0]
    pain_with, pain_without = 1 - (1 - rest) * (1 - strength[0]), rest
    pain = prior * pain_with + (1 - prior) * pain_without
    assert pain == pytest.approx(prevalence)
    back = (prior * pain_with / pain) / (prior * (1 - pain_with) / (1 - pain))
    assert back == pytest.approx(ratio, rel=1e-6)


@given(st.floats(1, 2.5), st.floats(1, 2.5), st.floats(0.1, 1))
@settings(max_examples=50, deadline=None)
def test_weight_grows_with_the_ratio_and_with_the_causal_share(
    one: float, other: float, share: float
) -> None:
    small, large = (weight(np.array([lr]), 0.2 * ONE, 0.05, share * ONE)[0] for lr in sorted((one, other)))
    assert small <= large
    assert (
        weight(np.array([one]), 0.2 * ONE, 0.05, ONE)[0]
        >= weight(np.array([one]), 0.2 * ONE, 0.05, share * ONE)[0]
    )


def test_all_structure_together_stays_within_the_largest_ratio() -> None:
    weights, structural = np.full((1, 12), 0.3), np.ones(12, dtype=bool)
    without = np.array([0.05])
    capped = cap_structural(weights, structural, without)
    with_all = 1 - (1 - without) * np.prod(1 - capped, axis=1)
    odds = (with_all / (1 - with_all)) / (without / (1 - without))
    assert odds[0] == pytest.approx(LARGEST_LR)


def test_weak_structure_is_left_alone_and_habits_always() -> None:
    weights, structural = np.array([[0.01, 0.4]]), np.array([True, False])
    assert cap_structural(weights, structural, np.array([0.05])) == pytest.approx(weights)


def test_something_always_stays_unseen() -> None:
    assert leak(np.full((1, 6), 0.9), np.full((1, 6), 0.5), 0.02)[0] > 0
