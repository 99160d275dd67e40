"""Events against events."""

import pytest

from kinechain.measurement import Event, Side
from kinechain.validation.foot_events import compare_events, together
from kinechain.validation.true_event import TrueEvent


def strike(side: Side, time_s: float) -> Event:
    return Event(side, "foot_strike", time_s, 0.01)


def truth(side: Side, time_s: float) -> TrueEvent:
    return TrueEvent(side, "foot_strike", time_s, "noted")


THEIRS = [truth("left", 0.5), truth("right", 1.0), truth("left", 1.5)]
SPAN = (0.0, 3.0)


def test_how_late_we_are() -> None:
    found = compare_events([strike("left", 0.51), strike("right", 0.98), strike("left", 1.5)], THEIRS, SPAN)
    assert [error.late_s for error in found.errors] == pytest.approx([0.01, -0.02, 0.0])
    assert (found.missed, found.extra, found.expected) == ((), 0, 3)


def test_another_foot_or_another_kind_is_no_match() -> None:
    ours = [Event("left", "foot_off", 0.5, 0.01), strike("left", 1.0), strike("left", 1.5)]
    found = compare_events(ours, THEIRS, SPAN)
    assert found.missed == (THEIRS[0], THEIRS[1])
    assert found.extra == 2


def test_ours_before_their_first_and_after_their_last_are_not_too_many() -> None:
    ours = [
        strike("right", 0.1),
        *(strike(event.side, event.time_s) for event in THEIRS),
        strike("right", 2.0),
    ]
    assert compare_events(ours, THEIRS, SPAN).extra == 0


def test_a_plate_does_not_see_every_step() -> None:
    ours = [strike("left", 0.5), strike("right", 1.0), strike("left", 1.5)]
    assert compare_events(ours, THEIRS[::2], SPAN, all_noted=False).extra == 0
    assert compare_events(ours, THEIRS[::2], SPAN).extra == 1


def test_without_theirs_nothing_can_be_said() -> None:
    found = compare_events([strike("left", 1)], [], SPAN)
    assert (found.expected, found.extra, found.errors) == (0, 0, ())


def test_walks_are_added_up() -> None:
    one = compare_events([strike("left", 0.51)], THEIRS, SPAN)
    both = together([one, one])
    assert (both.expected, len(both.missed), len(both.errors)) == (6, 4, 2)


def test_events_at_the_recording_s_ends_are_not_asked_for_but_are_no_extra_either() -> None:
    theirs = [truth("left", 0.5), truth("right", 1.0), truth("left", 1.05)]
    found = compare_events(
        [strike("left", 0.5), strike("right", 1.0), strike("left", 1.05)], theirs, (0, 1.1)
    )
    assert (found.expected, found.extra) == (2, 0)
    assert compare_events([strike("left", 0.5), strike("right", 1.0)], theirs, (0, 1.1)).missed == ()
