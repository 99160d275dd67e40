"""The same network in pyAgrum: exact inference that is not our own, at the central parameters.

Every cause is a node; every pull and every link opens or not, as a node of its own, with its strength when
the one below is there; a cause is there if its base or one of its pulls is; a pain is an OR of open paths.
For what contributes through others, nodes follow one cause up the chain: brought about by it, and open to the
pain. A node takes at most four parents, so more are gathered by nodes in between. What was seen is soft
evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyagrum
from numpy.typing import NDArray

from kinechain.reasoning.model import Model

MOST_PARENTS = 4
Array = NDArray[np.float64]


@dataclass(frozen=True)
class ByAgrum:
    """As `kinechain.reasoning.posterior.Posterior`, of one draw."""

    direct: Array
    through: Array
    contributes: Array
    unseen: Array
    presence: Array


def yes_no(name: str) -> pyagrum.LabelizedVariable:
    return pyagrum.LabelizedVariable(name, name, 2)  # type: ignore[no-untyped-call]


class Net:
    """A network under construction; names of nodes come from what they stand for."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.net = pyagrum.BayesNet("kinechain")  # type: ignore[no-untyped-call]
        for n in self.from_the_ground():
            self.add_cause(n)
        for n, r in self.paths():
            self.opening(f"path_{n}_{r}", f"cause_{n}", float(model.weights[0, n, r]))
        for r in range(len(model.sites)):
            leak = float(model.leaks[0, r])
            self.node(f"unseen_{r}")
            self.net.cpt(f"unseen_{r}").fillWith([1 - leak, leak])
            self.any_of(f"pain_{r}", [f"unseen_{r}", *(f"path_{n}_{s}" for n, s in self.paths() if s == r)])

    def paths(self) -> list[tuple[int, int]]:
        return [(int(n), int(r)) for n, r in np.argwhere(self.model.weights[0] > 0)]

    def from_the_ground(self) -> list[int]:
        return sorted(range(len(self.model.causes)), key=lambda n: len(self.model.pulls.all_below(n)))

    def node(self, name: str) -> None:
        self.net.add(yes_no(name))

    def add_cause(self, n: int) -> None:
        base = float(self.model.pulls.bases[0, n])
        self.node(f"base_{n}")
        self.net.cpt(f"base_{n}").fillWith([1 - base, base])
        fired = []
        for low in self.model.pulls.below(n):
            fired.append(f"pull_{low}_{n}")
            self.opening(fired[-1], f"cause_{low}", float(self.model.pulls.strength[low, n][0]))
        self.any_of(f"cause_{n}", [f"base_{n}", *fired])

    def opening(self, name: str, below: str, chance: float) -> None:
        self.node(name)
        self.net.addArc(below, name)
        self.net.cpt(name)[{below: 0}] = [1, 0]
        self.net.cpt(name)[{below: 1}] = [1 - chance, chance]

    def any_of(self, name: str, parents: Sequence[str]) -> None:
        """Open when any parent is; a noisy-OR of weights 1."""
        names, level = list(parents), 0
        while len(names) > MOST_PARENTS:
            groups = [names[at : at + MOST_PARENTS] for at in range(0, len(names), MOST_PARENTS)]
            names = [f"{name}_gate_{level}_{at}" for at in range(len(groups))]
            for gate, group in zip(names, groups, strict=True):
                self.any_of(gate, group)
            level += 1
        self.net.addNoisyORNet(yes_no(name), 0.0)
        for parent in names:
            self.net.addWeightedArc(parent, name, 1.0)

    def both(self, name: str, one: str, other: str) -> None:
        self.node(name)
        self.net.addArc(one, name)
        self.net.addArc(other, name)
        for a in (0, 1):
            for b in (0, 1):
                self.net.cpt(name)[{one: a, other: b}] = [1 - a * b, a * b]

    def add_route(self, n: int, r: int) -> tuple[str, str]:
        """Nodes that say whether `n` contributes to `r` through others, and in either way."""
        tag = f"{n}_{r}"
        reached: dict[int, str] = {}
        ends = []
        for m in self.from_the_ground():
            ways = []
            for low in self.model.pulls.below(m):
                if low == n:
                    ways.append(f"pull_{low}_{m}")
                elif low in reached:
                    ways.append(f"way_{low}_{m}_{tag}")
                    self.both(ways[-1], reached[low], f"pull_{low}_{m}")
            if not ways:
                continue
            reached[m] = f"reached_{m}_{tag}"
            self.any_of(reached[m], ways)
            if self.model.weights[0, m, r] > 0:
                ends.append(f"end_{m}_{tag}")
                self.both(ends[-1], reached[m], f"path_{m}_{r}")
        self.any_of(f"through_{tag}", ends)
        own = [f"path_{n}_{r}"] if self.model.weights[0, n, r] > 0 else []
        self.any_of(f"either_{tag}", [f"through_{tag}", *own])
        return f"through_{tag}", f"either_{tag}"


def by_agrum(model: Model) -> ByAgrum:
    """Exact posteriors at the central parameters, given every pain and all that was seen."""
    n, r = len(model.causes), len(model.sites)
    net = Net(model)
    pairs = [(i, s) for i in range(n) for s in range(r) if model.brought_to(i, s)]
    routes = {pair: net.add_route(*pair) for pair in pairs}
    engine = pyagrum.LazyPropagation(net.net)  # type: ignore[no-untyped-call]
    for s in range(r):
        engine.addEvidence(f"pain_{s}", 1)
    for i, likelihood in enumerate(model.evidence()[0]):
        engine.addEvidence(f"cause_{i}", [float(each) for each in likelihood])
    engine.makeInference()

    def chance(name: str) -> float:
        return float(engine.posterior(name)[1])

    direct, through = np.zeros((n, r)), np.zeros((n, r))
    for i, s in net.paths():
        direct[i, s] = chance(f"path_{i}_{s}")
    either = direct.copy()
    for (i, s), (by_others, in_any_way) in routes.items():
        through[i, s], either[i, s] = chance(by_others), chance(in_any_way)
    return ByAgrum(
        direct,
        through,
        either,
        np.array([chance(f"unseen_{s}") for s in range(r)]),
        np.array([chance(f"cause_{i}") for i in range(n)]),
    )
