"""Whether clips given as one person's walk tell the same, and what is open where they do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kinechain.gait.film_summary import TOGETHER, FilmValues, film_values
from kinechain.gait.fitted_film import FittedFilm
from kinechain.gait.unlikely_height import without_lengths_judged
from kinechain.gait.walk import Walk
from kinechain.knowledge import judge_all, load
from kinechain.measurement import Measurement, Side, View

CLEARLY: Final = 3.3
"""A difference of so many of its standard deviations is chance once in a thousand times."""
OWN_VARIATION: Final = 0.10
"""From pass to pass one person, asked for one pace, differs by less than this share: our choice."""
SPEEDS: Final = (("cadence",), ("walking_speed", "stride_length_per_height"))
"""Of each group the first that is told is compared."""


@dataclass(frozen=True, slots=True)
class ClipMean:
    """The mean over the `strides` of one clip, and the sd of what other clips do not share."""

    value: float
    sd: float
    strides: int


def with_clips_compared(walk: Walk, film: FittedFilm) -> Walk:
    """`walk` with errors that hold what its clips differ by, and a warning where they clearly disagree."""
    numbers = sorted({one.clip for one in film.passes})
    if len(numbers) < 2:
        return walk
    clips = [film_values([one for one in film.passes if one.clip == number]) for number in numbers]
    measurements = tuple(_with_spread(each, clips) for each in walk.measurements)
    judged = judge_all(load().measures, measurements, walk.person)
    return replace(
        walk,
        measurements=without_lengths_judged(judged, walk.person),
        warnings=(*walk.warnings, *_disagreement(walk.measurements, clips)),
    )


def spread_beyond_chance(means: Sequence[ClipMean]) -> float:
    """By how much the mean over all strides may be off because clips differ by more than their own errors:
    between-clip variance by moments, as of random effects (DerSimonian & Laird 1986), without weights.
    """
    if len(means) < 2:
        return 0.0
    found = float(np.var([each.value for each in means], ddof=1))
    between = max(0.0, found - float(np.mean([each.sd**2 for each in means])))
    strides = np.array([each.strides for each in means])
    return float(np.sqrt(between * np.sum((strides / strides.sum()) ** 2)))


def disagree(means: Sequence[ClipMean]) -> bool:
    """Whether the furthest two of `means` are further apart than their errors, and one person, explain."""
    least, most = (choose(means, key=lambda each: each.value) for choose in (min, max))
    apart = most.value - least.value
    middle = abs(most.value + least.value) / 2
    return apart > CLEARLY * np.hypot(least.sd, most.sd) and apart > OWN_VARIATION * middle


def _with_spread(measurement: Measurement, clips: Sequence[FilmValues]) -> Measurement:
    if measurement.sd is None:
        return measurement
    view = _views_of(measurement.measure, measurement.side, clips)[:1]
    means = list(_means(measurement.measure, measurement.side, clips, view))
    return replace(measurement, sd=float(np.hypot(measurement.sd, spread_beyond_chance(means))))


def _disagreement(measurements: Sequence[Measurement], clips: Sequence[FilmValues]) -> Iterator[str]:
    told = {each.measure for each in measurements if each.value is not None}
    parts = []
    for group in SPEEDS:
        name = next((name for name in group if name in told), "")
        # Of how fast somebody walks, a clip from the front tells as well as one from the side.
        means = list(_means(name, None, clips, _views_of(name, None, clips))) if name else []
        if len(means) > 1 and disagree(means):
            parts.append(_said(name, means))
    if parts:
        yield f"the clips disagree in {' and '.join(parts)}: are they of one person, at one pace?"


def _said(name: str, means: Sequence[ClipMean]) -> str:
    entry = load().measure(name)
    *first, last = (f"{each.value:.{entry.decimals}f}" for each in means)
    return f"{name.replace('_', ' ')} ({', '.join(first)} and {last} {entry.unit})"


def _views_of(name: str, side: Side | None, clips: Sequence[FilmValues]) -> list[View]:
    return [view for view in TOGETHER if any((name, side) in clip.strides[view].values for clip in clips)]


def _means(
    name: str, side: Side | None, clips: Sequence[FilmValues], views: Sequence[View]
) -> Iterator[ClipMean]:
    """The mean of each clip that gave one, from the first of `views` that did."""
    entry = load().measure(name)
    for clip in clips:
        for view in views:
            values, error = clip.strides[view].values.get((name, side)), entry.error_for(view)
            if values and error is not None:
                value, count = float(np.mean(values)) - error.bias, len(values)
                own = max(float(np.std(values, ddof=1)) if count > 1 else 0.0, error.per_stride(value))
                fit_sd = clip.strides[view].fit_sd.get((name, side), 0.0)
                yield ClipMean(value, float(np.hypot(own / np.sqrt(count), fit_sd)), count)
                break
