"""What to ask next: the most telling first, nothing that tells nothing, and a reason to stop."""

import math

import numpy as np
import pytest

from kinechain.case import Case, Habits, Pain, Person, ReportedMeasurement
from kinechain.knowledge import load
from kinechain.reasoning import trace
from kinechain.reasoning.ask import WORTH_ASKING, enough, next_asks
from kinechain.reasoning.finding import Finding
from kinechain.reasoning.result_steps import of_test, yes_or_no
from kinechain.reasoning.soft_evidence import STRONGEST

WOMAN = Person(age_years=34, sex="female")
SEEN = Finding("angle", "An angle", "10 deg", 1.0, 0.2)


def case(*regions: str, **more: object) -> Case:
    pains = [{"region": region} for region in regions]
    return Case.model_validate({"person": WOMAN, "pain": pains, "red_flags": (), **more})


def test_what_may_change_the_plan_comes_first_then_bits_a_minute() -> None:
    asks = next_asks(case("knee", "low_back", "neck"))
    first = [ask for ask in asks if ask.change >= WORTH_ASKING]
    assert asks[: len(first)] == tuple(first)
    for group in (first, asks[len(first) :]):
        rates = [ask.information_bits / ask.minutes for ask in group]
        assert rates == sorted(rates, reverse=True)
    assert {ask.kind for ask in asks} == {"question", "test"}
    assert all(ask.information_bits > 0 and 0 <= ask.change <= 1 for ask in asks)


def test_the_tests_of_a_trace_are_those_that_would_be_asked() -> None:
    knees = case("knee", "low_back")
    tests = [ask.id for ask in next_asks(knees) if ask.kind == "test"]
    assert [test.test for test in trace(knees).next_tests] == tests[:3]
    assert 0 < len(trace(knees).next_tests) <= 3


@pytest.mark.parametrize(
    "regions", [("knee",), ("neck",), ("low_back", "foot"), ("hip", "ankle", "shoulder")]
)
def test_a_test_that_tells_next_to_nothing_or_changes_nothing_is_not_offered(
    regions: tuple[str, ...],
) -> None:
    tests = [ask for ask in next_asks(case(*regions)) if ask.kind == "test"]
    assert all(ask.information_bits >= 0.002 and ask.change > 0 for ask in tests)
    offered = trace(case(*regions)).next_tests
    assert [test.test for test in offered] == [ask.id for ask in tests[:3]]


def test_what_was_told_of_one_of_several_places_is_not_asked_again() -> None:
    told = case("knee", "low_back", habits=Habits(earlier_injury=True))
    assert "habits.earlier_injury" not in {ask.id for ask in next_asks(told)}


def test_a_test_is_asked_where_it_bears_on_the_pain_and_nowhere_else() -> None:
    assert "knee_to_wall" in [ask.id for ask in next_asks(case("knee"))]
    assert "knee_to_wall" not in [ask.id for ask in next_asks(case("neck"))]


def test_what_was_told_measured_or_left_open_is_not_asked_again() -> None:
    wall = ReportedMeasurement(measure="knee_to_wall_distance", side="left", value=0.1, unit="m")
    told = case("knee", habits=Habits(earlier_injury=True), measurements=(wall,), asked=("arch_drop",))
    ids = {ask.id for ask in next_asks(told)}
    assert {"habits.earlier_injury", "knee_to_wall", "arch_drop"} <= {
        ask.id for ask in next_asks(case("knee"))
    }
    assert not {"habits.earlier_injury", "knee_to_wall", "arch_drop"} & ids


def test_a_question_takes_the_minutes_that_the_knowledge_says() -> None:
    for ask in next_asks(case("neck")):
        if ask.kind == "question" and ask.id in load().questions:
            assert ask.minutes == load().questions[ask.id].minutes


def test_no_adult_norm_no_test_for_a_child() -> None:
    young = Case(person=Person(age_years=17), pain=(Pain(region="knee"),), red_flags=())
    assert next_asks(young)
    assert not [ask for ask in next_asks(young) if ask.id == "knee_to_wall"]


def test_a_red_flag_ends_the_asking() -> None:
    stopped = Case(pain=(Pain(region="neck"),), red_flags=("weight_loss",))
    assert next_asks(stopped) == ()
    assert "warning sign" in str(enough(stopped))
    child = Case(person=Person(age_years=9), pain=(Pain(region="knee"),), red_flags=())
    assert trace(child).stop is not None
    assert next_asks(child) == ()
    assert "warning sign" in str(enough(child))


@pytest.mark.parametrize("region", list(load().regions))
def test_asking_ends_with_a_reason_and_not_before(region: str) -> None:
    """Left open one by one, whatever is worth asking runs out; until then there is no reason to stop."""
    asked: tuple[str, ...] = ()
    for _ in range(60):
        now = case(region, asked=asked)
        asks, reason = next_asks(now), enough(now)
        if reason:
            assert not [ask for ask in asks if ask.change >= WORTH_ASKING]
            return
        assert asks[0].change >= WORTH_ASKING
        asked = (*asked, asks[0].id)
    pytest.fail("asked sixty things")


def test_a_test_s_steps_hold_all_its_results_and_move_nothing_on_average() -> None:
    steps = of_test(0.3, (), 1.5)
    assert sum(steps.absent) == pytest.approx(1)
    assert sum(steps.present) == pytest.approx(1)
    presence = 0.2
    chances = steps.chances(presence)
    after = presence * np.array(steps.present) / chances
    assert float(chances @ after) == pytest.approx(presence)
    ratios = steps.likelihoods(np.ones(2))
    assert (np.diff(ratios[:, 1]) >= 0).all()
    assert ratios[:, 1].max() <= STRONGEST


def test_a_noisier_test_or_one_beside_another_separates_less() -> None:
    def apart(noise: float, *findings: Finding) -> float:
        """The share of results that would be taken for the other."""
        steps = of_test(noise, findings, 1.5)
        return float(np.minimum(steps.absent, steps.present).sum())

    assert apart(0.0) < apart(1.0) < apart(4.0) < 1
    assert apart(0.2) < apart(0.2, SEEN) < apart(0.2, SEEN, SEEN)


def test_without_anything_found_the_steps_are_those_of_two_bells() -> None:
    steps = of_test(0.5, (), 1.5)
    apart = 1.5 / math.hypot(1, 0.5)
    overlap = math.erfc(apart / 2 / math.sqrt(2))
    assert float(np.minimum(steps.absent, steps.present).sum()) == pytest.approx(overlap, abs=0.02)


def test_an_answer_settles() -> None:
    assert yes_or_no().likelihoods(np.array([0.3, 0.7])).tolist() == [[0.3, 0.0], [0.0, 0.7]]
