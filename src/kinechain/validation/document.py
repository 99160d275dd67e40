"""The document of our errors: a table, errors of each measure, plots, all from one run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.measurement import SIDES
from kinechain.report.write_report import write_whole
from kinechain.validation import agreement_plot
from kinechain.validation.agreement import Agreement
from kinechain.validation.agreement_plot import agreement_panels, grid_size
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.compared_walk import ComparedWalk
from kinechain.validation.curve_plot import curve_agreements, curve_panels
from kinechain.validation.interval_honesty import HeldOut
from kinechain.validation.knee_explanation import (
    FURTHEST_TURN,
    KneeExplanation,
    has_turned_knee,
    knee_explanations,
)
from kinechain.validation.phone_table import phone_section, phone_text
from kinechain.validation.signed import signed
from kinechain.validation.validation import Validation

if TYPE_CHECKING:
    from jinja2 import Environment

AGREEMENT_TITLE = "Differences between kinechain and laboratories against their mean, one chart a measure"
CURVES_TITLE = "Mean curves over the stride, kinechain and laboratories"
DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the table of errors, in words."""

    name: str
    unit: str
    offset: str
    between: str
    within: str
    limits: str
    held: str
    strides: int
    legs: int
    people: int


@dataclass(frozen=True, slots=True)
class KneeLine:
    """One line of the table of knee axes, in words."""

    name: str
    correlation: str
    spread: str
    left: str
    legs: int


@dataclass(frozen=True, slots=True)
class Convention:
    """What differs by convention in one measure."""

    name: str
    words: str


def write_validation(validation: Validation, document: Path | str) -> tuple[Path, ...]:
    """Write the document to `document` and its plots into a folder of the same name beside it.

    Returns what was written. Raises `InputError` where that is not possible.
    """
    document = Path(document)
    plots = document.with_suffix("")
    try:
        plots.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"{plots} cannot be made: {error.strerror or error}") from None
    texts = {document: document_text(validation)}
    texts |= {plots / name: text for name, text in plot_texts(validation).items()}
    for path, text in texts.items():
        write_whole(path, text)
    return tuple(texts)


def document_text(validation: Validation) -> str:
    """The document as Markdown."""
    rows = validation.rows
    text = (
        _templates()
        .get_template("validation.md.j2")
        .render(
            version=version("kinechain"),
            data=validation.data,
            rows=rows,
            missed=[row for row in rows if row.verdict == "no"],
            unrun=[row for row in rows if row.verdict == "not run"],
            failures=validation.failures,
            errors=[
                _error_line(name, found, validation.held) for name, found in validation.agreements.items()
            ],
            panels=validation.agreements,
            agreement_title=AGREEMENT_TITLE,
            curves=curve_agreements(validation.walks),
            curves_title=CURVES_TITLE,
            knees=[_knee_line(explanation) for explanation in knee_explanations(validation.walks)],
            turned=[line for walk in validation.walks for line in _turned(walk)],
            furthest=FURTHEST_TURN,
            conventions=_conventions(validation.agreements),
            parts=compared_outputs().of("extremes"),
            sections=_sections(validation),
            people=len({walk.recording.person for walk in validation.walks if walk.strides}),
        )
    )
    return _without_empty_runs(text)


def _sections(validation: Validation) -> list[str]:
    """What virtual phones said, then further parts, Markdown."""
    if validation.phone is None:
        return list(validation.sections)
    told = phone_section("Laboratories' walks before a virtual phone", validation.phone.told)
    return [phone_text([told]), *validation.sections]


def plot_texts(validation: Validation) -> dict[str, str]:
    """The plots as SVG, by file name."""
    panels = agreement_panels(validation.walks, validation.agreements.items())
    curves = curve_panels(validation.walks)
    drawn = {"agreement": (AGREEMENT_TITLE, panels), "curves": (CURVES_TITLE, curves)}
    return {f"{name}.svg": _drawing(name, title, parts) for name, (title, parts) in drawn.items() if parts}


def _drawing(name: str, title: str, panels: Sequence[object]) -> str:
    width, height = grid_size(len(panels))
    return (
        _templates()
        .get_template(f"{name}.svg.j2")
        .render(
            title=title,
            description=" ".join(str(getattr(panel, "words", "")) for panel in panels),
            width=width,
            height=height,
            panels=panels,
            frame={
                "left": agreement_plot.LEFT,
                "right": agreement_plot.RIGHT,
                "bottom": agreement_plot.BOTTOM,
            },
        )
    )


def _error_line(measure: str, found: Agreement, held: Sequence[HeldOut]) -> ErrorLine:
    entry = load().measure(measure)
    decimals = entry.decimals + 1
    own = [value for value in held if value.measure == measure]
    return ErrorLine(
        name=entry.name,
        unit=entry.unit,
        offset=signed(found.offset, decimals),
        between=DASH if found.between is None else f"{found.between:.{decimals}f}",
        within=DASH if found.within is None else f"{found.within:.{decimals}f}",
        limits=DASH
        if found.limits is None
        else " to ".join(signed(limit, decimals) for limit in found.limits),
        held=f"{sum(value.inside for value in own)} of {len(own)}" if own else DASH,
        strides=found.strides,
        legs=found.legs,
        people=found.people,
    )


def _knee_line(found: KneeExplanation) -> KneeLine:
    return KneeLine(
        name=load().measure(found.measure).name,
        correlation=signed(found.correlation, 2),
        spread=f"{found.spread:.1f}",
        left=f"{found.left:.1f}",
        legs=found.legs,
    )


def _turned(walk: ComparedWalk) -> Iterator[str]:
    for side in SIDES:
        if has_turned_knee(walk, side):
            ways = {"slope": walk.cross_talks, "markers": walk.knee_axis_turns}
            said = [f"{way} {signed(turns[side], 0)}" for way, turns in ways.items() if side in turns]
            yield f"`{walk.recording.path.name}` {side} ({', '.join(said)})"


def _conventions(measures: Mapping[str, object]) -> dict[str, Convention]:
    return {
        name: Convention(load().measure(name).name, compared.convention)
        for name, compared in compared_outputs().measures.items()
        if name in measures
    }


def _without_empty_runs(text: str) -> str:
    """No more than one empty line at a time, and none at the ends."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept) + "\n"


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=PackageLoader("kinechain.validation"),
        autoescape=select_autoescape(enabled_extensions=("svg", "svg.j2")),
        undefined=StrictUndefined,
    )
