"""`kinechain plan`: the programme for a case, printed, as JSON, and as a calendar."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape

from kinechain.errors import InputError

if TYPE_CHECKING:
    from kinechain.case import Case
    from kinechain.knowledge import Knowledge
    from kinechain.plan.plan import Exercise, Plan, SmallestChange
    from kinechain.plan.progression import Session
    from kinechain.plan.training_log import LoggedDose
    from kinechain.reasoning.trace import Trace
    from kinechain.recorded_walk import RecordedWalk


DAYS_BACK: Final = 366
DAYS_AHEAD: Final = 731
"""Between these a programme may begin, counted from today (our choice)."""


def start_day(text: str | None, log: "Sequence[Session]" = ()) -> date:
    """The day on which the programme begins: as given, else that of the first session of the log, else today.

    Raises
    ------
    InputError
        For what is no day, or one long past or far ahead.

    """
    if text is None:
        return log[0].date if log else datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"--start {text}: give a day as year-month-day, such as 2026-11-23") from None
    today = datetime.now().astimezone().date()
    if not -DAYS_BACK <= (day - today).days <= DAYS_AHEAD:
        raise InputError(
            f"--start {day}: a programme begins within a year before and two years after today, {today}"
        )
    return day


def log_of(path: Path | None) -> "tuple[Session, ...]":
    """The log of training in a file, the earliest session first; none without a file.

    Raises as `kinechain.plan.training_log.load_log` does.
    """
    from kinechain.plan.training_log import load_log

    return load_log(path, datetime.now().astimezone().date()) if path else ()


def check_calendar_place(path: Path) -> None:
    """Raise `InputError` unless `path` is the name of a calendar file."""
    if path.suffix.lower() != ".ics":
        raise InputError(f"{path.name}: a calendar is saved as .ics, such as plan.ics")


def plan_case(
    case: "Case",
    recorded: "RecordedWalk | None",
    ics: Path | None,
    *,
    start: date,
    minutes_per_day: float | None,
    limits: Collection[str],
    breaks: bool,
    as_json: bool,
    log: "Sequence[Session]" = (),
) -> None:
    """Print the programme, and what the `log` of training makes of its doses, where there is one; and write
    the calendar to `ics` unless it is None, with the day's breaks if asked;
    after a stop, or without a plan, none is written, and that is said.

    Raises as `kinechain.reasoning.trace` and `kinechain.plan.make_plan` do.
    """
    from kinechain.plan import make_plan
    from kinechain.plan.to_json import trace_json
    from kinechain.reasoning import trace
    from kinechain.terminal import out, print_json, print_warnings

    walk = recorded.walk if recorded else None
    measured = walk.measurements if walk else ()
    result = trace(case, measured)
    plan = make_plan(result, case, start, measured=measured, minutes_per_day=minutes_per_day, limits=limits)
    doses = _next_doses(plan, log)
    if as_json:
        answer = trace_json(result, plan, measured, (*(walk.warnings if walk else ()), *result.warnings))
        print_json({**answer, "next_doses": [_dose_json(each) for each in doses]} if log else answer)
    else:
        print_warnings([*(walk.warnings if walk else ()), *result.warnings])
        _print(result, plan)
        _print_lines(out(), "From your log", [_dose_line(each) for each in doses])
    if ics is not None:
        _write_calendar(plan, result, ics, breaks=breaks)


def _next_doses(plan: "Plan | None", log: "Sequence[Session]") -> "tuple[LoggedDose, ...]":
    from kinechain.plan.training_log import next_doses

    today = datetime.now().astimezone().date()
    return next_doses(plan, log, today) if plan and log else ()


def _dose_line(logged: "LoggedDose") -> str:
    from kinechain.plan.dose_words import dose_words

    said = {"advance": "more", "hold": "as before", "regress": "less", "stop": "stop"}[logged.next.verdict]
    dose = f" ({', '.join(dose_words(logged.next.dose))})" if logged.next.dose else ""
    return f"{logged.name}: {said}{dose}. {logged.next.reason}"


def _dose_json(logged: "LoggedDose") -> dict[str, object]:
    dose = logged.next.dose
    return {
        "exercise": logged.exercise,
        "verdict": logged.next.verdict,
        "began_with": logged.began_with.model_dump(),
        "dose": None if dose is None else dose.model_dump(),
        "reason": logged.next.reason,
        "rule": logged.next.rule,
    }


def _write_calendar(plan: "Plan | None", result: "Trace", ics: Path, *, breaks: bool) -> None:
    from kinechain.plan.calendar import calendar_text
    from kinechain.terminal import aside
    from kinechain.whole_file import replace_file

    if plan is None or not plan.exercises:
        why = "this needs a clinician first" if result.stop or plan else "there is no programme"
        aside().print(f"No calendar was written: {why}.", soft_wrap=True)
        return
    text = calendar_text(plan, breaks=breaks)

    def write(path: Path) -> None:
        path.write_bytes(text.encode())

    replace_file(ics, write)
    aside().print(f"The calendar is in {escape(str(ics))}.", soft_wrap=True)


def _print(result: "Trace", plan: "Plan | None") -> None:
    from kinechain.terminal import out, print_trace

    console = out()
    if result.stop is not None:
        print_trace(result)
        console.print("There is no programme before that.")
    elif plan is None:
        console.print("There is no programme: no pain was given that anything here is known to help.")
    else:
        _print_plan(console, plan)


def _print_plan(console: Console, plan: "Plan") -> None:
    for line in plan.first:
        console.print(f"[bold]{escape(line)}[/]", soft_wrap=True)
    for number, exercise in enumerate(plan.exercises, 1):
        _print_exercise(console, number, exercise)
    if plan.exercises and plan.minutes_per_day:
        full = f"About {plan.day_minutes:.0f} minutes on the fullest day"
        console.print(f"\n{full}, of the {plan.minutes_per_day:g} you give it.")
    _print_lines(console, "Stop or ease off", plan.stop_rules)
    _print_lines(console, "Shoes", plan.shoes)
    _print_lines(console, "Through the day", plan.habits)
    _print_lines(console, "For a short time", plan.short_term)
    _print_lines(console, "Look again", _looking_again(plan))
    _print_lines(console, "See a clinician", (plan.see_a_clinician, *(each.say for each in plan.see)))
    _print_lines(console, "Not in this plan", [f"{each.name}: {each.because}." for each in plan.left_out])


def _print_exercise(console: Console, number: int, exercise: "Exercise") -> None:
    from kinechain.plan.dose_words import dose_words
    from kinechain.report.graded_words import graded_words

    console.print(f"\n[bold]{number}. {escape(exercise.name)}[/]", soft_wrap=True)
    doses = [*dose_words(exercise.dose, exercise.weeks), f"about {exercise.dose.session_minutes:.0f} min"]
    console.print(f"   {escape(', '.join(doses))}", soft_wrap=True)
    if exercise.form:
        console.print(f"   Begin: {escape(exercise.form)}", soft_wrap=True)
    console.print(
        f"   [dim]For {escape(', '.join(exercise.for_))}. {escape(exercise.why)}[/]", soft_wrap=True
    )
    console.print(f"   [dim]{escape(graded_words(exercise))}.[/]", soft_wrap=True)
    for step in exercise.steps:
        console.print(f"   - {escape(step)}", soft_wrap=True)
    console.print(f"   Going well? {escape(' '.join(exercise.progression))}", soft_wrap=True)
    console.print(f"   Too hard? {escape(' '.join(exercise.regression))}", soft_wrap=True)
    console.print(f"   Not if: {escape('; '.join(exercise.not_if))}.", soft_wrap=True)


def _print_lines(console: Console, title: str, lines: Collection[str]) -> None:
    if lines:
        console.print(f"\n[bold]{title}[/]")
        for line in lines:
            console.print(f"   - {escape(line)}", soft_wrap=True)


def _looking_again(plan: "Plan") -> list[str]:
    from datetime import timedelta

    from kinechain.knowledge import load
    from kinechain.plan.seeing import dated

    if not plan.exercises or plan.start is None:
        return []
    knowledge = load()
    day = dated(plan.start + timedelta(days=plan.retest.after_days))
    names = ["how much it hurts", *(_name(knowledge, measure) for measure in plan.retest.measures)]
    lines = [f"On {day}, the same way as before: {', '.join(names)}."]
    if plan.retest.measure_now:
        now = dict.fromkeys(_name(knowledge, measure) for measure in plan.retest.measure_now)
        lines.append(f"Measure now, before you begin, or there is nothing to compare: {'; '.join(now)}.")
    return [*lines, *(_noise(knowledge, change) for change in plan.retest.smallest_changes)]


def _noise(knowledge: "Knowledge", change: "SmallestChange") -> str:
    from kinechain.report.number_format import display_scale, with_gap

    factor, unit = display_scale(change.unit, change.value)
    size = f"{change.value * factor:.2g}{with_gap(unit)}"
    hoped = ""
    if change.within_noise and change.expected is not None:
        hoped = f", and {change.expected * factor:.2g}{with_gap(unit)} is what to expect: try several times"
    name = _name(knowledge, change.measure)
    return f"{name[0].upper()}{name[1:]}: a change smaller than {size} is noise{hoped}."


def _name(knowledge: "Knowledge", measure: str) -> str:
    from kinechain.plan.retest_name import retest_name
    from kinechain.report.plain_words import lowered

    known = knowledge.measures.get(measure)
    return lowered(retest_name(measure, known.name if known else None, knowledge.tests))
