"""The times of a table's rows, which files write in several ways and not always well."""

from dataclasses import dataclass

import numpy as np

from kinechain.motion.reading.reading import Floats, RefusedError

# How far a file's rate may be from its times before one of them is wrong.
UNEVEN = 0.2
# Times are mostly rounded to milliseconds, those at the ends by which they are evened too.
ROUNDED_S = 0.00101
# A step between rows this many times the usual one is a hole; so many are named.
HOLE, MOST_HOLES = 1.75, 3
# Times above the first, three years, are those of a clock that counts from some date.
CLOCK_S, DAY_S = 1e8, 86_400.0


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
    warnings = _holes(column)
    if named is not None and abs(usual * named - 1) > UNEVEN:
        said = f"its times are {1 / usual:.4g} frames a second, though it says {named:g}"
        named, warnings = None, (f"{said}; the times were taken", *warnings)
    start_s = float(column[0])
    if abs(start_s) > CLOCK_S:
        start_s %= DAY_S
        warnings = (
            *warnings,
            f"its times are a clock's: they are counted from {start_s:.2f} s after its midnight",
        )
    return Times(_evened(time, named), start_s, warnings)


def _holes(column: Floats) -> tuple[str, ...]:
    """A warning that names the stretches without rows."""
    steps = np.diff(column)
    at = np.flatnonzero(steps > HOLE * np.median(steps))
    if not at.size:
        return ()
    named = ", ".join(
        f"{column[i] - column[0]:.2f} to {column[i + 1] - column[0]:.2f} s" for i in at[:MOST_HOLES]
    )
    more = f" and {at.size - MOST_HOLES} more" if at.size > MOST_HOLES else ""
    return (f"rows are missing in its times: {named}{more} from the first row on; nothing was seen there",)


def _evened(time: Floats, rate_hz: float | None) -> Floats:
    """Evenly spaced times where rounding alone keeps `time` from being so, else `time` itself."""
    even = np.linspace(0.0, time[-1], len(time))
    if rate_hz is not None and abs((len(time) - 1) / rate_hz - time[-1]) <= ROUNDED_S:
        even = np.arange(len(time)) / rate_hz
    return even if (np.abs(time - even) <= min(ROUNDED_S, UNEVEN * even[1])).all() else time
