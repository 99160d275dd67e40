"""What the command line shows: progress, tables, questions. Results go to standard output, the rest
to standard error, and nothing but results when piped.
"""

import json
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kinechain.printable import capital

if TYPE_CHECKING:
    from pathlib import Path

    from kinechain.fit_files import FitSummary
    from kinechain.gait.walk import Walk
    from kinechain.knowledge import Knowledge
    from kinechain.measurement import Measurement, View
    from kinechain.reasoning.trace import Contributor, RegionTrace, Stop, Trace, UsualExplanation
    from kinechain.validation.validation import Validation

PIPED_WIDTH = 110
MOST_CONTRIBUTORS, MOST_USUAL = 5, 4
"""Lines for one pain."""

VERDICTS = {
    "typical": "typical",
    "low": "[bold]low[/]",
    "high": "[bold]high[/]",
    "asymmetric": "[bold]sides differ[/]",
    "cannot_tell": "[dim]cannot tell[/]",
}


def out() -> Console:
    """Where results go."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)


def aside() -> Console:
    """Where everything else goes."""
    return Console(stderr=True, highlight=False)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on standard output; there is no NaN in JSON, so none may come this far."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False, ensure_ascii=False) + "\n")


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar on a terminal, nothing elsewhere; yields what to call with done and expected."""
    if not sys.stderr.isatty():
        yield lambda _done, _expected: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=aside(), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, expected: bar.update(task, completed=done, total=expected)


def print_walk(walk: "Walk", knowledge: "Knowledge") -> None:
    """The measurements as a table, what cannot be told below it, the warnings, and what to do better."""
    console = out()
    known = [m for m in walk.measurements if m.value is not None]
    events = f", {len(walk.events)} foot events" if walk.events or not _stands(walk) else ""
    console.print(f"{escape(walk.source.file)}: {_view(walk)}{events}")
    for source in walk.more_sources:
        console.print(f"{escape(source.file)}: {_seen_from(source.view)}")
    if known:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for heading, justify in (
            ("Measure", "left"),
            ("Side", "left"),
            ("Value", "right"),
            ("95 %", "right"),
        ):
            table.add_column(heading, justify=justify)  # type: ignore[arg-type]
        table.add_column("Pictures" if _stands(walk) else "Strides", justify="right")
        table.add_column("Verdict")
        for measurement in known:
            table.add_row(*_row(measurement, knowledge))
        console.print(table)
    _print_loads(walk)
    for reason, names in _by_reason(walk.measurements, knowledge).items():
        console.print(f"[dim]Cannot tell {', '.join(names)}: {escape(reason)}.[/]")
    print_warnings(walk.warnings)
    print_advice(walk.advice)


def print_advice(advice: "Sequence[str]") -> None:
    """What would make the next film better, if anything."""
    console = out()
    if advice:
        console.print("To make the next film better:")
    for line in advice:
        console.print(f"  {escape(line)}")


def print_fit(summary: "FitSummary") -> None:
    """What was fitted, what the markers do not tell, and where it was written."""
    console = out()
    console.print(
        f"{summary.coordinates} coordinates over {summary.frames} frames, fitted to {summary.markers} "
        f"markers, which lie {summary.rms_mm:.1f} mm (rms) from their places on the body."
    )
    if summary.unknown:
        names = ", ".join(name.replace("_", " ") for name in summary.unknown)
        console.print(f"[dim]Not told by these markers: {escape(names)}.[/]")
    for line in summary.left_out:
        console.print(f"[dim]{escape(line)}.[/]")
    for file in summary.files:
        console.print(f"Written: {escape(file)}", soft_wrap=True)


def print_validation(validation: "Validation") -> None:
    """The table of our errors."""
    from kinechain.validation.terminal_rows import HEADINGS, validation_rows

    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in HEADINGS:
        table.add_column(heading)
    for row in validation_rows(validation):
        table.add_row(*(escape(cell) for cell in row))
    out().print(table)


def _print_loads(walk: "Walk") -> None:
    """Net joint moments as a table of their own; they are none of a tissue's."""
    from kinechain.knowledge.verdict import IN_95_OF_100

    told = [load for load in walk.loads if load.value is not None]
    if not told:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Net joint moment, peak")
    table.add_column("Side")
    for heading in ("N m/kg", "95 %", "Strides"):
        table.add_column(heading, justify="right")
    for load in told:
        error = f"± {IN_95_OF_100 * (load.sd or 0.0):.2f}"
        name = load.moment.replace("_", " ")
        table.add_row(capital(name), load.side or "", f"{load.value:.2f}", error, str(load.n))
    out().print()
    out().print(table)


def _view(walk: "Walk") -> str:
    if walk.source.kind == "markers":
        return "a walk by markers" if walk.events else "standing, by markers"
    seen = _seen_from(walk.source.view)
    return f"standing, {seen}" if _stands(walk) else seen


def _stands(walk: "Walk") -> bool:
    """Whether pictures of somebody who stands were measured: there is no walk that begins and ends."""
    return walk.source.kind != "markers" and walk.span == (0.0, 0.0)


def _seen_from(view: "View | None") -> str:
    if view is None:
        return "no walk seen"
    return "seen obliquely" if view == "oblique" else f"seen from the {view}"


def _row(measurement: "Measurement", knowledge: "Knowledge") -> tuple[str, ...]:
    from kinechain.knowledge.verdict import IN_95_OF_100

    entry = knowledge.measure(measurement.measure)
    decimals = entry.decimals
    return (
        entry.name,
        measurement.side or "",
        f"{measurement.value:.{decimals}f} {measurement.unit}",
        f"± {IN_95_OF_100 * (measurement.sd or 0.0):.{decimals}f}",
        str(measurement.n),
        _verdict(measurement),
    )


def _verdict(measurement: "Measurement") -> str:
    if measurement.reason.startswith("no norm"):
        return "[dim]no norm[/]"
    recalled = measurement.verdict != "cannot_tell" and "norm recalled" in measurement.reason
    return VERDICTS[measurement.verdict] + (" [dim](norm recalled)[/]" if recalled else "")


def _by_reason(measurements: "Sequence[Measurement]", knowledge: "Knowledge") -> dict[str, list[str]]:
    """What could not be told by why not: a measure once, with its side where only the one is missing."""
    sides: dict[str, dict[str, list[str | None]]] = {}
    for each in measurements:
        if each.value is None:
            name = knowledge.measure(each.measure).name.lower()
            sides.setdefault(each.reason, {}).setdefault(name, []).append(each.side)
    return {
        reason: [f"{name} ({at[0]})" if len(at) == 1 and at[0] else name for name, at in by_name.items()]
        for reason, by_name in sides.items()
    }


def print_warnings(warnings: "Sequence[str]") -> None:
    """One line each, on standard error."""
    for warning in warnings:
        aside().print(f"[yellow]note:[/] {escape(warning)}", soft_wrap=True)


def print_trace(trace: "Trace") -> None:
    """The contributors of each region in one line each, or a stop with what it rests on."""
    if trace.stop is not None:
        _print_stop(trace.stop)
        return
    for region in trace.regions:
        _print_region(region)


def _print_stop(stop: "Stop") -> None:
    """What to do first, and the questions whose answers say so."""
    from kinechain.knowledge import load

    console, flags = out(), load().red_flags
    console.print(f"[bold red]{stop.level.upper()}[/]: {escape(stop.advice)}", soft_wrap=True)
    for flag in stop.flags:
        why = "By the age given" if flag in stop.by_age else "You answered yes to"
        console.print(f"  {why}: {escape(flags[flag].question)}", soft_wrap=True)


def _print_region(region: "RegionTrace") -> None:
    from kinechain.reasoning.decision import WORTH_WORKING_ON

    console = out()
    console.print(f"Possible contributors to {escape(_pain_name(region))}:")
    with_figure = [each for each in region.contributors if not each.no_figure]
    for contributor in with_figure[:MOST_CONTRIBUTORS]:
        name = escape(contributor.name) + (f", {contributor.side}" if contributor.side else "")
        console.print(f"  {_share(contributor)}  {name}  [dim]{_evidence(contributor)}[/]")
    if not any(contributor.probability >= WORTH_WORKING_ON for contributor in region.contributors):
        stands_out = escape(region.film_limit or "No link of the chain stands out.")
        console.print(f"  [dim]{stands_out}[/]")
    usual_ones = [each for each in region.usual_explanations if not each.no_figure]
    for usual in usual_ones[:MOST_USUAL]:
        asked = "" if usual.asked else " (not asked)"
        console.print(f"  {_share(usual)}  {escape(usual.name)}  [dim]a usual explanation{asked}[/]")
    if named := _only_named(region):
        console.print(f"  [dim]Named, but nothing gathered supports a figure: {escape(named)}.[/]")
    console.print(f"  {_percent(region.unseen)}  left to what cannot be seen")


def _pain_name(region: "RegionTrace") -> str:
    """Such as left knee pain; a region of which nothing is known has no name but its own."""
    from kinechain.knowledge import load

    known = load().regions.get(region.region)
    name = known.name if known else f"{region.region.replace('_', ' ')} pain"
    return f"{region.side} {name}" if region.side else name


def _percent(chance: float) -> str:
    from kinechain.reasoning.because import percent

    return f"{percent(chance):>{len(percent(0.001))}}"


def _share(likely: "Contributor | UsualExplanation") -> str:
    from kinechain.reasoning.because import percent

    low, high = likely.interval
    return f"{_percent(likely.probability)} ({percent(low)} to {percent(high)})"


def _evidence(contributor: "Contributor") -> str:
    """The grade as the report words it."""
    from kinechain.report.evidence_words import evidence_of

    return evidence_of(contributor).words.lower()


def _only_named(region: "RegionTrace") -> str:
    """What is named without a figure, each once, whichever side it is on; what studies contradict says so."""
    links = [
        each.name + (" (contradicted by studies)" if each.evidence == "contradicted" else "")
        for each in region.contributors
        if each.no_figure
    ]
    usual = [each.name for each in region.usual_explanations if each.no_figure]
    return ", ".join(dict.fromkeys((*links, *usual)))


def print_next(case_file: "Path") -> None:
    """The command that goes on from an answer."""
    aside().print(f"Next: kinechain plan --case {escape(shlex.quote(str(case_file)))}", soft_wrap=True)
