"""From events to strides: foot strike to the next strike of the same foot, with what lies between."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kinechain.measurement import SIDES, Event, Side

# From a run to a slow shuffle of 30 steps a minute.
SHORTEST_S, LONGEST_S = 0.6, 4.0
# Strides this much shorter or longer than the usual one are stumbles or missed events.
UNUSUAL = 0.2


@dataclass(frozen=True, slots=True)
class Stride:
    """Times in seconds. `off` is this foot's foot off; `other_strike` and `other_off` are the other
    foot's events within the stride, NaN where that foot has no markers. Event order: strike, other off, other
    strike, off, strike.
    """

    side: Side
    start: float
    other_off: float
    other_strike: float
    off: float
    end: float

    @property
    def other_side(self) -> Side:
        """The other foot's."""
        return "right" if self.side == "left" else "left"

    @property
    def duration(self) -> float:
        """Seconds from strike to strike."""
        return self.end - self.start


def alternating(events: Sequence[Event]) -> list[Event]:
    """The events without those that break the order left, right, left of the strikes: of two strikes
    of one foot with none of the other between, the one with the smaller sd, or else the first, stays.
    """
    kept: list[Event] = []
    for event in sorted(events, key=lambda event: event.time_s):
        previous = next((other for other in reversed(kept) if other.kind == event.kind), None)
        if previous is None or previous.side != event.side:
            kept.append(event)
        elif event.time_s - previous.time_s < SHORTEST_S and event.sd_s < previous.sd_s:
            kept[kept.index(previous)] = event
        elif event.time_s - previous.time_s >= SHORTEST_S:
            # The other foot's event between was missed: both are real.
            kept.append(event)
    return kept


def find_strides(events: Sequence[Event], *, one_foot: bool = False) -> list[Stride]:
    """Whole strides with all five events in order, without unusual ones, in order of time.

    With `one_foot`, a foot whose fellow has no event at all has strides of its own three.
    """
    strides = [
        stride
        for side in SIDES
        for stride in _strides_of(events, side, one_foot=one_foot)
        if SHORTEST_S <= stride.duration <= LONGEST_S
    ]
    if not strides:
        return []
    usual = float(np.median([stride.duration for stride in strides]))
    strides = [stride for stride in strides if abs(stride.duration - usual) <= UNUSUAL * usual]
    return sorted(strides, key=lambda stride: stride.start)


def why_no_stride(events: Sequence[Event]) -> str:
    """Why `find_strides` gives none, in one line."""
    lasting = [stride.duration for side in SIDES for stride in _strides_of(events, side, one_foot=True)]
    if lasting:
        usual = float(np.median(lasting))
        other = "quicker" if usual < SHORTEST_S else "slower"
        return (
            f"{len(lasting)} stride(s) of {usual:.1f} s were recorded, {other} than those that can be "
            f"measured ({SHORTEST_S} to {LONGEST_S:g} s)"
        )
    strikes = Counter(event.side for event in events if event.kind == "foot_strike")
    if strikes and max(strikes.values()) > 1:
        return (
            "no whole stride was seen: between two strikes of a foot, other strikes or foot offs are missing"
        )
    return "no whole stride was recorded; five steps in a straight line are wanted"


def _strides_of(events: Sequence[Event], side: Side, *, one_foot: bool) -> list[Stride]:
    alone = one_foot and all(event.side == side for event in events)
    strikes = [event.time_s for event in events if event.side == side and event.kind == "foot_strike"]
    strides = []
    for start, end in pairwise(strikes):
        inside = [event for event in events if start < event.time_s < end]
        shape = [(event.side == side, event.kind) for event in inside]
        if shape == [(False, "foot_off"), (False, "foot_strike"), (True, "foot_off")]:
            other_off, other_strike, off = (event.time_s for event in inside)
            strides.append(Stride(side, start, other_off, other_strike, off, end))
        elif alone and shape == [(True, "foot_off")]:
            strides.append(Stride(side, start, np.nan, np.nan, inside[0].time_s, end))
    return strides
