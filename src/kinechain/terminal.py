"""What the command line shows: progress, tables, questions. Results go to standard output, the rest
to standard error, and nothing but results when piped.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from kinechain.fit_files import FitSummary
    from kinechain.gait.walk import Walk
    from kinechain.knowledge import Knowledge
    from kinechain.measurement import Measurement, View
    from kinechain.reasoning.trace import Trace
    from kinechain.validation.validation import Validation

PIPED_WIDTH = 110

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
        table.add_row(name[0].upper() + name[1:], load.side or "", f"{load.value:.2f}", error, str(load.n))
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
    reasons: dict[str, list[str]] = {}
    for measurement in measurements:
        if measurement.value is None:
            name = knowledge.measure(measurement.measure).name.lower()
            reasons.setdefault(measurement.reason, []).append(name)
    return reasons


def print_warnings(warnings: "Sequence[str]") -> None:
    """One line each, on standard error."""
    for warning in warnings:
        aside().print(f"[yellow]note:[/] {escape(warning)}", soft_wrap=True)


def print_trace(trace: "Trace") -> None:
    """The contributors of each region in one line each, or the advice of a stop."""
    console = out()
    if trace.stop is not None:
        console.print(f"[bold red]{trace.stop.level.upper()}[/]: {escape(trace.stop.advice)}")
        return
    for region in trace.regions:
        where = " ".join(filter(None, (region.side, region.region.replace("_", " "))))
        console.print(f"Possible contributors to {where} pain:")
        for contributor in region.contributors[:5]:
            low, high = contributor.interval
            name = escape(contributor.name) + (f", {contributor.side}" if contributor.side else "")
            grade = contributor.evidence.replace("_", " ")
            share = f"{contributor.probability:4.0%} ({low:.0%} to {high:.0%})"
            console.print(f"  {share}  {name}  [dim]evidence: {grade}[/]")
        if not any(contributor.probability >= 0.05 for contributor in region.contributors):
            stands_out = escape(region.film_limit or "No link of the chain stands out.")
            console.print(f"  [dim]{stands_out}[/]")
        for usual in region.usual_explanations[:4]:
            low, high = usual.interval
            share = f"{usual.probability:4.0%} ({low:.0%} to {high:.0%})"
            asked = "" if usual.asked else " (not asked)"
            console.print(f"  {share}  {escape(usual.name)}  [dim]a usual explanation{asked}[/]")
        console.print(f"  {region.unseen:4.0%}  left to what cannot be seen")


def ask_red_flags(regions: Sequence[str], knowledge: "Knowledge") -> tuple[str, ...]:
    """Ask the red-flag questions of these regions on the terminal; the ids answered yes."""
    import typer

    console = aside()
    console.print("First, a few questions about warning signs. Answer y or n.")
    flags = {flag_id: flag for region in regions for flag_id, flag in knowledge.flags_for(region).items()}
    return tuple(
        flag_id for flag_id, flag in flags.items() if typer.confirm(flag.question, default=None, err=True)
    )
