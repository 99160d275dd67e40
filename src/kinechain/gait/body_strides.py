"""Every stride of what was fitted, measured once as it was fitted and again as it may have been."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.stride_values import StrideValue
from kinechain.gait.strides import Stride
from kinechain.knowledge import load
from kinechain.measurement import SIDES, Event, EventKind, Side, Way

# How early or late the signs of an event are is, from the side, for the most part the person's: so much of
# the events' variance is one and the same for all strikes, or offs, of a foot and does not average out. From
# 43 films of 7 people by a virtual phone: events of one foot spread by 5.9 ms and their means by 7.7 ms from
# film to film; the two feet, and strikes and offs, have nothing in common (r 0.2 or less). From the front
# events of one foot spread as far as all do.
THE_PERSONS: Mapping[Way, float] = {"side": 0.6, "oblique": 0.6}

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
    person = np.random.default_rng([seed, 1])
    late = [_of_the_person(person) for _ in range(draws)]
    drawn = [
        _values(
            [(each.views[1 + n], _moved(each, late[n], random)) for each in passes],
            measures,
        )
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


def _of_the_person(random: np.random.Generator) -> dict[tuple[Side, EventKind], float]:
    """How late, in standard deviations, all events of a foot and kind are."""
    return {(side, kind): random.standard_normal() for side in SIDES for kind in get_args(EventKind)}


def _moved(
    seen: SeenPass, late: Mapping[tuple[Side, EventKind], float], random: np.random.Generator
) -> list[Stride]:
    """The strides with each event somewhere else within its error, of which `late` is the person's; one event
    stays one in all strides.
    """
    shared = THE_PERSONS.get(seen.way, 0.0)

    def off(event: Event) -> float:
        common, own = late[event.side, event.kind], random.standard_normal()
        return event.sd_s * float(np.sqrt(shared) * common + np.sqrt(1 - shared) * own)

    place = {(event.side, event.kind, event.time_s): event.time_s + off(event) for event in seen.events}

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
        for stride in seen.strides
    ]
