"""Guided tests as the report tells them: how to do one, what it would tell, and what a result was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kinechain.knowledge.guided_test import GuidedTest, InsteadOf, Score, ScoreWay
from kinechain.reasoning.trace import NextTest, Trace
from kinechain.report.number_format import fixed, percent
from kinechain.report.plain_words import listed, pain_name
from kinechain.report.source_list import SourceList
from kinechain.report.vocabulary import Vocabulary

_TELLING_BITS: Final = 0.1
_SOME_BITS: Final = 0.02
_LEAST_BITS: Final = 0.005

_WAYS: Final[dict[ScoreWay, str]] = {
    "tape": "By tape measure",
    "phone_angle": "By phone",
    "video": "By film",
    "photo": "By photo",
    "stopwatch": "By watch",
    "count": "By counting",
    "yes_no": "By looking",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the result off."""

    way: str
    how: str


@dataclass(frozen=True, slots=True)
class TestGuide:
    """How to do one test. `minutes` counts both sides."""

    __test__ = False  # pytest would take the name for a test

    id: str
    purpose: str
    needs: str
    steps: tuple[str, ...]
    safety: tuple[str, ...]
    cheats: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    instead_of: InsteadOf | None
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NextTestCard:
    """A test to do next: what it costs, how much it may tell and of what, and how it is done."""

    name: str
    effort: str
    use: str
    is_worth_doing: bool
    tells: tuple[str, ...]
    guide: TestGuide | None


def next_test_cards(trace: Trace, words: Vocabulary, sources: SourceList) -> tuple[NextTestCard, ...]:
    """The tests in the order of the trace."""
    return tuple(_card(each, trace, words, sources) for each in trace.next_tests)


def _card(each: NextTest, trace: Trace, words: Vocabulary, sources: SourceList) -> NextTestCard:
    test = words.guided.get(each.test)
    return NextTestCard(
        name=words.test(each.test),
        effort=_minutes(each.minutes),
        use=_use(each),
        is_worth_doing=each.information_bits >= _SOME_BITS,
        tells=_tells(test, trace) if test else (),
        guide=guide_to(each.test, test, sources) if test else None,
    )


def guide_to(test_id: str, test: GuidedTest, sources: SourceList) -> TestGuide:
    """How a test is done, its sources numbered."""
    return TestGuide(
        id=test_id,
        purpose=test.purpose,
        needs=listed(test.needs),
        steps=test.steps,
        safety=test.safety,
        cheats=tuple((cheat.what, cheat.how_to_see) for cheat in test.cheats),
        readings=tuple(Reading(_WAYS[score.way], score.how) for score in _usual(test.scores)),
        instead_of=test.instead_of,
        cited=sources.cite(test.sources),
    )


def _usual(scores: Sequence[Score]) -> tuple[Score, ...]:
    """The first way to each number, and the film where there is one: another tool, not another result."""
    first = {score.measure: score for score in reversed(scores)}
    return tuple(score for score in scores if score is first[score.measure] or score.way == "video")


def _tells(test: GuidedTest, trace: Trace) -> tuple[str, ...]:
    """The contributors that the test bears on, each with how likely it is now and for which pain."""
    bearing = {each.condition for each in test.informs}
    lines = (
        f"{c.name}: now {percent(c.probability)} for the {pain_name(region.region, region.side)}"
        for region in trace.regions
        for c in region.contributors
        if c.id in bearing and c.probability > 0
    )
    return tuple(dict.fromkeys(lines))


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
