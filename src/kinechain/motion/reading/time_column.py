"""The times of a table's rows, which files write in several ways and not always well."""

from dataclasses import dataclass

import numpy as np

from kinechain.motion.reading.reading import Floats, RefusedError

# How far a file's rate may be from its times before one of them is wrong.
UNEVEN = 0.2
# Times are mostly rounded to milliseconds, those at the ends by which they are evened too.
ROUNDED_S = 0.00101


@dataclass(frozen=True, slots=True)
class Times:
    """`time` (n,) in seconds from the first row, `start_s` the file's own time of that row."""

    time: Floats
    start_s: float = 0.0
    warnings: tuple[str, ...] = ()


def times_from(column: Floats, rate_hz: float | None) -> Times:
    """The times in a `column` of seconds; `rate_hz` is the rate that the file names, if it does.

    Raises `RefusedError` where neither says when the rows were.
    """
    if len(column) < 2:
        raise RefusedError("holds fewer than two frames")
    named = rate_hz if rate_hz is not None and np.isfinite(rate_hz) and rate_hz > 0 else None
    if not (np.isfinite(column).all() and (np.diff(column) > 0).all() and np.isfinite(np.ptp(column))):
        if named is None:
            raise RefusedError("has times that do not increase, and names no rate; it is damaged")
        said = f"its times do not increase: {named:g} frames a second, as it says, were taken instead"
        return Times(np.arange(len(column)) / named, 0.0, (said,))
    time = column - column[0]
    usual = float(np.median(np.diff(time)))
    warnings: tuple[str, ...] = ()
    if named is not None and abs(usual * named - 1) > UNEVEN:
        said = f"its times are {1 / usual:.4g} frames a second, though it says {named:g}"
        named, warnings = None, (f"{said}; the times were taken",)
    return Times(_evened(time, named), float(column[0]), warnings)


def _evened(time: Floats, rate_hz: float | None) -> Floats:
    """Evenly spaced times where rounding alone keeps `time` from being so, else `time` itself."""
    even = np.linspace(0.0, time[-1], len(time))
    if rate_hz is not None and abs((len(time) - 1) / rate_hz - time[-1]) <= ROUNDED_S:
        even = np.arange(len(time)) / rate_hz
    return even if (np.abs(time - even) <= min(ROUNDED_S, UNEVEN * even[1])).all() else time
