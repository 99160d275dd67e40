"""`KeypointWalk`: a walk of which every keypoint's place is known, and what our measures make of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kinechain.gait.point_view import PointView
from kinechain.gait.strides import Stride, find_strides
from kinechain.measurement import SIDES, Event, Side
from kinechain.motion.dataset import Floats
from kinechain.validation.true_event import TrueEvent

PARTS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
KEYPOINTS = tuple(f"{side}_{part}" for part in PARTS for side in SIDES)
# From a strike on, the shares of the stride in which a foot lies flat, also of those who walk stiffly.
FLAT = (0.15, 0.35)


@dataclass(frozen=True, slots=True, eq=False)
class KeypointWalk:
    """One straight walk over the ground.

    `tracks` of the 18 `KEYPOINTS`, (time, 3) in m in the walk's frame: x forward, y to the left, z up from
    the floor; NaN where not known. `made_up` are those that nobody measured: they are filmed, and there is no
    truth for what rests on them. `person` is the same for walks of one person. `sole_offsets` are what the
    line from heel to toe shows (deg) of a flat foot, where that is known of those who never stand flat.
    """

    name: str
    person: str
    time: Floats
    tracks: Mapping[str, Floats]
    stature_m: float
    rate_hz: float
    events: tuple[TrueEvent, ...]
    made_up: frozenset[str] = frozenset()
    sole_offsets: Mapping[Side, float] | None = None


def strides_of(walk: KeypointWalk) -> list[Stride]:
    """Whole strides by the true events."""
    return find_strides([Event(event.side, event.kind, event.time_s, 0.0) for event in walk.events])


def truth_view(walk: KeypointWalk) -> PointView:
    """The walk as our measures see it; what rests on made-up keypoints is not known."""
    known = {name: track for name, track in walk.tracks.items() if name not in walk.made_up}
    if walk.sole_offsets is not None:
        return PointView(walk.time, walk.stature_m, known, walk.sole_offsets)
    seen = PointView(walk.time, walk.stature_m, known, {})
    return PointView(walk.time, walk.stature_m, known, dict(_sole_offsets(walk, seen)))


def _sole_offsets(walk: KeypointWalk, seen: PointView) -> Iterator[tuple[Side, float]]:
    """What the line from heel to toe shows (deg) while a foot lies flat, of each side that does."""
    strides = strides_of(walk)
    if not strides:
        return
    usual = float(np.median([stride.duration for stride in strides]))
    for side in SIDES:
        strikes = [e.time_s for e in walk.events if e.side == side and e.kind == "foot_strike"]
        flat = np.zeros(len(walk.time), dtype=bool)
        for strike in strikes:
            first, last = (strike + share * usual for share in FLAT)
            flat |= (walk.time >= first) & (walk.time <= last)
        pitch = seen.line("foot_line", side)[flat]
        if np.isfinite(pitch).any():
            yield side, float(np.nanmedian(pitch))
