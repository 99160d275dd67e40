"""Guided tests that were done: the result among healthy people, left against right, and what is noise."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinechain.case import Person
from kinechain.knowledge.guided_test import GuidedTest, InsteadOf, Score, usual_scores
from kinechain.measurement import SIDES, Measurement
from kinechain.report.measurement_table import VERDICT_WORDS, VerdictText
from kinechain.report.number_format import NumberText, display_scale, fixed, number_with_error, with_gap
from kinechain.report.plain_words import sentence, words
from kinechain.report.range_plot import RangePlot, range_plot
from kinechain.report.source_list import SourceList
from kinechain.report.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class DoneSide:
    """One result: whose side (empty for none), its number, its verdict, and what is said of it in clauses."""

    side: str
    number: NumberText | None
    verdict: VerdictText
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoneTest:
    """A test that was done. `typical` is the band of this person's norm in words, `average` its middle and
    `mean_at` where that lies in the plot; `noise` says which change is none, `missing` which was not done,
    `between` how left and right compare.
    """

    name: str
    measure: str
    results: tuple[DoneSide, ...]
    plot: RangePlot | None
    mean_at: str
    between: str
    typical: str
    average: str
    noise: str
    missing: str
    instead_of: InsteadOf | None
    cited: tuple[int, ...]


def done_tests(
    by_hand: Sequence[Measurement], person: Person, knowledge: Vocabulary, sources: SourceList
) -> tuple[DoneTest, ...]:
    """The results of guided tests among the measurements, in their order."""
    known = usual_scores(knowledge.guided)
    done: dict[str, list[Measurement]] = {}
    for each in by_hand:
        if each.measure in known and each.value is not None:
            done.setdefault(each.measure, []).append(each)
    return tuple(_done(same, *known[measure], person, sources) for measure, same in done.items())


def is_of_a_test(measured: Measurement, knowledge: Vocabulary) -> bool:
    """Whether a measurement is the result of a guided test."""
    return measured.measure in usual_scores(knowledge.guided)


def _done(
    same: Sequence[Measurement], test: GuidedTest, score: Score, person: Person, sources: SourceList
) -> DoneTest:
    norm = score.norm_for(person)
    band = score.typical_band(norm) if norm else None
    scale = display_scale(score.unit, max(abs(m.value or 0.0) for m in same))
    plot = None if score.way == "yes_no" else range_plot(same, band)
    return DoneTest(
        name=test.name,
        measure=sentence(words(score.measure)),
        results=tuple(_side(m, scale, score) for m in same),
        between=next((clause for m in same for clause in _clauses(m) if _is_between(clause)), ""),
        plot=plot,
        mean_at=plot.place(norm.mean) if plot and norm else "",
        typical=f"{_number(band[0], score, scale, unit=False)} to {_number(band[1], score, scale)}"
        if band
        else "",
        average=_number(norm.mean, score, scale) if norm else "",
        noise=_noise(score, scale, max(m.value or 0.0 for m in same)),
        missing=_missing(same, test),
        instead_of=test.instead_of,
        cited=sources.cite(dict.fromkeys((*score.sources, *test.sources))),
    )


def _side(m: Measurement, scale: tuple[float, str], score: Score) -> DoneSide:
    clauses = tuple(clause for clause in _clauses(m) if not _is_between(clause))
    if score.way == "yes_no":
        answer = NumberText("Yes" if m.value else "No", "", "")
        return DoneSide(m.side or "", answer, _verdict(m), clauses)
    number = number_with_error(m.value or 0.0, m.sd or 0.0, m.unit, scale=scale)
    return DoneSide(m.side or "", number, _verdict(m), clauses)


def _clauses(m: Measurement) -> list[str]:
    return [clause for clause in m.reason.split("; ") if clause]


def _is_between(clause: str) -> bool:
    return clause.startswith("left and right differ")


def _verdict(m: Measurement) -> VerdictText:
    return VerdictText(m.verdict, VERDICT_WORDS[m.verdict], m.side or "", "")


def _number(value: float, score: Score, scale: tuple[float, str], *, unit: bool = True) -> str:
    factor, shown = scale
    decimals = max(score.decimals - (2 if factor == 100.0 else 0), 0)
    return f"{fixed(value * factor, decimals)}{with_gap(shown) if unit else ''}"


def _noise(score: Score, scale: tuple[float, str], value: float) -> str:
    smallest = score.smallest_change_from(value)
    if smallest is None:
        return ""
    return f"Between two days, a change smaller than {_number(smallest, score, scale)} is noise."


def _missing(same: Sequence[Measurement], test: GuidedTest) -> str:
    left_out = [side for side in SIDES if side not in {m.side for m in same}]
    if not test.sided or not left_out or len(left_out) == len(SIDES):
        return ""
    return f"The {left_out[0]} side was not done: one against the other says more than either alone."
