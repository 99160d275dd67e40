"""Posteriors by counting every world: who is there by itself, which pull fires, whose path opens, which leak
is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.model import Model

Array = NDArray[np.float64]
Ends = tuple[int, int]


@dataclass(frozen=True)
class World:
    """Who is there, whom each brought about (through others too), whose paths and which leaks are open, and
    how likely all that is, what was seen included.
    """

    there: list[int]
    because: list[set[int]]
    opened: dict[Ends, int]
    leaked: tuple[int, ...]
    chance: float

    @property
    def hurts(self) -> bool:
        return all(
            leaked or any(self.opened[i, s] for i, s in self.opened if s == site)
            for site, leaked in enumerate(self.leaked)
        )


def counted(model: Model, draw: int) -> dict[str, Array]:
    """`direct`, `through`, `contributes` (n, r), `unseen` (r,), `presence` (n,), of one draw."""
    n, r = len(model.causes), len(model.sites)
    shapes = {"direct": (n, r), "through": (n, r), "contributes": (n, r), "unseen": (r,), "presence": (n,)}
    sums, whole = {name: np.zeros(shape) for name, shape in shapes.items()}, 0.0
    for world in worlds(model, draw):
        if not world.hurts:
            continue
        whole += world.chance
        direct, through = np.zeros((n, r)), np.zeros((n, r))
        for (i, s), o in world.opened.items():
            direct[i, s] = o
            for below in range(n):
                through[below, s] = max(through[below, s], o and i in world.because[below])
        sums["direct"] += world.chance * direct
        sums["through"] += world.chance * through
        sums["contributes"] += world.chance * np.maximum(direct, through)
        sums["unseen"] += world.chance * np.array(world.leaked)
        sums["presence"] += world.chance * np.array(world.there)
    return {name: total / whole for name, total in sums.items()}


def worlds(model: Model, draw: int) -> Iterator[World]:
    """Every world that may be."""
    n, r = len(model.causes), len(model.sites)
    pulls, seen = list(model.pulls.strength), model.evidence()[draw]
    for own in product((0, 1), repeat=n):
        for fired in product((0, 1), repeat=len(pulls)):
            there, because, chance = present(model, draw, own, dict(zip(pulls, fired, strict=True)))
            chance *= float(np.prod([seen[i, there[i]] for i in range(n)]))
            for opened, by_paths in paths(model, draw, there) if chance else ():
                for leaked in product((0, 1), repeat=r):
                    leaks = [
                        model.leaks[draw, s] if o else 1 - model.leaks[draw, s] for s, o in enumerate(leaked)
                    ]
                    yield World(there, because, opened, leaked, chance * by_paths * float(np.prod(leaks)))


def paths(model: Model, draw: int, there: list[int]) -> Iterator[tuple[dict[Ends, int], float]]:
    """Which paths are open, with the chance of it."""
    ends = [(int(i), int(s)) for i, s in np.argwhere(model.weights[draw] > 0)]
    for opened in product((0, 1), repeat=len(ends)):
        chance = 1.0
        for (i, s), o in zip(ends, opened, strict=True):
            weight = model.weights[draw, i, s] * there[i]
            chance *= weight if o else 1 - weight
        if chance:
            yield dict(zip(ends, opened, strict=True)), chance


def present(
    model: Model, draw: int, own: tuple[int, ...], fired: dict[Ends, int]
) -> tuple[list[int], list[set[int]], float]:
    """Who is there, whom each brought about (through others too), and the chance of it."""
    n = len(model.causes)
    there, chance = [0] * n, 1.0
    order = sorted(range(n), key=lambda i: len(model.pulls.all_below(i)))
    for i in order:
        base = model.pulls.bases[draw, i]
        chance *= base if own[i] else 1 - base
        there[i] = own[i]
        for (low, up), o in fired.items():
            if up == i:
                pull = model.pulls.strength[low, up][draw] * there[low]
                chance *= pull if o else 1 - pull
                there[i] |= o
    because: list[set[int]] = [set() for _ in range(n)]
    for i in reversed(order):
        for (low, up), o in fired.items():
            if low == i and o and there[low]:
                because[i] |= {up} | because[up]
    return there, because, chance
