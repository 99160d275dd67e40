"""Sums by elimination are the sums, and their parts add up to them."""

from typing import Any

import numpy as np
import pytest

from kinechain.reasoning.elimination import Factor, marginals, total

SCOPES = [(0, 1), (1, 2), (2, 3, 0), (4,), (3,), ()]


def factors(seed: int = 0, states: tuple[int, ...] = (2, 2, 3, 2, 2), draws: int = 4) -> list[Factor]:
    chance = np.random.default_rng(seed)
    return [
        Factor(scope, chance.uniform(0, 1, [*(states[each] for each in scope), draws if place % 2 else 1]))
        for place, scope in enumerate(SCOPES)
    ]


def by_einsum(of: list[Factor], kept: tuple[int, ...] = ()) -> np.ndarray:
    draws = max(factor.table.shape[-1] for factor in of)
    operands: list[Any] = []
    for factor in of:
        wide = np.broadcast_to(factor.table, (*factor.table.shape[:-1], draws))
        operands += [wide, [*factor.scope, 9]]
    return np.asarray(np.einsum(*operands, [*kept, 9]))


def test_the_total_is_the_sum_over_everything() -> None:
    assert total(factors()) == pytest.approx(by_einsum(factors()))


def test_marginals_are_the_sums_over_everything_else() -> None:
    whole, shares = marginals(factors(), range(len(SCOPES)))
    assert whole == pytest.approx(total(factors()))
    for scope, share in zip(SCOPES, shares, strict=True):
        wide = np.broadcast_to(share, (*share.shape[:-1], 4))
        assert wide == pytest.approx(by_einsum(factors(), scope))
        assert wide.reshape(-1, 4).sum(axis=0) == pytest.approx(whole)


def test_no_tables_multiply_to_one() -> None:
    assert total([]) == pytest.approx([1.0])
