"""How conditions pull on one another along the chain: presence as a noisy-OR of pulls and a base of its own.

A condition is there by itself (its base), or because one of those below it, present, brought it about (a pull
that fired). The base is solved so that each condition stays as common as the knowledge says, in every draw.

Departures, ours: pulls act independently. No more than `MOST_PULLED` of a condition is brought about by
others; where a draw's pulls would exceed that, they are weakened together until they do not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.bisection import largest_power
from kinechain.reasoning.elimination import Factor, total

Array = NDArray[np.float64]

MOST_PULLED = 0.8
"""At least a fifth of everybody who has a condition has it for reasons of its own (our choice)."""


@dataclass(frozen=True, slots=True)
class Pulls:
    """`bases` (d, n): chance of being there by itself. `strength` maps (lower, upper) to the chance (d,) that
    the lower one, present, brings the upper one about.
    """

    bases: Array
    strength: Mapping[tuple[int, int], Array]

    def of(self, draws: NDArray[np.intp]) -> "Pulls":
        """The same for some of the draws."""
        return Pulls(self.bases[draws], {ends: pull[draws] for ends, pull in self.strength.items()})

    def below(self, node: int) -> tuple[int, ...]:
        """Those that pull on it."""
        return tuple(lower for lower, upper in self.strength if upper == node)

    def above(self, node: int) -> tuple[int, ...]:
        """Those it pulls on."""
        return tuple(upper for lower, upper in self.strength if lower == node)

    def all_below(self, node: int) -> set[int]:
        """Those that pull on it, through others too."""
        return _all(node, self.below)

    def all_above(self, node: int) -> set[int]:
        """Those it pulls on, through others too."""
        return _all(node, self.above)

    def joined(self) -> set[int]:
        """Those that pull or are pulled on."""
        return {node for ends in self.strength for node in ends}

    def not_brought_about(self, node: int, below: tuple[int, ...]) -> Array:
        """Chance that none of `below` brings it about, by which of them are there: (2, ..., d)."""
        chance: Array = np.ones((1,) * len(below) + (1,))
        for place, lower in enumerate(below):
            shape = [1] * len(below) + [-1]
            shape[place] = 2
            fails = 1 - self.strength[lower, node]
            chance = chance * np.stack([np.ones_like(fails), fails]).reshape(shape)
        return chance

    def factor(self, node: int, likelihood: Array | None = None) -> Factor:
        """Presence given those below, times the likelihood (2, d) of what was seen; scope: it, then those."""
        below = self.below(node)
        absent = (1 - self.bases[:, node]) * self.not_brought_about(node, below)
        table = np.stack([absent, 1 - absent])
        if likelihood is not None:
            table = table * likelihood.reshape([2, *[1] * len(below), -1])
        return Factor((node, *below), table)


def settled(priors: Array, drawn: Mapping[tuple[int, int], Array]) -> Pulls:
    """Bases that keep every condition as common as its prior (d, n), and the pulls weakened where they must
    be.
    """
    pulls = Pulls(priors.copy(), {})
    for node in _from_the_ground(set(range(priors.shape[1])), drawn):
        strength = {ends: pull for ends, pull in drawn.items() if ends[1] == node}
        if not strength:
            continue
        pulls = Pulls(pulls.bases, {**pulls.strength, **_held(pulls, priors[:, node], strength)})
        spared = _none_fires(pulls, node)
        pulls.bases[:, node] = 1 - (1 - priors[:, node]) / spared
    return pulls


def _all(node: int, step: Callable[[int], tuple[int, ...]]) -> set[int]:
    reached: set[int] = set()
    ahead = [node]
    while ahead:
        found = set(step(ahead.pop())) - reached
        reached |= found
        ahead += found
    return reached


def _from_the_ground(nodes: set[int], drawn: Mapping[tuple[int, int], Array]) -> Iterator[int]:
    """Every node after those that pull on it."""
    left = set(nodes)
    while left:
        ready = sorted(node for node in left if not any(up == node and low in left for low, up in drawn))
        yield from ready
        left -= set(ready)


def _held(pulls: Pulls, prior: Array, strength: dict[tuple[int, int], Array]) -> dict[tuple[int, int], Array]:
    """The pulls on one node, weakened in the draws in which they would bring too much of it about."""
    least_spared = (1 - prior) / (1 - (1 - MOST_PULLED) * prior)
    node = next(iter(strength))[1]

    def fits(draws: NDArray[np.intp], power: Array) -> NDArray[np.bool_]:
        weakened = {ends: 1 - (1 - pull[draws]) ** power for ends, pull in strength.items()}
        below = pulls.of(draws)
        trial = Pulls(below.bases, {**below.strength, **weakened})
        return np.asarray(_none_fires(trial, node) >= least_spared[draws])

    power = largest_power(fits, len(prior))
    return {ends: 1 - (1 - pull) ** power for ends, pull in strength.items()}


def _none_fires(pulls: Pulls, node: int) -> Array:
    """Chance that nothing below brings the node about, before anything was seen; (d,)."""
    below = pulls.below(node)
    factors = [pulls.factor(each) for each in sorted(pulls.all_below(node))]
    return total([*factors, Factor(below, pulls.not_brought_about(node, below))])
