"""Each pain as tables over the causes that tie it to others: a noisy-OR, taken a few causes at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.elimination import Factor
from kinechain.reasoning.model import Model
from kinechain.reasoning.reached import widened

Array = NDArray[np.float64]

AT_A_TIME = 4
"""Causes in one table; more are joined by a gate, "one of those so far has an open path"."""


@dataclass(frozen=True, slots=True)
class PainFactors:
    """For each site its causes a few at a time, tables of how likely every path of those is closed
    (`closed`), and the gates between them, as numbers of variables.
    """

    sites: tuple[int, ...]
    causes: dict[int, tuple[tuple[int, ...], ...]]
    closed: dict[int, tuple[Array, ...]]
    gates: dict[int, tuple[int, ...]]

    @classmethod
    def of(
        cls,
        model: Model,
        sites: Sequence[int],
        nodes: Sequence[int],
        folded: Mapping[int, Sequence[int]],
        chance: Array,
    ) -> "PainFactors":
        """`folded` are the causes that bear on a site alone, present with the chance (d, n)."""
        causes, closed, gates = {}, {}, {}
        gate = len(model.causes)
        for r in sites:
            parents = sorted(
                (n for n in nodes if (model.weights[:, n, r] > 0).any()),
                key=lambda n: (model.causes[n].side or "", n),
            )
            parts = [tuple(parents[at : at + AT_A_TIME]) for at in range(0, len(parents), AT_A_TIME)] or [()]
            causes[r] = tuple(parts)
            tables = [_closed(model.weights[:, :, r], part) for part in parts]
            alone = 1 - model.leaks[:, r]
            for n in folded[r]:
                alone = alone * (1 - chance[:, n] * model.weights[:, n, r])
            closed[r] = (tables[0] * alone, *tables[1:])
            gates[r] = tuple(range(gate, gate + len(parts) - 1))
            gate += len(parts) - 1
        return cls(tuple(sites), causes, closed, gates)

    def all(self) -> list[Factor]:
        """Every site hurts."""
        return [factor for r in self.sites for factor in self._hurting(r)]

    def all_but(self, free: int) -> list[Factor]:
        """Every site hurts, but for one of which nothing is asked."""
        return [
            factor for r in self.sites for factor in (self._unasked(r) if r == free else self._hurting(r))
        ]

    def with_reached(self, reached: set[int], free: int, kept: Mapping[int, Array]) -> list[Factor]:
        """As `all_but`, where the causes `reached` have three states and `kept` says for the third of some
        how likely (d,) its path to the free site is closed.
        """
        factors = []
        for r in self.sites:
            if r == free:
                factors += self._chained(r, [self._kept(part, reached, kept) for part in self.causes[r]])
            else:
                factors += [widened(factor, reached) for factor in self._hurting(r)]
        return factors

    def _hurting(self, r: int) -> list[Factor]:
        return _chain(self.causes[r], self.gates[r], self.closed[r])

    def _unasked(self, r: int) -> list[Factor]:
        return self._chained(r, [np.ones([2] * len(part) + [1]) for part in self.causes[r]])

    def _chained(self, r: int, tables: Sequence[Array]) -> list[Factor]:
        """The same scopes, gates held at "none so far": the product of the tables."""
        return _pinned(self.causes[r], self.gates[r], tables)

    @staticmethod
    def _kept(part: tuple[int, ...], reached: set[int], kept: Mapping[int, Array]) -> Array:
        table: Array = np.ones([3 if n in reached else 2 for n in part] + [1])
        for place, n in enumerate(part):
            if n in kept:
                shape = [1] * len(part) + [-1]
                shape[place] = 3
                table = table * np.stack([np.ones_like(kept[n])] * 2 + [kept[n]]).reshape(shape)
        return table


def _closed(weights: Array, part: tuple[int, ...]) -> Array:
    """Chance that no path of these causes is open, by which of them are there: (2, ..., d)."""
    table: Array = np.ones([1] * len(part) + [1])
    for place, n in enumerate(part):
        shape = [1] * len(part) + [-1]
        shape[place] = 2
        table = table * np.stack([np.ones(len(weights)), 1 - weights[:, n]]).reshape(shape)
    return table


def _chain(parts: Sequence[tuple[int, ...]], gates: Sequence[int], closed: Sequence[Array]) -> list[Factor]:
    """A noisy-OR that is open, a few causes at a time."""
    if not gates:
        return [Factor(parts[0], 1 - closed[0])]
    factors = [Factor((gates[0], *parts[0]), np.stack([closed[0], 1 - closed[0]]))]
    for place in range(1, len(gates)):
        still = np.stack([closed[place], 1 - closed[place]])
        ever = np.stack([np.zeros_like(closed[place]), np.ones_like(closed[place])])
        scope = (gates[place - 1], gates[place], *parts[place])
        factors.append(Factor(scope, np.stack([still, ever])))
    last = np.stack([1 - closed[-1], np.ones_like(closed[-1])])
    return [*factors, Factor((gates[-1], *parts[-1]), last)]


def _pinned(parts: Sequence[tuple[int, ...]], gates: Sequence[int], tables: Sequence[Array]) -> list[Factor]:
    if not gates:
        return [Factor(parts[0], tables[0])]
    factors = [Factor((gates[0], *parts[0]), _first_of(1, tables[0]))]
    for place in range(1, len(gates)):
        scope = (gates[place - 1], gates[place], *parts[place])
        factors.append(Factor(scope, _first_of(2, tables[place])))
    return [*factors, Factor((gates[-1], *parts[-1]), _first_of(1, tables[-1]))]


def _first_of(gates: int, table: Array) -> Array:
    """The table where every gate is at "none so far", nothing elsewhere."""
    for _ in range(gates):
        table = np.stack([table, np.zeros_like(table)])
    return table
