"""`kinechain plan`: printed, as JSON, as a calendar; a stop writes none and is no error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

CASE = """\
person: {age_years: 34, sex: female, height_m: 1.68}
pain: [{region: neck, intensity: 6}]
red_flags: []
habits: {sitting_hours: 9, daily_steps: 4000}
"""


def plan(case: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kinechain.cli", "plan", "--case", str(case), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_a_plan_is_printed_with_a_calendar_beside_it(case: Path, tmp_path: Path) -> None:
    ics = tmp_path / "plan.ics"
    done = plan(case, "--ics", str(ics), "--start", "2026-11-23")
    assert done.returncode == 0, done.stderr
    assert "Neck strengthening" in done.stdout
    assert "Going well?" in done.stdout
    assert "4 January 2027" in done.stdout
    assert "calendar is in" in done.stderr
    text = ics.read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")
    assert len(Calendar.from_ical(text).walk("VEVENT")) >= 4


def test_json_is_the_trace_with_its_plan(case: Path) -> None:
    done = plan(case, "--json", "--start", "2026-11-23", "--minutes", "20")
    answer = json.loads(done.stdout)
    assert answer["schema"] == "kinechain.trace/1"
    assert answer["plan"]["start"] == "2026-11-23"
    assert answer["plan"]["minutes_per_day"] == 20
    assert answer["plan"]["fullest_day_minutes"] <= 20


def test_a_red_flag_ends_in_referral_with_no_calendar(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("red_flags: []", "red_flags: [weight_loss]"), encoding="utf-8")
    ics = tmp_path / "plan.ics"
    done = plan(case, "--ics", str(ics))
    assert done.returncode == 0
    assert "URGENT" in done.stdout
    assert "No calendar was written" in done.stderr
    assert not ics.exists()
    assert "Going well?" not in done.stdout


def test_questions_that_were_not_asked_come_first(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("red_flags: []\n", ""), encoding="utf-8")
    lines = plan(case).stdout.splitlines()
    assert "not asked" in lines[0]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--start", "tomorrow"), "year-month-day"),
        (("--ics", "plan.txt"), ".ics"),
        (("--minutes", "500"), "minutes a day"),
        (("--limit", "lazy"), "tends_to_fall"),
        (("--person", "2"), "none was given"),
    ],
)
def test_options_that_cannot_be_are_refused_in_one_line(
    case: Path, options: tuple[str, ...], said: str
) -> None:
    done = plan(case, *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_calendar_never_takes_the_place_of_the_case(case: Path) -> None:
    renamed = case.with_suffix(".ics")
    case.rename(renamed)
    done = plan(renamed, "--ics", str(renamed))
    assert done.returncode == 2
    assert renamed.read_text(encoding="utf-8") == CASE


@pytest.mark.parametrize("command", ["plan", "trace"])
@pytest.mark.parametrize(("field", "name"), [("videos", "walk.mp4"), ("photos", "side.jpg")])
def test_films_and_photos_of_the_case_are_looked_for_beside_it(
    case: Path, command: str, field: str, name: str
) -> None:
    case.write_text(f"{CASE}{field}: [{name}]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kinechain.cli", command, "--case", str(case), "--json"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"{case.parent / name} does not exist" in done.stderr


def test_no_pain_no_plan(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("red_flags: []\n", encoding="utf-8")
    done = plan(case)
    assert done.returncode == 2
    assert "where it hurts" in done.stderr
