"""The balance at a glance: contributors, usual explanations and the unseen share, on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kinechain.reasoning.trace import RegionTrace
from kinechain.report.evidence_words import LEAST_SHOWN, deserves_a_card
from kinechain.report.number_format import percent, percent_range
from kinechain.report.paired_sides import supported, unsupported
from kinechain.report.plain_words import explanation_name, sentence

MOST_OF_A_KIND = 4

Kind = Literal["contributor", "usual", "unseen"]


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One line: its name, its side if any, its probability and range as text, and their places in percent of
    the width. `interval` is empty where there is no range, `firm` False where nobody asked.
    """

    name: str
    side: str
    probability: str
    interval: str
    dot: str
    low: str
    width: str
    firm: bool


@dataclass(frozen=True, slots=True)
class GlanceGroup:
    """The likeliest few of a kind; `others` says how many more there are, and is empty for none."""

    kind: Kind
    title: str
    rows: tuple[GlanceRow, ...]
    others: str


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    side: str
    probability: float
    interval: tuple[float, float] | None
    firm: bool = True


def glance(trace: RegionTrace) -> tuple[GlanceGroup, ...]:
    """The likeliest few of each kind, supported contributors only, and last what stays unseen."""
    contributors = [
        _Entry(pair.first.name, pair.side, pair.probability, pair.first.interval) for pair in supported(trace)
    ]
    usual = [
        _Entry(explanation_name(e.name, asked=e.asked), "", e.probability, e.interval, e.asked)
        for e in trace.usual_explanations
    ]
    unseen = _row(_Entry("unseen", "", trace.unseen, None))
    groups = (
        _contributors(contributors, len(unsupported(trace))),
        _group("usual", "Usual explanations", usual),
        GlanceGroup("unseen", "Out of sight", (unseen,), ""),
    )
    return tuple(group for group in groups if group.rows or group.others)


def _contributors(entries: list[_Entry], claimed: int) -> GlanceGroup:
    group = _group("contributor", "Possible contributors", entries)
    if group.rows or group.others or not claimed:
        return group
    return GlanceGroup(group.kind, group.title, (), "none has published support")


def _group(kind: Kind, title: str, entries: Iterable[_Entry]) -> GlanceGroup:
    ordered = sorted(entries, key=lambda entry: -entry.probability)
    shown = [entry for entry in ordered if deserves_a_card(entry.probability)][:MOST_OF_A_KIND]
    left = ordered[len(shown) :]
    return GlanceGroup(kind, title, tuple(_row(entry) for entry in shown), _others(left, bool(shown)))


def _others(left: list[_Entry], some_are_shown: bool) -> str:
    if not left:
        return ""
    count = f"{len(left)} other{'' if len(left) == 1 else 's'}" if some_are_shown else f"{len(left)}"
    each = "each " if len(left) > 1 else ""
    if deserves_a_card(left[0].probability):
        return f"{count}, {each}{percent(left[0].probability)} or less"
    return f"{count}, {each}under {LEAST_SHOWN}\u00a0%"


def _row(entry: _Entry) -> GlanceRow:
    low, high = entry.interval or (entry.probability, entry.probability)
    return GlanceRow(
        name=sentence(entry.name),
        side=entry.side,
        probability=percent(entry.probability),
        interval=percent_range(entry.interval) if entry.interval else "",
        dot=_place(entry.probability),
        low=_place(low),
        width=_place(high - low),
        firm=entry.firm,
    )


def _place(share: float) -> str:
    return f"{100 * share:.1f}%"
