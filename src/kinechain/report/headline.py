"""The answer in plain words, first of all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kinechain.gait.walk import Walk
from kinechain.reasoning.trace import Contributor, RegionTrace, UsualExplanation
from kinechain.report.evidence_words import sureness
from kinechain.report.number_format import out_of_ten, percent, percent_range
from kinechain.report.paired_sides import PairedSides, supported
from kinechain.report.plain_words import explanation_name, listed, lowered, pain_name, sentence

WORTH_NAMING: Final = 0.10
"""A contributor less likely than this is not offered as an answer."""

WORTH_A_TITLE: Final = 0.20
"""What is less likely than this, contributor or usual explanation, does not make the title."""

TOO_WIDE: Final = 0.60
"""An interval wider than this says nothing."""

Kind = Literal["contributor", "usual", "cannot_tell", "measured"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer for one pain region: a title of a few words and the sentences under it."""

    kind: Kind
    title: str
    sentences: tuple[str, ...]


def region_headline(trace: RegionTrace) -> Headline:
    """What may contribute to the pain of this region, and how sure that is.

    A usual explanation that was not asked for never makes the title, nor lets a contributor make it that is
    less likely; it is named with the rest. A film that could not move the answer is said to be such a one.
    """
    named = [pair for pair in supported(trace) if _can_be_named(pair.first)]
    usual = sorted(trace.usual_explanations, key=lambda e: -e.probability)
    usual = [e for e in usual if e.probability >= WORTH_NAMING]
    likeliest_usual = usual[0].probability if usual else 0.0
    if named and named[0].probability >= WORTH_A_TITLE and named[0].probability > likeliest_usual:
        return _contributor_first(trace, usual, named)
    asked = [e for e in usual if e.asked]
    least = max(WORTH_A_TITLE, named[0].probability if named else 0.0)
    if asked and asked[0].probability >= least:
        return _usual_first(trace, asked, named)
    return _cannot_tell(trace, usual, named)


def measured_headline(walk: Walk | None) -> Headline:
    """The headline when no pain was traced."""
    if walk is None or not any(m.value is not None for m in walk.measurements):
        reasons = (why_unmeasured(walk), "The reasons are listed below.")
        return Headline(
            "cannot_tell", "Nothing could be measured.", tuple(filter(None, reasons)) if walk else ()
        )
    what = "the standing" if walk.source.kind == "photo" else "the walk"
    told = sum(m.value is not None for m in walk.measurements)
    return Headline(
        "measured",
        f"This is how {what} measures.",
        (
            f"{told} values were measured, each with its error.",
            "No pain was given, so nothing was traced: this report describes and explains nothing.",
        ),
    )


def why_unmeasured(walk: Walk | None) -> str:
    """Why a recording gave no number at all, such as that it shows a run; empty where it gave one."""
    if walk is None or any(m.value is not None for m in walk.measurements):
        return ""
    # A measure that no film gives has a reason of its own; what most share is what is wrong with this film.
    reasons = Counter(m.reason for m in walk.measurements if m.reason)
    return f"{sentence(reasons.most_common(1)[0][0])}." if reasons else ""


def _can_be_named(c: Contributor) -> bool:
    width = c.interval[1] - c.interval[0]
    return c.probability >= WORTH_NAMING and width <= TOO_WIDE


def _contributor_first(
    trace: RegionTrace, usual: Sequence[UsualExplanation], named: Sequence[PairedSides]
) -> Headline:
    sentences = [_sureness_of(named)]
    if trace.film_limit:
        sentences.append(trace.film_limit)
    if usual:
        sentences.append(f"The usual explanations stay in the picture: {_with_percent(usual[:3])}.")
    sentences.append(_unseen(trace))
    return Headline("contributor", f"A possible contributor: {lowered(_sided(named[0]))}.", tuple(sentences))


def _usual_first(
    trace: RegionTrace, usual: Sequence[UsualExplanation], named: Sequence[PairedSides]
) -> Headline:
    least = named[0].probability if named else WORTH_A_TITLE
    leading = [e for e in usual if e.probability >= least][:2]
    names = listed([lowered(e.name) for e in leading])
    sentences = (_usual_sentence(leading, pain_name(trace.region, trace.side)),)
    return Headline(
        "usual",
        f"The usual explanations come first: {names}.",
        (*sentences, *_of_the_walk(trace, named), _unseen(trace)),
    )


def _usual_sentence(leading: Sequence[UsualExplanation], pain: str) -> str:
    if len(leading) > 1:
        return f"They may contribute to the {pain}: {_with_range(leading)}."
    (only,) = leading
    return (
        f"The probability that this contributes to the {pain} is {percent(only.probability)} "
        f"(range {percent_range(only.interval)})."
    )


def _cannot_tell(
    trace: RegionTrace, usual: Sequence[UsualExplanation], named: Sequence[PairedSides]
) -> Headline:
    sentences = [
        *_of_the_walk(trace, named),
        "That is an answer too: it is no sign that something is wrong, and none that nothing is.",
    ]
    if usual:
        sentences.append(f"Of the usual explanations, these may contribute: {_with_percent(usual[:3])}.")
    sentences.append(_unseen(trace))
    return Headline("cannot_tell", "From this, we cannot tell.", tuple(sentences))


def _of_the_walk(trace: RegionTrace, named: Sequence[PairedSides]) -> tuple[str, ...]:
    """What was measured, when it is not the answer; a film that could not move it comes first."""
    limit = (trace.film_limit,) if trace.film_limit else ()
    if not named:
        pain = pain_name(trace.region, trace.side)
        return limit or (f"No link of the chain stands out as a possible contributor to the {pain}.",)
    strongest = lowered(_sided(named[0]))
    return (
        *limit,
        f"Of the chain's links, the strongest possible contributor is {strongest}. {_sureness_of(named)}",
    )


def _sureness_of(named: Sequence[PairedSides]) -> str:
    first, *others = named
    return f"{_how_sure(first)} {_others(others)}".strip()


def _how_sure(pair: PairedSides) -> str:
    c = pair.first
    return (
        f"That it contributes is {sureness(c.probability)}: {out_of_ten(c.probability)} "
        f"({percent(c.probability)}, range {percent_range(c.interval)})."
    )


def _others(others: Sequence[PairedSides]) -> str:
    if not others:
        return ""
    names = [f"{lowered(_sided(c))} ({percent(c.probability)})" for c in others[:3]]
    return f"Less likely, but possible: {listed(names)}."


def _unseen(trace: RegionTrace) -> str:
    return f"{sentence(out_of_ten(trace.unseen))} is left to what this cannot see at all."


def _with_percent(usual: Sequence[UsualExplanation]) -> str:
    return listed([f"{_named(e)} ({percent(e.probability)})" for e in usual])


def _with_range(usual: Sequence[UsualExplanation]) -> str:
    return listed(
        [f"{_named(e)} {percent(e.probability)} (range {percent_range(e.interval)})" for e in usual]
    )


def _named(e: UsualExplanation) -> str:
    return explanation_name(lowered(e.name), asked=e.asked)


def _sided(pair: PairedSides) -> str:
    return f"{pair.first.name}, {pair.side}" if pair.side else pair.first.name
