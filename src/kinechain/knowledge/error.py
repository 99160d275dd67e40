"""The standard deviation of a measurement, from the spread between strides and the method's known error."""

import math

from kinechain.errors import KnowledgeError
from kinechain.knowledge.measure import Measure
from kinechain.measurement import View


def measurement_sd(
    measure: Measure, view: View | None, spread_between_strides: float | None, n: int, value: float
) -> float:
    """Standard deviation of the error of a mean over `n` strides, in the measure's unit.

    ``sqrt(fixed**2 + max(spread, per-stride error)**2 / n)``: the fixed part of the camera's error
    never averages out; the rest does. The seen spread is used when it is larger than the known error
    of a stride, and the known error when the strides happen to agree better than the camera can see.
    `spread_between_strides` is the standard deviation between strides (None or NaN with one stride).

    Raises
    ------
    KnowledgeError
        When that view cannot give the measure at all; ask `Measure.cannot_tell_because` first.

    """
    error = measure.error_for(view)
    if error is None:
        raise KnowledgeError(f"measures.yaml, {measure.name}: no error is known for a {view} view")
    spread = spread_between_strides or 0.0
    if not math.isfinite(spread):
        spread = 0.0
    per_stride = max(spread, error.per_stride(value))
    return math.hypot(error.fixed(value), per_stride / math.sqrt(max(n, 1)))
