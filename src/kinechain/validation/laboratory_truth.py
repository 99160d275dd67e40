"""`LaboratoryTruth`: what a laboratory's file itself says of a walk: events, plates, strides, angles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.seen_walk import SeenWalk, between
from kinechain.gait.stride_values import AFTER_OFF, stride_length, walking_speed
from kinechain.gait.strides import Stride, find_strides
from kinechain.measurement import SIDES, Event, Side
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.lab_frame import find_walk_frame, to_walk_frame
from kinechain.motion.markers.marker_sets import canonical
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.known_walks import KnownWalk
from kinechain.validation.laboratory_view import LaboratoryView
from kinechain.validation.plate_contacts import contacts_of, events_on_plates
from kinechain.validation.reference import Reference
from kinechain.validation.true_event import TrueEvent


@dataclass(frozen=True, eq=False)
class LaboratoryTruth:
    """`span` is from the first to the last moment (s) that is looked at; `noted` are the laboratory's events,
    `on_plates` those that a plate saw; `strides` follow from the noted.

    `standing_toes` (deg) is what its toe angle reads of somebody who stands, its zero. `speed_mps` and
    `stride_length_m` are the file's truth, from others' reading of it where there is one;
    nothing on a `treadmill`, for nobody measured the belt.
    """

    span: tuple[float, float]
    noted: tuple[TrueEvent, ...]
    on_plates: tuple[TrueEvent, ...]
    strides: tuple[Stride, ...]
    view: LaboratoryView
    speed_mps: float | None
    stride_length_m: Mapping[Side, float]
    treadmill: bool
    standing_toes: Mapping[Side, float]


def laboratory_truth(
    motion: xr.Dataset,
    outputs: Mapping[str, Floats],
    reference: Reference | None = None,
    known: KnownWalk | None = None,
    standing: Mapping[str, Floats] | None = None,
) -> LaboratoryTruth:
    """What `motion` (as read, with its events and forces) and the laboratory's `outputs` say, or others of
    them.

    `standing` are the laboratory's outputs of the trial in which the person stood. The plates' contacts are
    those of `reference` where it has this file, else the file's own forces'.
    """
    named = canonical(motion)
    frame = find_walk_frame(named)
    walk = to_walk_frame(named, frame)
    noted = reference.events if reference else _noted(motion)
    contacts = reference.contacts if reference else contacts_of(walk)
    strides = tuple(find_strides([_event(event) for event in noted]))
    view = LaboratoryView(walk, outputs, frame.rotation)
    treadmill = frame.belt is not None
    return LaboratoryTruth(
        span=(float(view.time[0]), float(view.time[-1])),
        noted=noted,
        on_plates=_known(known) if known else events_on_plates(noted, contacts),
        strides=strides,
        view=view,
        speed_mps=None if treadmill else _speed(view, strides, reference, known),
        stride_length_m={} if treadmill else dict(_lengths(view, strides, reference)),
        treadmill=treadmill,
        standing_toes=dict(_standing_toes(standing or {})),
    )


def _standing_toes(outputs: Mapping[str, Floats]) -> Iterator[tuple[Side, float]]:
    """What the laboratory's own toe angle (deg) reads of each side that stands."""
    wanted = compared_outputs().outputs["toe_extension"]
    for side in SIDES:
        values = outputs.get(f"{side[0].upper()}{wanted.output}")
        if values is not None and np.isfinite(values[:, wanted.component]).any():
            yield side, float(np.nanmedian(values[:, wanted.component]))


def _speed(
    view: LaboratoryView, strides: Sequence[Stride], reference: Reference | None, known: KnownWalk | None
) -> float | None:
    if reference or known:
        return reference.speed_mps if reference else known.speed_mps if known else None
    return float(np.mean([walking_speed(view, stride) for stride in strides])) if strides else None


def _lengths(
    view: LaboratoryView, strides: Sequence[Stride], reference: Reference | None
) -> Iterator[tuple[Side, float]]:
    """The mean over each leg's strides."""
    for side in SIDES:
        own = [stride for stride in strides if stride.side == side]
        if reference and "stride_len_m" in reference.extremes.get(side, {}):
            yield side, reference.extremes[side]["stride_len_m"]
        elif own and not reference:
            yield side, float(np.mean([stride_length(view, stride) for stride in own]))


def _noted(motion: xr.Dataset) -> tuple[TrueEvent, ...]:
    events = [TrueEvent(side, kind, time, "noted") for side, kind, time in motion.attrs.get("events", ())]
    return tuple(sorted(events, key=lambda event: event.time_s))


def _known(walk: KnownWalk) -> tuple[TrueEvent, ...]:
    """What others say of plates; they do not say every event."""
    return tuple(
        event
        for side, contacts in walk.contacts.items()
        for on, off in contacts
        for event in (TrueEvent(side, "foot_strike", on, "plate"), TrueEvent(side, "foot_off", off, "plate"))
    )


def _event(event: TrueEvent) -> Event:
    return Event(event.side, event.kind, event.time_s, 0.0)


def is_solid(measure: str, truth: LaboratoryTruth, strides: Sequence[Stride]) -> bool:
    """Whether the laboratory's own curve moves as a body does, where the measure asks for that."""
    compared = compared_outputs().measures.get(measure)
    if compared is None or compared.least_rise is None:
        return True
    rises = [push_off_rise(truth.view, stride) for stride in strides]
    return bool(rises) and float(np.median(rises)) >= compared.least_rise


def push_off_rise(view: SeenWalk, stride: Stride) -> float:
    """Degrees that the toes' extension rises from its median in single support to its most in push-off: what
    is left of it where two models put its zero differently. 0 where it was not seen.
    """
    toes = view.angle("toe_extension", stride.side)
    before = between(view, toes, stride.other_off, stride.other_strike)
    after = between(view, toes, stride.other_strike, stride.off + AFTER_OFF * stride.duration)
    return float(after.max() - np.median(before)) if before.size and after.size else 0.0
