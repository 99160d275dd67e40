"""The command line as a user meets it: what it prints, where, and with which exit status."""

import errno
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, get_args

import numpy as np
import pytest

import clips
import kinechain
import sample_walk
from kinechain import cli
from kinechain.capture.recording import Recording
from kinechain.case import Region
from kinechain.demo import sample_video
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.motion.files import ENDINGS, write_motion
from kinechain.reasoning.trace import Evidence, Urgency
from kinechain.walk_files import is_video
from sample_walk import Pixels
from synthetic_camera import film
from synthetic_markers import markers
from synthetic_walker import HEALTHY, SideGait, SyntheticWalker

COMMAND = [sys.executable, "-m", "kinechain.cli"]
# Whether installed or not.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(kinechain.__file__).parents[1])}
COMMANDS = ("demo", "trace", "plan", "measure", "capture", "fit", "validate", "knowledge", "check", "test")


class Ran(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kinechain", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return command


def as_a_user(folder: Path, *arguments: object) -> Ran:
    """Runs a command in a process of its own, with pipes."""
    ended = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def replace_recording(monkeypatch: pytest.MonkeyPatch, record: Callable[..., Recording]) -> None:
    """Videos are not followed by the networks, whichever command asks for it."""
    for room in ("capture", "recording"):
        monkeypatch.setattr(import_module(f"kinechain.capture.{room}"), "record", record)


@pytest.fixture
def known_sample(monkeypatch: pytest.MonkeyPatch, sample_recording: Recording) -> None:
    """The sample clip is not followed again: its people are known."""
    replace_recording(monkeypatch, lambda *_, **__: sample_recording)


def assert_refused(ran: Ran, *words: str) -> None:
    """One clear line on standard error, status 2, nothing on standard output."""
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith("kinechain: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert "fault" not in ran.err
    for word in words:
        assert word in ran.err


def assert_empty(folder: Path, *but: str) -> None:
    """Nothing was left behind."""
    assert sorted(path.name for path in folder.iterdir()) == sorted(but)


# Shapes of JSON: a type, None, a tuple of choices, a list of one shape, a dictionary of shapes by name.
# A shape is matched as it stands; what else an object holds is not looked at.
Number = (int, float)
MEASUREMENT = {
    "measure": str,
    "side": ("left", "right", None),
    "value": (*Number, None),
    "unit": str,
    "sd": (*Number, None),
    "n": int,
    "method": str,
    "verdict": ("typical", "low", "high", "asymmetric", "cannot_tell"),
    "reason": str,
}
MEASUREMENTS = {
    "schema": ("kinechain.measurements/1",),
    "source": {
        "kind": ("video", "markers", "photo"),
        "file": str,
        "frames": int,
        "rate_hz": Number,
        "view": ("side", "front", "back", "oblique", None),
    },
    "person": {"height_m": (*Number, None), "age_years": (*Number, None), "sex": ("female", "male", None)},
    "events": [
        {
            "side": ("left", "right"),
            "kind": ("foot_strike", "foot_off"),
            "time_s": Number,
            "sd_s": Number,
        }
    ],
    "measurements": [MEASUREMENT],
    "warnings": [str],
    "advice": [str],
}
TRACE = {
    "schema": ("kinechain.trace/1",),
    "stop": None,
    "regions": [
        {
            "region": get_args(Region),
            "contributors": [
                {
                    "id": str,
                    "link": str,
                    "side": ("left", "right", None),
                    "probability": Number,
                    "interval": [Number],
                    "evidence": get_args(Evidence),
                    "because": [str],
                    "modifiable": bool,
                }
            ],
            "usual_explanations": [
                {"id": str, "probability": Number, "interval": [Number], "because": [str]}
            ],
            "unseen": Number,
        }
    ],
    "next_tests": [{"test": str, "information_bits": Number, "minutes": Number}],
    "plan": {
        "exercises": [{"id": str, "dose": dict, "for": [str]}],
        "shoes": list,
        "habits": list,
        "stop_rules": list,
        "retest": {"after_days": int, "measures": [str]},
        "see_a_clinician": str,
    },
    "measurements": [MEASUREMENT],
    "warnings": [str],
}
STOP = {"level": get_args(Urgency), "flags": [str], "advice": str}


def misfits(value: Any, shape: Any, where: str = "answer") -> list[str]:
    """Where a value differs from a shape."""
    if isinstance(shape, dict) and isinstance(value, dict):
        missing = [f"{where}.{name} is missing" for name in shape.keys() - value.keys()]
        inside = [misfits(value[n], shape[n], f"{where}.{n}") for n in shape.keys() & value.keys()]
        return missing + [fault for faults in inside for fault in faults]
    if isinstance(shape, list) and isinstance(value, list):
        return [fault for i, each in enumerate(value) for fault in misfits(each, shape[0], f"{where}[{i}]")]
    if isinstance(shape, tuple):
        fits = any(not misfits(value, choice) for choice in shape)
    elif isinstance(shape, type):
        fits = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    else:
        fits = bool(value == shape)
    return [] if fits else [f"{where} is {value!r}"]


def answer(text: str) -> Any:
    """The one JSON object that standard output holds; NaN and infinity are no JSON."""

    def refuse(constant: str) -> NoReturn:
        raise AssertionError(f"{constant} in JSON")

    return json.loads(text, parse_constant=refuse)


def numbers(value: Any) -> list[float]:
    """Every number in an answer."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return [number for each in inside for number in numbers(each)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


# Asking for help.


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage" in ran.out


def test_help_names_every_command(tmp_path: Path) -> None:
    ran = as_a_user(tmp_path, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert all(command in ran.out for command in COMMANDS)


def test_no_command_shows_the_help(run: Run) -> None:
    ran = run()
    assert (ran.status, ran.err) == (2, "")
    assert "Usage" in ran.out


# A whole run, as a user makes it.


def test_a_trace_with_its_report(tmp_path: Path) -> None:
    ran = as_a_user(
        tmp_path,
        *("trace", sample_video(), "--pain", "neck", "--pain", "low back", "--height", "1.65"),
        *("--red-flags", "none", "--json", "--report", "walk.html"),
    )
    assert ran.status == 0
    # No library's chatter, only what is meant for the user.
    assert ran.err == "The report is in walk.html.\n"
    told = answer(ran.out)
    assert misfits(told, TRACE) == []
    assert [region["region"] for region in told["regions"]] == ["neck", "low_back"]
    for region in told["regions"]:
        for one in region["contributors"] + region["usual_explanations"]:
            low, high = one["interval"]
            assert 0 <= low <= one["probability"] <= high <= 1
    assert_empty(tmp_path, "walk.html")
    assert (tmp_path / "walk.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


@pytest.mark.usefixtures("known_sample")
def test_measurements_as_json(run: Run) -> None:
    ran = run("measure", sample_video(), "--json", "--height", "1.65", "--age", "34", "--sex", "female")
    assert (ran.status, ran.err) == (0, "")
    told = answer(ran.out)
    assert misfits(told, MEASUREMENTS) == []
    assert told["person"] == {"height_m": 1.65, "age_years": 34, "sex": "female"}
    assert told["source"]["file"] == "demo.mp4"
    assert all(math.isfinite(number) for number in numbers(told))
    for measurement in told["measurements"]:
        assert (measurement["value"] is None) == (measurement["sd"] is None)
        assert measurement["value"] is not None or measurement["verdict"] == "cannot_tell"
        assert measurement["value"] is not None or measurement["reason"]


@pytest.mark.usefixtures("known_sample")
def test_measurements_for_a_reader(run: Run) -> None:
    ran = run("measure", sample_video())
    assert ran.status == 0
    assert "seen from the side" in ran.out
    assert "Cadence" in ran.out
    assert "needs the person's height (--height)" in " ".join(ran.out.split())


@pytest.mark.usefixtures("known_sample")
def test_a_saved_motion_says_the_same_as_its_video(run: Run, tmp_path: Path) -> None:
    straight = run("measure", sample_video(), "--json")
    assert run("capture", sample_video(), "--out", "walk.parquet").status == 0
    saved = run("measure", "walk.parquet", "--json")
    assert saved.status == 0
    one, other = answer(straight.out), answer(saved.out)
    assert one["measurements"] == other["measurements"]
    assert one["events"] == other["events"]
    assert_empty(tmp_path, "walk.parquet")


@pytest.mark.usefixtures("known_sample")
def test_the_people_of_a_video(run: Run, tmp_path: Path) -> None:
    ran = run("capture", sample_video(), "--people", "people.png", "--json")
    assert ran.status == 0
    told = answer(ran.out)
    assert (told["schema"], told["walker"]) == ("kinechain.people/1", 2)
    assert_empty(tmp_path, "people.png")


def test_a_stop_has_no_plan(run: Run) -> None:
    ran = run("trace", "--pain", "low back", "--red-flags", "back_saddle", "--json")
    assert ran.status == 0
    told = answer(ran.out)
    assert misfits(told, TRACE | {"stop": STOP, "plan": None}) == []
    assert told["stop"]["flags"] == ["back_saddle"]


@pytest.mark.parametrize("command", ["trace", "plan"])
def test_a_stop_says_why(run: Run, tmp_path: Path, command: str) -> None:
    case = "person: {age_years: 9}\npain: [{region: low_back}]\nred_flags: [back_saddle]\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    ran = run(command, "--case", "case.yaml")
    assert ran.status == 0
    flags = load().red_flags
    assert f"You answered yes to: {flags['back_saddle'].question}" in ran.out
    assert "By the age given: Are you under 16?" in ran.out
    assert ran.out.count("You answered yes to") == 1
    assert "Next:" not in ran.err


def test_an_answer_from_a_case_points_to_its_plan(run: Run, tmp_path: Path) -> None:
    case = "pain: [{region: headache}]\nred_flags: []\n"
    (tmp_path / "my case.yaml").write_text(case, encoding="utf-8")
    ran = run("trace", "--case", "my case.yaml")
    assert "Possible contributors to headache:" in ran.out
    assert ran.err.endswith("Next: kinechain plan --case 'my case.yaml'\n")
    assert "Next:" not in run("trace", "--pain", "headache", "--red-flags", "none").err


def test_what_has_no_figure_is_named_and_gets_none(run: Run) -> None:
    arguments = ("trace", "--pain", "low back", "--red-flags", "none")
    (region,) = answer(run(*arguments, "--json").out)["regions"]
    told = region["contributors"] + region["usual_explanations"]
    named = {each["name"] for each in told if each["no_figure"]}
    assert all(each["probability"] == 0 for each in told if each["no_figure"])
    assert all(each["likelihood_ratio"] == 1 for each in region["contributors"] if each["no_figure"])
    assert named
    shown = " ".join(run(*arguments).out.split())
    assert "(0 % to 0 %)" not in shown
    assert "less than 1 %" in shown
    without = shown.partition("Named, but nothing gathered supports a figure: ")[2]
    for name in named:
        assert shown.count(name) == without.count(name) == 1, name
    assert "deep curve of the low back (contradicted by studies)" in without


def test_a_ruled_out_explanation_has_a_figure_of_nothing(run: Run, tmp_path: Path) -> None:
    case = "pain: [{region: neck}]\nred_flags: []\nhabits: {earlier_episodes: false}\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    (region,) = answer(run("trace", "--case", "case.yaml", "--json").out)["regions"]
    told = {each["id"]: each for each in region["usual_explanations"]}
    assert told["earlier_episodes"]["probability"] == 0
    assert not told["earlier_episodes"]["no_figure"]


def test_an_option_beside_a_case_meets_the_case_s_own_checks(run: Run, tmp_path: Path) -> None:
    case = "pain: [{region: neck, since_days: 9000}]\nred_flags: []\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    assert run("trace", "--case", "case.yaml", "--age", 40, "--json").status == 0
    refused = run("trace", "--case", "case.yaml", "--age", 20)
    assert_refused(refused, "pain 1, since_days 9000: longer than the 20 years of age given")
    assert_empty(tmp_path, "case.yaml")


def test_a_case_without_a_video(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("pain: [{region: knee}]\nred_flags: []\n", encoding="utf-8")
    ran = run("trace", "--case", "case.yaml", "--json")
    assert ran.status == 0
    assert misfits(answer(ran.out), TRACE) == []
    assert_empty(tmp_path, "case.yaml")


# Several clips of one person.


@pytest.fixture
def two_clips(tmp_path: Path) -> tuple[str, str]:
    """One walk filmed from the side and from the front, as saved motions in the command's folder."""
    truth = HEALTHY.walk()
    for name, view, distance_m in (("side", "side", 4.5), ("front", "front", 9.0)):
        motion = film(truth, view=view, distance_m=distance_m, rate_hz=30, noise_px=1.0)  # type: ignore[arg-type]
        write_motion(motion.assign_attrs(source_file=f"{name}.mp4"), tmp_path / f"{name}.parquet")
    return "side.parquet", "front.parquet"


def test_two_clips_give_one_answer(run: Run, two_clips: tuple[str, str]) -> None:
    ran = run("measure", *two_clips, "--height", HEALTHY.height_m, "--json")
    assert (ran.status, ran.err) == (0, "")
    told = answer(ran.out)
    assert misfits(told, MEASUREMENTS | {"more_sources": [MEASUREMENTS["source"]]}) == []
    assert (told["source"]["file"], told["source"]["view"]) == ("side.mp4", "side")
    assert [(s["file"], s["view"]) for s in told["more_sources"]] == [("front.mp4", "front")]
    given = {m["measure"] for m in told["measurements"] if m["value"] is not None}
    assert {"stride_length", "step_width"} <= given


def test_each_of_two_clips_is_named_to_a_reader(run: Run, two_clips: tuple[str, str]) -> None:
    ran = run("measure", *two_clips, "--height", HEALTHY.height_m)
    assert "side.mp4: seen from the side" in ran.out
    assert "front.mp4: seen from the front" in ran.out


@pytest.mark.parametrize("option", [("--person", 1), ("--recorded-at", 240)])
def test_what_is_said_of_one_clip_is_not_said_of_two(
    run: Run, tmp_path: Path, option: tuple[str, int]
) -> None:
    for name in ("side.mp4", "front.mp4"):
        (tmp_path / name).touch()
    ran = run("measure", "side.mp4", "front.mp4", *option)
    assert_refused(
        ran, f"{option[0]} is said of one clip", f"kinechain capture CLIP {option[0]} {option[1]} --out"
    )


def test_a_clip_under_two_names_is_counted_once(run: Run, tmp_path: Path, two_clips: tuple[str, str]) -> None:
    shutil.copy(tmp_path / two_clips[0], tmp_path / "again.parquet")
    assert_refused(run("measure", two_clips[0], "again.parquet"), "shows the same", "give each clip once")


def test_a_video_is_what_no_reader_of_motions_reads() -> None:
    assert not any(is_video(Path(f"walk{ending}")) for ending in ENDINGS)
    assert all(is_video(Path(name)) for name in ("walk.mp4", "walk.MOV", "walk"))


def test_markers_are_measured_by_themselves(two_clips: tuple[str, str], tmp_path: Path) -> None:
    film_motion = kinechain.read_motion(tmp_path / two_clips[0])
    with pytest.raises(InputError, match="holds markers"):
        kinechain.measure([film_motion, markers(HEALTHY.walk())])
    with pytest.raises(InputError, match="no motion was given"):
        kinechain.measure([])


def test_a_slow_motion_s_rate_reaches_the_recording(
    run: Run, monkeypatch: pytest.MonkeyPatch, sample_recording: Recording
) -> None:
    asked: list[float | None] = []

    def record(*_: object, recorded_hz: float | None = None, **__: object) -> Recording:
        asked.append(recorded_hz)
        return sample_recording

    replace_recording(monkeypatch, record)
    assert run("capture", sample_video(), "--recorded-at", 240, "--out", "walk.parquet").status == 0
    assert run("measure", sample_video(), "--recorded-at", 120, "--json").status == 0
    assert asked == [240, 120]


# What would make the next film better.


@pytest.mark.usefixtures("known_sample")
def test_advice_comes_last(run: Run) -> None:
    ran = run("measure", sample_video(), "--height", "1.65")
    lines = ran.out.rstrip().splitlines()
    said = lines[lines.index("To make the next film better:") + 1 :]
    assert 1 <= len(said) <= 2
    assert all(line.startswith("  ") for line in said)


def test_nobody_who_does_not_walk_is_advised_how_to_film(run: Run, tmp_path: Path) -> None:
    gait = SideGait(stance_share=0.36, flat_at=6.0, heel_rise=16.0)
    runner = SyntheticWalker(
        cadence_steps_per_min=165, stride_length_m=1.9, hip_over_ankle=12.0, left=gait, right=gait
    )
    race = film(runner.walk(), distance_m=6, rate_hz=30)
    write_motion(race, tmp_path / "run.parquet")
    ran = run("measure", "run.parquet", "--height", HEALTHY.height_m)
    assert ran.status == 0
    assert "note: this is a run" in ran.err
    assert "next film" not in ran.out + ran.err
    told = answer(run("measure", "run.parquet", "--json").out)
    assert told["advice"] == []
    assert all(
        "this is a run" in m["reason"] for m in told["measurements"] if m["measure"] == "walking_speed"
    )


# Input that is no video, or shows no walk.


def test_no_file(tmp_path: Path) -> None:
    assert_refused(as_a_user(tmp_path, "measure", "walk.mp4"), "walk.mp4 does not exist")


@pytest.mark.parametrize("command", [("measure",), ("trace", "--pain", "neck"), ("capture",)])
def test_an_empty_file(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "walk.mp4").touch()
    assert_refused(run(*command, "walk.mp4"), "walk.mp4 is empty")
    assert_empty(tmp_path, "walk.mp4")


def test_a_text_named_mp4(run: Run, tmp_path: Path) -> None:
    (tmp_path / "walk.mp4").write_text("This is no video.\n" * 50)
    assert_refused(run("measure", "walk.mp4"), "not a video", "mp4, mov, mkv, webm or avi")


def test_sound_only(run: Run, tmp_path: Path) -> None:
    clips.write_sound(tmp_path / "walk.mp4")
    assert_refused(run("measure", "walk.mp4"), "no picture, only sound")


def test_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "walks").mkdir()
    assert_refused(run("measure", "walks"), "is a folder")


def test_nobody(run: Run, tmp_path: Path) -> None:
    landscape = np.ascontiguousarray(sample_walk.halved(next(sample_walk.pictures(229)))[:200, 500:])
    sample_walk.write(tmp_path / "walk.mp4", [landscape] * 20)
    assert_refused(run("trace", "walk.mp4", "--pain", "neck"), "shows nobody long enough", "film one person")
    assert_empty(tmp_path, "walk.mp4")


def test_a_video_without_its_end(run: Run, tmp_path: Path) -> None:
    path = sample_walk.write(tmp_path / "walk.mp4", part(100, 120))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert_refused(run("measure", "walk.mp4"), "its end is missing")


def test_a_video_cut_short_is_used_as_far_as_it_goes(run: Run, tmp_path: Path) -> None:
    path = sample_walk.write(tmp_path / "walk.mkv", part(100, 145))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    ran = run("measure", "walk.mkv", "--json")
    assert ran.status == 0
    told = answer(ran.out)
    assert misfits(told, MEASUREMENTS) == []
    assert any("cut short" in warning for warning in told["warnings"])


def part(start: int, stop: int) -> list[Pixels]:
    """Some frames of the sample clip, at half size."""
    return [sample_walk.halved(image) for image in sample_walk.pictures(start, stop)]


def assert_cannot_tell(ran: Ran) -> None:
    """A valid answer without a single number, and the reason."""
    assert (ran.status, ran.err) == (0, "")
    told = answer(ran.out)
    assert misfits(told, MEASUREMENTS) == []
    assert {(m["value"], m["verdict"]) for m in told["measurements"]} == {(None, "cannot_tell")}
    assert all(m["reason"] for m in told["measurements"])
    assert any("walk" in warning for warning in told["warnings"])


def test_a_person_who_stands_still(run: Run, tmp_path: Path) -> None:
    sample_walk.write(tmp_path / "walk.mp4", part(100, 101) * 30)
    assert_cannot_tell(run("measure", "walk.mp4", "--json"))


def test_a_person_who_leaves_after_half_a_step(run: Run, tmp_path: Path) -> None:
    sample_walk.write(tmp_path / "walk.mp4", part(188, 205))
    ran = run("measure", "walk.mp4", "--json", "--height", "1.65")
    if ran.status == 2:
        assert_refused(ran, "shows nobody long enough")
    else:
        assert_cannot_tell(ran)


@pytest.mark.usefixtures("known_sample")
def test_a_person_who_plays_on_a_roof(run: Run) -> None:
    assert_cannot_tell(run("measure", sample_video(), "--person", "1", "--json"))


@pytest.mark.usefixtures("known_sample")
def test_a_report_on_a_person_who_does_not_walk(run: Run, tmp_path: Path) -> None:
    """There is an answer, from the complaint alone, and it says that no walk was seen."""
    ran = run("trace", sample_video(), "--person", "1", "--pain", "neck", "--report", "walk.html")
    assert ran.status == 0
    assert "note: nobody was seen to walk" in ran.err
    assert "Red flags were not asked" in ran.err
    assert (tmp_path / "walk.html").stat().st_size > 10_000


def test_a_fast_4k_clip_stays_in_memory(tmp_path: Path) -> None:
    large = [
        sample_walk.resized(image, 3840, 2160)
        for image in sample_walk.pictures(
            100,
            112,
        )
    ]
    images = (image for image in large for _ in range(10))
    path = sample_walk.write(tmp_path / "walk.mp4", images, rate=240)
    # A small process starts the command and tells its memory: our own child would begin with ours.
    starter = (
        "import resource, subprocess, sys;"
        "done = subprocess.run(sys.argv[1:], check=False);"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss;"
        "print(peak, file=sys.stderr);"
        "sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter, *COMMAND, "measure", str(path), "--json"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert done.returncode == 0
    told = answer(done.stdout)
    assert misfits(told, MEASUREMENTS) == []
    assert (told["source"]["frames"], round(told["source"]["rate_hz"])) == (120, 240)
    kilobyte = 1 if sys.platform == "darwin" else 1024
    assert int(done.stderr.split()[-1]) * kilobyte < 1.5e9


def test_a_portrait_clip_with_a_rotation_flag(run: Run, tmp_path: Path) -> None:
    portrait = [np.ascontiguousarray(np.rot90(image[:, 220:])) for image in part(60, 120)]
    sample_walk.write(tmp_path / "walk.mp4", portrait, turn=90)
    ran = run("measure", "walk.mp4", "--json")
    assert (ran.status, ran.err) == (0, "")
    told = answer(ran.out)
    assert told["source"]["view"] == "side"
    assert told["source"]["direction"] == "right_to_left"


# Options that cannot be.


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--height", "17"], ["height 17", "in metres", "1.68"]),
        (["--height", "1,68"], ["--height"]),
        (["--height", "nan"], ["height nan", "in metres"]),
        (["--age", "340"], ["age 340", "years"]),
        (["--sex", "f"], ["sex f", "female"]),
        (["--pain", "elbow"], ["'elbow'", "low back"]),
        (["--red-flags", "tired"], ["'tired'", "none"]),
        (["--colour"], ["No such option", "--colour", "kinechain --help"]),
        (["another.mp4"], ["walk.mp4 does not exist"]),
        (["walk.mp4"], ["walk.mp4 is given twice"]),
        (["trial.c3d"], ["trial.c3d is no clip of a film", "one walk at a time"]),
        (["ground.mot"], ["forces belong to markers"]),
        (["--static", "static.c3d"], ["standing still belongs to markers"]),
        (["--recorded-at", "0"], ["recorded at 0", "--recorded-at 240"]),
        (["--recorded-at", "nan"], ["recorded at nan", "--recorded-at 240"]),
        (["--report", "missing/walk.html"], ["missing/walk.html cannot be written", "no folder"]),
        (["--report", "."], ["is a folder"]),
        (["--case", "missing.yaml"], ["missing.yaml cannot be read"]),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_the_work(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], words: list[str]
) -> None:
    def too_late(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the video was looked at first")

    replace_recording(monkeypatch, too_late)
    assert_refused(run("trace", "walk.mp4", "--pain", "neck", *options), *words)
    assert_empty(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["trace", "walk.mp4"], ["where it hurts", "--pain"]),
        (["measure"], ["Missing argument"]),
        (["walk"], ["No such command", "walk"]),
        (["measure", "walk.trc"], ["walk.trc"]),
        (["measure", "walk.parquet"], ["walk.parquet does not exist"]),
        (["measure", "walk.parquet", "--recorded-at", "240"], ["has its times already"]),
        (["trace", "--pain", "neck", "--person", "2"], ["--person is said of a recording"]),
        (["trace", "--pain", "neck", "--recorded-at", "240"], ["--recorded-at is said of a recording"]),
        (["capture", "walk.mp4", "--recorded-at", "-1"], ["recorded at -1"]),
        (["fit", "walk.mp4", "--out", "fitted.mot"], ["fitted to markers", "kinechain measure"]),
        (["capture", "walk.mp4", "--out", "walk.csv"], [".parquet or .trc"]),
        (["capture", "walk.mp4", "--people", "people.txt"], [".png or .jpg"]),
        (["capture", "walk.mp4", "--out", "missing/walk.parquet"], ["no folder"]),
    ],
)
def test_a_command_that_cannot_be(run: Run, tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    assert_refused(run(*arguments), *words)
    assert_empty(tmp_path)


@pytest.mark.usefixtures("known_sample")
@pytest.mark.parametrize("person", [0, 9])
def test_a_person_who_is_not_there(run: Run, person: int) -> None:
    ran = run("measure", sample_video(), "--person", person)
    assert_refused(ran, f"no person {person}", "--people people.png")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("person: {height_m: 17}", ["case.yaml: height 17 m", "metres"]),
        ("pain: [{region: elbow}]", ["elbow is not known"]),
        ("pain: [", ["neither YAML nor JSON"]),
        ("- neck", ["no case"]),
    ],
)
def test_a_broken_case(run: Run, tmp_path: Path, text: str, words: list[str]) -> None:
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert_refused(run("trace", "--case", "case.yaml"), *words)
    assert_empty(tmp_path, "case.yaml")


def test_a_case_s_video_is_looked_for_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "someone").mkdir()
    case = tmp_path / "someone" / "case.yaml"
    case.write_text("pain: [{region: neck}]\nvideos: [walk.mp4]\n", encoding="utf-8")
    assert_refused(run("trace", "--case", "someone/case.yaml"), "someone/walk.mp4 does not exist")


# Places that cannot be written.


def no_space(*_arguments: object, **_names: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_no_space_for_the_report_leaves_the_old_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "walk.html"
    report.write_text("the old report")
    monkeypatch.setattr(Path, "write_text", no_space)
    ran = run("trace", "--pain", "neck", "--red-flags", "none", "--json", "--report", "walk.html")
    assert ran.status == 2
    assert ran.err == f"kinechain: {ran.err.removeprefix('kinechain: ')}"
    assert "walk.html cannot be written: No space left on device" in ran.err
    assert ran.err.count("\n") == 1
    assert report.read_bytes() == b"the old report"
    assert_empty(tmp_path, "walk.html")


@pytest.mark.usefixtures("known_sample")
def test_no_space_for_the_motion_leaves_the_old_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = tmp_path / "walk.trc"
    motion.write_text("the old motion")
    monkeypatch.setattr(Path, "write_text", no_space)
    assert_refused(run("capture", sample_video(), "--out", "walk.trc"), "No space left on device")
    assert motion.read_bytes() == b"the old motion"
    assert_empty(tmp_path, "walk.trc")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert_refused(run("trace", "--pain", "neck", "--report", "locked/walk.html"), "cannot be written")


def test_a_video_is_never_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "walk.mp4").write_text("precious")
    assert_refused(run("trace", "walk.mp4", "--pain", "neck", "--report", "walk.mp4"), "also an input")
    assert (tmp_path / "walk.mp4").read_text() == "precious"
