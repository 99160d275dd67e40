"""Each possible contributor and each usual explanation, with its bar, its evidence and its reasons."""

from dataclasses import dataclass

from kinechain.reasoning.trace import NextTest, RegionTrace, UsualExplanation
from kinechain.report.evidence_words import EvidenceText, deserves_a_card, evidence_of, sureness
from kinechain.report.number_format import fixed, out_of_ten, percent
from kinechain.report.paired_sides import PairedSides, supported
from kinechain.report.plain_words import explanation_name, sentence
from kinechain.report.probability_bar import ProbabilityBar, probability_bar
from kinechain.report.source_list import SourceList
from kinechain.report.vocabulary import Vocabulary

_TELLING_BITS = 0.1
_SOME_BITS = 0.02
_LEAST_BITS = 0.005


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
    because: tuple[str, ...]
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
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NextTestLine:
    """A test worth doing next."""

    name: str
    effort: str
    use: str
    is_worth_doing: bool


def contributor_cards(trace: RegionTrace, sources: SourceList) -> tuple[ContributorCard, ...]:
    """Cards of the supported links that deserve one, likeliest first; sources are numbered as first cited."""
    return tuple(
        _contributor(pair, sources) for pair in supported(trace) if deserves_a_card(pair.probability)
    )


def explanation_cards(trace: RegionTrace, sources: SourceList) -> tuple[ExplanationCard, ...]:
    """Cards of the usual explanations, in the order of the trace."""
    return tuple(_explanation(e, sources) for e in trace.usual_explanations)


def next_test_lines(tests: tuple[NextTest, ...], words: Vocabulary) -> tuple[NextTestLine, ...]:
    """The tests in the order of the trace, with what they cost and how much they may tell."""
    return tuple(
        NextTestLine(words.test(t.test), _minutes(t.minutes), _use(t), t.information_bits >= _SOME_BITS)
        for t in tests
    )


def unseen_words(unseen: float) -> str:
    """The share that stays out of sight, as a sentence."""
    return f"{sentence(out_of_ten(unseen))} ({percent(unseen)})"


def _contributor(pair: PairedSides, sources: SourceList) -> ContributorCard:
    c = pair.first
    evidence = evidence_of(c)
    return ContributorCard(
        numbers=pair.numbers,
        name=sentence(c.name),
        place=pair.place,
        bar=probability_bar(c.probability, c.interval, evidence.support),
        sureness=sureness(c.probability),
        evidence=evidence,
        because=pair.because,
        would_change=pair.would_change,
        modifiable=c.modifiable,
        cited=sources.cite(pair.sources),
    )


def _explanation(e: UsualExplanation, sources: SourceList) -> ExplanationCard:
    bar = probability_bar(e.probability, e.interval, "sound")
    name = sentence(explanation_name(e.name, asked=e.asked))
    return ExplanationCard(name, not deserves_a_card(e.probability), bar, e.because, sources.cite(e.sources))


def _minutes(minutes: float) -> str:
    if minutes < 1:
        return "under a minute"
    return f"about {fixed(minutes, 0)} minute{'' if round(minutes) == 1 else 's'}"


def _use(test: NextTest) -> str:
    if test.information_bits < _LEAST_BITS:
        return "would tell next to nothing"
    bits = f"{test.information_bits:.2f} bits"
    if test.information_bits >= _TELLING_BITS:
        return f"would tell much ({bits})"
    return f"would tell {'something' if test.information_bits >= _SOME_BITS else 'little'} ({bits})"
