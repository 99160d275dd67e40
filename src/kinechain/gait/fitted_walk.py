"""`FittedWalk`: the events of a laboratory's walk, and a body fitted to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.marker_events import marker_events
from kinechain.gait.marker_faults import Fault
from kinechain.gait.plate_contacts import with_plates
from kinechain.gait.prepared import Prepared, size_of
from kinechain.gait.said_height import believed_height
from kinechain.gait.same_person import why_not_same
from kinechain.gait.strides import Stride, alternating, find_strides
from kinechain.measurement import SIDES, Event
from kinechain.motion.markers.body_direction import PELVIS, UPPER, centre

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody


@dataclass(frozen=True, slots=True, eq=False)
class FittedWalk:
    """What was prepared, its events and whole strides, and the body fitted to it.

    `faults` are of the walk's markers and of those of the trial in which the person stood; `notes` are
    warnings about what was not used.
    """

    prepared: Prepared
    events: tuple[Event, ...]
    strides: tuple[Stride, ...]
    body: "FittedBody"
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()

    @property
    def backwards(self) -> bool:
        """Whether the person walks backwards."""
        return bool(self.prepared.motion.attrs.get("backwards"))


def fit_walk(prepared: Prepared, person: Person, static: Prepared | None = None) -> FittedWalk:
    """The events of a walk and a body fitted to it, with its feet on the floor where the events say so.

    `static` is the same person standing still. Raises `InputError` if too little of the body is seen.
    """
    from kinechain.body.fit import fit_body
    from kinechain.body.own_body import load_body

    if static is not None and static.walking:
        raise InputError(f"{static.source.file} was given as standing still, but the person walks in it")
    notes = []
    if static is not None and (other := why_not_same(prepared.motion, static.motion)):
        notes.append(f"{static.source.file} was not used, as it seems to show another person: {other}")
        static = None
    motion, person, doubt = believed_height(prepared.motion, person)
    notes += doubt
    events = alternating(with_plates(motion, marker_events(motion, walking_speed(motion))))
    fitted = fit_body(
        motion,
        static=static.motion if static else None,
        contacts=contacts(events),
        subject=size_of(person),
        body=load_body(person.sex or "male"),
    )
    faults = (*prepared.faults, *(static.faults if static else ()))
    return FittedWalk(
        prepared, tuple(events), tuple(find_strides(events, one_foot=True)), fitted, faults, tuple(notes)
    )


def walking_speed(motion: xr.Dataset) -> float:
    """Metres a second along the way, from the pelvis, or the trunk where the pelvis has no marker."""
    path = centre(motion, PELVIS)[:, 0]
    if np.isfinite(path).sum() < 2:
        path = centre(motion, UPPER)[:, 0]
    seen = np.isfinite(path)
    if seen.sum() < 2:
        raise InputError("neither pelvis nor trunk has a marker, so how fast the person walks is not seen")
    return abs(float(np.polyfit(motion["time"].values[seen], path[seen], 1)[0]))


def contacts(events: Sequence[Event]) -> list[tuple[str, float, float]]:
    """When each foot bears (side, start, end in s): from each strike to that foot's next off."""
    bearing: list[tuple[str, float, float]] = []
    for side in SIDES:
        own = [event for event in events if event.side == side]
        bearing += [
            (side, one.time_s, two.time_s)
            for one, two in pairwise(own)
            if (one.kind, two.kind) == ("foot_strike", "foot_off")
        ]
    return bearing
