"""The two small types that carry what was measured: `Event` and `Measurement`."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right"]
EventKind = Literal["foot_strike", "foot_off"]
View = Literal["side", "front", "back", "oblique"]
Way = Literal["side", "front", "back", "oblique", "markers", "photo_side", "photo_front"]
"""How a body is seen: by a camera from one of the views as it walks, by markers on the skin, from all sides,
or in pictures of somebody who stands, from one of two views.
"""
Activity = Literal["walking", "standing"]
Verdict = Literal["typical", "low", "high", "asymmetric", "cannot_tell"]

SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Event:
    """One foot meeting or leaving the floor.

    `time_s` counts from the first frame of the file; `sd_s` is the standard deviation of that time.
    """

    side: Side
    kind: EventKind
    time_s: float
    sd_s: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number about one person, with its error.

    `measure` is an id of ``knowledge/measures.yaml``, which also fixes the unit and the definition.
    `value` and `sd` are both None when the input cannot give the measure; `verdict` is then
    ``cannot_tell`` and `reason` says why. `sd` is the standard deviation of the error of `value`: it
    holds the spread between strides or tries and the known error of the method. `n` counts strides
    or tries.
    """

    measure: str
    side: Side | None
    value: float | None
    unit: str
    sd: float | None
    n: int
    method: str
    verdict: Verdict = "cannot_tell"
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != (self.sd is None):
            raise ValueError(f"{self.measure}: a value needs its sd, and no value has none")
