"""``reference_c3d.json``: events, plate contacts and extremes that others read from laboratories' files.

Times in it count from the laboratory's own start; here they count from the file's first frame. An event's
frame is round(time * rate) less the first frame, which tells when that was.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinechain.errors import InputError
from kinechain.measurement import EventKind, Side
from kinechain.validation.plate_contacts import LEAST_PEAK_N, Contact
from kinechain.validation.true_event import TrueEvent

FILE = "reference_c3d.json"
SIDES: dict[str, Side] = {"left": "left", "l": "left", "right": "right", "r": "right"}
KINDS: dict[str, EventKind] = {"foot strike": "foot_strike", "foot off": "foot_off"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of one file. `extremes` are those of the laboratory's own angles, by their names there:
    one number for each side, the mean over its strides.
    """

    events: tuple[TrueEvent, ...]
    contacts: tuple[Contact, ...]
    speed_mps: float
    extremes: Mapping[Side, Mapping[str, float]]


def read_reference(folder: Path) -> dict[str, Reference]:
    """By the file's path within `folder`; empty where the folder has no such list.

    Raises
    ------
    InputError
        When the list is there but is not what it should be.

    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        return {str(entry["file"]): _reference(entry) for entry in json.loads(path.read_text("utf-8"))}
    except (KeyError, TypeError, ValueError) as problem:
        raise InputError(f"{FILE} is not as expected ({type(problem).__name__}: {problem})") from None


def _reference(entry: Mapping[str, Any]) -> Reference:
    start = _start_s(entry)
    return Reference(
        events=tuple(_event(event, float(entry["rate"])) for event in entry["events"]),
        contacts=tuple(_contacts(entry["force_plate_contacts_s_on_off_peakN"], start)),
        speed_mps=float(entry["speed_mps"]),
        extremes={
            SIDES[side.lower()]: {name: float(value) for name, value in found.items() if value is not None}
            for side, found in entry["sides"].items()
        },
    )


def _start_s(entry: Mapping[str, Any]) -> float:
    """The laboratory's time of the first frame: the start that agrees best with all events."""
    rate = float(entry["rate"])
    starts = sorted((round(event[2] * rate) - event[3]) / rate for event in entry["events"])
    return starts[len(starts) // 2] if starts else 0.0


def _event(event: Sequence[Any], rate: float) -> TrueEvent:
    side, kind, _, frame = event
    return TrueEvent(SIDES[side.lower()], KINDS[kind.lower()], frame / rate, "noted")


def _contacts(plates: Sequence[Sequence[Sequence[float]]], start: float) -> list[Contact]:
    return [
        Contact(on - start, off - start)
        for plate in plates
        for on, off, peak in plate
        if peak >= LEAST_PEAK_N
    ]
