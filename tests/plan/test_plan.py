"""A plan is short, whole, safe, and rests on what helps rather than on what the film shows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from kinechain.case import Case, Habits, Pain, Person, Programme, Region, Shoes
from kinechain.knowledge import load
from kinechain.knowledge.dose_rule import Progression, Regression
from kinechain.measurement import SIDES, Measurement
from kinechain.plan import make_plan
from kinechain.plan.plan import Plan
from kinechain.plan.to_json import trace_json
from kinechain.reasoning import trace
from kinechain.report.graded_words import graded_words

TODAY = date(2026, 11, 21)
WOMAN = Person(age_years=34, sex="female", height_m=1.68)


def planned(*regions: Region, measured: Sequence[Measurement] = (), **more: Any) -> Plan:
    case = Case(person=WOMAN, pain=tuple(Pain(region=region) for region in regions), red_flags=(), **more)
    plan = make_plan(trace(case, measured), case, TODAY, measured=measured)
    assert plan is not None
    return plan


def ids(plan: Plan) -> list[str]:
    return [exercise.id for exercise in plan.exercises]


@pytest.mark.parametrize(
    ("region", "first"),
    [
        ("neck", "neck_strengthening"),
        ("low_back", "walking_programme"),
        ("knee", "hip_and_knee_strengthening"),
    ],
)
def test_what_helps_most_comes_first(region: Region, first: str) -> None:
    assert ids(planned(region))[0] == first


def test_general_exercise_is_in_the_plan_for_the_back_and_walking_for_the_neck() -> None:
    assert "general_back_exercise" in ids(planned("low_back"))
    assert "walking_programme" in ids(planned("neck"))


def test_at_most_four_exercises_each_whole() -> None:
    plan = planned("neck", "low_back", "knee")
    assert 1 <= len(plan.exercises) <= 4
    for exercise in plan.exercises:
        assert exercise.for_
        assert exercise.why
        assert exercise.progression
        assert exercise.regression
        assert exercise.not_if
        assert exercise.dose.session_minutes > 0
        assert len(exercise.progression) == len(exercise.grows)
        assert len(exercise.regression) == len(exercise.shrinks)


def stiff() -> list[Measurement]:
    return [Measurement("knee_to_wall_distance", side, 0.03, "m", 0.007, 3, "test") for side in SIDES]


def test_a_stiff_ankle_gets_a_stretch_for_the_knee_but_not_for_the_neck() -> None:
    assert not {"calf_stretch", "soleus_stretch"} & set(ids(planned("neck", measured=stiff())))
    assert {"calf_stretch", "soleus_stretch"} & set(ids(planned("knee", measured=stiff())))


def test_the_stretch_says_whom_it_serves() -> None:
    stretch = next(e for e in planned("knee", measured=stiff()).exercises if e.id.endswith("_stretch"))
    assert "ankle that bends little, both sides" in stretch.for_
    assert "possible contributor" in stretch.why


def test_no_plan_after_a_stop() -> None:
    case = Case(pain=(Pain(region="neck"),), red_flags=("weight_loss",))
    assert make_plan(trace(case), case, TODAY) is None


def test_no_plan_without_pain() -> None:
    case = Case(red_flags=())
    assert make_plan(trace(case), case, TODAY) is None


@pytest.mark.parametrize("region", get_args(Region))
def test_every_region_has_a_plan_with_somebody_to_see(region: Region) -> None:
    plan = planned(region)
    assert plan.exercises
    assert [each.region for each in plan.see] == [region]
    assert plan.see[0].on > TODAY


def test_advice_only_from_what_was_said() -> None:
    silent = planned("neck")
    assert silent.shoes == ()
    assert silent.habits == ()
    told = planned(
        "neck",
        habits=Habits(sitting_hours=9, stress="low", daily_steps=12_000),
        shoes=Shoes(wear="worn", sole="soft", heel_mm=60),
    )
    assert len(told.habits) == 1
    assert "9 hours" in told.habits[0]
    assert [each.id for each in told.breaks] == ["sitting"]
    assert len(told.shoes) == 2
    assert "60 mm" in told.shoes[1]


def test_looking_again_waits_for_the_exercise_to_work_and_no_longer() -> None:
    for region in ("neck", "low_back", "knee"):
        plan = planned(region)
        assert 28 <= plan.retest.after_days <= 42
    assert "2 January 2027" in planned("neck").see_a_clinician


def test_measures_to_look_at_again_are_known() -> None:
    known = {*load().measures, *(measure for test in load().tests.values() for measure in test.measures)}
    assert set(planned("neck", "low_back", "knee", measured=stiff()).retest.measures) <= known


def test_stop_rules_are_those_of_the_chosen_exercises() -> None:
    plan = planned("neck")
    assert "3 of 10" in plan.stop_rules[0]
    assert any("emergency" in rule for rule in plan.stop_rules)
    assert not any("swelling" in rule for rule in plan.stop_rules)


def texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value)


def test_no_line_of_the_plan_breaks_the_wording_rules() -> None:
    case = Case(
        person=WOMAN,
        pain=(Pain(region="neck"), Pain(region="low_back"), Pain(region="knee")),
        red_flags=(),
        habits=Habits(
            sitting_hours=9, hard_floor_standing_hours=5, daily_steps=3000, stress="high", sleep="poor"
        ),
        shoes=Shoes(wear="worn", sole="stiff", heel_mm=60),
    )
    answer = trace(case, stiff())
    plan = make_plan(answer, case, TODAY)
    printed = json.loads(json.dumps(trace_json(answer, plan)))
    for text in texts({**printed["plan"], "regions": printed["regions"]}):
        assert not load().wording.offences(text), text


def test_the_plan_in_json_has_the_shape_of_the_contract() -> None:
    case = Case(pain=(Pain(region="neck"),), red_flags=())
    answer = trace(case)
    plan = trace_json(answer, make_plan(answer, case, TODAY))["plan"]
    assert {"exercises", "shoes", "habits", "stop_rules", "retest", "see_a_clinician"} <= set(plan)
    assert {"id", "dose", "for"} <= set(plan["exercises"][0])
    assert {"after_days", "measures"} <= set(plan["retest"])
    assert plan["retest"]["smallest_changes"] == []
    grade = {"of": "neck pain", "evidence": "low", "for_pain": True, "tried": True}
    assert plan["exercises"][0]["evidence_for"] == [grade]
    assert plan["start"] == "2026-11-21"
    assert plan["review"] == "2027-01-02"


def test_the_rules_in_json_are_those_of_the_knowledge_and_can_be_read_back() -> None:
    case = Case(pain=(Pain(region="neck"),), red_flags=())
    answer = trace(case)
    printed = json.loads(json.dumps(trace_json(answer, make_plan(answer, case, TODAY))))
    for exercise in printed["plan"]["exercises"]:
        entry = load().exercises[exercise["id"]]
        assert tuple(map(Progression.model_validate, exercise["rules"]["progression"])) == entry.progression
        assert tuple(map(Regression.model_validate, exercise["rules"]["regression"])) == entry.regression
        assert exercise["progression"] == [rule.say for rule in entry.progression]


def test_the_smallest_real_change_is_told_where_it_is_known() -> None:
    retest = planned("knee", measured=stiff()).retest
    known = {change.measure: change for change in retest.smallest_changes}
    assert set(known) <= set(retest.measures)
    assert known["knee_to_wall_distance"].value == pytest.approx(0.019, abs=0.0005)
    assert known["knee_to_wall_distance"].unit == "m"
    assert known["knee_to_wall_distance"].within_noise


def test_what_was_not_measured_yet_is_measured_before_beginning() -> None:
    case = Case(person=WOMAN, pain=(Pain(region="ankle"),), red_flags=())
    answer = trace(case)
    plan = make_plan(answer, case, TODAY)
    assert plan is not None
    assert "single_leg_stance_time" in plan.retest.measure_now
    stood = [Measurement("single_leg_stance_time", side, 40.0, "s", 5.0, 3, "test") for side in SIDES]
    again = make_plan(answer, case, TODAY, measured=stood)
    assert again is not None
    assert "single_leg_stance_time" not in again.retest.measure_now
    assert again.retest.measures[0] == "single_leg_stance_time"


def test_an_unlikely_contributor_gets_no_exercise_of_its_own() -> None:
    case = Case(person=WOMAN, pain=(Pain(region="knee"),), red_flags=())
    answer = trace(case)
    region = answer.regions[0]
    faint = tuple(replace(each, probability=0.01) for each in region.contributors)
    plan = make_plan(replace(answer, regions=(replace(region, contributors=faint),)), case, TODAY)
    assert plan is not None
    assert all("knee pain in general" in exercise.for_ for exercise in plan.exercises)


def test_under_18_the_plan_is_shown_to_somebody_first() -> None:
    def at(age: float) -> Plan:
        case = Case(person=Person(age_years=age), pain=(Pain(region="neck"),), red_flags=())
        answer = replace(trace(Case(pain=case.pain, red_flags=())), stop=None)
        plan = make_plan(answer, case, TODAY)
        assert plan is not None
        return plan

    assert at(17.9).exercises
    assert "parent and a physiotherapist or doctor before" in at(17.9).first[0]
    assert at(18).exercises
    assert at(18).first == ()


def test_a_limit_that_allows_no_programme_leaves_whom_to_see(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(person=Person(age_years=17), pain=(Pain(region="neck"),), red_flags=())
    answer = trace(case)
    stricter = load().limits["under_18"].model_copy(update={"effect": "no_programme"})
    monkeypatch.setitem(load().limits, "under_18", stricter)
    plan = make_plan(answer, case, TODAY)
    assert plan is not None
    assert (plan.exercises, plan.stop_rules, plan.see) == ((), (), ())
    assert "first" in plan.see_a_clinician
    assert "parent" in plan.first[0]


def test_the_case_says_how_long_and_what_keeps_back() -> None:
    programme = Programme(minutes_per_day=5, limits=("tends_to_fall",))
    case = Case(person=WOMAN, pain=(Pain(region="ankle"),), red_flags=(), programme=programme)
    plan = make_plan(trace(case), case, TODAY)
    assert plan is not None
    assert plan.minutes_per_day == 5
    assert plan.day_minutes <= 5
    assert "one_leg_balance" not in ids(plan)
    longer = make_plan(trace(case), case, TODAY, minutes_per_day=30)
    assert longer is not None
    assert longer.minutes_per_day == 30


def test_warning_signs_that_were_not_asked_come_first() -> None:
    case = Case(person=WOMAN, pain=(Pain(region="neck"),))
    plan = make_plan(trace(case), case, TODAY)
    assert plan is not None
    assert "not asked" in plan.first[0]


def test_severe_pain_is_seen_sooner() -> None:
    def day(intensity: float) -> date:
        case = Case(person=WOMAN, pain=(Pain(region="neck", intensity=intensity),), red_flags=())
        plan = make_plan(trace(case), case, TODAY)
        assert plan is not None
        return plan.see[0].on

    assert day(7) == TODAY + timedelta(weeks=6)
    assert day(7.5) == TODAY + timedelta(weeks=2)


def test_a_break_takes_the_place_of_the_same_advice() -> None:
    told = planned("low_back", habits=Habits(hard_floor_standing_hours=5, screen_hours=6, sitting_hours=8))
    assert [each.id for each in told.breaks] == ["sitting", "standing"]
    assert sum("stand" in line and "hard floors" in line for line in told.habits) == 1


def test_advice_of_a_habit_only_where_it_is_tied_to_a_pain() -> None:
    def told(region: Region) -> str:
        habits = Habits(stress="high", heavy_arm_work=True, earlier_injury=True, sitting_hours=9)
        return " ".join(planned(region, habits=habits).habits)

    assert "Stress" not in told("knee")
    assert "raised arms" not in told("knee")
    assert "injured before" in told("knee")
    assert "You sit 9 hours" in told("knee")
    assert "Stress" in told("neck")
    assert "more than before" in " ".join(planned("hip", habits=Habits(recent_load_change=True)).habits)
    assert "raised arms" in told("shoulder")


def test_unequal_legs_are_spoken_of_from_two_centimetres_on_for_a_sore_back() -> None:
    def shoes(region: Region, height_m: float) -> tuple[str, ...]:
        blocks = Measurement("leg_length_blocks_height", None, height_m, "m", 0.004, 3, "test")
        return planned(region, measured=[blocks]).shoes

    assert shoes("low_back", 0.019) == ()
    assert "with a clinician who has measured it" in shoes("low_back", 0.02)[0]
    assert shoes("neck", 0.03) == ()


def test_pain_in_many_places_is_for_a_clinician_as_a_whole() -> None:
    many: tuple[Region, ...] = ("neck", "headache", "low_back", "knee", "foot")
    assert planned(*many).see_a_clinician.startswith("Pain in so many places")
    assert "so many" not in planned(*many[:4]).see_a_clinician
    sides = tuple(Pain(region=region, side=side) for region in ("knee", "foot", "hip") for side in SIDES)
    case = Case(person=WOMAN, pain=sides, red_flags=())
    assert not any("so many" in warning for warning in trace(case).warnings)
    case = Case(person=WOMAN, pain=tuple(Pain(region=region) for region in many), red_flags=())
    assert any("so many" in warning for warning in trace(case).warnings)


def test_what_was_never_measured_and_has_no_test_at_home_is_not_looked_at_again() -> None:
    assert planned("neck").retest.measures == ()
    walked = [Measurement("walking_speed", None, 1.2, "m/s", 0.05, 9, "video")]
    again = planned("neck", measured=walked).retest
    assert again.measures == ("walking_speed",)
    assert [(each.measure, each.value) for each in again.smallest_changes] == [("walking_speed", 0.1)]
    assert again.measure_now == ()


def test_it_helped_people_is_said_only_where_it_was_tried() -> None:
    def why(region: Region) -> str:
        return next(e.why for e in planned(region).exercises if e.id == "walking_programme")

    assert "it helped people" in why("low_back")
    assert "it helped people" not in why("upper_back")
    assert "sensible guess" in why("upper_back")


def test_a_grade_says_what_it_is_the_grade_of() -> None:
    def grades(region: Region, exercise: str, **more: Any) -> str:
        return graded_words(next(e for e in planned(region, **more).exercises if e.id == exercise))

    back_and_neck = next(e for e in planned("low_back", "neck").exercises if e.id == "walking_programme")
    assert graded_words(back_and_neck) == (
        "Moderate evidence that it helps low back pain; weak evidence for fewer new episodes of neck pain"
    )
    stretch = grades("knee", "soleus_stretch", measured=stiff())
    assert stretch == "Moderate evidence for what is expected of it; none of its own for the pain"
    assert grades("ankle", "one_leg_balance").endswith("fewer turned ankles; none of its own for the pain")
    assert grades("upper_back", "walking_programme") == "Not tried for upper back pain"


def test_insoles_by_foot_and_habit() -> None:
    foot = planned("foot", shoes=Shoes(support="flat", orthotics=False))
    assert len(foot.shoes) == 1
    assert "insole" in foot.shoes[0]
    wearing = planned("low_back", shoes=Shoes(orthotics=True))
    assert "uncertain" in wearing.shoes[0]
    assert planned("neck", shoes=Shoes(orthotics=True, support="flat")).shoes == ()


def test_massage_is_a_short_help_and_no_exercise() -> None:
    plan = planned("neck")
    assert any("massage" in line.lower() for line in plan.short_term)
    assert not any("massage" in exercise.name.lower() for exercise in plan.exercises)
    assert planned("low_back").short_term == ()


def test_general_benefit_says_that_it_needs_no_weak_link() -> None:
    walking = next(e for e in planned("low_back").exercises if e.id == "walking_programme")
    assert "needs no weak link" in walking.why


def test_few_steps_speak_for_walking() -> None:
    few = planned("knee", habits=Habits(daily_steps=2000))
    walking = next((e for e in few.exercises if e.id == "walking_programme"), None)
    assert walking is not None
