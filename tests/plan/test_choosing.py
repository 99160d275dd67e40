"""Few exercises, within the day, none twice for the same thing, and none that the person must not do."""

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.case import Case, Pain, Person, Region
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.dose import Dose
from kinechain.knowledge.limit import Limit
from kinechain.measurement import Measurement
from kinechain.plan import make_plan
from kinechain.plan.able import limits_of
from kinechain.plan.choose import Choice, Chosen, choose
from kinechain.plan.looking_again import retest_of
from kinechain.plan.plan import Plan
from kinechain.plan.week import FREE, days_for, with_load
from kinechain.reasoning import trace
from kinechain.reasoning.trace import Contributor, RegionTrace, Trace, UsualExplanation

TODAY = date(2026, 11, 23)
REGIONS: tuple[Region, ...] = get_args(Region)
WORKED_ON = sorted({name for entry in load().exercises.values() for name in entry.conditions})


def contributor(condition: str, probability: float, *, modifiable: bool = True) -> Contributor:
    entry = load().conditions[condition]
    return Contributor(
        condition, entry.link, None, entry.name, probability, (0.0, 1.0), "low", (), "", 1.2, (), modifiable
    )


def traced(*regions: Region, contributors: tuple[Contributor, ...] = ()) -> Trace:
    return Trace(None, tuple(RegionTrace(region, contributors, (), 0.5) for region in regions), (), ())


def chosen(answer: Trace, minutes: float = 15.0, limits: Mapping[str, Limit] | None = None) -> Chosen:
    return choose(load(), answer, limits=limits or {}, minutes_per_day=minutes)


def ids(answer: Chosen) -> list[str]:
    return [choice.id for choice in answer.choices]


def plan_for(
    *pains: Pain, age: float = 40, minutes: float | None = None, limits: tuple[str, ...] = ()
) -> Plan:
    case = Case(person=Person(age_years=age), pain=pains, red_flags=())
    plan = make_plan(trace(case), case, TODAY, minutes_per_day=minutes, limits=limits)
    assert plan is not None
    return plan


def test_one_stretch_for_one_stiff_ankle() -> None:
    stiff = contributor("limited_ankle_dorsiflexion", 0.6)
    picked = ids(chosen(traced("knee", contributors=(stiff,))))
    assert "soleus_stretch" in picked
    assert "calf_roller" not in picked


def test_a_better_third_comes_before_a_second_for_the_same() -> None:
    arch, hip = contributor("rolling_in_foot", 0.5), contributor("limited_hip_extension", 0.2)
    picked = ids(chosen(traced("shoulder", contributors=(arch, hip))))
    for_the_arch = [name for name in picked if "rolling_in_foot" in load().exercises[name].conditions]
    assert for_the_arch == ["short_foot"]
    assert {"hip_flexor_stretch", "gait_cues"} & set(picked)


def test_knees_and_back_are_strengthened_once() -> None:
    """Hip and knee strengthening helps both; a circuit for the back would do half of it again."""
    picked = ids(chosen(traced("knee", "low_back"), 60))
    assert "hip_and_knee_strengthening" in picked
    assert "general_back_exercise" not in picked


def test_what_does_far_more_comes_beside_what_does_a_little() -> None:
    picked = ids(chosen(traced("ankle", "foot"), 60))
    assert "one_leg_balance" in picked


def test_what_cannot_be_changed_gets_no_exercise() -> None:
    fixed = contributor("limited_hip_extension", 0.9, modifiable=False)
    assert ids(chosen(traced("neck", contributors=(fixed,)))) == ids(chosen(traced("neck")))


def test_an_explanation_that_was_not_asked_speaks_for_nothing() -> None:
    def with_low_activity(*, asked: bool) -> Trace:
        low = UsualExplanation("low_activity", "few steps a day", 0.5, (0.1, 0.9), (), (), asked)
        return Trace(None, (RegionTrace("shoulder", (), (low,), 0.5),), (), ())

    assert "walking_programme" in ids(chosen(with_low_activity(asked=True)))
    assert "walking_programme" not in ids(chosen(with_low_activity(asked=False)))


def test_left_out_is_said_with_its_reason() -> None:
    out = {each.id: each.because for each in chosen(traced("neck")).left_out}
    assert out["general_back_exercise"].startswith("does the same as: neck strengthening")


def test_a_shorter_day_gets_less_and_says_so() -> None:
    short, usual = plan_for(Pain(region="low_back"), minutes=5), plan_for(Pain(region="low_back"))
    assert sum(e.dose.day_minutes for e in short.exercises) < sum(e.dose.day_minutes for e in usual.exercises)
    walking = next(e for e in short.exercises if e.id == "walking_programme")
    assert walking.gentler
    assert "fits into your day" in walking.why


@pytest.mark.parametrize("minutes", [0, 1.9, 241, float("nan"), float("inf")])
def test_minutes_that_no_day_has_are_refused(minutes: float) -> None:
    with pytest.raises(InputError, match="minutes a day"):
        plan_for(Pain(region="neck"), minutes=minutes)


def test_severe_pain_and_old_age_begin_gently() -> None:
    usual = plan_for(Pain(region="neck", intensity=7))
    for gentle in (plan_for(Pain(region="neck", intensity=8)), plan_for(Pain(region="neck"), age=80)):
        assert all(exercise.gentler for exercise in gentle.exercises)
        assert gentle.first
        for exercise in gentle.exercises:
            same = [each for each in usual.exercises if each.id == exercise.id]
            assert all(exercise.dose.amount < each.dose.amount for each in same)
    assert not any(exercise.gentler for exercise in usual.exercises)


def test_who_tends_to_fall_gets_no_balance_exercise() -> None:
    assert "one_leg_balance" in [e.id for e in plan_for(Pain(region="ankle")).exercises]
    unsteady = plan_for(Pain(region="ankle"), limits=("tends_to_fall",))
    assert "one_leg_balance" not in [e.id for e in unsteady.exercises]
    assert any("unsteady" in line for line in unsteady.first)
    assert {each.id: each.because for each in unsteady.left_out}["one_leg_balance"] == "not with: unsteady"


def test_a_limit_that_keeps_nothing_back_is_not_spoken_of() -> None:
    assert plan_for(Pain(region="neck"), limits=("numb_feet",)).first == ()


def test_an_unknown_limit_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="some of: pregnant, tends_to_fall"):
        plan_for(Pain(region="neck"), limits=("lazy",))
    with pytest.raises(InputError, match="near to it: numb_feet"):
        plan_for(Pain(region="neck"), limits=("numb_feat",))


def test_a_short_stand_on_one_leg_is_a_limit_the_worse_side_counts() -> None:
    def stood(left: float, right: float) -> list[Measurement]:
        sides = (("left", left), ("right", right))
        return [Measurement("single_leg_stance_time", s, v, "s", 1.0, 3, "test") for s, v in sides]  # type: ignore[arg-type]

    case = Case(red_flags=())
    assert list(limits_of(load(), case, stood(30, 4))) == ["tends_to_fall"]
    assert list(limits_of(load(), case, stood(30, 5))) == []


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_choice_is_short_safe_and_no_thing_twice(data: st.DataObject) -> None:
    regions = data.draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=9, unique=True))
    names = data.draw(st.lists(st.sampled_from(WORKED_ON), max_size=6, unique=True))
    links = tuple(contributor(name, data.draw(st.floats(0, 0.9))) for name in names)
    minutes = data.draw(st.floats(2, 60))
    held = {name: load().limits[name] for name in data.draw(st.sets(st.sampled_from(list(load().limits))))}
    answer = chosen(traced(*regions, contributors=links), minutes, held)
    assert len(answer.choices) <= 4
    assert max(answer.loads) <= minutes + 1e-6
    for choice in answer.choices:
        assert not set(choice.entry.not_with) & set(held)
        assert len(choice.days) == choice.dose.days_per_week
        assert choice.gain > 0
        for quantity in ("sets", "repetitions", "hold_s", "minutes", "times_per_week"):
            bounds, value = choice.entry.bounds(quantity), getattr(choice.dose, quantity)
            assert bounds is None or bounds[0] <= value <= bounds[1]
    for first, second in combinations(answer.choices, 2):
        assert adds_something(first, second)


def adds_something(first: Choice, second: Choice) -> bool:
    """Whether the later one does more for some thing than the earlier does."""
    return any(worth > first.worth.get(thing, 0.0) for thing, worth in second.worth.items())


@settings(max_examples=60, deadline=None)
@given(
    times=st.integers(1, 7),
    loads=st.lists(st.floats(0, 15), min_size=7, max_size=7).map(tuple),
    minutes=st.integers(1, 15),
)
def test_days_fit_or_there_are_none(times: int, loads: tuple[float, ...], minutes: int) -> None:
    dose = Dose(minutes=minutes, times_per_week=times)
    days = days_for(dose, loads, 15)
    room = sum(load + minutes <= 15 + 1e-9 for load in loads)
    assert (days is None) == (room < times)
    if days is not None:
        assert len(set(days)) == times
        assert all(with_load(loads, days, dose)[day] <= 15 + 1e-6 for day in days)


def alone(exercise: str) -> Choice:
    entry = load().exercises[exercise]
    return Choice(exercise, entry, entry.dose, entry.benefits, ())


def test_nothing_is_measured_again_before_four_weeks_nor_after_six() -> None:
    assert retest_of(load(), [alone("calf_roller")], ()).after_days == 28
    assert retest_of(load(), [alone("short_foot")], ()).after_days == 35
    assert retest_of(load(), [alone("hip_flexor_stretch")], ()).after_days == 42


def test_an_expected_change_beyond_noise_sets_the_day_one_within_it_does_not() -> None:
    stretch = retest_of(load(), [alone("calf_stretch")], ())
    assert not {each.measure: each for each in stretch.smallest_changes}[
        "lunge_angle_knee_straight"
    ].within_noise
    assert stretch.after_days == 42
    bent = retest_of(load(), [alone("soleus_stretch")], ())
    assert {each.measure: each for each in bent.smallest_changes}["knee_to_wall_distance"].within_noise
    assert bent.after_days == 28


def test_three_times_a_week_is_not_three_days_running() -> None:
    assert days_for(Dose(minutes=5, times_per_week=3), FREE, 15) == (0, 2, 4)
    assert days_for(Dose(minutes=5, times_per_week=1), (9.0, 9.0, 0, 9.0, 9.0, 9.0, 9.0), 15) == (2,)
