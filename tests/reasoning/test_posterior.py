"""Three ways to the same posterior: counting every world, elimination, and pyAgrum."""

from typing import Any

import numpy as np
import pytest
from agrum_network import by_agrum
from every_world import counted
from small_models import small_model

from kinechain.case import Case, Habits, Pain, Person, Region
from kinechain.knowledge import Knowledge, load
from kinechain.knowledge.link import LARGEST_LR
from kinechain.measurement import SIDES, Measurement
from kinechain.reasoning.build import build_model, sites_of
from kinechain.reasoning.model import Model
from kinechain.reasoning.posterior import posterior, presence_before_pain

FIGURES = ("direct", "through", "contributes", "unseen", "presence")
SHAPES: dict[str, dict[str, Any]] = {
    "a chain": {
        "causes": 3,
        "sites": 2,
        "pulls": [(0, 1), (1, 2)],
        "bearing": [(0, 0), (2, 0), (2, 1)],
    },
    "two ways up": {
        "causes": 4,
        "sites": 1,
        "pulls": [(0, 1), (0, 2), (1, 3), (2, 3)],
        "bearing": [(3, 0), (1, 0), (0, 0)],
    },
    "two that pull on one": {
        "causes": 4,
        "sites": 2,
        "pulls": [(0, 1), (2, 1)],
        "bearing": [(1, 0), (0, 0), (3, 0), (3, 1)],
    },
    "the lowest is known": {
        "causes": 4,
        "sites": 2,
        "pulls": [(0, 1), (1, 2)],
        "bearing": [(2, 0), (3, 0), (3, 1), (1, 1)],
        "known": {0: True},
    },
    "some are known": {
        "causes": 4,
        "sites": 2,
        "pulls": [(0, 1)],
        "bearing": [(1, 0), (3, 0), (3, 1), (2, 1)],
        "known": {3: True, 2: False},
    },
    "the uppermost bears on nothing and is seen": {
        "causes": 3,
        "sites": 2,
        "pulls": [(0, 1), (1, 2)],
        "bearing": [(0, 0), (0, 1), (1, 1)],
    },
    "no chain": {"causes": 3, "sites": 3, "bearing": [(0, 0), (0, 1), (0, 2), (1, 0), (2, 2)]},
    "more causes than one table holds": {
        "causes": 6,
        "sites": 2,
        "bearing": [(n, r) for n in range(6) for r in range(2) if (n, r) != (5, 1)],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_world_of_every_draw_counted_gives_the_same(shape: str) -> None:
    model = small_model(**SHAPES[shape], draws=2)
    found = posterior(model)
    for draw in range(1 if "table" in shape else 2):
        for figure, expected in counted(model, draw).items():
            assert getattr(found, figure)[draw] == pytest.approx(expected, abs=1e-12), figure


@pytest.mark.parametrize("shape", SHAPES)
def test_pyagrum_gives_the_same(shape: str) -> None:
    model = small_model(**SHAPES[shape])
    found, expected = posterior(model), by_agrum(model)
    for figure in FIGURES:
        assert getattr(found, figure)[0] == pytest.approx(getattr(expected, figure), abs=1e-9), figure


def model_of(case: Case, measured: tuple[Measurement, ...] = (), knowledge: Knowledge | None = None) -> Model:
    known = knowledge or load()
    return build_model(known, case, measured, sites_of(known, case))


MEASURED = (
    Measurement("knee_to_wall_distance", "left", 0.05, "m", 0.02, 3, "test"),
    Measurement("walking_speed", None, 1.0, "m/s", 0.03, 3, "test"),
)


@pytest.mark.parametrize(
    "regions", [("neck", "low_back", "knee"), ("foot", "ankle"), ("hip", "shoulder", "headache")]
)
def test_the_real_network_agrees_with_pyagrum(regions: tuple[Region, ...]) -> None:
    pains = tuple(Pain(region=region) for region in regions)
    person = Person(age_years=34, sex="female")
    case = Case(person=person, pain=pains, habits=Habits(stress="high", daily_steps=9000))
    model = model_of(case, MEASURED)
    found, expected = posterior(model.central()), by_agrum(model)
    for figure in ("direct", "through", "contributes", "unseen"):
        assert getattr(found, figure)[0] == pytest.approx(getattr(expected, figure), abs=1e-9), figure


def test_pain_everywhere_keeps_its_digits() -> None:
    """Nothing is subtracted: with every pain at once the shares still hold together."""
    model = model_of(everywhere())
    found = posterior(model)
    assert len(model.sites) > 10
    assert np.isfinite(found.contributes).all()
    assert found.contributes.min() >= 0
    assert found.contributes.max() <= 1
    some_cause = 1 - (1 - found.unseen) * np.prod(1 - found.contributes, axis=1)
    assert (found.unseen + found.contributes.sum(axis=1) >= 1 - 1e-9).all()
    assert (some_cause > 0.3).all()


def everywhere() -> Case:
    pains = [{"region": region, "side": side} for region in load().regions for side in SIDES]
    return Case(pain=tuple(Pain.model_validate(pain) for pain in pains))


@pytest.mark.parametrize("region", list(load().regions))
def test_before_anything_is_seen_pain_is_as_common_as_the_knowledge_says(region: Region) -> None:
    model = model_of(Case(pain=(Pain(region=region),)))
    assert posterior(model).evidence[:, 0] == pytest.approx(load().regions[region].prevalence)
    central = posterior(model.central()).evidence[0, 0]
    assert central == pytest.approx(load().regions[region].prevalence)


def strong(knowledge: Knowledge) -> Knowledge:
    """Every structural link at the strongest ratio and grade, every pull at the bound."""
    links = {
        link_id: link.model_copy(update={"likelihood_ratio": LARGEST_LR, "evidence": "high"})
        if link.from_condition and link.to_region
        else link.model_copy(update={"pull": 0.5 if link.pull else 0.0})
        for link_id, link in knowledge.links.items()
    }
    return knowledge.model_copy(update={"links": links})


@pytest.mark.parametrize("region", ["low_back", "knee", "foot"])
@pytest.mark.parametrize("as_strong_as_can_be", [True, False])
def test_no_set_of_structural_findings_moves_the_odds_of_pain_beyond_the_bounds(
    region: Region, as_strong_as_can_be: bool
) -> None:
    """Whatever is found of structure, certain or not, pulls included: odds at most 2.5 times those with no
    structural condition there, and at most 2.5, at least half, those of everybody.
    """
    knowledge = strong(load()) if as_strong_as_can_be else load()
    model = model_of(Case(person=Person(sex="female"), pain=(Pain(region=region),)), knowledge=knowledge)
    structural = np.array([cause.structural for cause in model.causes])
    chance, many = np.random.default_rng(1), int(structural.sum())
    nothing = np.ones((len(model.leaks), len(model.causes), 2))
    none = nothing.copy()
    none[:, structural] = (1.0, 0.0)
    everybody, without = odds(model, nothing), odds(model, none)
    for trial in range(12):
        found = nothing.copy()
        likely = 1 / (1 + np.exp(-chance.normal(0, 4, many))) if trial else np.ones(many)
        found[:, structural] = np.stack([1 - likely, likely], axis=-1)
        with_it = odds(model, found)
        assert (with_it / without).max() <= LARGEST_LR + 1e-9
        assert (with_it / everybody).max() <= LARGEST_LR + 1e-9
        assert (with_it / everybody).min() >= 0.5
        if as_strong_as_can_be and not trial:
            assert (with_it / without)[0] > 1.2
    assert (without / everybody).min() >= 0.5


def odds(model: Model, seen: np.ndarray) -> np.ndarray:
    """Odds of the one pain given what was seen."""
    found = posterior(model, seen)
    with_pain = found.evidence[:, 0]
    free = found.unseen[:, 0] / model.leaks[:, 0] * with_pain
    return with_pain / (free - with_pain)


def test_presence_before_the_pain_is_the_prior_where_nothing_was_seen() -> None:
    model = model_of(everywhere())
    assert presence_before_pain(model) == pytest.approx(model.priors, abs=1e-9)


def test_a_finding_up_the_chain_speaks_for_what_pulls_on_it() -> None:
    model = small_model(2, 1, pulls=[(0, 1)], bearing=[(0, 0)])
    seen = np.ones((3, 2, 2))
    before = posterior(model, seen).contributes[:, 0, 0]
    seen[:, 1] = (0.2, 1.0)
    assert (posterior(model, seen).contributes[:, 0, 0] > before).all()
