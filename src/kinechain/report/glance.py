"""The balance at a glance: contributors, usual explanations and the unseen share, on one scale."""

from dataclasses import dataclass
from typing import Literal

from kinechain.reasoning.trace import RegionTrace
from kinechain.report.evidence_words import is_supported
from kinechain.report.number_format import percent
from kinechain.report.plain_words import sentence

MOST_OF_A_KIND = 3

Kind = Literal["contributor", "usual", "unseen"]


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One line: its name, its probability as text and as a place in percent of the width."""

    kind: Kind
    name: str
    probability: str
    width: str


def glance(trace: RegionTrace) -> tuple[GlanceRow, ...]:
    """The likeliest few of each kind, supported contributors only, and last what stays unseen."""
    supported = [(c.name, c.probability) for c in trace.contributors if is_supported(c)]
    usual = [(e.name, e.probability) for e in trace.usual_explanations]
    rows = [_row("contributor", *entry) for entry in _likeliest(supported)]
    rows += [_row("usual", *entry) for entry in _likeliest(usual)]
    return (*rows, _row("unseen", "unseen", trace.unseen))


def _likeliest(entries: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(entries, key=lambda entry: -entry[1])[:MOST_OF_A_KIND]


def _row(kind: Kind, name: str, probability: float) -> GlanceRow:
    return GlanceRow(kind, sentence(name), percent(probability), f"{100 * probability:.1f}%")
