"""When each foot stood on the floor: two lanes of time, with strikes and offs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kinechain.measurement import SIDES, Event, Side
from kinechain.report.number_format import seconds

EVENT_WORDS = {"foot_strike": "foot strike", "foot_off": "foot off"}


@dataclass(frozen=True, slots=True)
class EventMark:
    """One event: its place in percent of the width, and its words."""

    at: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class StancePhase:
    """A foot on the floor, from `at` for `width`, in percent of the width."""

    at: str
    width: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One foot's time."""

    side: Side
    stances: tuple[StancePhase, ...]
    marks: tuple[EventMark, ...]


@dataclass(frozen=True, slots=True)
class EventTimeline:
    """Both feet, and the same in words."""

    lanes: tuple[Lane, ...]
    spoken: str


def event_timeline(events: Sequence[Event], first_s: float, last_s: float) -> EventTimeline | None:
    """The timeline between two times of the clip, in seconds; None where no event lies between them."""
    within = sorted((e for e in events if first_s <= e.time_s <= last_s), key=lambda e: e.time_s)
    if not within or last_s <= first_s:
        return None
    lanes = tuple(_lane(side, within, first_s, last_s) for side in SIDES)
    return EventTimeline(lanes, "; ".join(f"{seconds(e.time_s)} {event_words(e)}" for e in within))


def event_words(event: Event) -> str:
    """Such as "left foot strike"."""
    return f"{event.side} {EVENT_WORDS[event.kind]}"


def _lane(side: Side, events: Sequence[Event], first_s: float, last_s: float) -> Lane:
    def place(time_s: float) -> float:
        return 100 * (time_s - first_s) / (last_s - first_s)

    own = [e for e in events if e.side == side]
    stances = []
    for strike, off in pairwise(own):
        if (strike.kind, off.kind) == ("foot_strike", "foot_off"):
            start = place(strike.time_s)
            stances.append(StancePhase(_share(start), _share(place(off.time_s) - start)))
    marks = tuple(
        EventMark(_share(place(e.time_s)), e.kind, f"{event_words(e)}, {seconds(e.time_s)}") for e in own
    )
    return Lane(side, tuple(stances), marks)


def _share(percent: float) -> str:
    return f"{percent:.2f}%"
