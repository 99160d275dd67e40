"""Every stride of a fitted body, measured once as it was fitted and again as it may have been."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.knowledge import load
from kinechain.measurement import Event, EventKind, Side

Key = tuple[str, Side | None]
Values = dict[Key, list[float]]


@dataclass(frozen=True, slots=True)
class StrideValues:
    """One number a stride for each measure and side, and what the fit leaves open in their mean (sd)."""

    values: Values
    fit_sd: dict[Key, float]


def measure_strides(
    views: Sequence[SeenWalk], strides: Sequence[Stride], events: Sequence[Event], *, seed: int = 0
) -> StrideValues:
    """The values of `strides` in `views[0]`, the estimate. The other views are draws of it.

    With each draw the events are drawn too, by their own errors: a peak's window moves with them.
    """
    random = np.random.default_rng(seed)
    values = _values(views[0], strides)
    drawn = [_values(view, _moved(strides, events, random)) for view in views[1:]]
    fit_sd = {}
    for key in values:
        means = np.array([np.mean(other[key]) for other in drawn if other.get(key)])
        fit_sd[key] = float(means.std(ddof=1)) if len(means) > 1 else 0.0
    return StrideValues(values, fit_sd)


def _values(view: SeenWalk, strides: Sequence[Stride]) -> Values:
    knowledge = load()
    values: Values = defaultdict(list)
    for stride in strides:
        for name, value_of in ALL_SIDES.items():
            value = value_of(view, stride)
            if np.isfinite(value):
                values[name, stride.side if knowledge.measure(name).sided else None].append(value)
    return dict(values)


def _moved(strides: Sequence[Stride], events: Sequence[Event], random: np.random.Generator) -> list[Stride]:
    """The strides with each event somewhere else within its error; one event stays one in all strides."""
    place = {
        (event.side, event.kind, event.time_s): event.time_s + random.normal(0.0, event.sd_s)
        for event in events
    }

    def moved(side: Side, kind: EventKind, time_s: float) -> float:
        return place.get((side, kind, time_s), time_s)

    return [
        Stride(
            stride.side,
            start=moved(stride.side, "foot_strike", stride.start),
            other_off=moved(stride.other_side, "foot_off", stride.other_off),
            other_strike=moved(stride.other_side, "foot_strike", stride.other_strike),
            off=moved(stride.side, "foot_off", stride.off),
            end=moved(stride.side, "foot_strike", stride.end),
        )
        for stride in strides
    ]
