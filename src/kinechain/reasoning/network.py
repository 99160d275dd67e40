"""The same network in pyAgrum: nodes a reader can look at, and exact inference that is not our own.

Every cause is a node; every link opens or not, as a node of its own ("path"), with the link's weight when
its cause is present; every pain is a noisy-OR of its open paths. A node takes at most four parents, so
the paths of a pain are gathered by noisy-OR nodes in between. Measurements enter as soft evidence on the
cause: the likelihood of what was measured if it is absent and if it is present.
"""

import numpy as np
import pyagrum
from numpy.typing import NDArray

from kinechain.reasoning.model import Model

MOST_PARENTS = 4
DECIMALS = 12
"""Posteriors are rounded to this: sums taken in another order differ in the last bits from run to run."""


def build_network(model: Model) -> pyagrum.BayesNet:
    """The Bayesian network of a case, at the central parameters (draw 0)."""
    network = pyagrum.BayesNet("kinechain")  # type: ignore[no-untyped-call]
    for n, cause in enumerate(model.causes):
        _add_node(network, cause.key)
        prior = float(model.priors[0, n])
        network.cpt(cause.key).fillWith([1 - prior, prior])
    for r in range(len(model.sites)):
        paths = [_add_path(network, model, n, r) for n, site in model.links if site == r]
        _add_gate(network, _pain(r), [*_gathered(network, r, paths), _add_unseen(network, model, r)])
    return network


def network_posterior(model: Model) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact posteriors at the central parameters, given every pain: (causes, sites) and unseen (sites,)."""
    engine = pyagrum.LazyPropagation(build_network(model))  # type: ignore[no-untyped-call]
    for r in range(len(model.sites)):
        engine.addEvidence(_pain(r), 1)
    for n, cause in enumerate(model.causes):
        if cause.present is not None:
            engine.addEvidence(cause.key, int(cause.present))
        elif cause.findings:
            engine.addEvidence(cause.key, [1.0, float(model.ratios[0, n])])
    engine.makeInference()
    contributes = np.zeros((len(model.causes), len(model.sites)))
    for n, r in model.links:
        contributes[n, r] = engine.posterior(_path(model, n, r))[1]
    unseen = np.array([engine.posterior(_unseen(r))[1] for r in range(len(model.sites))])
    return contributes.round(DECIMALS), unseen.round(DECIMALS)


def _pain(site: int) -> str:
    return f"pain_{site}"


def _unseen(site: int) -> str:
    return f"unseen_{site}"


def _path(model: Model, cause: int, site: int) -> str:
    return f"{model.causes[cause].key}_to_{site}"


def _yes_no(name: str) -> pyagrum.LabelizedVariable:
    return pyagrum.LabelizedVariable(name, name, 2)  # type: ignore[no-untyped-call]


def _add_node(network: pyagrum.BayesNet, name: str) -> None:
    network.add(_yes_no(name))


def _add_path(network: pyagrum.BayesNet, model: Model, cause: int, site: int) -> str:
    name = _path(model, cause, site)
    _add_node(network, name)
    network.addArc(model.causes[cause].key, name)
    opens = float(model.weights[0, cause, site])
    network.cpt(name)[{model.causes[cause].key: 0}] = [1, 0]
    network.cpt(name)[{model.causes[cause].key: 1}] = [1 - opens, opens]
    return name


def _add_unseen(network: pyagrum.BayesNet, model: Model, site: int) -> str:
    _add_node(network, _unseen(site))
    leak = float(model.leaks[0, site])
    network.cpt(_unseen(site)).fillWith([1 - leak, leak])
    return _unseen(site)


def _gathered(network: pyagrum.BayesNet, site: int, names: list[str]) -> list[str]:
    """The paths, gathered by noisy-OR nodes until few enough are left to stand beside the unseen one."""
    level = 0
    while len(names) > MOST_PARENTS - 1:
        groups = [names[start : start + MOST_PARENTS] for start in range(0, len(names), MOST_PARENTS)]
        gates = [f"gate_{site}_{level}_{index}" for index in range(len(groups))]
        for gate, group in zip(gates, groups, strict=True):
            _add_gate(network, gate, group)
        names, level = gates, level + 1
    return names


def _add_gate(network: pyagrum.BayesNet, name: str, parents: list[str]) -> None:
    """A noisy-OR whose own leak is 0 and whose weights are 1: open when any parent is open."""
    network.addNoisyORNet(_yes_no(name), 0.0)
    for parent in parents:
        network.addWeightedArc(parent, name, 1.0)
