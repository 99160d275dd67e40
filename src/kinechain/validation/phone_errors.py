"""What trials of a phone say of its errors: by measure and view, beside the error of knowing nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kinechain.case import Person
from kinechain.knowledge import load, personal_norm
from kinechain.knowledge.verdict import IN_95_OF_100, adds_too_little
from kinechain.measurement import EventKind
from kinechain.motion.dataset import Floats
from kinechain.validation.phone_targets import BANDS, Band, MeasureTarget, band_of, phone_targets
from kinechain.validation.phone_trial import EventRow, MeanRow, StrideRow, TrialResult

Row = TypeVar("Row", StrideRow, MeanRow)
# Truths that differ by less than this share of their mean tell no slope.
LEAST_SPREAD = 0.01


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """The errors of one measure, a stride, seen from one view, in the unit that the table writes.

    `held` of 100 intervals hold the truth, NaN without intervals. `slope`: how much of a difference between
    two strides is seen. `null`: the mean absolute error of who says of everybody what the mean of the other
    people is. What begins with `clip_` is that of a clip's measurement with its stated error, as users see
    it: `clip_error` is that error (half of its 95 % interval) in the middle, `clip_judged` how many of 100 an
    adult would be judged by (NaN without a norm).
    """

    measure: str
    band: Band
    unit: str
    decimals: int
    strides: int
    people: int
    bias: float
    spread: float
    mae: float
    held: float
    slope: float
    null: float
    clips: int
    clip_mae: float
    clip_null: float
    clip_error: float
    clip_held: float
    clip_judged: float
    target: float | None

    @property
    def met(self) -> bool | None:
        """Whether the mean absolute error is as small as is wanted; None where nothing is."""
        return None if self.target is None or np.isnan(self.mae) else self.mae <= self.target

    @property
    def tells(self) -> bool:
        """Whether a single stride says more than everybody's mean does."""
        return self.mae < self.null


@dataclass(frozen=True, slots=True)
class EventLine:
    """Errors of one kind of event in ms, seen from one view. `worst` holds 95 of 100; `missed` and `held` are
    shares of 100.
    """

    kind: EventKind
    band: Band
    events: int
    bias: float
    median: float
    worst: float
    missed: float
    held: float
    target: float | None

    @property
    def met(self) -> bool | None:
        """Whether 95 of 100 errors are as small as is wanted; None where nothing is."""
        return None if self.target is None or np.isnan(self.worst) else self.worst <= self.target


@dataclass(frozen=True, slots=True)
class StrideCount:
    """How many strides that were whole in view were found, and how many clips could not be read."""

    band: Band
    expected: int
    found: int
    extra_events: int
    clips: int
    failed: int
    seconds: float


def measure_lines(results: Sequence[TrialResult]) -> list[MeasureLine]:
    """By measure and view, in the order of the targets."""
    strides = _grouped(row for result in results for row in result.strides)
    means = _grouped(row for result in results for row in result.means)
    return [
        _line(measure, band, strides.get((measure, band), []), means.get((measure, band), []))
        for measure in phone_targets().measures
        for band in BANDS
        if {(measure, band)} & (strides.keys() | means.keys())
    ]


def event_lines(results: Sequence[TrialResult]) -> list[EventLine]:
    """By kind and view, by those whose moment is known: what force plates saw, where any did."""
    rows = [row for result in results for row in result.events]
    rows = [row for row in rows if row.origin == "plate"] or rows
    return [
        _event_line(kind, band, own)
        for kind in phone_targets().events
        for band in BANDS
        if (own := [row for row in rows if row.kind == kind and band_of(row.off_side) == band])
    ]


def stride_counts(results: Sequence[TrialResult]) -> list[StrideCount]:
    """By view."""
    return [
        StrideCount(
            band=band,
            expected=sum(result.expected for result in own),
            found=sum(result.found for result in own),
            extra_events=sum(result.extra for result in own),
            clips=len(own),
            failed=sum(bool(result.failure) for result in own),
            seconds=_median_seconds(own),
        )
        for band in BANDS
        if (own := [result for result in results if band_of(result.off_side) == band])
    ]


def _median_seconds(results: Sequence[TrialResult]) -> float:
    read = [result.seconds for result in results if np.isfinite(result.seconds)]
    return float(np.median(read)) if read else np.nan


def _grouped(rows: Iterable[Row]) -> dict[tuple[str, Band], list[Row]]:
    grouped: dict[tuple[str, Band], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row.measure, band_of(row.off_side)), []).append(row)
    return grouped


def _line(measure: str, band: Band, rows: Sequence[StrideRow], means: Sequence[MeanRow]) -> MeasureLine:
    target = phone_targets().measures[measure]
    truth = np.array([row.truth for row in rows])
    value = np.array([row.told.value for row in rows])
    error = target.written(value - truth, truth)
    clip_truth = np.array([row.truth for row in means])
    clip_error = np.array([row.value for row in means]) - clip_truth
    clip_sd = np.array([row.sd for row in means])
    reach = IN_95_OF_100 * target.written(clip_sd, clip_truth)
    return MeasureLine(
        measure=measure,
        band=band,
        unit=target.unit,
        decimals=target.decimals,
        strides=len(rows),
        people=len({row.person for row in rows} | {row.person for row in means}),
        bias=_mean(error),
        spread=float(error.std()) if error.size else np.nan,
        mae=_mean(np.abs(error)),
        held=_held(rows),
        slope=_slope(truth, value),
        null=_mean(np.array(list(_null_errors(rows, target)))),
        clips=len(means),
        clip_mae=_mean(np.abs(target.written(clip_error, clip_truth))),
        clip_null=_mean(np.array(list(_null_errors(means, target)))),
        clip_error=float(np.median(reach)) if reach.size else np.nan,
        clip_held=100 * _mean(np.abs(clip_error) <= IN_95_OF_100 * clip_sd),
        clip_judged=_judged(measure, clip_sd),
        target=target.of(band),
    )


def _held(rows: Sequence[StrideRow]) -> float:
    told = [row for row in rows if np.isfinite([row.told.lower, row.told.upper]).all()]
    return 100 * _mean(np.array([row.told.lower <= row.truth <= row.told.upper for row in told]))


def _judged(measure: str, sds: Floats) -> float:
    """Of 100 clips, how many may judge an adult."""
    entry = load().measure(measure)
    norm = personal_norm(entry, Person())
    if norm is None or entry.cannot_classify:
        return np.nan
    return 100 * _mean(np.array([not adds_too_little(entry, sd, norm) for sd in sds]))


def _slope(truth: Floats, value: Floats) -> float:
    """Of a line through the told values over the true ones, NaN where these hardly differ."""
    if not truth.size or truth.std() < LEAST_SPREAD * abs(truth.mean()):
        return np.nan
    return float(np.polyfit(truth, value, 1)[0])


def _null_errors(rows: Sequence[Row], target: MeasureTarget) -> Iterator[float]:
    """Sizes of the errors of who says the mean of the others' true means; none with one person alone."""
    means = _means_of_people(rows)
    for row in rows:
        others = [mean for person, mean in means.items() if person != row.person]
        if others:
            truth = np.array([row.truth])
            yield abs(float(target.written(np.mean(others) - truth, truth)[0]))


def _means_of_people(rows: Sequence[Row]) -> Mapping[str, float]:
    truths: dict[str, list[float]] = {}
    for row in rows:
        truths.setdefault(row.person, []).append(row.truth)
    return {person: float(np.mean(values)) for person, values in truths.items()}


def _event_line(kind: EventKind, band: Band, rows: Sequence[EventRow]) -> EventLine:
    late = 1000 * np.array([row.late_s for row in rows])
    sd = 1000 * np.array([row.sd_s for row in rows])
    found = np.isfinite(late)
    size = np.abs(late[found])
    return EventLine(
        kind=kind,
        band=band,
        events=len(rows),
        bias=_mean(late[found]),
        median=float(np.median(size)) if size.size else np.nan,
        worst=float(np.percentile(size, 95)) if size.size else np.nan,
        missed=100 * float(1 - found.mean()),
        held=100 * _mean(size <= IN_95_OF_100 * sd[found]),
        target=phone_targets().events[kind].of(band),
    )


def _mean(values: Floats) -> float:
    return float(np.mean(values)) if values.size else np.nan
