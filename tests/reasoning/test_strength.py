"""Laws of turning a likelihood ratio into a noisy-OR weight, and of what is left unseen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_models import small_model

from kinechain.knowledge.link import LARGEST_LR
from kinechain.reasoning.pulls import Pulls
from kinechain.reasoning.strength import (
    MOST_EXPLAINED,
    cap_structural,
    expected,
    leak,
    own_weights,
    spared_by,
    weight,
    within_prevalence,
)

ONE = np.ones(1)
Array = NDArray[np.float64]
Structural = NDArray[np.bool_]


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
    rest = leak(1 - prior * strength, prevalence)[0]
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


def many(
    weight_of_each: float, usual: float = 0.0, causes: int = 12
) -> tuple[Array, Array, Pulls, Structural]:
    """Twelve causes; the last is a usual explanation."""
    weights, priors = np.full((1, causes), weight_of_each), np.full((1, causes), 0.16)
    weights[:, -1] = usual
    structural = np.arange(causes) < causes - 1
    return weights, priors, Pulls(priors, {}), structural


def odds_ratio(weights: Array, priors: Array, structural: Structural) -> float:
    """Odds of the pain with all structure there over those with none; the pain is had by 5 %."""
    rest = leak(np.prod(1 - priors * weights, axis=1), 0.05)
    usual = np.prod(1 - (priors * weights)[:, ~structural], axis=1)
    without = 1 - (1 - rest) * usual
    with_all = 1 - (1 - without) * np.prod(1 - weights[:, structural], axis=1)
    return float((with_all / (1 - with_all) / (without / (1 - without)))[0])


def test_all_structure_together_stays_within_the_largest_ratio() -> None:
    weights, priors, pulls, structural = many(0.03, usual=0.05)
    assert odds_ratio(weights, priors, structural) > LARGEST_LR
    capped = cap_structural(weights, priors, pulls, structural, 0.05)
    assert odds_ratio(capped, priors, structural) == pytest.approx(LARGEST_LR)
    assert capped[0, -1] == 0.05


def test_weak_structure_is_left_alone() -> None:
    weights, priors, pulls, structural = many(0.001, usual=0.05)
    assert cap_structural(weights, priors, pulls, structural, 0.05) == pytest.approx(weights)


def test_something_always_stays_unseen() -> None:
    assert leak(np.array([0.01]), 0.02)[0] > 0


def test_what_explains_more_than_all_of_a_pain_is_weakened_to_explain_almost_all() -> None:
    model = small_model(3, 1, pulls=[(0, 1)], bearing=[(n, 0) for n in range(3)])
    too_strong = 5 * model.weights[:, :, 0] / 10 + 0.3
    held = within_prevalence(too_strong, model.priors, model.pulls, 0.05)
    explained = 1 - spared_by(held, model.priors, model.pulls, [0, 1, 2])
    assert explained == pytest.approx(MOST_EXPLAINED * 0.05, rel=1e-6)
    small = too_strong / 1000
    assert within_prevalence(small, model.priors, model.pulls, 0.05) == pytest.approx(small)


def test_what_goes_through_another_is_not_counted_twice() -> None:
    """With its own weight lowered, the lower condition is with the pain as often as if it had the whole
    weight and pulled on nothing.
    """
    model = small_model(2, 1, pulls=[(0, 1)], bearing=[(0, 0), (1, 0)])
    whole = model.weights[:, :, 0] * (1.0, 0.2)
    own = own_weights(whole, model.priors, model.pulls)
    assert (own[:, 0] < whole[:, 0]).all()
    assert own[:, 1] == pytest.approx(whole[:, 1])
    spared = np.stack([np.ones_like(own), 1 - own], axis=-1)
    by_presence = []
    for present in (0, 1):
        given_it = spared.copy()
        given_it[:, 0, 1 - present] = 0
        chance = model.priors[:, 0] if present else 1 - model.priors[:, 0]
        by_presence.append(expected(given_it, model.priors, model.pulls, [0, 1]) / chance)
    assert by_presence[1] / by_presence[0] == pytest.approx(1 - whole[:, 0])
