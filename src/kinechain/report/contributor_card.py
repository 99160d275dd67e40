"""Each possible contributor and each usual explanation, with its bar, its evidence and its reasons."""

from dataclasses import dataclass

from kinechain.reasoning.trace import RegionTrace, UsualExplanation
from kinechain.report.evidence_words import EvidenceText, deserves_a_card, evidence_of, sureness
from kinechain.report.moves import Moves, moves
from kinechain.report.number_format import out_of_ten, percent
from kinechain.report.paired_sides import PairedSides, supported
from kinechain.report.plain_words import explanation_name, sentence
from kinechain.report.probability_bar import ProbabilityBar, probability_bar
from kinechain.report.routes import Paths, Pulls, paths, without_shares
from kinechain.report.source_list import SourceList


@dataclass(frozen=True, slots=True)
class ContributorCard:
    """One possible contributor, at one side or at both. `numbers` count from 1, as the chain figure does;
    `cited` holds the numbers of its sources in the list at the end.
    """

    numbers: tuple[int, ...]
    name: str
    place: str
    bar: ProbabilityBar
    sureness: str
    evidence: EvidenceText
    paths: Paths | None
    because: tuple[str, ...]
    moves: Moves
    would_change: tuple[str, ...]
    modifiable: bool
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExplanationCard:
    """One usual explanation. One that is `faint` needs no more than a row."""

    name: str
    faint: bool
    bar: ProbabilityBar
    because: tuple[str, ...]
    moves: Moves
    cited: tuple[int, ...]


def contributor_cards(
    trace: RegionTrace, sources: SourceList, pulls: Pulls | None = None
) -> tuple[ContributorCard, ...]:
    """Cards of the supported links that deserve one, likeliest first; sources are numbered as first cited."""
    return tuple(
        _contributor(pair, trace, pulls or {}, sources)
        for pair in supported(trace)
        if deserves_a_card(pair.probability)
    )


def explanation_cards(trace: RegionTrace, sources: SourceList) -> tuple[ExplanationCard, ...]:
    """Cards of the usual explanations, in the order of the trace."""
    return tuple(_explanation(e, sources) for e in trace.usual_explanations)


def unseen_words(unseen: float) -> str:
    """The share that stays out of sight, as a sentence."""
    return f"{sentence(out_of_ten(unseen))} ({percent(unseen)})"


def _contributor(pair: PairedSides, trace: RegionTrace, pulls: Pulls, sources: SourceList) -> ContributorCard:
    c = pair.first
    evidence, ways = evidence_of(c), paths(c, trace, pulls)
    return ContributorCard(
        numbers=pair.numbers,
        name=sentence(c.name),
        place=pair.place,
        bar=probability_bar(c.probability, c.interval, evidence.support),
        sureness=sureness(c.probability),
        evidence=evidence,
        paths=ways,
        because=without_shares(pair.because) if ways else pair.because,
        moves=moves(c.moved_by, sources),
        would_change=pair.would_change,
        modifiable=c.modifiable,
        cited=sources.cite(pair.sources),
    )


def _explanation(e: UsualExplanation, sources: SourceList) -> ExplanationCard:
    bar = probability_bar(e.probability, e.interval, "sound")
    name = sentence(explanation_name(e.name, asked=e.asked))
    return ExplanationCard(
        name=name,
        faint=not deserves_a_card(e.probability),
        bar=bar,
        because=e.because,
        moves=moves(e.moved_by, sources),
        cited=sources.cite(e.sources),
    )
