"""Three ways to the same posterior: counting every world, the closed form, and pyAgrum."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from kinechain.case import Case, Habits, Pain, Person
from kinechain.knowledge import load
from kinechain.knowledge.link import LARGEST_LR
from kinechain.measurement import Measurement
from kinechain.reasoning.build import build_model, sites_of
from kinechain.reasoning.closed_form import posterior
from kinechain.reasoning.finding import Finding
from kinechain.reasoning.model import Cause, Model, Site
from kinechain.reasoning.network import MOST_PARENTS, build_network, network_posterior

SEEN = Finding("angle", "An angle", "10 deg", 1.0, 0.0)


def small_model() -> Model:
    """Three causes, two pains; one cause measured, one answered, one bears on both pains."""
    causes = (
        Cause("hip", "left", structural=True, present=None, findings=(SEEN,)),
        Cause("stress", None, structural=False, present=True, findings=()),
        Cause("ankle", "left", structural=True, present=None, findings=()),
    )
    weights = np.array([[[0.2, 0.1], [0.3, 0.0], [0.0, 0.25]]])
    links = dict.fromkeys([(0, 0), (0, 1), (1, 0), (2, 1)], load().links["ankle_to_knee"])
    return Model(
        causes,
        (Site("neck", None), Site("knee", "left")),
        priors=np.array([[0.3, 0.25, 0.16]]),
        ratios=np.array([[2.5, 1.0, 1.0]]),
        weights=weights,
        leaks=np.array([[0.02, 0.05]]),
        links=links,
    )


def counted(model: Model) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Posteriors by summing over every world: who is present, whose path opens, which leak is open."""
    n, r = len(model.causes), len(model.sites)
    paths = [(i, s) for i in range(n) for s in range(r)]
    total, open_path, open_leak = 0.0, np.zeros((n, r)), np.zeros(r)
    presence = model.presence()[0]
    for there in product((0, 1), repeat=n):
        for opened in product((0, 1), repeat=len(paths)):
            for leaked in product((0, 1), repeat=r):
                chance = np.prod([q if x else 1 - q for q, x in zip(presence, there, strict=True)])
                for (i, s), o in zip(paths, opened, strict=True):
                    opens = model.weights[0, i, s] * there[i]
                    chance *= opens if o else 1 - opens
                for s, o in enumerate(leaked):
                    chance *= model.leaks[0, s] if o else 1 - model.leaks[0, s]
                pains = [
                    leaked[s] or any(o for (_, t), o in zip(paths, opened, strict=True) if t == s)
                    for s in range(r)
                ]
                if not all(pains):
                    continue
                total += chance
                for (i, s), o in zip(paths, opened, strict=True):
                    open_path[i, s] += chance * o
                open_leak += chance * np.array(leaked)
    return open_path / total, open_leak / total


def test_closed_form_and_pyagrum_match_counting_every_world() -> None:
    model = small_model()
    expected, unseen = counted(model)
    closed = posterior(model.presence(), model.weights, model.leaks)
    assert closed.contributes[0] == pytest.approx(expected, abs=1e-12)
    assert closed.unseen[0] == pytest.approx(unseen, abs=1e-12)
    by_network, unseen_by_network = network_posterior(model)
    assert by_network == pytest.approx(expected, abs=1e-9)
    assert unseen_by_network == pytest.approx(unseen, abs=1e-9)


def real_model() -> Model:
    case = Case(
        person=Person(age_years=34, sex="female"),
        pain=(Pain(region="neck"), Pain(region="low_back"), Pain(region="knee")),
        habits=Habits(stress="high", daily_steps=9000),
    )
    measured = [
        Measurement("knee_to_wall_distance", "left", 0.05, "m", 0.02, 3, "test"),
        Measurement("walking_speed", None, 1.0, "m/s", 0.03, 3, "test"),
    ]
    return build_model(load(), case, measured, sites_of(load(), case))


def test_the_real_network_matches_the_closed_form() -> None:
    model = real_model()
    closed = posterior(model.presence(), model.weights, model.leaks)
    by_network, unseen = network_posterior(model)
    assert by_network == pytest.approx(closed.contributes[0], abs=1e-9)
    assert unseen == pytest.approx(closed.unseen[0], abs=1e-9)


def test_no_node_has_more_parents_than_four() -> None:
    network = build_network(real_model())
    assert max(len(network.parents(node)) for node in network.nodes()) <= MOST_PARENTS


def test_before_anything_is_seen_pain_is_as_common_as_the_knowledge_says() -> None:
    case = Case(pain=(Pain(region="low_back"),))
    model = build_model(load(), case, [], sites_of(load(), case))
    central = posterior(model.presence()[:1], model.weights[:1], model.leaks[:1])
    assert central.evidence[0] == pytest.approx(load().regions["low_back"].prevalence)


def test_however_strong_the_links_structure_as_a_whole_stays_within_its_bound() -> None:
    """Every structural link of the low back at the strongest ratio and grade: odds at most 2.5 times."""
    strong = {
        link_id: link.model_copy(update={"likelihood_ratio": LARGEST_LR, "evidence": "high"})
        if link.from_condition and link.to_region
        else link
        for link_id, link in load().links.items()
    }
    knowledge = load().model_copy(update={"links": strong})
    case = Case(person=Person(sex="female"), pain=(Pain(region="low_back"),))
    model = build_model(knowledge, case, [], sites_of(knowledge, case))
    structural = np.array([float(cause.structural) for cause in model.causes])
    usual = model.presence() * (1 - structural)
    with_none = posterior(usual, model.weights, model.leaks).evidence
    with_all = posterior(usual + structural, model.weights, model.leaks).evidence
    odds = (with_all / (1 - with_all)) / (with_none / (1 - with_none))
    assert odds.max() <= LARGEST_LR + 1e-9
    assert odds[0] > 1.3
