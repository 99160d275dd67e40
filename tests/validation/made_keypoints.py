"""A walk of keypoints whose truth is known by construction: the synthetic walker's."""

from functools import cache

import numpy as np

from kinechain.validation.keypoint_walk import KEYPOINTS, KeypointWalk
from kinechain.validation.true_event import TrueEvent
from synthetic_walker import INDEX, SyntheticWalker

RATE_HZ = 100.0
WALKER = SyntheticWalker(strides=4, head_forward_deg=20.0)


@cache
def synthetic_walk(walker: SyntheticWalker = WALKER) -> KeypointWalk:
    time = np.arange(0.0, walker.duration_s, 1 / RATE_HZ)
    places = walker.positions(time)
    return KeypointWalk(
        name="synthetic",
        person="synthetic",
        time=time,
        tracks={name: places[:, INDEX[name]] for name in KEYPOINTS},
        stature_m=walker.height_m,
        rate_hz=RATE_HZ,
        events=tuple(
            TrueEvent(event.side, event.kind, event.time_s, "noted")
            for event in walker.events
            if event.time_s < time[-1]
        ),
    )


def mirrored(walk: KeypointWalk) -> KeypointWalk:
    """The same walk by somebody whose left is their right."""
    other = {name: _other(name) for name in KEYPOINTS}
    return KeypointWalk(
        name=walk.name,
        person=walk.person,
        time=walk.time,
        tracks={name: walk.tracks[other[name]] * [1.0, -1.0, 1.0] for name in KEYPOINTS},
        stature_m=walk.stature_m,
        rate_hz=walk.rate_hz,
        events=tuple(
            TrueEvent("left" if event.side == "right" else "right", event.kind, event.time_s, event.origin)
            for event in walk.events
        ),
    )


def _other(name: str) -> str:
    side, part = name.split("_", 1)
    return f"{'left' if side == 'right' else 'right'}_{part}"
