"""The laboratory's own events against ours: never used, but worth a warning where they disagree."""

from collections.abc import Iterator, Sequence

import numpy as np

from kinechain.measurement import Event, EventKind, Side

# Further apart (s) they are not the same event.
SAME_S = 0.15
# A usual difference larger than this is worth telling.
NOTICEABLE_S = 0.03


def disagreement(events: Sequence[Event], of_file: Sequence[tuple[Side, EventKind, float]]) -> Iterator[str]:
    """Warnings, none where the file has no events or agrees.

    `of_file` holds (side, kind, time_s), times from the file's first frame, as a `Motion` keeps them.
    """
    theirs = [Event(side, kind, time_s, 0.0) for side, kind, time_s in of_file]
    if not theirs or not events:
        return
    first, last = events[0].time_s, events[-1].time_s
    inside = [event for event in theirs if first - SAME_S <= event.time_s <= last + SAME_S]
    differences = [_difference(event, events) for event in inside]
    missing = sum(difference is None for difference in differences)
    if missing:
        yield f"{missing} of {len(inside)} events in the file have no counterpart in how the feet move"
    apart = [difference for difference in differences if difference is not None]
    usual = float(np.median(apart)) if apart else 0.0
    if abs(usual) > NOTICEABLE_S:
        order = "before" if usual > 0 else "after"
        yield (
            f"the file's own events lie {1000 * abs(usual):.0f} ms {order} ours (median); "
            "ours, from force plates and markers, were used"
        )


def _difference(event: Event, others: Sequence[Event]) -> float | None:
    """How much later (s) the nearest of `others` is; None if none is the same event."""
    same = [
        other.time_s - event.time_s
        for other in others
        if (other.side, other.kind) == (event.side, event.kind)
    ]
    nearest = min(same, key=abs, default=np.inf)
    return float(nearest) if abs(nearest) <= SAME_S else None
