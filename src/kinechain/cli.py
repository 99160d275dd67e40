"""The command line; thin over `kinechain`'s functions.

Everything heavy is imported inside the commands, so that ``--help`` answers at once.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from kinechain.errors import InputError, KinechainError
from kinechain.printable import printable
from kinechain.walk_files import Chosen, WalkFiles, check_chosen, sort_files

if TYPE_CHECKING:
    from kinechain.capture.recording import Recording
    from kinechain.case import Case, Person
    from kinechain.recorded_walk import RecordedWalk

app = typer.Typer(
    name="kinechain",
    help="Measures how a person walks, weighs it against published evidence, and says which links of the "
    "body's chain may contribute to pain, and how sure that is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

INPUT_HELP = (
    "A video of the walk or several clips of one person, photos of the person standing (.jpg, .png), a "
    "laboratory's file (.c3d, .trc, .csv), or motions saved as .parquet; with .trc or .csv also its ground "
    "reaction forces (.mot, .sto)."
)
Inputs = Annotated[list[Path], typer.Argument(help=INPUT_HELP)]
Static = Annotated[
    Path | None, typer.Option(help="The same person standing still, from the same laboratory.")
]
Height = Annotated[float | None, typer.Option(help="Height in metres, such as 1.68.")]
Age = Annotated[float | None, typer.Option(help="Age in years.")]
Mass = Annotated[float | None, typer.Option(help="Mass in kilograms, for joint moments.")]
Sex = Annotated[str | None, typer.Option(help="female or male, for the norms.")]
Who = Annotated[
    int | None, typer.Option("--person", help="Number of the person to measure; see: capture --people.")
]
RecordedAt = Annotated[
    float | None,
    typer.Option("--recorded-at", help="Frames a second at which a slow motion was recorded, such as 240."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
ReportPath = Annotated[Path | None, typer.Option("--report", help="Where to write the report.")]
DEFAULT_REPORT = Path("kinechain-report.html")
DEFAULT_CASE = Path("kinechain-case.yaml")
DEFAULT_VALIDATION = Path("docs/validation.md")


@app.command()
def demo(report: ReportPath = None) -> None:
    """Trace the sample walk and write its report."""
    from kinechain.answering import answer_case
    from kinechain.case import Case, Habits, Pain, Person
    from kinechain.demo import HEIGHT_M, sample_video

    case = Case(
        person=Person(height_m=HEIGHT_M, sex="female"),
        pain=(Pain(region="neck", intensity=5, since_days=120, provoked_by=("sitting",)),),
        red_flags=(),
        habits=Habits(sitting_hours=8, stress="high", sleep="fair", daily_steps=4000),
    )
    typer.echo("A sample walk, with an invented complaint of neck pain.", err=True)
    path = report or DEFAULT_REPORT
    files = WalkFiles(sample_video())
    _check_places([path], files.paths)
    answer_case(case, _measured(case, files, Chosen()), path, as_json=False)


@app.command()
def trace(
    inputs: Annotated[list[Path] | None, typer.Argument(help=INPUT_HELP)] = None,
    case_file: Annotated[Path | None, typer.Option("--case", help="The case as YAML or JSON.")] = None,
    pain: Annotated[list[str] | None, typer.Option(help="Where it hurts; may be given again.")] = None,
    height: Height = None,
    age: Age = None,
    sex: Sex = None,
    mass: Mass = None,
    red_flags: Annotated[
        str | None, typer.Option(help="Warning signs present, ids with commas between, or: none.")
    ] = None,
    person: Who = None,
    recorded_at: RecordedAt = None,
    static: Static = None,
    report: ReportPath = None,
    as_json: AsJson = False,
) -> None:
    """Say which links of the chain may contribute to the pain, and what to do."""
    from kinechain.answering import answer_case
    from kinechain.case import load_case
    from kinechain.options import case_from_options

    case = load_case(case_file) if case_file else None
    case = case_from_options(
        case,
        pain=pain or (),
        height_m=height,
        age_years=age,
        sex=sex,
        mass_kg=mass,
        red_flags=red_flags,
    )
    if not case.pain:
        raise InputError("say where it hurts: --pain neck, --pain 'low back' or --pain knee")
    folder = case_file.parent if case_file else Path()
    paths = list(inputs or ()) or _files_of(case, folder)
    files = sort_files(paths, static) if paths else None
    chosen = _chosen(files, person, recorded_at)
    path = report or (None if as_json else DEFAULT_REPORT)
    _check_places([path], [*(files.paths if files else ()), case_file])
    case = _with_red_flags(case)
    answer_case(case, _measured(case, files, chosen), path, case_file=case_file, as_json=as_json)


@app.command()
def check(
    inputs: Annotated[list[Path] | None, typer.Argument(help=INPUT_HELP)] = None,
    case_file: Annotated[
        Path,
        typer.Option("--case", help="Where your answers are kept; a check that was left goes on from it."),
    ] = DEFAULT_CASE,
    report: ReportPath = None,
    as_json: AsJson = False,
) -> None:
    """Go through the guided questions and tests, the most telling next, and say what comes of it."""
    from kinechain.answering import answer_case
    from kinechain.check.case_file import resumed
    from kinechain.check.on_terminal import check_on_terminal

    case = resumed(case_file)
    paths = list(inputs or ()) or _files_of(case, case_file.parent)
    files = sort_files(paths, None) if paths else None
    path = report or (None if as_json else DEFAULT_REPORT)
    _check_places([path, case_file], [*(files.paths if files else ())])
    recorded = _measured(case, files, Chosen())
    case = check_on_terminal(case, case_file, recorded.walk.measurements if recorded else ())
    answer_case(case, recorded, path, case_file=case_file, as_json=as_json)


@app.command()
def plan(
    case_file: Annotated[Path, typer.Option("--case", help="The case as YAML or JSON.")],
    ics: Annotated[
        Path | None, typer.Option(help="Where to write the calendar, such as plan.ics; none after a stop.")
    ] = None,
    start: Annotated[str | None, typer.Option(help="The first day, such as 2026-11-23; else today.")] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Minutes a day you will do, 2 to 240; else 15.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(help="What keeps you back, such as tends_to_fall or numb_feet; may be given again."),
    ] = None,
    breaks: Annotated[
        bool, typer.Option("--breaks", help="Put the breaks of a working day into the calendar too.")
    ] = False,
    log: Annotated[
        Path | None, typer.Option(help="What was done, such as log.yaml: the next dose of each exercise.")
    ] = None,
    person: Who = None,
    recorded_at: RecordedAt = None,
    as_json: AsJson = False,
) -> None:
    """Say what to do about the pain of a case, how much and how it grows; write it into a calendar."""
    from kinechain.case import load_case
    from kinechain.plan_command import check_calendar_place, log_of, plan_case, start_day

    case = load_case(case_file)
    if not case.pain:
        raise InputError(f"{printable(case_file.name)}: say where it hurts, such as pain: [{{region: neck}}]")
    done = log_of(log)
    first = start_day(start, done)
    if ics:
        check_calendar_place(ics)
    paths = _files_of(case, case_file.parent)
    files = sort_files(paths, None) if paths else None
    chosen = _chosen(files, person, recorded_at)
    _check_places([ics], [*(files.paths if files else ()), case_file, log])
    case = _with_red_flags(case)
    plan_case(
        case,
        _measured(case, files, chosen),
        ics,
        start=first,
        minutes_per_day=minutes,
        limits=limit or (),
        breaks=breaks,
        as_json=as_json,
        log=done,
    )


@app.command()
def measure(
    inputs: Inputs,
    height: Height = None,
    age: Age = None,
    sex: Sex = None,
    mass: Mass = None,
    person: Who = None,
    recorded_at: RecordedAt = None,
    static: Static = None,
    as_json: AsJson = False,
) -> None:
    """Measure a walk, or photos of standing: every number with its error, and what cannot be told."""
    from kinechain.gait.to_json import walk_json
    from kinechain.knowledge import load
    from kinechain.options import case_from_options
    from kinechain.terminal import print_json, print_walk

    someone = case_from_options(None, height_m=height, age_years=age, sex=sex, mass_kg=mass).person
    files = sort_files(inputs, static)
    walk = _measure(files, _chosen(files, person, recorded_at), someone).walk
    if as_json:
        print_json(walk_json(walk))
    else:
        print_walk(walk, load())


@app.command()
def capture(
    video: Annotated[Path, typer.Argument(help="The video.")],
    out: Annotated[
        Path | None, typer.Option(help="Save the motion: .parquet, or .trc for other programs.")
    ] = None,
    people: Annotated[
        Path | None, typer.Option(help="Write a picture of the numbered people (.png, .jpg).")
    ] = None,
    person: Who = None,
    recorded_at: RecordedAt = None,
    as_json: AsJson = False,
) -> None:
    """Find the people in a video, choose the walker, and save the motion."""
    from kinechain.capture.capture import motion_of
    from kinechain.capture.people_picture import check_picture_ending, write_people_picture
    from kinechain.capture.walker import choose_walker, people_json
    from kinechain.motion.files import check_ending, write_motion
    from kinechain.options import check_recorded_hz
    from kinechain.terminal import print_json, print_warnings
    from kinechain.whole_file import replace_file

    if out:
        check_ending(out)
    if people:
        check_picture_ending(people)
    check_recorded_hz(recorded_at)
    _check_places([out, people], [video])
    recording = _record(video, recorded_at)
    number = choose_walker(recording, person)
    if people:
        replace_file(people, lambda path: write_people_picture(recording, number, path))
        typer.echo(f"The people are in {people}.", err=as_json)
    if out:
        write_motion(motion_of(recording, number), out)
        typer.echo(f"The motion of person {number} is in {out}.", err=as_json)
    if as_json:
        print_json(people_json(recording, number))
    elif not out and not people:
        count = len(recording.people)
        typer.echo(f"{count} people; person {number} walks. Save with --out, see them with --people.")
    print_warnings(recording.warnings)


@app.command()
def fit(
    inputs: Annotated[list[Path], typer.Argument(help="A laboratory's file with markers.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where to write the fitted motion: .mot.")],
    model: Annotated[
        Path | None, typer.Option(help="Your own OpenSim model (.osim) instead of kinechain's body.")
    ] = None,
    static: Static = None,
    height: Height = None,
    mass: Mass = None,
    as_json: AsJson = False,
) -> None:
    """Fit a body to markers; the motion, its errors and the model open in OpenSim."""
    from kinechain.fit_files import check_fit_place, fit_model, fit_own_body, fit_places, summary_json
    from kinechain.options import case_from_options
    from kinechain.recorded_walk import read_markers
    from kinechain.terminal import print_fit, print_json, print_warnings, progress

    someone = case_from_options(None, height_m=height, mass_kg=mass).person
    files = sort_files(inputs, static)
    check_fit_place(out)
    _check_places([*fit_places(out, model)], [*files.paths, model])
    with progress("Fitting the body"):
        motion = read_markers(files)
        summary = fit_model(model, motion, out) if model else fit_own_body(files, motion, someone, out)
    if as_json:
        print_json(summary_json(summary))
    else:
        print_fit(summary)
    print_warnings(summary.warnings)


@app.command()
def validate(
    folder: Annotated[Path, typer.Argument(help="A folder of C3D files with a laboratory's own results.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Where to write the table and its plots.")
    ] = DEFAULT_VALIDATION,
    workers: Annotated[int, typer.Option(min=1, help="Walks to measure at the same time.")] = 1,
    programs: Annotated[
        bool, typer.Option(help="Compare speeds too, and results with OpenSim where it is installed.")
    ] = True,
    phones: Annotated[
        int | None,
        typer.Option(min=0, help="Clips of virtual phones: 0 for none, thousands for surer figures."),
    ] = None,
    rendered: Annotated[
        bool, typer.Option("--rendered", help="Draw walkers too, film and measure them.")
    ] = False,
    update_knowledge: Annotated[
        bool,
        typer.Option(
            "--update-knowledge",
            help="Write the measured errors into measures.yaml; a film's need --rendered.",
        ),
    ] = False,
) -> None:
    """Hold our numbers against laboratories' own, and write the table of our errors."""
    from kinechain.knowledge.load import FOLDER
    from kinechain.terminal import print_validation, progress
    from kinechain.validation import knowledge_update
    from kinechain.validation.document import write_validation
    from kinechain.validation.phone_run import CLIPS
    from kinechain.validation.run import run_validation, with_phones, with_rendered

    if out.suffix.lower() != ".md":
        raise InputError(f"{printable(out.name)}: the table is saved as .md, such as {DEFAULT_VALIDATION}")
    if folder.resolve() in out.resolve().parents:
        raise InputError(f"{printable(str(out))} lies among the files that are measured; write it elsewhere")
    _check_places([out], [])
    with progress("Measuring walks") as on_progress:
        validation = run_validation(folder, on_progress, workers=workers, programs=programs)
    if phones != 0:
        with progress("Measuring virtual phones' clips") as on_progress:
            validation = with_phones(validation, folder, phones or CLIPS, on_progress, workers=workers)
    if rendered:
        with progress("Drawing and measuring walkers") as on_progress:
            validation = with_rendered(validation, folder, on_progress)
    write_validation(validation, out)
    print_validation(validation)
    typer.echo(f"The table, with its plots, is in {out}.")
    if update_knowledge:
        changed = knowledge_update.update_knowledge(validation, FOLDER / "measures.yaml")
        typer.echo(f"Errors of {len(changed)} measures changed in measures.yaml.")


@app.command()
def knowledge(
    shelf: Annotated[
        str | None,
        typer.Argument(help="claims, links, measures, exercises, tests, sources, flags; without it, all."),
    ] = None,
    entry: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One entry in full, such as 000-08 or L09.")
    ] = None,
    search: Annotated[str, typer.Option(help="Only entries that hold all of these words.")] = "",
    verdict: Annotated[
        str | None, typer.Option(help="Only entries of this verdict or grade, such as contradicted.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look up what all this rests on: statements, links, norms, exercises, tests and their sources."""
    from kinechain.knowledge_pages import look_up

    look_up(shelf, entry, search, verdict, as_json=as_json)


@app.command(name="test")
def guided_test(
    test: Annotated[str | None, typer.Argument(help="The guided test, such as knee_to_wall.")] = None,
    film: Annotated[
        Path | None, typer.Argument(help="A film of it, or a motion saved from one; none: how to do it.")
    ] = None,
    side: Annotated[str | None, typer.Option(help="left or right: the leg that is tested.")] = None,
    result: Annotated[
        list[str] | None, typer.Option(help="What you read off, such as 8.5cm; once for each try.")
    ] = None,
    every: Annotated[bool, typer.Option("--list", help="List the guided tests.")] = False,
    height: Height = None,
    age: Age = None,
    sex: Sex = None,
    person: Who = None,
    recorded_at: RecordedAt = None,
    as_json: AsJson = False,
) -> None:
    """How to do a guided test at home, and its score from a film or from what you read off."""
    from kinechain.options import case_from_options, check_recorded_hz
    from kinechain.test_command import list_tests, score_film, score_typed, show_test

    check_recorded_hz(recorded_at)
    someone = case_from_options(None, height_m=height, age_years=age, sex=sex).person
    if test is None or every:
        list_tests(as_json=as_json)
    elif film is not None and result:
        raise InputError("give a film or --result, not both")
    elif film is not None:
        score_film(test, film, side, someone, person=person, recorded_hz=recorded_at, as_json=as_json)
    elif result:
        score_typed(test, result, side, someone, as_json=as_json)
    else:
        show_test(test, as_json=as_json)


def _check_places(outputs: Sequence[Path | None], inputs: Sequence[Path | None]) -> None:
    """Raise `InputError` before long work if an output could not be written, or would destroy an input."""
    from kinechain.whole_file import check_place

    taken = [path.resolve() for path in inputs if path]
    for path in outputs:
        if path is None:
            continue
        check_place(path)
        if path.resolve() in taken:
            raise InputError(f"{printable(str(path))} is also an input or another output; give another name")
        taken.append(path.resolve())


def _record(video: Path, recorded_hz: float | None) -> "Recording":
    from kinechain.capture.recording import record
    from kinechain.terminal import progress

    with progress("Following the walk") as on_progress:
        return record(video, on_progress, recorded_hz=recorded_hz)


def _chosen(files: WalkFiles | None, person: int | None, recorded_hz: float | None) -> Chosen:
    """What the options say of the recording. Raises `InputError` where it has no such thing."""
    from kinechain.options import check_recorded_hz

    check_recorded_hz(recorded_hz)
    chosen = Chosen(person, recorded_hz)
    if files is not None:
        check_chosen(files, chosen)
    elif chosen != Chosen():
        option = "--person" if recorded_hz is None else "--recorded-at"
        raise InputError(f"{option} is said of a recording, and none was given")
    return chosen


def _files_of(case: "Case", folder: Path) -> list[Path]:
    """The films and photos that the case names, from the folder it lies in."""
    return [folder / name for name in (*case.videos, *case.photos)]


def _measured(case: "Case", files: WalkFiles | None, chosen: Chosen) -> "RecordedWalk | None":
    """The walk that goes with the case, None where there are no files."""
    return _measure(files, chosen, case.person) if files else None


def _measure(files: WalkFiles, chosen: Chosen, person: "Person") -> "RecordedWalk":
    from kinechain.recorded_walk import measure_files
    from kinechain.terminal import progress

    return measure_files(files, person, chosen, progress)


def _with_red_flags(case: "Case") -> "Case":
    """The case with its red flags asked, where somebody sits at the terminal to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return case
    from kinechain.check.flags_on_terminal import with_flags_asked
    from kinechain.knowledge import load
    from kinechain.terminal import aside

    return with_flags_asked(load(), case, aside())


def main() -> None:
    """Run the command line. Exit status: 0 done, 2 bad arguments or input, 1 a fault of ours."""
    try:
        status = app(standalone_mode=False)
    except InputError as error:
        status = _complain(str(error), 2)
    except TyperException as error:
        # Called without a command, Typer has shown the help and has nothing to add.
        status = 2 if not _plain(error) else _complain(f"{_plain(error)}; see: kinechain --help", 2)
    except (typer.Abort, KeyboardInterrupt):
        status = _complain("stopped", 130)
    except KinechainError as error:
        status = _complain(str(error), 1)
    except BrokenPipeError:
        sys.stderr.close()
        status = 1
    except Exception as error:  # noqa: BLE001  no traceback may reach a user
        status = _complain(f"a fault in kinechain, please report it: {type(error).__name__}: {error}", 1)
    sys.exit(status or 0)


def _plain(error: TyperException) -> str:
    """What was wrong with the arguments."""
    return (error.format_message() if hasattr(error, "format_message") else str(error)).rstrip(".")


def _complain(message: str, status: int) -> int:
    """One line on standard error."""
    sys.stderr.write(f"kinechain: {' '.join(message.split())}\n")
    return status


if __name__ == "__main__":
    main()
