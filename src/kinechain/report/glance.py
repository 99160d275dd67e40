"""The balance at a glance: contributors, usual explanations and the unseen share, on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kinechain.reasoning.trace import RegionTrace
from kinechain.report.evidence_words import LEAST_SHOWN, deserves_a_card
from kinechain.report.number_format import percent
from kinechain.report.paired_sides import supported
from kinechain.report.plain_words import explanation_name, sentence

MOST_OF_A_KIND = 3

Kind = Literal["contributor", "usual", "unseen"]
Entry = tuple[str, str, float]
"""A name, its side or nothing, and a probability."""


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One line: its name, its side if any, its probability as text and as a place in percent of the width."""

    name: str
    side: str
    probability: str
    width: str


@dataclass(frozen=True, slots=True)
class GlanceGroup:
    """The likeliest few of a kind; `others` says how many more there are, and is empty for none."""

    kind: Kind
    title: str
    rows: tuple[GlanceRow, ...]
    others: str


def glance(trace: RegionTrace) -> tuple[GlanceGroup, ...]:
    """The likeliest few of each kind, supported contributors only, and last what stays unseen."""
    contributors = [(pair.first.name, pair.side, pair.probability) for pair in supported(trace)]
    usual = [(explanation_name(e.name, asked=e.asked), "", e.probability) for e in trace.usual_explanations]
    groups = (
        _group("contributor", "Possible contributors", contributors),
        _group("usual", "Usual explanations", usual),
        GlanceGroup("unseen", "Out of sight", (_row(("unseen", "", trace.unseen)),), ""),
    )
    return tuple(group for group in groups if group.rows or group.others)


def _group(kind: Kind, title: str, entries: Iterable[Entry]) -> GlanceGroup:
    ordered = sorted(entries, key=lambda entry: -entry[2])
    shown = [entry for entry in ordered if deserves_a_card(entry[2])][:MOST_OF_A_KIND]
    left = ordered[len(shown) :]
    return GlanceGroup(kind, title, tuple(_row(entry) for entry in shown), _others(left, bool(shown)))


def _others(left: list[Entry], some_are_shown: bool) -> str:
    if not left:
        return ""
    count = f"{len(left)} other{'' if len(left) == 1 else 's'}" if some_are_shown else f"{len(left)}"
    each = "each " if len(left) > 1 else ""
    if deserves_a_card(left[0][2]):
        return f"{count}, {each}{percent(left[0][2])} or less"
    return f"{count}, {each}under {LEAST_SHOWN}\u00a0%"


def _row(entry: Entry) -> GlanceRow:
    name, side, probability = entry
    return GlanceRow(sentence(name), side, percent(probability), f"{100 * probability:.1f}%")
