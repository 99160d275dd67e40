"""Which events a plate vouches for."""

import pytest
from made_walks import plates

from kinechain.validation.plate_contacts import Contact, contacts_of, events_on_plates
from kinechain.validation.true_event import TrueEvent


def noted(kind: str, time_s: float) -> TrueEvent:
    return TrueEvent("left", kind, time_s, "noted")  # type: ignore[arg-type]


def test_the_plate_s_time_counts_where_the_laboratory_agrees() -> None:
    events = events_on_plates([noted("foot_strike", 0.51), noted("foot_off", 1.10)], [Contact(0.502, 1.104)])
    assert [(event.time_s, event.origin) for event in events] == [(0.502, "plate"), (1.104, "plate")]


def test_a_step_over_two_plates_has_its_strike_on_one_and_its_off_on_the_other() -> None:
    crossing = [Contact(0.80, 1.20), Contact(0.845, 1.44)]
    events = events_on_plates([noted("foot_strike", 0.80), noted("foot_off", 1.44)], crossing)
    assert [event.time_s for event in events] == [0.80, 1.44]


def test_a_foot_half_beside_the_plate_is_left_out() -> None:
    assert events_on_plates([noted("foot_strike", 0.5)], [Contact(0.56, 1.1)]) == ()


def test_a_strike_is_never_taken_from_the_end_of_a_contact() -> None:
    assert events_on_plates([noted("foot_strike", 1.1)], [Contact(0.5, 1.1)]) == ()


def test_contacts_that_the_recording_cuts_have_one_edge() -> None:
    found = contacts_of(plates([0, 2], [(0.0, 0.4), (0.8, 1.3)]))
    assert [contact.on_s is None for contact in found] == [True, False]
    assert found[1].on_s == pytest.approx(0.8, abs=0.002)
    assert found[1].off_s == pytest.approx(1.3, abs=0.002)


def test_without_plates_there_are_none() -> None:
    assert contacts_of(plates([0, 1], []).drop_vars("force")) == ()
