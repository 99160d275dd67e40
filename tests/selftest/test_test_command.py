"""``kinechain test`` as a user meets it: the list, how to do one, its score from a film or a tape measure."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from synthetic_tester import film, held, lunge, times

from kinechain import cli
from kinechain.knowledge import load
from kinechain.motion.files import write_motion


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs ``kinechain test`` in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kinechain", "test", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return command


@pytest.fixture
def lunges(tmp_path: Path) -> Path:
    """A saved motion of three lunges on the left."""
    path = tmp_path / "lunge.parquet"
    write_motion(film(lunge("left", held(times(11), [30.0, 31.0, 32.0], rest=5))), path)
    return path


def answer(ran: Ran) -> dict[str, Any]:
    assert ran.status == 0, ran.err
    return dict(json.loads(ran.out))


def test_the_list_names_every_test(run: Run) -> None:
    ran = run("--list")
    assert ran.status == 0
    assert all(test_id in ran.out for test_id in load().tests)
    listed = answer(run("--list", "--json"))
    assert [test["id"] for test in listed["tests"]] == list(load().tests)
    assert run().out == ran.out


def test_how_to_do_one_shows_steps_safety_cheats_errors_and_what_is_not_taken_over(run: Run) -> None:
    page = " ".join(run("knee_to_wall").out.split())
    test = load().tests["knee_to_wall"]
    assert test.instead_of is not None
    for text in (*test.steps, *test.safety, test.instead_of.why_not, "Error ± 1.4 cm"):
        assert text in page


def test_a_film_is_scored_with_its_error_and_its_place_among_people(run: Run, lunges: Path) -> None:
    ran = run("knee_to_wall", lunges, "--side", "left", "--age", 30)
    assert ran.status == 0
    assert "Knee to wall angle, left: 31 deg ± 8 deg" in ran.out
    assert "of 100 healthy people show less" in ran.out
    assert "- {measure: knee_to_wall_angle, side: left, value: 31.0, unit: deg, sd: 4.1}" in ran.out


def test_the_json_is_that_of_measurements(run: Run, lunges: Path) -> None:
    printed = answer(run("knee_to_wall", lunges, "--side", "left", "--json"))
    assert printed["schema"] == "kinechain.measurements/1"
    assert printed["test"] == "knee_to_wall"
    assert set(printed["source"]) == {"kind", "file", "frames", "rate_hz", "view"}
    (measured,) = printed["measurements"]
    assert measured["measure"] == "knee_to_wall_angle"
    assert measured["value"] == pytest.approx(31.0, abs=0.1)
    assert measured["n"] == 3


def test_the_wrong_side_is_a_result_with_its_reason(run: Run, lunges: Path) -> None:
    ran = run("knee_to_wall", lunges, "--side", "right")
    assert ran.status == 0
    assert "cannot tell: the left foot stands in front in this film; give --side left" in ran.out


def test_what_was_read_off_is_scored(run: Run) -> None:
    one = answer(run("knee_to_wall", "--result", "8.5cm", "--side", "left", "--json"))["measurements"][0]
    assert (one["value"], one["sd"], one["unit"]) == (pytest.approx(0.085), 0.007, "m")
    three = run("straight_leg_raise", "--result", "70", "--result", "72", "--result", "74", "--side", "r")
    assert "Straight leg raise angle, right: 72 deg ± 5 deg" in three.out
    look = run("pelvis_level", "--result", "yes")
    assert "it weighs nothing" in look.out


@pytest.mark.parametrize(("said", "sole"), [("yes", "flexible"), ("no", "stiff")])
def test_a_fact_of_the_shoe_is_printed_as_one(run: Run, said: str, sole: str) -> None:
    ran = run("shoe_check", "--result", said)
    assert (
        f"For the case file: shoes: {{sole: {sole}}}; it counts there only, as do heel_mm and wear" in ran.out
    )
    assert f"Shoe bends at the toes: {said}\n" in ran.out
    assert "measure: shoe" not in ran.out
    assert "into the case file under shoes, as heel_mm." in " ".join(run("shoe_check").out.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("knee_to_wall", "--result", "4", "--side", "left"), "type 4 cm if that was meant"),
        (("knee_to_wall", "--result", "-20cm", "--side", "left"), "is not possible"),
        (("knee_to_wall", "--result", "9 kg", "--side", "left"), "is no unit for this"),
        (("knee_to_wall", "--result", "nine", "--side", "left"), "is no number"),
        (("knee_to_wall", "--result", "9cm"), "needs a side"),
        (("knee_to_wall", "--result", "9cm", "--side", "middle"), "say --side left or --side right"),
        (("side_photo_of_the_head", "--result", "50", "--side", "left"), "has no sides"),
        (("knee_to_wal",), "near to it: knee_to_wall"),
        (("zzz",), "known are: knee_to_wall"),
        (("knee_to_wall", "lunge.parquet"), "needs a side: --side left or --side right"),
        (("neck_rotation", "film.mp4", "--side", "left"), "is not scored from a film but by phone angle"),
        (("knee_to_wall", "film.mp4", "--result", "9cm"), "give a film or --result, not both"),
        (("knee_to_wall", "ph.jpg"), "is a photo, and a test is scored from a film; read the angle off it"),
        (("knee_to_wall", "missing.mp4", "--side", "left"), "missing.mp4"),
    ],
)
def test_what_is_wrong_is_one_line_and_status_2(run: Run, arguments: tuple[str, ...], says: str) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert says in ran.err
