"""The answer in plain words, first of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kinechain.gait.walk import Walk
from kinechain.reasoning.trace import Contributor, RegionTrace, UsualExplanation
from kinechain.report.evidence_words import is_supported, sureness
from kinechain.report.number_format import out_of_ten, percent, percent_range
from kinechain.report.plain_words import listed, lowered, pain_name, sentence

WORTH_NAMING: Final = 0.10
"""A contributor less likely than this is not offered as an answer."""

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
    """What may contribute to the pain of this region, and how sure that is."""
    named = [c for c in trace.contributors if _can_be_named(c)]
    usual = sorted(trace.usual_explanations, key=lambda e: -e.probability)
    if not named:
        return _cannot_tell(trace, usual)
    first = max(named, key=lambda c: c.probability)
    if usual and usual[0].probability >= first.probability:
        return _usual_first(trace, usual, named)
    return _contributor_first(trace, usual, named)


def measured_headline(walk: Walk | None) -> Headline:
    """The headline when no pain was traced."""
    if walk is None or not any(m.value is not None for m in walk.measurements):
        return Headline(
            "cannot_tell",
            "Nothing could be measured.",
            ("The reasons are listed below.",) if walk else (),
        )
    told = sum(m.value is not None for m in walk.measurements)
    return Headline(
        "measured",
        "This is how the walk measures.",
        (
            f"{told} values were measured, each with its error.",
            "No pain was given, so nothing was traced: this report describes and explains nothing.",
        ),
    )


def _can_be_named(c: Contributor) -> bool:
    width = c.interval[1] - c.interval[0]
    return is_supported(c) and c.probability >= WORTH_NAMING and width <= TOO_WIDE


def _contributor_first(
    trace: RegionTrace, usual: Sequence[UsualExplanation], named: Sequence[Contributor]
) -> Headline:
    first, *others = sorted(named, key=lambda c: -c.probability)
    sentences = [f"{_how_sure(first)} {_others(others)}".strip()]
    if usual:
        sentences.append(f"The usual explanations stay in the picture: {_with_percent(usual[:3])}.")
    sentences.append(_unseen(trace))
    return Headline("contributor", f"A possible contributor: {lowered(_sided(first))}.", tuple(sentences))


def _usual_first(
    trace: RegionTrace, usual: Sequence[UsualExplanation], named: Sequence[Contributor]
) -> Headline:
    first, *others = sorted(named, key=lambda c: -c.probability)
    leading = [e for e in usual if e.probability >= first.probability][:2]
    pointer = "this" if len(leading) == 1 else "these"
    sentences = (
        f"Nothing in the walk is as likely to contribute as {pointer}: {_with_percent(leading)}.",
        _strongest(first, others),
        _unseen(trace),
    )
    names = listed([lowered(e.name) for e in leading])
    return Headline("usual", f"The usual explanations come first: {names}.", sentences)


def _strongest(first: Contributor, others: Sequence[Contributor]) -> str:
    named = f"Of what was measured, the strongest possible contributor is {lowered(_sided(first))}."
    return f"{named} {_how_sure(first)} {_others(others)}".strip()


def _cannot_tell(trace: RegionTrace, usual: Sequence[UsualExplanation]) -> Headline:
    sentences = [
        f"Nothing that was measured stands out as a possible contributor to the {pain_name(trace.region)}.",
        "That is an answer too: it is no sign that something is wrong, and none that nothing is.",
    ]
    if usual:
        sentences.append(f"The usual explanations are likelier: {_with_percent(usual[:3])}.")
    sentences.append(_unseen(trace))
    return Headline("cannot_tell", "From this, we cannot tell.", tuple(sentences))


def _how_sure(c: Contributor) -> str:
    return (
        f"That it contributes is {sureness(c.probability)}: {out_of_ten(c.probability)} "
        f"({percent(c.probability)}, range {percent_range(c.interval)})."
    )


def _others(others: Sequence[Contributor]) -> str:
    if not others:
        return ""
    names = [f"{lowered(_sided(c))} ({percent(c.probability)})" for c in others[:3]]
    return f"Less likely, but possible: {listed(names)}."


def _unseen(trace: RegionTrace) -> str:
    return f"{sentence(out_of_ten(trace.unseen))} is left to what this cannot see at all."


def _with_percent(usual: Sequence[UsualExplanation]) -> str:
    return listed([f"{lowered(e.name)} ({percent(e.probability)})" for e in usual])


def _sided(c: Contributor) -> str:
    return f"{c.name}, {c.side}" if c.side else c.name
