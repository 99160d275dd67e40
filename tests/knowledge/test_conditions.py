"""Conditions and explanations: where each prior comes from, how each is seen, and that none stands alone."""

from typing import get_args

import pytest
from pydantic import ValidationError

from kinechain.case import Case, Habits, Shoes
from kinechain.knowledge import load
from kinechain.knowledge.condition import CaseFact, Condition, Explanation, FactName, Prior

ENTRIES: dict[str, Condition | Explanation] = {**load().conditions, **load().explanations}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_prior_says_whose_it_is(name: str) -> None:
    prior = ENTRIES[name].prior
    assert (prior.status == "ours") == prior.basis.startswith("ours")
    assert prior.status == "ours" or prior.sources


@pytest.mark.parametrize("name", ENTRIES)
def test_every_one_is_joined_to_a_pain_or_to_the_chain(name: str) -> None:
    ends = {
        end for link in load().links.values() for end in (link.from_condition, link.to_condition, link.cause)
    }
    assert name in ends


def test_every_fact_that_settles_something_is_a_fact_of_the_case() -> None:
    empty = Case()
    for name in get_args(FactName):
        part, field = name.split(".")
        assert hasattr(getattr(empty, part), field), name


def test_every_explanation_can_be_answered_and_is() -> None:
    for name, explanation in load().explanations.items():
        assert explanation.answered_by is not None, name
        assert explanation.advice is not None, name


@pytest.mark.parametrize(
    ("explanation", "habits", "holds"),
    [
        ("injury", Habits(earlier_injury=True), True),
        ("injury", Habits(earlier_injury=False), False),
        ("injury", Habits(), None),
        ("load_change", Habits(recent_load_change=True), True),
        ("heavy_arm_work", Habits(heavy_arm_work=True), True),
        ("screen_work", Habits(screen_hours=6), True),
        ("screen_work", Habits(screen_hours=5.9), False),
    ],
)
def test_an_answer_settles_the_explanation(explanation: str, habits: Habits, holds: bool | None) -> None:
    fact = load().explanations[explanation].answered_by
    assert fact is not None
    assert fact.holds(Case(habits=habits)) is holds


def test_a_stiff_sole_is_what_the_person_says_of_the_shoe() -> None:
    fact = load().conditions["stiff_sole"].answered_by
    assert fact is not None
    assert fact.holds(Case(shoes=Shoes(sole="stiff"))) is True
    assert fact.holds(Case(shoes=Shoes(sole="soft"))) is False


def test_a_condition_defined_by_a_limit_lies_where_its_limit_does() -> None:
    leg, shoulder = load().conditions["leg_length_difference"], load().conditions["uneven_shoulders"]
    assert leg.shift_sd == pytest.approx((20 - 5.2) / 4.1, abs=0.05)
    assert shoulder.shift_sd == pytest.approx(0.025 / 0.010)


def test_a_prior_without_its_status_is_refused() -> None:
    with pytest.raises(ValidationError, match="status"):
        Prior.model_validate({"probability": 0.2, "basis": "ours"})


def test_a_fact_with_two_rules_is_refused() -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        CaseFact(fact="habits.screen_hours", at_least=6, below=8)


def test_what_bears_on_a_pain_and_cannot_be_seen_says_so() -> None:
    tested = {each.condition for test in load().tests.values() for each in test.informs}
    bearing = {
        link.from_condition for link in load().links.values() if link.to_region and link.lr_basis != "neutral"
    }
    for name, condition in load().conditions.items():
        seen = condition.observed_by or condition.answered_by or name in tested
        if name in bearing and not seen:
            assert "cannot be seen" in " ".join(condition.notes), name
