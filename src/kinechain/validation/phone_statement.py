"""What is told of a phone's reading once the known errors of the method are put in: values freed of their
bias, intervals that hold what the fit does not know of.

A reading (`phone_reading`) holds what the fit itself has and leaves open. The knowledge adds an `ErrorModel`
to each measure and view, as `kinechain measure` does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from kinechain.knowledge import load, measurement_sd
from kinechain.knowledge.measure import ErrorModel, MeasurableView
from kinechain.knowledge.verdict import IN_95_OF_100
from kinechain.measurement import View
from kinechain.validation.phone_reading import Told
from kinechain.validation.phone_targets import band_of
from kinechain.validation.phone_trial import MeanRow, StrideRow, TrialResult

Errors = Mapping[tuple[str, MeasurableView], ErrorModel]
"""Of a measure, seen from the side (however slanting) or from the front."""


def view_of(off_side_deg: float) -> MeasurableView:
    """The view whose errors count so far off the side."""
    return "front" if band_of(off_side_deg) == "front" else "side"


def known_errors() -> Errors:
    """The errors that stand in the knowledge."""
    views: tuple[View, ...] = ("side", "front")
    return {
        (name, error.view): error
        for name, measure in load().measures.items()
        for view in views
        if (error := measure.error_for(view)) is not None and error.view is not None
    }


def as_told(
    results: Iterable[TrialResult], errors_for: Callable[[str], Errors] | None = None
) -> list[TrialResult]:
    """`results` as a user would be told them, by the errors of the knowledge, or by those that are known for
    each person. What has no known error is not told.
    """
    known = known_errors()
    errors = errors_for or (lambda _person: known)
    return [
        replace(
            result,
            strides=tuple(told for row in result.strides for told in _stride(row, errors(row.person))),
            means=tuple(told for row in result.means for told in _mean(row, errors(row.person))),
        )
        for result in results
    ]


def _stride(row: StrideRow, errors: Errors) -> Iterable[StrideRow]:
    error = errors.get((row.measure, view_of(row.off_side)))
    if error is not None:
        value = row.told.value - error.bias
        sd = float(np.linalg.norm([row.told.sd, error.fixed(value), error.per_stride(value)]))
        reach = IN_95_OF_100 * sd
        yield replace(row, told=Told(value, value - reach, value + reach))


def _mean(row: MeanRow, errors: Errors) -> Iterable[MeanRow]:
    error = errors.get((row.measure, view_of(row.off_side)))
    if error is not None:
        value = float(np.mean(row.read.values)) - error.bias
        yield replace(row, value=value, sd=stated_sd(row, error))


def stated_sd(row: MeanRow, error: ErrorModel) -> float:
    """The sd that a measurement would be given, if `error` were in ``measures.yaml``."""
    entry = load().measure(row.measure).model_copy(update={"error": (error,)})
    values = np.array(row.read.values)
    spread = float(values.std(ddof=1)) if len(values) > 1 else None
    value = float(values.mean()) - error.bias
    return measurement_sd(entry, error.way, spread, len(values), value, fit_sd=row.read.fit_sd)
