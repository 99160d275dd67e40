"""The laboratory's own events are not used; where they disagree, that is said."""

from dataclasses import replace

from kinechain.gait.file_events import disagreement
from kinechain.measurement import Event, EventKind, Side

OURS = [
    Event("left", "foot_strike", 0.2, 0.01),
    Event("right", "foot_off", 0.32, 0.01),
    Event("right", "foot_strike", 0.75, 0.01),
    Event("left", "foot_off", 0.87, 0.01),
]
THEIRS: list[tuple[Side, EventKind, float]] = [(event.side, event.kind, event.time_s) for event in OURS]


def test_the_same_events_are_no_news() -> None:
    assert list(disagreement(OURS, THEIRS)) == []
    assert list(disagreement(OURS, [(side, kind, time + 0.01) for side, kind, time in THEIRS])) == []


def test_without_events_in_the_file_there_is_nothing_to_say() -> None:
    assert list(disagreement(OURS, [])) == []
    assert list(disagreement([], THEIRS)) == []


def test_events_that_are_all_late_or_early_are_told() -> None:
    (late,) = disagreement(OURS, [(side, kind, time + 0.06) for side, kind, time in THEIRS])
    assert "60 ms after" in late
    (early,) = disagreement(OURS, [(side, kind, time - 0.06) for side, kind, time in THEIRS])
    assert "60 ms before" in early


def test_events_that_nobody_saw_are_counted() -> None:
    (line,) = disagreement([OURS[0], *OURS[2:]], THEIRS)
    assert "1 of 4" in line
    other = [replace(event, side="right" if event.side == "left" else "left") for event in OURS]
    assert "4 of 4" in next(disagreement(other, THEIRS))


def test_events_outside_what_was_measured_do_not_count() -> None:
    assert list(disagreement(OURS, [*THEIRS, ("left", "foot_strike", 5.0)])) == []
