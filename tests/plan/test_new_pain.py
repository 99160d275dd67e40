"""A new pain is not a lasting one; what was answered yes to, or stood out, is spoken of."""

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from kinechain.case import Case, Habits, Pain, Person, Region, ReportedMeasurement, Shoes
from kinechain.errors import InputError
from kinechain.plan import make_plan
from kinechain.plan.calendar import calendar_text
from kinechain.plan.plan import Plan
from kinechain.plan_command import start_day
from kinechain.reasoning import trace

START = date(2026, 11, 21)


def planned(*pains: Pain, age: float | None = 40, limits: tuple[str, ...] = (), **more: Any) -> Plan:
    case = Case(person=Person(age_years=age), pain=pains, red_flags=(), **more)
    plan = make_plan(trace(case), case, START, limits=limits)
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("region", "intensity", "since", "why", "days"),
    [
        ("low_back", 9, 3, (), 3),
        ("ankle", 10, 1, (), 3),
        ("knee", 10, 1, ("fall",), 2),
        ("knee", 4, 13, ("fall",), 2),
        ("knee", 4, None, ("a fall",), 2),
    ],
)
def test_a_new_strong_pain_or_one_after_a_fall_is_looked_at_first(
    region: Region, intensity: float, since: float | None, why: tuple[str, ...], days: int
) -> None:
    plan = planned(Pain(region=region, intensity=intensity, since_days=since, provoked_by=why))
    assert plan.exercises == ()
    assert plan.short_term == ()
    assert "is looked at first" in plan.first[0]
    assert [each.on for each in plan.see] == [START + timedelta(days=days)]


@pytest.mark.parametrize(
    "pain",
    [
        Pain(region="low_back", intensity=9, since_days=14),
        Pain(region="low_back", intensity=9),
        Pain(region="low_back", intensity=7, since_days=3),
        Pain(region="knee", intensity=4, since_days=400, provoked_by=("fall",)),
    ],
)
def test_no_other_pain_is_kept_from_a_programme(pain: Pain) -> None:
    assert planned(pain).exercises


def test_a_strong_pain_that_lasts_beside_a_new_mild_one_is_not_a_new_strong_one() -> None:
    pains = (
        Pain(region="low_back", intensity=9, since_days=300),
        Pain(region="neck", intensity=2, since_days=3),
    )
    assert planned(*pains).exercises


def test_for_a_new_pain_it_begins_gently_and_says_on_whom_it_was_tried() -> None:
    new = planned(Pain(region="low_back", intensity=5, since_days=3))
    lasting = planned(Pain(region="low_back", intensity=5, since_days=200))
    told = "pain had lasted"
    assert all(each.gentler for each in new.exercises)
    assert any(told in each.why for each in new.exercises)
    assert any(told in line for line in new.first)
    assert not any(each.gentler or told in each.why for each in lasting.exercises)
    assert lasting.first == ()


@pytest.mark.parametrize(
    ("limit", "said"), [("tends_to_fall", "Falls are worth"), ("blood_thinners", "thins the blood")]
)
@pytest.mark.parametrize("region", ["neck", "headache", "ankle", "foot"])
def test_falls_and_thinned_blood_are_always_spoken_of(region: Region, limit: str, said: str) -> None:
    first = planned(Pain(region=region, since_days=99), limits=(limit,)).first
    assert any(said in line for line in first)
    assert not any("on one leg" in line for line in first)
    left_out = any("left out" in line for line in first)
    assert left_out == (
        region
        in {("tends_to_fall", "ankle"): ["ankle"], ("blood_thinners", "foot"): ["foot"]}.get(
            (limit, region), []
        )
    )


def test_who_was_only_seen_to_be_unsteady_did_not_say_so() -> None:
    stood = ReportedMeasurement(measure="single_leg_stance_time", side="left", value=2.0, unit="s")
    first = planned(Pain(region="neck", since_days=99), measurements=(stood,)).first
    assert any("less than 5 seconds" in line for line in first)
    assert not any("You have fallen" in line for line in first)


def test_the_first_day_to_be_seen_is_in_the_calendar_and_no_region_is() -> None:
    plan = planned(
        Pain(region="low_back", intensity=9, since_days=200), Pain(region="headache", since_days=99)
    )
    text = calendar_text(plan)
    day = min(each.on for each in plan.see)
    days = {e.decoded("DTSTART"): str(e["SUMMARY"]) for e in Calendar.from_ical(text).walk("VEVENT")}
    assert "See somebody" in days[day]
    assert "headache" not in days[day].lower()


def test_what_stood_out_is_looked_at_again_first_and_its_exercises_are_named() -> None:
    case = Case(
        person=Person(age_years=45, sex="female", height_m=1.65, mass_kg=95),
        pain=(Pain(region="foot", side="right", intensity=7, since_days=200),),
        red_flags=(),
        measurements=(
            ReportedMeasurement(measure="knee_to_wall_distance", side="right", value=0.03, unit="m"),
        ),
    )
    found = trace(case)
    assert found.regions[0].contributors[0].id == "limited_ankle_dorsiflexion"
    plan = make_plan(found, case, START)
    assert plan is not None
    assert plan.retest.measures[0] == "knee_to_wall_distance"
    assert plan.retest.smallest_changes[0].measure == "knee_to_wall_distance"
    named = {each.id: each.because for each in plan.left_out} | {each.id: "chosen" for each in plan.exercises}
    assert named["soleus_stretch"]


def test_own_insoles_are_not_joined_by_advice_to_buy_some() -> None:
    shoes = planned(Pain(region="foot", since_days=99), shoes=Shoes(support="flat", orthotics=True)).shoes
    assert any("You wear insoles already" in line for line in shoes)
    assert not any("insole from the shop" in line for line in shoes)


def test_who_walks_much_is_told_to_keep_it_up() -> None:
    much, little = Habits(daily_steps=14000), Habits(daily_steps=9999)
    assert "walking_programme" not in [e.id for e in planned(Pain(region="headache"), habits=much).exercises]
    assert "walking_programme" in [e.id for e in planned(Pain(region="headache"), habits=little).exercises]
    walk = planned(Pain(region="low_back"), habits=much).exercises[0]
    assert walk.id == "walking_programme"
    assert walk.why.startswith("You walk 10,000 steps a day or more already")
    assert "keep it up" not in planned(Pain(region="low_back"), habits=little).exercises[0].why


@pytest.mark.parametrize(("age", "said"), [(30, False), (49.9, False), (50, True), (None, True)])
def test_new_after_50_is_said_from_50_on_or_where_nobody_knows(age: float | None, said: bool) -> None:
    plan = planned(Pain(region="headache", since_days=99), age=age)
    assert ("new after 50" in plan.see[0].say) == said


@pytest.mark.parametrize("text", ["9999-12-31", "1999-01-01", "0001-01-01"])
def test_a_start_long_past_or_far_ahead_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="two years"):
        start_day(text)


def test_a_start_today_or_soon_is_taken() -> None:
    soon = start_day(None) + timedelta(days=700)
    assert start_day(soon.isoformat()) == soon
