"""The part of the document of our errors that one phone fills: tables as Markdown, from many trials."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.knowledge import load
from kinechain.knowledge.verdict import CLEARLY
from kinechain.validation.phone_errors import (
    EventLine,
    MeasureLine,
    StrideCount,
    event_lines,
    measure_lines,
    stride_counts,
)
from kinechain.validation.phone_targets import BAND_NAMES, Band, phone_targets
from kinechain.validation.phone_trial import TrialResult
from kinechain.validation.signed import signed

NOTHING = "\u2013"
TELLS = {True: "more", False: "no more"}
MET = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class PhoneSection:
    """What the trials of one kind (`title`) say, in words that a template sets."""

    title: str
    measures: tuple[tuple[str, ...], ...]
    clips: tuple[tuple[str, ...], ...]
    events: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str, ...], ...]
    failures: tuple[str, ...]


def phone_section(title: str, results: Sequence[TrialResult]) -> PhoneSection:
    """Every line in words."""
    return PhoneSection(
        title=title,
        measures=tuple(_stride_words(line) for line in measure_lines(results) if line.strides),
        clips=tuple(_clip_words(line) for line in measure_lines(results) if line.clips),
        events=tuple(_event_words(line) for line in event_lines(results)),
        counts=tuple(_count_words(line) for line in stride_counts(results)),
        failures=tuple(sorted({result.failure for result in results if result.failure})),
    )


def phone_text(sections: Sequence[PhoneSection], *, intro: bool = True) -> str:
    """The sections as Markdown, after what a reader needs to know, if asked."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Markdown of our own numbers and names: nothing in it comes from outside.
    templates = Environment(  # noqa: S701
        loader=PackageLoader("kinechain.validation"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("phone.md.j2").render(sections=sections, intro=intro, clearly=CLEARLY)


def _stride_words(line: MeasureLine) -> tuple[str, ...]:
    return (
        _name(line.measure),
        line.unit,
        BAND_NAMES[line.band],
        signed(line.bias, line.decimals),
        _number(line, line.spread),
        _number(line, line.mae),
        NOTHING if line.target is None else f"\u2264 {line.target:g}",
        MET[line.met],
        _number(line, line.null),
        NOTHING if np.isnan(line.null) else TELLS[line.tells],
        _held(line.held, line.band),
        NOTHING if np.isnan(line.slope) else signed(line.slope, 2, plus=""),
        f"{line.strides:,}",
    )


def _clip_words(line: MeasureLine) -> tuple[str, ...]:
    return (
        _name(line.measure),
        line.unit,
        BAND_NAMES[line.band],
        _number(line, line.clip_mae),
        _number(line, line.clip_null),
        f"\u00b1 {_number(line, line.clip_error)}",
        _percent(line.clip_held),
        _percent(line.clip_judged),
        f"{line.clips:,}",
        str(line.people),
    )


def _number(line: MeasureLine, value: float) -> str:
    return NOTHING if np.isnan(value) else f"{value:.{line.decimals}f}"


def _held(held: float, band: Band) -> str:
    """With a cross beside it where it is outside what is to be reached."""
    if np.isnan(held):
        return NOTHING
    low, high = phone_targets().intervals.get("side" if band == "side" else "oblique", (0.0, 100.0))
    return f"{held:.0f}" + ("" if low <= held <= high else " \u2717")


def _event_words(line: EventLine) -> tuple[str, ...]:
    found = not np.isnan(line.bias)
    return (
        phone_targets().events[line.kind].name,
        BAND_NAMES[line.band],
        signed(line.bias, 1) if found else NOTHING,
        f"{line.median:.1f}" if found else NOTHING,
        f"{line.worst:.0f}" if found else NOTHING,
        NOTHING if line.target is None else f"\u2264 {line.target:g}",
        MET[line.met],
        f"{line.missed:.1f}",
        _percent(line.held),
        f"{line.events:,}",
    )


def _count_words(count: StrideCount) -> tuple[str, ...]:
    return (
        BAND_NAMES[count.band],
        f"{count.clips:,}",
        f"{count.failed:,}",
        f"{count.expected:,}",
        f"{count.found:,}",
        f"{count.extra_events:,}",
    )


def _percent(share: float) -> str:
    return NOTHING if np.isnan(share) else f"{share:.0f}"


def _name(measure: str) -> str:
    return load().measure(measure).name
