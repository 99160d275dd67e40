"""A dose grows on good weeks only, shrinks when a stop rule says so, and ends when a sign says so."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.dose import Dose
from kinechain.knowledge.dose_rule import QUANTITIES
from kinechain.plan.progression import NextDose, Session, Verdict, next_dose

MONDAY = date(2026, 11, 23)
EXERCISES = tuple(load().exercises)
EASING = tuple(name for name, rule in load().stop_rules.stop_now.items() if rule.action == "ease")
ENDING = tuple(name for name, rule in load().stop_rules.stop_now.items() if rule.action != "ease")
ORDER: tuple[Verdict, ...] = ("stop", "regress", "hold", "advance")


def session(day: int, exercise: str = "calf_stretch", **more: Any) -> Session:
    good = Session(MONDAY + timedelta(days=day), exercise, 1.0, 2.0, 1.0)
    return replace(good, **more)


def good_weeks(exercise: str, weeks: int) -> list[Session]:
    """As many sessions as the dose asks for, each done whole and with good mornings."""
    dose = load().exercises[exercise].dose
    days = [day for day in range(dose.days_per_week) for _ in range(dose.sessions_a_day)]
    return [session(7 * week + day, exercise) for week in range(weeks) for day in days]


def reviewed(
    log: list[Session],
    exercise: str = "calf_stretch",
    *,
    day: int = 7,
    dose: Dose | None = None,
    **more: Any,
) -> NextDose:
    current = dose or load().exercises[exercise].dose
    return next_dose(exercise, current, MONDAY, log, MONDAY + timedelta(days=day), **more)


def test_a_good_week_adds_a_stretch() -> None:
    answer = reviewed(good_weeks("calf_stretch", 1))
    assert answer.verdict == "advance"
    assert answer.dose is not None
    assert (answer.dose.sets, answer.dose.hold_s) == (4, 30)
    assert "fourth stretch" in answer.reason


def test_the_second_rule_waits_for_its_own_two_weeks() -> None:
    full = load().exercises["calf_stretch"].dose.model_copy(update={"sets": 4})
    assert reviewed(good_weeks("calf_stretch", 1), dose=full).verdict == "hold"
    answer = reviewed(good_weeks("calf_stretch", 2), day=14, dose=full)
    assert answer.dose is not None
    assert answer.dose.hold_s == 40


def test_a_harder_form_begins_again_with_less() -> None:
    top = load().exercises["heel_raises"].dose.model_copy(update={"repetitions": 15})
    answer = reviewed(good_weeks("heel_raises", 2), "heel_raises", day=14, dose=top)
    assert answer.dose is not None
    assert (answer.dose.form, answer.dose.repetitions) == (2, 8)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"done": 0.8}, "all of it was done"),
        ({"pain_next_morning": 4.0}, "above 3 of 10"),
        ({"pain_during": None}, "written down"),
        ({"pain_next_morning": None}, "3 sessions"),
    ],
)
def test_what_is_missing_is_said(change: dict[str, Any], said: str) -> None:
    first, second, *others = good_weeks("calf_stretch", 1)
    log = [first, replace(second, **change), *others[:1]]
    answer = reviewed(log)
    assert answer.verdict == "hold"
    assert said in answer.reason
    assert answer.dose == load().exercises["calf_stretch"].dose


def test_a_week_too_early_nothing_grows() -> None:
    assert reviewed(good_weeks("calf_stretch", 1), day=6).verdict == "hold"


def test_two_bad_mornings_running_halve_the_dose() -> None:
    log = [session(0), session(1, pain_next_morning=6.0), session(2, pain_next_morning=5.0)]
    answer = reviewed(log, day=3)
    assert (answer.verdict, answer.rule) == ("regress", "worse_two_mornings")
    assert answer.dose is not None
    assert answer.dose.hold_s == 15


def test_a_morning_no_worse_than_usual_is_no_bad_morning() -> None:
    log = [session(day, pain_next_morning=5.0) for day in range(5)]
    assert reviewed(log).verdict == "regress"
    assert reviewed(log, usual_pain=5.0).verdict == "advance"


def test_sharp_pain_asks_for_the_easier_form() -> None:
    answer = reviewed([*good_weeks("calf_stretch", 1), session(5, signs=("sharp_pain",))])
    assert (answer.verdict, answer.rule) == ("regress", "sharp_pain")
    assert answer.dose is not None
    assert answer.dose.form == 0


def test_pain_above_five_is_too_much_and_five_is_not() -> None:
    assert reviewed([session(0, pain_during=5.5)], day=1).rule == "too_much_pain"
    assert reviewed([session(0, pain_during=5.0)], day=1).verdict == "hold"


def test_two_half_sessions_are_too_hard_one_is_not() -> None:
    assert reviewed([session(0, done=0.5), session(1, done=0.4)], day=2).rule == "too_hard"
    assert reviewed([session(0), session(1, done=0.4)], day=2).verdict == "hold"


def test_after_two_weeks_away_one_begins_a_step_lower() -> None:
    answer = reviewed(good_weeks("walking_programme", 1), "walking_programme", day=18)
    assert answer.verdict == "regress"
    assert answer.dose is not None
    assert answer.dose.minutes == 5
    assert reviewed(good_weeks("walking_programme", 1), "walking_programme", day=17).verdict != "regress"


def test_nothing_written_down_holds() -> None:
    assert reviewed([]).verdict == "hold"


def test_at_the_top_it_is_kept_up() -> None:
    entry = load().exercises["walking_programme"]
    top = entry.dose.model_copy(update={"minutes": 30.0})
    answer = reviewed(good_weeks("walking_programme", 1), "walking_programme", dose=top)
    assert (answer.verdict, answer.dose) == ("hold", top)


def test_the_smallest_dose_gets_no_smaller() -> None:
    least = load().exercises["walking_programme"].dose.model_copy(update={"minutes": 5.0})
    answer = reviewed(
        [session(0, "walking_programme", pain_during=8.0)], "walking_programme", day=1, dose=least
    )
    assert (answer.verdict, answer.dose) == ("regress", least)
    assert "clinician" in answer.reason


@pytest.mark.parametrize("sign", ENDING)
def test_a_sign_in_one_exercise_ends_them_all(sign: str) -> None:
    log = [*good_weeks("calf_stretch", 1), session(3, "heel_raises", signs=(sign,))]
    answer = reviewed(log)
    assert (answer.verdict, answer.dose, answer.rule) == ("stop", None, sign)


def test_the_most_urgent_sign_decides() -> None:
    log = [session(0, signs=("new_numbness",)), session(1, signs=("dizziness",))]
    assert "emergency number" in reviewed(log).reason


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"exercise": "calf_strech"}, "near to it: calf_stretch"),
        ({"done": 1.5}, "share"),
        ({"pain_during": 12.0}, "0 to 10"),
        ({"signs": ("itch",)}, "no sign"),
        ({"date": MONDAY + timedelta(days=30)}, "after today"),
    ],
)
def test_a_log_that_cannot_be_is_refused_in_one_line(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        reviewed([session(0, **wrong)])


pains = st.one_of(st.none(), st.integers(0, 10).map(float))
shares = st.sampled_from([0.0, 0.3, 0.5, 0.6, 0.8, 1.0])


@st.composite
def logs(draw: st.DrawFn) -> tuple[str, list[Session], int]:
    exercise = draw(st.sampled_from(EXERCISES))
    days = draw(st.lists(st.integers(0, 27), max_size=14, unique=True))
    sessions = [
        Session(
            MONDAY + timedelta(days=day),
            exercise,
            draw(st.one_of(st.just(1.0), shares)),
            draw(st.one_of(st.just(1.0), pains)),
            draw(st.one_of(st.just(1.0), pains)),
            draw(st.sampled_from([(), (), (), (), *((sign,) for sign in EASING)])),
        )
        for day in sorted(days)
    ]
    return exercise, sessions, draw(st.integers(27, 30))


def worsened(draw: Any, each: Session) -> Session:
    """No better in any way: what was not noted may turn out bad, what was noted may be lost or be worse."""
    fine = 3.0
    during = each.pain_during
    morning = each.pain_next_morning
    return replace(
        each,
        done=each.done * draw(st.sampled_from([1.0, 0.5, 0.0])),
        pain_during=10.0 if during is None else min(10.0, during + draw(st.integers(0, 10))),
        pain_next_morning=(
            max(10.0, fine) if morning is None else min(10.0, morning + draw(st.integers(0, 10)))
        ),
        signs=each.signs + draw(st.sampled_from([(), *((sign,) for sign in (*EASING, *ENDING))])),
    )


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_a_worse_log_never_says_more(data: st.DataObject) -> None:
    exercise, log, day = data.draw(logs())
    usual = data.draw(st.sampled_from([None, 2.0, 6.0]))
    worse = list(log)
    for index in data.draw(st.sets(st.integers(0, len(log) - 1))) if log else ():
        worse[index] = worsened(data.draw, log[index])
    dose = load().exercises[exercise].dose
    today = MONDAY + timedelta(days=day)
    better = next_dose(exercise, dose, MONDAY, log, today, usual_pain=usual)
    after = next_dose(exercise, dose, MONDAY, worse, today, usual_pain=usual)
    assert ORDER.index(after.verdict) <= ORDER.index(better.verdict)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_order_of_a_log_does_not_matter(data: st.DataObject) -> None:
    exercise, log, day = data.draw(logs())
    twice = [*log, *(worsened(data.draw, each) for each in log)]
    shuffled = data.draw(st.permutations(twice))
    dose, today = load().exercises[exercise].dose, MONDAY + timedelta(days=day)
    assert next_dose(exercise, dose, MONDAY, twice, today) == next_dose(
        exercise, dose, MONDAY, shuffled, today
    )


def test_two_sessions_before_one_bad_morning_are_one_bad_morning() -> None:
    log = [session(0), session(1, pain_next_morning=6.0), session(1, pain_next_morning=6.0)]
    assert reviewed(log, day=2).verdict == "hold"


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_a_dose_stays_within_its_bounds_and_moves_the_way_it_says(data: st.DataObject) -> None:
    exercise, log, day = data.draw(logs())
    entry = load().exercises[exercise]
    dose = entry.dose
    for _ in range(data.draw(st.integers(1, 12))):
        answer = next_dose(exercise, dose, MONDAY, log, MONDAY + timedelta(days=day))
        if answer.dose is None:
            return
        if answer.verdict == "advance":
            assert answer.dose.amount > dose.amount
        if answer.verdict == "hold":
            assert answer.dose == dose
        if answer.verdict == "regress":
            assert answer.dose.amount <= dose.amount
        dose = answer.dose
        for quantity in QUANTITIES:
            bounds, value = entry.bounds(quantity), getattr(dose, quantity)
            assert (bounds is None) == (value is None)
            assert bounds is None or bounds[0] <= value <= bounds[1]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_grows_to_its_top_and_shrinks_to_its_least(exercise: str) -> None:
    entry = load().exercises[exercise]
    log = good_weeks(exercise, 12)
    dose, steps = entry.dose, 0
    while (answer := reviewed(log, exercise, day=84, dose=dose)).verdict == "advance":
        assert answer.dose is not None
        dose, steps = answer.dose, steps + 1
        assert steps < 100
    assert steps > 0
    assert all(rule.then.applied(dose) is None for rule in entry.progression)
    bad = [replace(each, pain_during=9.0) for each in log]
    for _ in range(100):
        smaller = reviewed(bad, exercise, day=84, dose=dose).dose
        assert smaller is not None
        if smaller == dose:
            break
        dose = smaller
    else:
        pytest.fail("it never comes to its least")
    assert dose.amount < entry.dose.amount


@pytest.mark.parametrize("sign", ENDING)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_stop_wins_over_the_best_of_logs(exercise: str, sign: str) -> None:
    log = good_weeks(exercise, 4)
    log[0] = replace(log[0], signs=(sign,))
    assert reviewed(log, exercise, day=28).verdict == "stop"


@pytest.mark.parametrize("rule", EASING)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_easing_rule_finds_something_to_ease(exercise: str, rule: str) -> None:
    log = [*good_weeks(exercise, 1), session(7, exercise, signs=(rule,))]
    answer = reviewed(log, exercise, day=8)
    assert answer.dose is not None
    if load().exercises[exercise].dose != answer.dose:
        assert answer.dose.amount < load().exercises[exercise].dose.amount
    else:
        assert "smallest dose" in answer.reason
