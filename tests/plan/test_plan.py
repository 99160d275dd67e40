"""A plan is short, whole, safe, and rests on what helps rather than on what the film shows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kinechain.case import Case, Habits, Pain, Person, Region, Shoes
from kinechain.knowledge import load
from kinechain.measurement import SIDES, Measurement
from kinechain.plan import make_plan
from kinechain.plan.plan import Plan
from kinechain.plan.to_json import trace_json
from kinechain.reasoning import trace

TODAY = date(2026, 11, 21)
WOMAN = Person(age_years=34, sex="female", height_m=1.68)


def planned(*regions: Region, measured: Sequence[Measurement] = (), **more: Any) -> Plan:
    case = Case(person=WOMAN, pain=tuple(Pain(region=region) for region in regions), red_flags=(), **more)
    plan = make_plan(trace(case, measured), case, TODAY)
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
        assert exercise.dose.repetitions or exercise.dose.hold_s or exercise.dose.minutes


def stiff() -> list[Measurement]:
    return [Measurement("knee_to_wall_distance", side, 0.03, "m", 0.007, 3, "test") for side in SIDES]


def test_a_stiff_ankle_gets_a_stretch_for_the_knee_but_not_for_the_neck() -> None:
    assert not {"calf_stretch", "soleus_stretch"} & set(ids(planned("neck", measured=stiff())))
    assert {"calf_stretch", "soleus_stretch"} & set(ids(planned("knee", measured=stiff())))


def test_the_stretch_says_whom_it_serves() -> None:
    stretch = next(e for e in planned("knee", measured=stiff()).exercises if e.id.endswith("_stretch"))
    assert "ankle that bends little, left" in stretch.for_
    assert "possible contributor" in stretch.why


def test_no_plan_after_a_stop() -> None:
    case = Case(pain=(Pain(region="neck"),), red_flags=("weight_loss",))
    assert make_plan(trace(case), case, TODAY) is None


def test_no_plan_for_pain_nothing_is_known_of() -> None:
    case = Case(pain=(Pain(region="shoulder"),), red_flags=())
    assert make_plan(trace(case), case, TODAY) is None


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
    assert set(plan) == {"exercises", "shoes", "habits", "stop_rules", "retest", "see_a_clinician"}
    assert {"id", "dose", "for"} <= set(plan["exercises"][0])
    assert set(plan["retest"]) == {"after_days", "measures", "smallest_changes"}
    assert plan["retest"]["smallest_changes"] == [{"measure": "walking_speed", "value": 0.1, "unit": "m/s"}]


def test_the_smallest_real_change_is_told_where_it_is_known() -> None:
    retest = planned("knee", measured=stiff()).retest
    known = {change.measure: change for change in retest.smallest_changes}
    assert set(known) < set(retest.measures)
    assert known["knee_to_wall_distance"].value == pytest.approx(0.019, abs=0.0005)
    assert known["knee_to_wall_distance"].unit == "m"


def test_an_unlikely_contributor_gets_no_exercise_of_its_own() -> None:
    case = Case(person=WOMAN, pain=(Pain(region="knee"),), red_flags=())
    answer = trace(case)
    region = answer.regions[0]
    faint = tuple(replace(each, probability=0.01) for each in region.contributors)
    plan = make_plan(replace(answer, regions=(replace(region, contributors=faint),)), case, TODAY)
    assert plan is not None
    assert ids(plan) == ["hip_and_knee_strengthening"]
