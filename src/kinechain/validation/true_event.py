"""`TrueEvent`: a foot strike or off as others have it."""

from dataclasses import dataclass
from typing import Literal

from kinechain.measurement import EventKind, Side

Origin = Literal["plate", "noted"]


@dataclass(frozen=True, slots=True)
class TrueEvent:
    """`time_s` counts from the file's first frame. `origin`: a force plate saw it, or the laboratory noted it
    (by hand, by plate or by a program; the file does not say).
    """

    side: Side
    kind: EventKind
    time_s: float
    origin: Origin
