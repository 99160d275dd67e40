"""Each possible contributor and each usual explanation, with its bar, its evidence and its reasons."""

from dataclasses import dataclass

from kinechain.reasoning.trace import Contributor, NextTest, RegionTrace, UsualExplanation
from kinechain.report.evidence_words import EvidenceText, evidence_of, is_supported, sureness
from kinechain.report.number_format import fixed, out_of_ten, percent
from kinechain.report.plain_words import link_name, listed, sentence
from kinechain.report.probability_bar import ProbabilityBar, probability_bar
from kinechain.report.source_list import SourceList
from kinechain.report.vocabulary import Vocabulary

_TELLING_BITS = 0.1
_SOME_BITS = 0.02
_LEAST_BITS = 0.005


@dataclass(frozen=True, slots=True)
class ContributorCard:
    """One possible contributor. `number` counts from 1, as the chain figure does; `cited` holds the
    numbers of its sources in the list at the end.
    """

    number: int
    name: str
    place: str
    bar: ProbabilityBar
    sureness: str
    evidence: EvidenceText
    because: tuple[str, ...]
    would_change: str
    modifiable: bool
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnsupportedLink:
    """A link without support, its sides together. `numbers` are those of its contributors; `reach` is the
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


@dataclass(frozen=True, slots=True)
class ExplanationCard:
    """One usual explanation."""

    name: str
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
    """Cards of the supported links in the order of the trace; sources are numbered as first cited."""
    numbered = enumerate(trace.contributors, 1)
    return tuple(_contributor(k, c, sources) for k, c in numbered if is_supported(c))


def unsupported_links(trace: RegionTrace, sources: SourceList) -> tuple[UnsupportedLink, ...]:
    """The links that nothing supports, in the order of the trace, left and right together."""
    gathered: dict[str, list[tuple[int, Contributor]]] = {}
    for number, contributor in enumerate(trace.contributors, 1):
        if not is_supported(contributor):
            gathered.setdefault(contributor.id, []).append((number, contributor))
    return tuple(_unsupported(same, sources) for same in gathered.values())


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


def _contributor(number: int, c: Contributor, sources: SourceList) -> ContributorCard:
    evidence = evidence_of(c)
    side = f", {c.side}" if c.side else ""
    return ContributorCard(
        number=number,
        name=sentence(c.name),
        place=f"{link_name(c.link)}{side}",
        bar=probability_bar(c.probability, c.interval, evidence.support),
        sureness=sureness(c.probability),
        evidence=evidence,
        because=c.because,
        would_change=c.would_change,
        modifiable=c.modifiable,
        cited=sources.cite(c.sources),
    )


def _unsupported(same: list[tuple[int, Contributor]], sources: SourceList) -> UnsupportedLink:
    sides = [c for _, c in same]
    first = sides[0]
    named = listed([c.side for c in sides if c.side])
    return UnsupportedLink(
        numbers=tuple(number for number, _ in same),
        name=sentence(first.name),
        place=f"{link_name(first.link)}, {named}" if named else link_name(first.link),
        reach=percent(max(c.probability for c in sides)),
        evidence=evidence_of(first),
        because=tuple(dict.fromkeys(line for c in sides for line in c.because)),
        would_change=tuple(dict.fromkeys(c.would_change for c in sides if c.would_change)),
        cited=sources.cite(source for c in sides for source in c.sources),
    )


def _explanation(e: UsualExplanation, sources: SourceList) -> ExplanationCard:
    bar = probability_bar(e.probability, e.interval, "sound")
    return ExplanationCard(sentence(e.name), bar, e.because, sources.cite(e.sources))


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
