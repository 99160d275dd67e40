"""What is said of each contributor: no more than was seen or told."""

from typing import Any

import pytest

from kinechain.case import Case, Habits, Pain, Person, ReportedMeasurement, Shoes
from kinechain.knowledge import load
from kinechain.reasoning import trace
from kinechain.reasoning.trace import Contributor, Trace, UsualExplanation

ARCH = ReportedMeasurement(measure="arch_drop_height", side="left", value=0.013, unit="m")


def back(**more: Any) -> Trace:
    person = more.pop("person", Person(age_years=40, sex="male"))
    return trace(Case(person=person, pain=(Pain(region="low_back"),), red_flags=(), **more))


def of(answer: Trace, name: str) -> Contributor | UsualExplanation:
    region = answer.regions[0]
    listed: list[Contributor | UsualExplanation] = [*region.contributors, *region.usual_explanations]
    return next(each for each in listed if each.id == name)


def test_a_man_is_told_what_was_found_in_women_and_that_it_was() -> None:
    link = next(
        each for each in load().links_to("low_back").values() if each.from_condition == "rolling_in_foot"
    )
    because = of(back(measurements=(ARCH,)), "rolling_in_foot").because
    assert because[0].lower() == f"{link.because}.".lower()
    assert because[1] == "It was found in women only: it counts only by what it may bring about."
    women = of(back(person=Person(age_years=40, sex="female")), "rolling_in_foot").because
    assert women[0] == because[0]
    assert not any("found in women only" in line for line in women)


def test_what_has_no_link_of_its_own_is_told_as_that() -> None:
    knee = trace(Case(person=Person(age_years=40), pain=(Pain(region="knee"),), red_flags=()))
    linked = {link.cause for link in load().links_to("knee").values()}
    bare = [each for each in knee.regions[0].contributors if each.id not in linked]
    assert bare
    assert all(each.because[0].startswith("No link of its own to knee pain") for each in bare)


def test_what_an_answer_settled_as_not_so_has_no_shares() -> None:
    flat = of(back(shoes=Shoes(heel_mm=10)), "high_heels")
    assert flat.probability == 0
    assert not any(line.startswith("Of this") for line in flat.because)
    assert any(line.startswith("Of this") for line in of(back(), "high_heels").because)


@pytest.mark.parametrize(
    ("habits", "name", "said"),
    [
        (
            Habits(stress="medium"),
            "high_stress",
            "stress: medium; it is counted only where the answer is high.",
        ),
        (Habits(stress="high"), "high_stress", "stress: high, so it is taken into account."),
        (
            Habits(earlier_episodes=False),
            "earlier_episodes",
            "earlier episodes: no, so it is ruled out.",
        ),
        (Habits(daily_steps=7000), None, "daily steps: 7000; it is counted only below 5000."),
        (
            Habits(hard_floor_standing_hours=3.5),
            None,
            "hard floor standing hours: 3.5; it is counted only from 4 on.",
        ),
    ],
)
def test_an_answer_is_told_as_it_was_given(habits: Habits, name: str | None, said: str) -> None:
    answer = back(habits=habits)
    lines = [line for each in answer.regions[0].usual_explanations for line in each.because]
    assert f"You said {said}" in lines
    if name is not None and habits.stress == "medium":
        assert all(move.what.endswith(": medium") for move in of(answer, name).moved_by)


def test_an_answer_about_shoes_is_told_as_it_was_given() -> None:
    assert (
        "You said heel: 80 mm, so it is taken into account."
        in of(back(shoes=Shoes(heel_mm=80)), "high_heels").because
    )
    assert (
        "You said heel: 10 mm; it is counted only from 50 on."
        in of(back(shoes=Shoes(heel_mm=10)), "high_heels").because
    )


PLACES = (Pain(region="low_back"), Pain(region="knee", side="left"))


@pytest.mark.parametrize("fact", ["earlier_injury", "earlier_episodes"])
def test_an_injury_of_the_place_is_counted_only_where_one_place_hurts(fact: str) -> None:
    place = PLACES[1] if fact == "earlier_injury" else PLACES[0]

    def told(yes: bool | None, *pains: Pain) -> dict[str, UsualExplanation]:
        case = Case(pain=pains, red_flags=(), habits=Habits.model_validate({fact: yes}))
        regions = trace(case).regions
        found = next(each for each in regions if each.region == place.region)
        return {each.id: each for each in found.usual_explanations}

    name = fact.removeprefix("earlier_") if fact == "earlier_injury" else fact
    alone, both = told(True, place)[name], told(True, *PLACES)[name]
    unasked, denied = told(None, *PLACES)[name], told(False, *PLACES)[name]
    assert both.probability == unasked.probability
    assert alone.probability > both.probability
    assert denied.probability == 0
    assert any("but not of which of the places that hurt" in line for line in both.because)
    assert not any("but not of which" in line for each in (alone, unasked) for line in each.because)
    assert any("yes" in line for line in both.because)


def test_a_stop_by_age_says_that_nobody_was_asked() -> None:
    child = trace(Case(person=Person(age_years=12), pain=(Pain(region="knee"),), red_flags=()))
    assert child.stop is not None
    assert "under_16" in child.stop.by_age
    assert set(child.stop.by_age) <= set(child.stop.flags)
    told = Case(person=Person(age_years=12), pain=(Pain(region="knee"),), red_flags=("under_16",))
    stop = trace(told).stop
    assert stop is not None
    assert "under_16" not in stop.by_age
