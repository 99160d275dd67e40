"""Pulls leave every condition as common as it is, and never bring about too much of one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import small_model

from kinechain.reasoning.posterior import presence_before_pain
from kinechain.reasoning.pulls import MOST_PULLED, settled

CHANCES = st.floats(0.01, 0.5)


@given(st.lists(CHANCES, min_size=4, max_size=4), st.lists(CHANCES, min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_each_condition_stays_as_common_as_its_prior(priors: list[float], strengths: list[float]) -> None:
    prior = np.array([priors, priors[::-1]])
    ends = [(0, 1), (0, 2), (1, 3), (2, 3)]
    pulls = settled(prior, {pair: np.array([pull, pull]) for pair, pull in zip(ends, strengths, strict=True)})
    assert (pulls.bases >= (1 - MOST_PULLED) * prior - 1e-9).all()
    assert (pulls.bases <= prior + 1e-12).all()
    there = counted_presence(pulls.bases, dict(pulls.strength))
    assert there == pytest.approx(prior, abs=1e-9)


def counted_presence(bases: np.ndarray, strength: dict[tuple[int, int], np.ndarray]) -> np.ndarray:
    """Presence by counting every state of the four."""
    found = np.zeros_like(bases)
    for draw in range(len(bases)):
        for state in np.ndindex(2, 2, 2, 2):
            chance = 1.0
            for node, there in enumerate(state):
                absent = 1 - bases[draw, node]
                for (low, up), pull in strength.items():
                    if up == node and state[low]:
                        absent *= 1 - pull[draw]
                chance *= 1 - absent if there else absent
            found[draw] += chance * np.array(state)
    return found


def test_a_pull_that_is_small_enough_is_left_alone() -> None:
    prior = np.full((1, 2), 0.16)
    assert settled(prior, {(0, 1): np.array([0.1])}).strength[0, 1] == pytest.approx([0.1])


def test_a_pull_that_would_bring_about_too_much_is_weakened() -> None:
    prior = np.array([[0.4, 0.05]])
    pulls = settled(prior, {(0, 1): np.array([0.5])})
    assert pulls.strength[0, 1][0] < 0.5
    assert pulls.bases[0, 1] == pytest.approx((1 - MOST_PULLED) * 0.05, rel=1e-6)


def test_presence_before_pain_knows_what_was_seen_along_the_chain() -> None:
    there, not_there = (
        presence_before_pain(small_model(3, 1, pulls=[(0, 1), (1, 2)], bearing=[(0, 0)], known={0: known}))
        for known in (True, False)
    )
    assert there[:, 0] == pytest.approx(1)
    assert not_there[:, 0] == pytest.approx(0)
    assert (there[:, 1:] > not_there[:, 1:]).all()
