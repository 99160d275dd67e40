"""A calendar that every program takes in: the form of RFC 5545, and another package that reads it back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kinechain.case import Case, Habits, Pain, Person, Region
from kinechain.plan import make_plan
from kinechain.plan.calendar import FOLD_AT, calendar_text
from kinechain.plan.plan import Plan
from kinechain.reasoning import trace

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
REGIONS: tuple[Region, ...] = get_args(Region)


def plan_from(start: date = MONDAY, *regions: Region) -> Plan:
    case = Case(
        person=Person(age_years=57, sex="female"),
        pain=tuple(Pain(region=region, intensity=6) for region in regions or ("low_back",)),
        red_flags=(),
        habits=Habits(stress="high"),
    )
    plan = make_plan(trace(case), case, start)
    assert plan is not None
    return plan


def events(text: str) -> list[Any]:
    """The events as another package reads them."""
    return list(Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.parametrize("region", REGIONS)
def test_lines_end_and_fold_as_the_standard_says(region: Region) -> None:
    text = calendar_text(plan_from(MONDAY, region), NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= FOLD_AT for line in text.split("\r\n"))


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_any_name_comes_back_as_it_was(name: str) -> None:
    plan = PLAN
    exercise = replace(plan.exercises[0], name=name)
    text = calendar_text(replace(plan, exercises=(exercise, *plan.exercises[1:])), NOW)
    assert all(len(line.encode()) <= FOLD_AT for line in text.split("\r\n"))
    assert str(events(text)[0]["SUMMARY"]) == name


PLAN = plan_from()


def test_every_event_has_what_the_standard_asks() -> None:
    calendar: Any = Calendar.from_ical(calendar_text(PLAN, NOW))
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    found = calendar.walk("VEVENT")
    assert len({str(event["UID"]) for event in found}) == len(found) == len(PLAN.exercises) + 3
    for event in found:
        assert event.decoded("DTSTAMP") == NOW
        assert event["DTSTART"]


@pytest.mark.parametrize("start", [MONDAY + timedelta(days=day) for day in range(7)])
def test_each_exercise_comes_as_often_as_its_dose_says_for_six_weeks(start: date) -> None:
    plan = plan_from(start)
    for exercise, days, event in zip(
        plan.exercises, plan.week, events(calendar_text(plan, NOW)), strict=False
    ):
        rule = event["RRULE"]
        assert rule["FREQ"] == ["WEEKLY"]
        assert rule["COUNT"] == [6 * exercise.dose.times_per_week]
        assert len(rule["BYDAY"]) == exercise.dose.times_per_week
        first = event.decoded("DTSTART")
        assert first.date() == start + timedelta(days=min(days))
        assert f"{first:%a}".upper()[:2] in rule["BYDAY"]


def test_the_retest_and_the_review_are_days_of_their_own() -> None:
    found = {str(event["SUMMARY"]): event for event in events(calendar_text(PLAN, NOW))}
    retest = MONDAY + timedelta(days=PLAN.retest.after_days)
    assert found["Measure again"].decoded("DTSTART") == retest
    assert found["Look back at the plan"].decoded("DTSTART") == date(2027, 1, 4)


def test_exercises_of_one_day_do_not_overlap() -> None:
    plan = plan_from(MONDAY, "neck", "foot")
    text = calendar_text(plan, NOW)
    spans: dict[int, list[tuple[datetime, datetime]]] = {}
    for days, event in zip(plan.week, events(text), strict=False):
        begins = event.decoded("DTSTART")
        for day in days:
            spans.setdefault(day, []).append((begins.time(), (begins + event.decoded("DURATION")).time()))
    for one_day in spans.values():
        ordered = sorted(one_day)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered))


def test_nothing_of_the_person_is_in_it() -> None:
    text = calendar_text(plan_from(MONDAY, "neck", "knee"), NOW).lower()
    for word in ("pain", "57", "female", "stress", "6 of 10", "neck pain", "contributor"):
        assert word not in text.replace("\r\n ", "")


def test_the_same_plan_gives_the_same_uids_so_that_a_second_import_replaces_the_first() -> None:
    again = calendar_text(PLAN, NOW + timedelta(days=3))
    assert [str(e["UID"]) for e in events(again)] == [str(e["UID"]) for e in events(calendar_text(PLAN, NOW))]


@pytest.mark.parametrize("start", [MONDAY, MONDAY + timedelta(days=5)])
def test_breaks_are_entered_only_when_asked_for_and_on_weekdays(start: date) -> None:
    case = Case(pain=(Pain(region="neck"),), red_flags=(), habits=Habits(sitting_hours=9))
    plan = make_plan(trace(case), case, start)
    assert plan is not None
    without = {str(event["UID"]) for event in events(calendar_text(plan, NOW))}
    added = [e for e in events(calendar_text(plan, NOW, breaks=True)) if str(e["UID"]) not in without]
    times = [event.decoded("DTSTART") for event in added]
    assert [f"{each:%H:%M}" for each in times[:2]] == ["09:45", "10:32"]
    assert all(each.weekday() < 5 and each.hour < 17 for each in times)
    assert all(event["RRULE"]["COUNT"] == [30] for event in added)
    assert len({str(event["UID"]) for event in added}) == len(added) == 10


def test_what_separates_values_is_escaped() -> None:
    plan = replace(PLAN, exercises=tuple(replace(e, name="one, two; three\\four") for e in PLAN.exercises))
    assert "SUMMARY:one\\, two\\; three\\\\four\r\n" in calendar_text(plan, NOW)


def test_a_plan_without_days_makes_no_calendar() -> None:
    with pytest.raises(ValueError, match="start"):
        calendar_text(replace(PLAN, start=None), NOW)
