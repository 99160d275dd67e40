"""The measurements as people read them: grouped, left beside right, each with its error and a verdict."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Final

from kinechain.measurement import SIDES, Measurement, Verdict
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


# The error and the typical band stand in the row; said again in each side's reason they would keep equal
# reasons apart.
_SAID_IN_THE_ROW: Final = re.compile(r" \((?:± [^()]*|-?[\d.]+ to -?[\d.]+ [^()\d]*)\)")


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
    count: str
    plot: RangePlot | None

    @property
    def says_little(self) -> bool:
        """Whether a value of this row is drowned by its error."""
        return any(text.says_little for text in (self.left, self.right, self.both) if text)


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
    measurements: Sequence[Measurement], words: Vocabulary, notes: NormNotes, counted: str = "strides"
) -> tuple[MeasureGroup, ...]:
    """The measures that can be judged, in reading order; what weakens their norms goes to `notes`. `counted`
    is what the numbers are means of.
    """
    groups: dict[int, list[MeasureRow]] = defaultdict(list)
    for measure, same in _told(measurements).items():
        said = words.measure(measure)
        if not _is_described_only(same, said):
            note = notes.letter(said.remark) if said.typical else ""
            groups[reading_order(measure)[0]].append(_row(same, said, note, counted))
    return tuple(MeasureGroup(group_title(group), tuple(rows)) for group, rows in groups.items())


def described_rows(
    measurements: Sequence[Measurement], words: Vocabulary, counted: str = "strides"
) -> tuple[MeasureRow, ...]:
    """The measures with a value that nothing can judge: no norm, or none for a single person."""
    told = {measure: (same, words.measure(measure)) for measure, same in _told(measurements).items()}
    return tuple(
        _row(same, said, "", counted) for same, said in told.values() if _is_described_only(same, said)
    )


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


def _told(measurements: Sequence[Measurement]) -> dict[str, list[Measurement]]:
    """The measures with at least one value, in reading order."""
    grouped = _by_measure(measurements)
    return {
        measure: grouped[measure]
        for measure in sorted(grouped, key=reading_order)
        if any(m.value is not None for m in grouped[measure])
    }


def _is_described_only(same: Sequence[Measurement], said: MeasureWords) -> bool:
    no_verdict = all(m.verdict == "cannot_tell" for m in same)
    return no_verdict and (said.typical is None or not said.classifies)


def _row(same: Sequence[Measurement], said: MeasureWords, note: str, counted: str) -> MeasureRow:
    told = [m for m in same if m.value is not None]
    scale = display_scale(told[0].unit, max(abs(m.value or 0.0) for m in told))
    cells = {m.side: _number(m, said.typical, scale) for m in told}
    return MeasureRow(
        measure=told[0].measure,
        name=said.name,
        definition=said.definition,
        typical=_typical_text(told, said, scale),
        note=note,
        left=cells.get("left"),
        right=cells.get("right"),
        both=cells.get(None),
        sided=any(m.side for m in same),
        verdicts=_verdicts(same, said.remark if note else ""),
        count=_count(told, counted),
        plot=range_plot(told, said.typical),
    )


def _number(
    m: Measurement, typical: tuple[float, float] | None, scale: tuple[float, str]
) -> NumberText | None:
    if m.value is None or m.sd is None:
        return None
    text = number_with_error(m.value, m.sd, m.unit, scale=scale)
    return replace(text, says_little=_says_little(m.value, m.sd, typical))


def _says_little(value: float, sd: float, typical: tuple[float, float] | None) -> bool:
    """Whether the 95 % range is more than twice as wide as the typical band, or, without one, holds zero."""
    margin = MARGIN_SDS * sd
    return margin > (abs(value) if typical is None else typical[1] - typical[0])


def _typical_text(told: Sequence[Measurement], said: MeasureWords, scale: tuple[float, str]) -> str:
    if said.typical is None:
        return ""
    factor, unit = scale
    margin = min(MARGIN_SDS * (m.sd or 0.0) * factor for m in told)
    low, high = (bound * factor for bound in said.typical)
    return range_text(low, high, unit, decimals_warranted(margin) if margin > 0 else 1)


def _verdicts(same: Sequence[Measurement], noted: str) -> tuple[VerdictText, ...]:
    """One verdict where all sides agree for the same reason, otherwise one for each side.

    `noted` is the remark that stands under the tables already.
    """
    told = [_verdict(m, noted) for m in sorted(same, key=lambda m: SIDES.index(m.side) if m.side else -1)]
    agree = len({replace(verdict, side="") for verdict in told}) == 1
    return (replace(told[0], side=""),) if agree else tuple(told)


def _verdict(m: Measurement, noted: str) -> VerdictText:
    reason = "" if m.verdict == "typical" else _SAID_IN_THE_ROW.sub("", m.reason).removesuffix(noted)
    return VerdictText(m.verdict, VERDICT_WORDS[m.verdict], m.side or "", reason)


def _count(told: Sequence[Measurement], counted: str) -> str:
    counts = sorted({m.n for m in told})
    most = counts[-1]
    shown = str(most) if len(counts) == 1 else f"{counts[0]} to {most}"
    return f"{shown} {_one_of(counted) if most == 1 else counted}"


def _one_of(counted: str) -> str:
    return "try" if counted == "tries" else counted.removesuffix("s")
