"""A log of training: a bad one is refused in one line, a good one moves the doses by their rules."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from kinechain.case import Case, Pain, Person
from kinechain.errors import InputError
from kinechain.plan import make_plan
from kinechain.plan.plan import Plan
from kinechain.plan.progression import Session
from kinechain.plan.training_log import load_log, next_doses
from kinechain.plan_command import plan_case
from kinechain.reasoning import trace

TODAY = date(2026, 11, 21)
BEGAN = TODAY - timedelta(days=21)
CASE = Case(person=Person(age_years=40), pain=(Pain(region="low_back", since_days=200),), red_flags=())


def back_plan() -> Plan:
    plan = make_plan(trace(CASE), CASE, BEGAN)
    assert plan is not None
    return plan


def walks(days: int, morning: float) -> list[Session]:
    dates = [BEGAN + timedelta(days=day) for day in range(days)]
    return [Session(day, "walking_programme", 1.0, 1.0, morning) for day in dates]


def test_good_weeks_add_up_and_another_exercise_stays() -> None:
    said = {each.exercise: each for each in next_doses(back_plan(), walks(21, 1.0), TODAY)}
    walk = said["walking_programme"].next
    assert walk.verdict == "advance"
    assert walk.dose is not None
    assert walk.dose.minutes == 16
    assert said["general_back_exercise"].next.verdict == "hold"


def test_bad_mornings_make_it_less() -> None:
    bad = next_doses(back_plan(), walks(21, 8.0), TODAY)[0]
    assert bad.next.verdict == "regress"
    assert bad.next.dose is not None
    assert (bad.next.dose.minutes or 0) <= 5 < (bad.began_with.minutes or 0)


def test_a_sign_that_ends_stops_every_exercise() -> None:
    log = [*walks(3, 1.0), Session(TODAY, "walking_programme", 1.0, signs=("dizziness",))]
    assert {each.next.verdict for each in next_doses(back_plan(), log, TODAY)} == {"stop"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "is no log"),
        ("[]", "is no log"),
        ("[3]", "session 1"),
        ("- {date: 2026-11-20, exercise: heel_raises}", "done is missing"),
        ("- {date: 2026-11-20, exercise: heel_raises, done: 5}", "session 1"),
        ("- {date: soon, exercise: heel_raises, done: 1}", "session 1"),
        ("- {date: 2026-11-20, exercise: heel_raises, done: 1, mood: 3}", "nothing else"),
        ("- {date: 2026-11-20, exercise: heel_raises, done: 1, pain_during: .nan}", "session 1"),
        ("- {date: 2026-11-22, exercise: heel_raises, done: 1}", "2026-11-22"),
        ("- {date: 1999-01-01, exercise: heel_raises, done: 1}", "1999-01-01"),
    ],
)
def test_a_bad_log_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "log.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_log(file, TODAY)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(InputError, match="is no exercise"):
        next_doses(back_plan(), [Session(TODAY, "juggling", 1.0)], TODAY)


def test_the_log_is_read_earliest_first_and_printed_with_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "log.yaml"
    file.write_text(
        "- {date: 2026-11-20, exercise: walking_programme, done: 1, pain_next_morning: 1}\n"
        "- {date: 2026-11-18, exercise: walking_programme, done: 0.5}\n",
        encoding="utf-8",
    )
    log = load_log(file, TODAY)
    assert [each.date.day for each in log] == [18, 20]
    shared = {"start": BEGAN, "minutes_per_day": None, "limits": (), "breaks": False, "log": log}
    plan_case(CASE, None, None, as_json=True, **shared)  # type: ignore[arg-type]
    answer = json.loads(capsys.readouterr().out)
    assert {each["exercise"] for each in answer["next_doses"]} == {
        e["id"] for e in answer["plan"]["exercises"]
    }
    plan_case(CASE, None, None, as_json=False, **shared)  # type: ignore[arg-type]
    assert "From your log" in capsys.readouterr().out
