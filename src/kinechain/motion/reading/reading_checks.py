"""What every file of markers must hold: frames at a sane rate, a sane number of markers, seen somewhere."""

from collections.abc import Sequence

import numpy as np

from kinechain.motion.extent import (
    FURTHEST_M,
    HIGHEST_HZ,
    LONGEST_S,
    LOWEST_HZ,
    MOST_FRAMES,
    MOST_MARKERS,
    MOST_POINTS,
)
from kinechain.motion.labels import unique_labels
from kinechain.motion.reading.reading import Floats, Reading, RefusedError
from kinechain.printable import printable

MOST_NAMED = 8


def checked_rate(rate_hz: float, frames: int) -> float:
    """`rate_hz` if a walk can be read at it. Raises `RefusedError`."""
    if not np.isfinite(rate_hz) or not LOWEST_HZ <= rate_hz <= HIGHEST_HZ:
        raise RefusedError(
            f"says it has {rate_hz:.3g} frames a second, and needs {LOWEST_HZ:.0f} to {HIGHEST_HZ:.0f}"
        )
    if frames < 2:
        raise RefusedError("holds fewer than two frames")
    if frames > MOST_FRAMES or frames / rate_hz > LONGEST_S:
        raise RefusedError(
            f"holds more than {LONGEST_S / 60:.0f} minutes or {MOST_FRAMES} frames; cut out the walk"
        )
    return float(rate_hz)


def checked_markers(names: Sequence[str], time: Floats, position: Floats, rate_hz: float) -> Reading:
    """The markers that are seen at all, under unique names, with a line on what was left out.

    `position` (time, 3, points) in metres. A place too far away to be in a laboratory, or one exactly at
    the origin, counts as not seen. Raises `RefusedError` if nothing is left, or far too much.
    """
    if len(names) > MOST_MARKERS or position.size > 3 * MOST_POINTS:
        raise RefusedError(f"holds {len(names)} markers, more than can be a person's; export fewer")
    warnings = []
    with np.errstate(invalid="ignore"):
        far = (np.abs(position) > FURTHEST_M).any(axis=1)
    if far.any():
        warnings.append(f"{int(far.sum())} position(s) over {FURTHEST_M:.0f} m away were taken as not seen")
    unseen = far | ~np.isfinite(position).all(axis=1) | (position == 0).all(axis=1)
    position = np.where(unseen[:, np.newaxis], np.nan, position)
    seen = ~unseen.all(axis=0)
    if not seen.any():
        raise RefusedError("holds no marker that is ever seen")
    never = [printable(name, 40) for name, is_seen in zip(names, seen, strict=True) if not is_seen]
    if never:
        more = f" and {len(never) - MOST_NAMED} more" if len(never) > MOST_NAMED else ""
        warnings.append(f"never seen and left out: {', '.join(never[:MOST_NAMED])}{more}")
    kept = unique_labels([name for name, is_seen in zip(names, seen, strict=True) if is_seen])
    return Reading(kept, time, position[:, :, seen], rate_hz, tuple(warnings))
