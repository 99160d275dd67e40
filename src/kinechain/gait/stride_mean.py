"""Many strides' values become one `Measurement`, with its error."""

from collections.abc import Sequence

import numpy as np

from kinechain.knowledge import load, measurement_sd
from kinechain.measurement import Measurement, Side, Way


def mean_of_strides(
    name: str, side: Side | None, way: Way, values: Sequence[float], method: str, *, fit_sd: float = 0.0
) -> Measurement:
    """The mean of one number a stride, in the measure's unit, freed of the known bias of that way of seeing.

    `fit_sd` is what this recording itself leaves open in the mean. A value that no body can have is not told.
    """
    entry = load().measure(name)
    error = entry.error_for(way)
    freed = np.asarray(values) - (error.bias if error else 0.0)
    value, n = float(freed.mean()), len(freed)
    if impossible := entry.impossible_because(value):
        return unknown(name, entry.unit, side, impossible)
    spread = float(freed.std(ddof=1)) if n > 1 else None
    sd = measurement_sd(entry, way, spread, n, value, fit_sd=fit_sd)
    return Measurement(name, side, value, entry.unit, sd, n, method)


def unknown(name: str, unit: str, side: Side | None, reason: str) -> Measurement:
    """A measure that the input cannot give."""
    return Measurement(name, side, None, unit, None, 0, "none", "cannot_tell", reason)
