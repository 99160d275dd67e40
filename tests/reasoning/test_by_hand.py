"""Measurements made by hand: only what can be true, in the right unit, with an error, is counted."""

from typing import Any

import pytest

from kinechain.case import Case, Pain, Person, ReportedMeasurement
from kinechain.errors import InputError
from kinechain.measurement import Measurement
from kinechain.reasoning import trace


def case(age: float = 34, **given: Any) -> Case:
    return Case(
        person=Person(age_years=age, sex="female"),
        pain=(Pain(region="knee"), Pain(region="low_back")),
        red_flags=(),
        measurements=(ReportedMeasurement.model_validate(given),),
    )


WALL: dict[str, Any] = {"measure": "knee_to_wall_distance", "side": "left", "unit": "m"}
SPEED: dict[str, Any] = {"measure": "walking_speed", "unit": "m/s", "sd": 0.05}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({**WALL, "value": 4.5}, r"4\.5 m is not possible \(-0\.1 to 0\.3 m\); is it in cm\?"),
        ({**WALL, "value": 120}, r"is it in mm\?"),
        ({**WALL, "value": -5}, r"-5 m is not possible"),
        ({**WALL, "value": 1e200}, r"1e\+200 m is not possible .* give it as it was read"),
        ({**WALL, "value": 0.1, "sd": 1e300}, r"sd of 1e\+300 m, wider than all that is possible"),
        ({**SPEED, "value": 4.9}, r"is it in km/h\?"),
        ({"measure": "stance_share", "side": "left", "unit": "%", "value": 0.6, "sd": 1}, "a share of 1"),
        (
            {"measure": "hip_extension_peak", "side": "left", "unit": "deg", "value": 1e200, "sd": 1},
            "possible",
        ),
        ({**SPEED, "value": 1.2, "sd": None}, "give yours as sd, in m/s"),
        ({"measure": "push_off_share", "side": "left", "unit": "%", "value": 50}, "give yours as sd"),
        ({**SPEED, "value": 1.2, "side": "left"}, "has no sides; leave out side: left"),
        ({**WALL, "value": 0.1, "side": None}, "needs a side, left or right"),
        ({**WALL, "value": 10, "unit": "in"}, "is given in m or cm or mm, not in in"),
        (
            {**WALL, "value": 400, "unit": "cm"},
            r"4 m is not possible \(-0\.1 to 0\.3 m\); give it as it was read",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_in_one_line(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        trace(case(**given))
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith("measurements: ")
    assert given["measure"] in message


def only(answer_of: Case) -> Measurement:
    (measured,) = trace(answer_of).by_hand
    return measured


def test_a_guided_test_has_an_error_of_its_own_and_a_graded_verdict() -> None:
    measured = only(case(**WALL, value=0.05))
    assert (measured.sd, measured.method, measured.verdict) == (0.007, "guided test, by tape", "low")
    assert "of 100 healthy people show less" in measured.reason


@pytest.mark.parametrize(("value", "sd", "unit"), [(5, 0.8, "cm"), (50, 8, "mm")])
def test_centimetres_are_the_same_as_the_metres_they_are(value: float, sd: float, unit: str) -> None:
    assert only(case(**{**WALL, "unit": unit}, value=value, sd=sd)) == only(
        case(**WALL, value=0.05, sd=0.008)
    )


def test_a_fact_of_the_shoe_is_told_where_it_belongs() -> None:
    answer = trace(case(measure="shoe_heel_height", unit="cm", value=6))
    assert any(
        "weighs nothing as a measurement; write it as shoes: {heel_mm: 60}" in w for w in answer.warnings
    )


def test_both_sides_by_hand_are_compared() -> None:
    both = [
        ReportedMeasurement.model_validate({**WALL, "side": side, "value": value})
        for side, value in (("left", 0.06), ("right", 0.13))
    ]
    given = case(**WALL, value=0.06).model_copy(update={"measurements": tuple(both)})
    left, right = trace(given).by_hand
    assert "left and right differ by 0.070 m" in left.reason
    assert right.verdict == "asymmetric"


def test_a_measure_that_is_not_known_names_those_near_to_it() -> None:
    answer = trace(case(measure="knee_to_wal_distance", side="left", unit="m", value=0.1))
    assert any("near to it: knee_to_wall_distance" in line for line in answer.warnings)


def test_another_measure_is_judged_like_a_film() -> None:
    assert only(case(**SPEED, value=0.7)).verdict == "low"


def test_the_test_of_a_child_is_not_compared_with_adults() -> None:
    grown, child = (trace(case(age, **WALL, value=0.0)).regions[0].contributors for age in (34, 17))
    stiff = {each.side: each for each in child if each.id == "limited_ankle_dorsiflexion"}
    assert stiff["left"].probability == stiff["right"].probability
    assert any("its norm is that of adults" in line for line in stiff["left"].because)
    assert next(each for each in grown if each.side == "left").probability > stiff["left"].probability
    assert trace(case(17, **WALL, value=0.0)).next_tests == ()
