"""The standard deviation of a measurement, from the spread between strides and the method's known error."""

import math

from kinechain.errors import KnowledgeError
from kinechain.knowledge.measure import Measure
from kinechain.measurement import Way


def measurement_sd(
    measure: Measure,
    way: Way | None,
    spread_between_strides: float | None,
    n: int,
    value: float,
    *,
    fit_sd: float = 0.0,
) -> float:
    """Standard deviation of the error of a mean over `n` strides, in the measure's unit.

    ``sqrt(fixed**2 + max(spread, per-stride error)**2 / n + fit_sd**2)``: the fixed part of the method's
    error never averages out; the rest does. The seen spread is used when it is larger than the known error
    of a stride, and the known error when the strides happen to agree better than can be seen that way.
    `spread_between_strides` is the standard deviation between strides (None or NaN with one stride).
    `fit_sd` is what this recording's own fit leaves open in that mean (its covariance), where it has one;
    the known error is then what labs disagree by beyond that.

    Raises
    ------
    KnowledgeError
        When that way of seeing cannot give the measure at all; ask `Measure.cannot_tell_because` first.

    """
    error = measure.error_for(way)
    if error is None:
        raise KnowledgeError(f"measures.yaml, {measure.name}: no error is known, seen this way ({way})")
    spread = spread_between_strides or 0.0
    if not math.isfinite(spread):
        spread = 0.0
    per_stride = max(spread, error.per_stride(value))
    return math.hypot(error.fixed(value), per_stride / math.sqrt(max(n, 1)), fit_sd)
