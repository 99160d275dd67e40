"""Intervals over weighted draws, what moved an answer, by which route, and what would turn the order."""

import numpy as np
import pytest

from kinechain.case import Case, Habits, Pain, Person
from kinechain.knowledge import Knowledge, load
from kinechain.measurement import Measurement
from kinechain.reasoning import trace, tracing
from kinechain.reasoning.answer import answer, weighted_interval
from kinechain.reasoning.build import sites_of
from kinechain.reasoning.question import put
from kinechain.reasoning.trace import Contributor, Trace

WOMAN = Person(age_years=34, sex="female")
KNEE = Case(person=WOMAN, pain=(Pain(region="knee", side="left"),), red_flags=())
STIFF = Measurement("knee_to_wall_distance", "left", 0.03, "m", 0.007, 3, "test")
SUPPLE = Measurement("knee_to_wall_distance", "left", 0.15, "m", 0.007, 3, "test")


def found(answer: Trace, name: str, side: str | None = "left") -> Contributor:
    return next(each for each in answer.regions[0].contributors if (each.id, each.side) == (name, side))


def test_an_interval_holds_its_share_of_the_weight() -> None:
    values = np.linspace(1, 2, 1001)
    assert weighted_interval(values, np.ones(1001), 0.9) == pytest.approx((1.05, 1.95), abs=1e-3)
    heavy = np.where(values > 1.5, 1.0, 0.0)
    assert weighted_interval(values, heavy, 0.9) == pytest.approx((1.525, 1.975), abs=1e-3)


def test_few_draws_still_hold_their_share() -> None:
    """Of 20 draws at random the interval holds a new one nine times in ten, equally heavy or not."""
    chance = np.random.default_rng(0)
    for heavy in (np.ones(20), np.array([1.0, 3.0] * 10)):
        held = []
        for _ in range(4000):
            low, high = weighted_interval(chance.random(20) + 1, heavy, 0.8)
            held.append(low <= chance.random() + 1 <= high)
        assert np.mean(held) == pytest.approx(0.8, abs=0.02)


def test_an_interval_that_begins_at_nothing_leaves_all_that_is_outside_above() -> None:
    values = np.concatenate([np.zeros(100), np.linspace(1, 2, 900)])
    assert weighted_interval(values, np.ones(1000), 0.9) == pytest.approx((0.0, 1.889), abs=2e-3)


def test_draws_that_explain_what_was_seen_count_more() -> None:
    """A stiff ankle makes the draws likelier in which stiff ankles are common."""
    knowledge = load()
    asked = answer(put(knowledge, KNEE, [STIFF], sites_of(knowledge, KNEE)))
    index = next(
        n for n, cause in enumerate(asked.model.causes) if cause.key == "limited_ankle_dorsiflexion_left"
    )
    likely, priors = asked.posterior.evidence[1:, 0], asked.model.priors[1:, index]
    assert np.average(priors, weights=likely) > priors.mean() + 0.01
    expected = weighted_interval(asked.posterior.contributes[1:, index, 0], likely, 0.9)
    assert asked.interval(index, 0) == pytest.approx(expected)


def test_two_findings_of_one_joint_say_the_same_in_either_order() -> None:
    angle = Measurement("knee_to_wall_angle", "left", 29.0, "deg", 2.0, 3, "test")
    assert trace(KNEE, [STIFF, angle]).regions == trace(KNEE, [angle, STIFF]).regions


def test_what_moved_an_answer_is_told_with_how_far() -> None:
    stiff = found(trace(KNEE, [STIFF]), "limited_ankle_dorsiflexion")
    (moved,) = stiff.moved_by
    assert moved.after == stiff.probability
    assert moved.before == pytest.approx(
        found(trace(KNEE), "limited_ankle_dorsiflexion").probability, abs=1e-9
    )
    assert "0.030 m" in moved.what
    assert any(line.startswith("Seen: ") and "; without it, 3 %." in line for line in stiff.because)
    assert moved.sources
    assert set(moved.sources) <= set(load().sources)
    assert found(trace(KNEE, [SUPPLE]), "limited_ankle_dorsiflexion").moved_by[0].after < moved.before


def test_an_answer_that_moved_is_told_too() -> None:
    told = Case(person=WOMAN, pain=(Pain(region="neck"),), red_flags=(), habits=Habits(stress="high"))
    stress = next(each for each in trace(told).regions[0].usual_explanations if each.id == "high_stress")
    assert stress.moved_by[0].what == f"Your answer about {load().explanations['high_stress'].name}: high"
    assert stress.moved_by[0].before < stress.moved_by[0].after == stress.probability


def test_the_largest_move_is_told_first() -> None:
    told = KNEE.model_copy(update={"habits": Habits(earlier_injury=True)})
    moves = found(trace(told, [STIFF]), "limited_ankle_dorsiflexion").moved_by
    sizes = [abs(move.after - move.before) for move in moves]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


def with_pull(strength: float, ratio: float) -> Knowledge:
    """The knowledge as it would be if a knee that turns in bore on knee pain, and a stiff ankle turned it."""
    links = dict(load().links)
    for name, link in links.items():
        if (link.from_condition, link.to_condition) == ("limited_ankle_dorsiflexion", "knee_turning_in"):
            links[name] = link.model_copy(update={"pull": strength})
        if (link.from_condition, link.to_region) == ("knee_turning_in", "knee"):
            links[name] = link.model_copy(update={"likelihood_ratio": ratio, "evidence": "low"})
        if (link.from_condition, link.to_region) == ("limited_ankle_dorsiflexion", "knee"):
            links[name] = link.model_copy(update={"likelihood_ratio": 1.0, "evidence": "very_low"})
    return load().model_copy(update={"links": links})


def test_a_condition_contributes_through_another_and_says_by_which_route(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracing, "load", lambda: with_pull(0.4, 2.0))
    stiff = found(trace(KNEE, [STIFF]), "limited_ankle_dorsiflexion")
    assert stiff.direct == 0.0
    assert stiff.through == stiff.probability > 0.01
    assert stiff.likelihood_ratio > 1.0
    assert stiff.evidence == "low"
    name = load().conditions["knee_turning_in"].name
    assert any(f"through the {name}: evidence low" in line for line in stiff.because)
    assert not any(load().wording.offences(line) for line in (*stiff.because, stiff.would_change))


def test_a_stronger_pull_contributes_more_and_none_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    through = []
    for strength in (0.0, 0.1, 0.3, 0.5):
        monkeypatch.setattr(tracing, "load", lambda strength=strength: with_pull(strength, 2.0))
        through.append(found(trace(KNEE, [STIFF]), "limited_ankle_dorsiflexion").through)
    assert through[0] == 0.0
    assert through == sorted(through)
    assert through[-1] > through[1]


def test_what_would_turn_the_order_is_said() -> None:
    """With one ankle stiff it leads; clearly not so, another would. What would itself come first says so."""
    answer = trace(KNEE, [STIFF]).regions[0].contributors
    assert answer[0].id == "limited_ankle_dorsiflexion"
    assert "would come first" in answer[0].would_change
    plain = trace(KNEE).regions[0].contributors
    assert all("If it is so, it would come first." in each.would_change for each in plain[1:3])
