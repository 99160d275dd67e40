"""``kinechain test``: the guided tests as a list, how to do one, its score from a film or a tape measure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from kinechain.case import Person
from kinechain.check.typed_answer import number, yes_or_no
from kinechain.errors import InputError
from kinechain.gait.to_json import SCHEMA
from kinechain.knowledge import load
from kinechain.knowledge.guided_test import GuidedTest, Score
from kinechain.knowledge.rounding import half_up
from kinechain.knowledge.verdict import IN_95_OF_100
from kinechain.measurement import SIDES, Measurement, Side
from kinechain.printable import capital, printable
from kinechain.selftest.film_test import READERS, FilmedTest, known_test, measure_test
from kinechain.selftest.result import score_result
from kinechain.terminal import VERDICTS, out, print_json, print_warnings, progress
from kinechain.walk_files import is_photo, is_video

if TYPE_CHECKING:
    import xarray as xr

TESTS_SCHEMA = "kinechain.tests/1"


def list_tests(*, as_json: bool) -> None:
    """Every guided test with its minutes and the ways to score it."""
    tests = load().tests
    if as_json:
        print_json({"schema": TESTS_SCHEMA, "tests": [_test_json(*item) for item in tests.items()]})
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("Test", "Minutes", "What it is", "Scored by"):
        table.add_column(heading, justify="right" if heading == "Minutes" else "left")
    for test_id, test in tests.items():
        ways = ", ".join(_ways(test))
        table.add_row(test_id, f"{test.minutes:g}", escape(test.name), escape(ways))
    out().print(table)
    out().print("[dim]How to do one: kinechain test knee_to_wall[/]")


def show_test(test_id: str, *, as_json: bool) -> None:
    """How to do a guided test. Raises `InputError`, with the near ones, where there is none of that name."""
    test = known_test(test_id)
    if as_json:
        print_json({"schema": TESTS_SCHEMA, "tests": [_test_json(test_id, test)]})
        return
    console = out()
    for line in _page(test_id, test):
        console.print(line, soft_wrap=False)


def score_film(
    test_id: str,
    film: Path,
    side: str | None,
    someone: Person,
    *,
    person: int | None = None,
    recorded_hz: float | None = None,
    as_json: bool = False,
) -> None:
    """Score a film of a test, or a motion saved from it. Raises `InputError`, as one line."""
    test = known_test(test_id)
    if is_photo(film):
        raise InputError(
            f"{printable(film.name)} is a photo, and a test is scored from a film; read the angle off it and "
            "give that with --result, or for how somebody stands: kinechain measure PHOTO"
        )
    if test_id not in READERS:
        raise InputError(
            f"{test_id} is not scored from a film but by {', '.join(_ways(test))}; give what you read off "
            f"with --result. Those that a film scores: {', '.join(READERS)}"
        )
    which = _side(test, side)
    if which is None:
        raise InputError(f"{test_id} needs a side: --side left or --side right")
    motion = _read(film, person, recorded_hz)
    scored = measure_test(motion, test_id, which, someone)
    warnings = [*motion.attrs.get("warnings", ()), *scored.notes]
    if as_json:
        print_json(_film_json(scored, motion, someone, warnings))
        return
    _print_scores(test, scored.measurements)
    print_warnings(warnings)


def score_typed(
    test_id: str, typed: Sequence[str], side: str | None, someone: Person, *, as_json: bool = False
) -> None:
    """Score what was read off: one result, or each try. Raises `InputError`, as one line."""
    test = known_test(test_id)
    score = test.scores[0]
    if score.way == "yes_no":
        values = [float(yes_or_no(each)) for each in typed]
    else:
        values = [number(each, score.unit, score.possible) for each in typed]
    scored = score_result(test, score, values if len(values) > 1 else values[0], _side(test, side), someone)
    if as_json:
        source = {"kind": "by_hand", "file": None, "frames": 0, "rate_hz": None, "view": None}
        print_json(_json(test_id, source, someone, (scored,), ()))
    else:
        _print_scores(test, (scored,))


def _side(test: GuidedTest, side: str | None) -> Side | None:
    if side is None:
        return None
    for known in SIDES:
        if side.strip().lower() in (known, known[0]):
            if not test.sided:
                raise InputError(f"{test.name.lower()} has no sides; leave out --side")
            return known
    raise InputError(f"--side {printable(side, 40)} is not known; say --side left or --side right")


def _read(film: Path, person: int | None, recorded_hz: float | None) -> "xr.Dataset":
    if not is_video(film):
        from kinechain.motion.files import read_motion

        return read_motion(film, person)
    from kinechain.capture.capture import motion_of
    from kinechain.capture.recording import record
    from kinechain.selftest.tester import choose_tester

    with progress("Following the test") as on_progress:
        recording = record(film, on_progress, recorded_hz=recorded_hz)
    return motion_of(recording, choose_tester(recording, person))


def _ways(test: GuidedTest) -> list[str]:
    return list(dict.fromkeys(score.way.replace("_", " ").replace("video", "film") for score in test.scores))


def _page(test_id: str, test: GuidedTest) -> Iterator[str]:
    sides = ", both sides" if test.sided else ""
    yield f"[bold]{escape(test.name)}[/]  [dim]{test_id}, about {test.minutes:g} minutes{sides}[/]"
    yield escape(test.purpose)
    if test.needs:
        yield f"You need: {escape('; '.join(test.needs))}."
    yield ""
    yield from (f"{place:>2}. {escape(step)}" for place, step in enumerate(test.steps, start=1))
    yield ""
    yield from (f"[bold]Safety[/]  {escape(line)}" for line in test.safety)
    yield from (
        f"[dim]Watch out[/]  {escape(capital(cheat.what))}: {escape(cheat.how_to_see)}."
        for cheat in test.cheats
    )
    yield ""
    yield from (_score_line(score) for score in test.scores)
    if test.instead_of is not None:
        yield ""
        yield f"[dim]You may have read:[/] {escape(test.instead_of.said)}"
        yield f"[dim]Why it is not done so here:[/] {escape(test.instead_of.why_not)}"
    yield f"[dim]{escape(test.note)}[/]"
    yield f"[dim]Sources: {escape(', '.join(test.sources))}[/]"


def _score_line(score: Score) -> str:
    way = score.way.replace("_", " ").replace("video", "film")
    if score.belongs_to_shoes is not None:
        field = score.belongs_to_shoes.field
        return f"Scored by {way}: {escape(score.how)}. It belongs into the case file under shoes, as {field}."
    if score.sd_error is None:
        return f"Scored by {way}: {escape(score.how)}. It is noted and weighs nothing."
    error = f"± {_shown(IN_95_OF_100 * score.sd_error, score)}"
    change = _shown(score.smallest_change or 0.0, score)
    if score.sd_share is not None:
        share = f"{IN_95_OF_100 * score.sd_share:.0%} of the result"
        error, change = f"± {share}, at most {error}", f"{change} (less from a small result)"
    return (
        f"Scored by {way}: {escape(score.how)}. "
        f"[dim]Error {escape(error)}; a change of less than {escape(change)} may be noise.[/]"
    )


def _print_scores(test: GuidedTest, measurements: Sequence[Measurement]) -> None:
    console = out()
    for each in measurements:
        name = f"{capital(each.measure.replace('_', ' '))}{f', {each.side}' if each.side else ''}"
        if each.value is None:
            console.print(f"{name}: [dim]cannot tell:[/] {escape(each.reason)}.", soft_wrap=True)
            continue
        score = next(score for score in test.scores if score.measure == each.measure)
        shown = _shown(each.value, score)
        if score.way != "yes_no":
            error = _shown(IN_95_OF_100 * (each.sd or 0.0), score)
            shown += f" ± {error}  {VERDICTS[each.verdict]}"
        console.print(f"{name}: {shown}", soft_wrap=True)
        console.print(f"  [dim]{escape(capital(each.reason))}.[/]", soft_wrap=True)
        console.print(
            f"  [dim]For the case file: {escape(_for_the_case(test, score, each))}[/]", soft_wrap=True
        )


def _shown(value: float, score: Score) -> str:
    """A value as it is read off at home: lengths of a test in centimetres."""
    if score.way == "yes_no":
        return "yes" if value else "no"
    if score.unit == "m":
        return f"{half_up(value, 1, times=100)} cm"
    return f"{half_up(value, score.decimals)} {score.unit}"


def _for_the_case(test: GuidedTest, score: Score, each: Measurement) -> str:
    """The lines that the result is in a case file; what is a fact of the shoe stands under shoes."""
    if score.belongs_to_shoes is None:
        return _case_line(each, score.decimals)
    told = score.belongs_to_shoes.written(each.value or 0.0)
    rest = [
        other.belongs_to_shoes.field for other in test.scores if other.belongs_to_shoes and other is not score
    ]
    return f"shoes: {{{told}}}; it counts there only, as do {' and '.join(rest)}"


def _case_line(each: Measurement, decimals: int) -> str:
    side = f"side: {each.side}, " if each.side else ""
    value, sd = (f"{number_:.{decimals + 1}f}" for number_ in (each.value or 0.0, each.sd or 0.0))
    return f"- {{measure: {each.measure}, {side}value: {value}, unit: {each.unit}, sd: {sd}}}"


def _test_json(test_id: str, test: GuidedTest) -> dict[str, Any]:
    changes = {"smallest_changes": [score.smallest_change for score in test.scores]}
    return {"id": test_id, **test.model_dump(mode="json"), **changes, "film": test_id in READERS}


def _film_json(
    scored: FilmedTest, motion: "xr.Dataset", someone: Person, warnings: Sequence[str]
) -> dict[str, Any]:
    source = {
        "kind": "video",
        "file": motion.attrs["source_file"],
        "frames": int(motion.attrs["frames"]),
        "rate_hz": float(motion.attrs["fps"]),
        "view": None,
    }
    return _json(scored.test, source, someone, scored.measurements, warnings)


def _json(
    test_id: str,
    source: dict[str, Any],
    someone: Person,
    measurements: Sequence[Measurement],
    warnings: Sequence[str],
) -> dict[str, Any]:
    """The object that ``kinechain measure --json`` prints, with the name of the test."""
    return {
        "schema": SCHEMA,
        "test": test_id,
        "source": source,
        "person": {
            "height_m": someone.height_m,
            "age_years": someone.age_years,
            "sex": someone.sex,
        },
        "events": [],
        "measurements": [asdict(each) for each in measurements],
        "warnings": list(warnings),
    }
