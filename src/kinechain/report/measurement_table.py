"""The measurements as people read them: grouped, left beside right, each with its error and a verdict."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from kinechain.measurement import SIDES, Measurement, Side, Verdict
from kinechain.report.measurement_groups import group_title, reading_order
from kinechain.report.number_format import (
    MARGIN_SDS,
    NumberText,
    decimals_warranted,
    display_scale,
    number_with_error,
    range_text,
)
from kinechain.report.range_plot import RangePlot, range_plot
from kinechain.report.vocabulary import MeasureWords, Vocabulary

VERDICT_WORDS: Final[dict[Verdict, str]] = {
    "typical": "Typical",
    "low": "Lower than typical",
    "high": "Higher than typical",
    "asymmetric": "Left and right differ",
    "cannot_tell": "Cannot tell",
}


@dataclass(frozen=True, slots=True)
class VerdictText:
    """A verdict with its words; `side` is empty where it holds for all."""

    verdict: Verdict
    words: str
    side: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure. `both` holds the value of a measure without sides; a None cell cannot be told."""

    measure: str
    name: str
    definition: str
    typical: str
    note: str
    left: NumberText | None
    right: NumberText | None
    both: NumberText | None
    sided: bool
    verdicts: tuple[VerdictText, ...]
    strides: str
    plot: RangePlot | None


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Rows that belong together."""

    title: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class UntoldReason:
    """A reason and the measures that it hides."""

    reason: str
    measures: tuple[str, ...]


class NormNotes:
    """What is weak about the typical ranges, each said once under the tables, with a letter."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def letter(self, remark: str) -> str:
        """The letter of a remark, empty for none; a new remark gets the next letter."""
        text = remark.strip(" ()")
        return self._letters.setdefault(text, ascii_lowercase[len(self._letters) % 26]) if text else ""

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Letters with their remarks."""
        return tuple((letter, text) for text, letter in self._letters.items())


def measurement_groups(
    measurements: Sequence[Measurement], words: Vocabulary, notes: NormNotes
) -> tuple[MeasureGroup, ...]:
    """The measures with at least one value, in reading order; what weakens their norms goes to `notes`."""
    told = {
        k: same for k, same in _by_measure(measurements).items() if any(m.value is not None for m in same)
    }
    groups: dict[int, list[MeasureRow]] = defaultdict(list)
    for measure in sorted(told, key=reading_order):
        groups[reading_order(measure)[0]].append(_row(told[measure], words.measure(measure), notes))
    return tuple(MeasureGroup(group_title(group), tuple(rows)) for group, rows in groups.items())


def untold_reasons(measurements: Sequence[Measurement], words: Vocabulary) -> tuple[UntoldReason, ...]:
    """Measures that have no value, gathered by why, the reason that hides most first."""
    reasons: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for m in sorted(measurements, key=lambda m: reading_order(m.measure)):
        if m.value is None:
            sides = reasons[m.reason or "No reason was recorded"][words.measure(m.measure).name]
            sides.append(m.side or "")
    gathered = [
        UntoldReason(reason, tuple(_with_side(name, sides) for name, sides in measures.items()))
        for reason, measures in reasons.items()
    ]
    return tuple(sorted(gathered, key=lambda r: -len(r.measures)))


def _with_side(name: str, sides: Sequence[str]) -> str:
    return f"{name} ({sides[0]})" if len(sides) == 1 and sides[0] else name


def _by_measure(measurements: Sequence[Measurement]) -> dict[str, list[Measurement]]:
    grouped: dict[str, list[Measurement]] = defaultdict(list)
    for m in measurements:
        grouped[m.measure].append(m)
    return grouped


def _row(same: Sequence[Measurement], said: MeasureWords, notes: NormNotes) -> MeasureRow:
    told = [m for m in same if m.value is not None]
    scale = display_scale(told[0].unit, max(abs(m.value or 0.0) for m in told))
    cells = {m.side: _number(m, scale) for m in told}
    return MeasureRow(
        measure=told[0].measure,
        name=said.name,
        definition=said.definition,
        typical=_typical_text(told, said, scale),
        note=notes.letter(said.remark) if said.typical else "",
        left=cells.get("left"),
        right=cells.get("right"),
        both=cells.get(None),
        sided=any(m.side for m in same),
        verdicts=_verdicts(same),
        strides=_strides(told),
        plot=range_plot(told, said.typical),
    )


def _number(m: Measurement, scale: tuple[float, str]) -> NumberText | None:
    if m.value is None or m.sd is None:
        return None
    return number_with_error(m.value, m.sd, m.unit, scale=scale)


def _typical_text(told: Sequence[Measurement], said: MeasureWords, scale: tuple[float, str]) -> str:
    if said.typical is None:
        return ""
    factor, unit = scale
    margin = min(MARGIN_SDS * (m.sd or 0.0) * factor for m in told)
    low, high = (bound * factor for bound in said.typical)
    return range_text(low, high, unit, decimals_warranted(margin) if margin > 0 else 1)


def _verdicts(same: Sequence[Measurement]) -> tuple[VerdictText, ...]:
    """One verdict where all sides agree for the same reason, otherwise one for each side."""
    told = {(m.verdict, "" if m.verdict == "typical" else m.reason) for m in same}
    if len(told) == 1:
        return (_verdict(same[0], None),)
    ordered = sorted(same, key=lambda m: SIDES.index(m.side) if m.side else -1)
    return tuple(_verdict(m, m.side) for m in ordered)


def _verdict(m: Measurement, side: Side | None) -> VerdictText:
    told = "" if m.verdict == "typical" else m.reason
    return VerdictText(m.verdict, VERDICT_WORDS[m.verdict], side or "", told)


def _strides(told: Sequence[Measurement]) -> str:
    counts = sorted({m.n for m in told})
    most = counts[-1]
    shown = str(most) if len(counts) == 1 else f"{counts[0]} to {most}"
    return f"{shown} stride{'' if most == 1 else 's'}"
