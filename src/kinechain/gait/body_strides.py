"""Every stride of what was fitted, measured once as it was fitted and again as it may have been."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.stride_values import StrideValue
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
    passes: Sequence[SeenPass], measures: Mapping[str, StrideValue] = ALL_SIDES, *, seed: int = 0
) -> StrideValues:
    """The values of all strides of `passes` in the estimate; what is open in their mean, from the draws.

    With each draw the events are drawn too, by their own errors: a peak's window moves with them.
    """
    random = np.random.default_rng(seed)
    values = _values([(each.views[0], each.strides) for each in passes], measures)
    draws = min((len(each.views) for each in passes), default=1) - 1
    drawn = [
        _values([(each.views[1 + n], _moved(each.strides, each.events, random)) for each in passes], measures)
        for n in range(draws)
    ]
    fit_sd = {}
    for key in values:
        means = np.array([np.mean(other[key]) for other in drawn if other.get(key)])
        fit_sd[key] = float(means.std(ddof=1)) if len(means) > 1 else 0.0
    return StrideValues(values, fit_sd)


def _values(seen: Sequence[tuple[SeenWalk, Sequence[Stride]]], measures: Mapping[str, StrideValue]) -> Values:
    knowledge = load()
    values: Values = defaultdict(list)
    for view, strides in seen:
        for stride in strides:
            for name, value_of in measures.items():
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
