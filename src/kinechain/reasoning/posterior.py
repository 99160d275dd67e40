"""The network's exact posteriors, for all parameter draws at once.

Given who is present, pains are independent noisy-ORs. What bears on one pain only and stands in no chain is
summed in closed form; what is left (conditions that pull on one another, whatever bears on several pains) is
eliminated variable by variable (`elimination.py`). A contributor's direct share holds its own path to the
pain open; its share through others is what is lost when every condition that it brought about is kept from
the pain, for which those conditions get a third state, "there because of it".

The tests hold this to pyAgrum, which answers for one draw at a time, and to counting every world.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.elimination import Factor, marginals, total
from kinechain.reasoning.model import Model
from kinechain.reasoning.pain_factors import PainFactors
from kinechain.reasoning.reached import Why

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Given all pains and all that was seen. Shapes: d draws, n causes, r sites.

    `direct` (d, n, r): the cause's own path to the pain is open. `through` (d, n, r): it brought about
    another whose path is. `contributes` (d, n, r): either. `unseen` (d, r): the pain has a cause the model
    cannot see. `presence` (d, n): the cause is there. `evidence` (d, r): how likely everything that bears on
    a site was.
    """

    direct: Array
    through: Array
    contributes: Array
    unseen: Array
    presence: Array
    evidence: Array


def posterior(model: Model, evidence: Array | None = None) -> Posterior:
    """Exact posteriors; `evidence` (d, n, 2), likelihoods of what was seen if absent and if present, stands
    in place of the model's own.
    """
    seen = model.evidence() if evidence is None else evidence
    draws = np.broadcast_shapes(seen.shape[:1], model.leaks.shape[:1])[0]
    n, r = len(model.causes), len(model.sites)
    chance = _alone(model, seen)
    found = Posterior(
        direct=np.zeros((draws, n, r)),
        through=np.zeros((draws, n, r)),
        contributes=np.zeros((draws, n, r)),
        unseen=np.empty((draws, r)),
        presence=np.broadcast_to(chance, (draws, n)).copy(),
        evidence=np.empty((draws, r)),
    )
    for group in _groups(model, seen):
        _fill(found, group)
    return found


def presence_before_pain(model: Model) -> Array:
    """Chance (d, n) that each cause is there, given what was seen of it and of those it hangs together with,
    but not the pain.
    """
    seen, pulls = model.evidence(), model.pulls
    chance = _alone(model, seen)
    joined = sorted(pulls.joined())
    if joined:
        factors = [pulls.factor(node, seen[:, node].T) for node in joined]
        whole, shares = marginals(factors, range(len(joined)))
        for node, share in zip(joined, shares, strict=True):
            chance[:, node] = _present(share) / whole
    return chance


def _alone(model: Model, seen: Array) -> Array:
    """Presence (d, n) given what was seen of each cause by itself."""
    present = model.priors * seen[:, :, 1]
    return np.asarray(present / (present + (1 - model.priors) * seen[:, :, 0]))


def _present(share: Array) -> Array:
    """The part of a node's table in which it is there; (d,)."""
    return np.asarray(share[1].reshape(-1, share.shape[-1]).sum(axis=0))


@dataclass(frozen=True, slots=True)
class _Group:
    """Sites that hang together, the causes that tie them (`nodes`), and those that bear on one alone or whose
    presence is known (`folded`, by site).
    """

    model: Model
    seen: Array
    sites: tuple[int, ...]
    nodes: tuple[int, ...]
    folded: dict[int, tuple[int, ...]]


def _groups(model: Model, seen: Array) -> Iterator[_Group]:
    """The parts of the network that nothing joins."""
    bears: Flags = np.asarray((model.weights > 0).any(axis=0))
    tied = _tied(model, seen, bears)
    left = set(range(len(model.sites)))
    while left:
        sites, nodes = {min(left)}, set[int]()
        grown = True
        while grown:
            more = {n for n in tied if any(bears[n, r] for r in sites)} | {
                m for n in nodes for ends in model.pulls.strength if n in ends for m in ends if m in tied
            }
            wider = {r for r in left if any(bears[n, r] for n in nodes | more)}
            grown = not (more <= nodes and wider <= sites)
            nodes, sites = nodes | more, sites | wider
        left -= sites
        folded = {r: tuple(int(n) for n in np.flatnonzero(bears[:, r]) if n not in nodes) for r in sites}
        yield _Group(model, seen, tuple(sorted(sites)), tuple(sorted(nodes)), folded)


def _tied(model: Model, seen: Array, bears: Flags) -> set[int]:
    """Causes to be summed over together: of several sites and not known, or of a chain that bears on one."""
    open_ = ~((seen == 0).all(axis=0).any(axis=1))
    joined = model.pulls.joined()
    several = {int(n) for n in np.flatnonzero((bears.sum(axis=1) > 1) & open_)} - joined
    needed = {n for n in joined if bears[n].any()}
    told = (seen[:, :, 0] != seen[:, :, 1]).any(axis=0)
    needed |= {n for n in joined if told[n]}
    return several | needed | {low for n in needed for low in model.pulls.all_below(n)}


def _fill(found: Posterior, group: _Group) -> None:
    """The posteriors of one group, written where they belong."""
    model, pulls = group.model, group.model.pulls
    nodes = [pulls.factor(n, group.seen[:, n].T) for n in group.nodes]
    pains = PainFactors.of(model, group.sites, group.nodes, group.folded, found.presence)
    known = range(len(nodes))
    whole, shares = marginals([*nodes, *pains.all()], known)
    weight_of_folded = _likelihood_of_folded(group)
    found.evidence[:, group.sites] = (whole * weight_of_folded)[:, None]
    for r in group.sites:
        free, free_shares = marginals([*nodes, *pains.all_but(r)], known)
        found.unseen[:, r] = model.leaks[:, r] * free / whole
        _fold_in(found, group, r, free / whole)
        for n, share in zip(group.nodes, free_shares, strict=True):
            there = _present(share) / whole
            weight, through = model.weights[:, n, r], np.zeros(1)
            if model.brought_to(n, r):
                through = np.maximum(there - _kept_from(group, nodes, pains, n, r) / whole, 0)
            found.direct[:, n, r] = weight * there
            found.through[:, n, r] = through
            found.contributes[:, n, r] = weight * there + (1 - weight) * through
    for n, share in zip(group.nodes, shares, strict=True):
        found.presence[:, n] = _present(share) / whole


def _likelihood_of_folded(group: _Group) -> Array:
    """How likely what was seen of the folded causes is; (d,)."""
    folded = sorted({n for each in group.folded.values() for n in each})
    prior, seen = group.model.priors[:, folded], group.seen[:, folded]
    return np.asarray(np.prod(prior * seen[:, :, 1] + (1 - prior) * seen[:, :, 0], axis=1))


def _fold_in(found: Posterior, group: _Group, r: int, free: Array) -> None:
    """Causes that bear on this site alone; `free` is how much likelier all is if this pain is not given."""
    for n in group.folded[r]:
        chance, weight = found.presence[:, n].copy(), group.model.weights[:, n, r]
        found.direct[:, n, r] = found.contributes[:, n, r] = chance * weight * free
        rest = (1 - weight) * (free - 1) / (1 - chance * weight)
        if (group.model.weights[:, n] > 0).any(axis=0).sum() == 1:
            found.presence[:, n] = chance * (free - rest)


def _kept_from(group: _Group, nodes: list[Factor], pains: PainFactors, n: int, r: int) -> Array:
    """Chance that the cause is there, everything is as seen but for this pain, and nothing that the cause
    brought about has an open path to it; (d,).
    """
    pulls, ends = group.model.pulls, group.model.brought_to(n, r)
    route = {m for m in pulls.all_above(n) if m in ends or pulls.all_above(m) & ends}
    why = Why(pulls, n, frozenset(route), group.seen)
    changed = [why.factor(node, plain) for node, plain in zip(group.nodes, nodes, strict=True)]
    closed = {m: 1 - group.model.weights[:, m, r] for m in ends}
    return total([*changed, *pains.with_reached(route, r, closed)])
