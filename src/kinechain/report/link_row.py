"""Links told in a row each: those that are less likely, and those that nothing supports."""

from dataclasses import dataclass

from kinechain.reasoning.trace import RegionTrace
from kinechain.report.evidence_words import EvidenceText, deserves_a_card, evidence_of
from kinechain.report.number_format import percent
from kinechain.report.paired_sides import PairedSides, supported, unsupported
from kinechain.report.plain_words import sentence
from kinechain.report.source_list import SourceList


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link in one row, its sides together. `numbers` are those of its contributors; `reach` is the
    largest of their probabilities.
    """

    numbers: tuple[int, ...]
    name: str
    place: str
    reach: str
    evidence: EvidenceText
    because: tuple[str, ...]
    would_change: tuple[str, ...]
    cited: tuple[int, ...]


def less_likely_links(trace: RegionTrace, sources: SourceList) -> tuple[LinkRow, ...]:
    """The supported links too unlikely for a card, likeliest first."""
    return tuple(_row(pair, sources) for pair in supported(trace) if not deserves_a_card(pair.probability))


def unsupported_links(trace: RegionTrace, sources: SourceList) -> tuple[LinkRow, ...]:
    """The links that nothing supports, in the order of the trace, left and right together."""
    return tuple(_row(pair, sources) for pair in unsupported(trace))


def _row(pair: PairedSides, sources: SourceList) -> LinkRow:
    return LinkRow(
        numbers=pair.numbers,
        name=sentence(pair.first.name),
        place=pair.place,
        reach=percent(pair.probability),
        evidence=evidence_of(pair.first),
        because=pair.because,
        would_change=pair.would_change,
        cited=sources.cite(pair.sources),
    )
