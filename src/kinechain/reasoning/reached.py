"""The chain once more, with a third state for the conditions that one of them brought about."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.elimination import Factor
from kinechain.reasoning.pulls import Pulls

Array = NDArray[np.float64]

OF_THREE_STATES = [0, 1, 1]
"""Absent, there without it, there because of it: what each is to whatever does not ask why."""


def widened(factor: Factor, route: Collection[int]) -> Factor:
    """A factor that does not ask why a condition is there, where those of `route` have three states."""
    table = factor.table
    for place, variable in enumerate(factor.scope):
        if variable in route:
            table = np.take(table, OF_THREE_STATES, axis=place)
    return Factor(factor.scope, table)


@dataclass(frozen=True, slots=True)
class Why:
    """Presence where it is known whether `start`, which is there, or one that it brought about, brought the
    conditions of `route` about. `seen` (d, n, 2) are the likelihoods of what was seen.
    """

    pulls: Pulls
    start: int
    route: frozenset[int]
    seen: Array

    def factor(self, node: int, plain: Factor) -> Factor:
        """The factor of one node; `plain` is the one that does not ask why."""
        if node in self.route:
            return self._knowing_why(node)
        return _there(plain) if node == self.start else widened(plain, self.route)

    def _knowing_why(self, node: int) -> Factor:
        below = self.pulls.below(node)
        none_fires: Array = np.ones((1,) * len(below) + (1,))
        none_because_of_it = none_fires
        for place, lower in enumerate(below):
            fails = 1 - self.pulls.strength[lower, node]
            surely = np.ones_like(fails)
            states = [surely, fails, fails] if lower in self.route else [surely, fails]
            because = (
                [surely, surely, fails]
                if lower in self.route
                else [surely, fails if lower == self.start else surely]
            )
            shape = [1] * len(below) + [-1]
            shape[place] = len(states)
            none_fires = none_fires * np.stack(states).reshape(shape)
            none_because_of_it = none_because_of_it * np.stack(because).reshape(shape)
        absent = (1 - self.pulls.bases[:, node]) * none_fires
        table = np.stack([absent, none_because_of_it - absent, 1 - none_because_of_it + 0 * absent])
        of_three = self.seen[:, node].T[OF_THREE_STATES].reshape([3, *[1] * len(below), -1])
        return Factor((node, *below), table * of_three)


def _there(factor: Factor) -> Factor:
    table = factor.table.copy()
    table[0] = 0
    return Factor(factor.scope, table)
