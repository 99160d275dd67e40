"""Our foot events against others': how far off, how many missed, how many too many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinechain.measurement import Event, EventKind
from kinechain.validation.true_event import TrueEvent

# An event further off than this (seconds) is another event; strikes of one foot are five times as far apart.
NEAR_S = 0.1
# Nobody is asked for events so near (seconds) the ends of a recording: what a foot does before and after
# a moment tells it from others.
EDGE_S = 0.1


@dataclass(frozen=True, slots=True)
class EventError:
    """Seconds that our event was late."""

    kind: EventKind
    late_s: float


@dataclass(frozen=True, slots=True)
class EventComparison:
    """`errors` holds one entry for each true event that we found, `missed` those that we did not, `expected`
    all.

    `extra` counts our events within the time that theirs span and near none of theirs.
    """

    errors: tuple[EventError, ...]
    missed: tuple[TrueEvent, ...]
    expected: int
    extra: int


def compare_events(
    ours: Sequence[Event],
    theirs: Sequence[TrueEvent],
    span: tuple[float, float],
    *,
    all_noted: bool = True,
) -> EventComparison:
    """Each of their events against our nearest of its side and kind; `span` is that of the recording (s).

    Ours can only be too many where theirs are `all_noted`: a plate sees some steps and not others.
    """
    asked = [event for event in theirs if span[0] + EDGE_S <= event.time_s <= span[1] - EDGE_S]
    errors, missed = [], []
    for event in asked:
        late = min(
            (our.time_s - event.time_s for our in ours if _same(our, event)), key=abs, default=NEAR_S * 2
        )
        if abs(late) <= NEAR_S:
            errors.append(EventError(event.kind, late))
        else:
            missed.append(event)
    return EventComparison(
        tuple(errors), tuple(missed), len(asked), count_extra(ours, theirs) if all_noted else 0
    )


def count_extra(ours: Iterable[Event], theirs: Sequence[TrueEvent]) -> int:
    """Our events from their first to their last that are near none of theirs.

    Data requirements: all events between their first and last are noted.
    """
    if not theirs:
        return 0
    first, last = min(event.time_s for event in theirs), max(event.time_s for event in theirs)
    inside = [our for our in ours if first - NEAR_S < our.time_s < last + NEAR_S]
    return sum(not any(_same(our, event) and _near(our, event) for event in theirs) for our in inside)


def together(comparisons: Iterable[EventComparison]) -> EventComparison:
    """Several walks as one."""
    listed = list(comparisons)
    return EventComparison(
        errors=tuple(error for comparison in listed for error in comparison.errors),
        missed=tuple(event for comparison in listed for event in comparison.missed),
        expected=sum(comparison.expected for comparison in listed),
        extra=sum(comparison.extra for comparison in listed),
    )


def _same(our: Event, event: TrueEvent) -> bool:
    return our.side == event.side and our.kind == event.kind


def _near(our: Event, event: TrueEvent) -> bool:
    return abs(our.time_s - event.time_s) <= NEAR_S
