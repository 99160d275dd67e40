"""Which of the laboratory's events a force plate vouches for.

A plate does not say whose foot it is, and a step may land on two plates, or half beside one. An edge of a
contact counts as an event's true time only if the laboratory noted an event of that kind within `NEAR_S` of
it; where a foot crosses from plate to plate the edges in between then belong to nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.plate_contacts import loadings
from kinechain.validation.true_event import TrueEvent

# The least that a step presses, in newtons.
LEAST_PEAK_N = 150.0
# Noted events are rounded to a frame of 10 ms.
NEAR_S = 0.02


@dataclass(frozen=True, slots=True)
class Contact:
    """From `on_s` to `off_s` seconds after the first frame a foot pressed on one plate with 20 N or more;
    None where the recording began or ended meanwhile.
    """

    on_s: float | None
    off_s: float | None


def contacts_of(motion: xr.Dataset) -> tuple[Contact, ...]:
    """The contacts that the forces of a motion in the walk's frame show, none if it has no forces."""
    if "force" not in motion:
        return ()
    return tuple(Contact(loading.start_s, loading.end_s) for loading in loadings(motion))


def events_on_plates(noted: Sequence[TrueEvent], contacts: Iterable[Contact]) -> tuple[TrueEvent, ...]:
    """The noted events that a plate saw, at the plate's time."""
    steps = list(contacts)
    edges = {
        "foot_strike": [contact.on_s for contact in steps if contact.on_s is not None],
        "foot_off": [contact.off_s for contact in steps if contact.off_s is not None],
    }
    found = []
    for event in noted:
        nearest = min(edges[event.kind], key=lambda edge: abs(edge - event.time_s), default=np.inf)
        if abs(nearest - event.time_s) <= NEAR_S:
            found.append(TrueEvent(event.side, event.kind, float(nearest), "plate"))
    return tuple(found)
