"""Which tracklets are the same person? Tracklets joined into people who keep their identity.

Every pair (a tracklet that ends, one that begins later) gets a cost: how far the second lies from
where the first was heading, and the first from where the second came from, and how different their
sizes are. Pairs are joined from the cheapest up, so that two people who cross keep the way each was
going.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.tracklet import Tracklet

LONGEST_GAP_S = 1.0
# Ends used to tell where a tracklet is heading.
HEADING_S = 0.3
# Dearest join, as a share of the region's size. Growing with the gap, for people change their speed.
DEAREST = 0.15
DEAREST_PER_S = 0.5
LARGEST_RATIO = 1.35


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a tracklet: when, where, how fast (pixels a second; None if too short to tell) and how
    large.
    """

    time: float
    place: NDArray[np.float64]
    velocity: NDArray[np.float64] | None
    size: float


def link(tracklets: Sequence[Tracklet], times: Sequence[float]) -> list[Tracklet]:
    """People, in the order in which they appear. `times` holds each picture's time in seconds."""
    heads = [_end(tracklet, times, leaving=False) for tracklet in tracklets]
    tails = [_end(tracklet, times, leaving=True) for tracklet in tracklets]
    costs = sorted(
        (cost, before, after)
        for before, tail in enumerate(tails)
        for after, head in enumerate(heads)
        if before != after and (cost := _cost(tail, head)) is not None
    )
    successor: dict[int, int] = {}
    taken: set[int] = set()
    for _, before, after in costs:
        if before not in successor and after not in taken:
            successor[before] = after
            taken.add(after)
    people = [_join(tracklets, successor, start) for start in range(len(tracklets)) if start not in taken]
    return sorted(people, key=lambda person: person.first)


def _join(tracklets: Sequence[Tracklet], successor: dict[int, int], start: int) -> Tracklet:
    person = Tracklet()
    current: int | None = start
    while current is not None:
        person.sightings.update(tracklets[current].sightings)
        current = successor.get(current)
    return person


def _end(tracklet: Tracklet, times: Sequence[float], *, leaving: bool) -> _End:
    edge = tracklet.last if leaving else tracklet.first
    numbers = [
        number for number in sorted(tracklet.sightings) if abs(times[number] - times[edge]) <= HEADING_S
    ]
    regions = [tracklet.sightings[number].next_region for number in numbers]
    places = np.array([(region.x, region.y) for region in regions])
    at = np.array([times[number] for number in numbers])
    velocity = None
    if np.ptp(at) > HEADING_S / 2:
        velocity = np.polyfit(at - times[edge], places, 1)[0]
    at_edge = tracklet.sightings[edge].next_region
    size = float(np.median([region.size for region in regions]))
    return _End(times[edge], np.array([at_edge.x, at_edge.y]), velocity, size)


def _cost(tail: _End, head: _End) -> float | None:
    """None where the two cannot be one person."""
    gap = head.time - tail.time
    if not 0 < gap <= LONGEST_GAP_S:
        return None
    larger, smaller = max(tail.size, head.size), min(tail.size, head.size)
    if larger > LARGEST_RATIO * smaller:
        return None
    # Each on its own: the mean of two opposite velocities would fit two strangers who cross.
    velocities = [end.velocity for end in (tail, head) if end.velocity is not None] or [np.zeros(2)]
    way = head.place - tail.place
    miss = float(np.mean([np.linalg.norm(velocity * gap - way) for velocity in velocities])) / larger
    if miss > DEAREST + DEAREST_PER_S * gap:
        return None
    return miss + float(np.log(larger / smaller)) + gap / 10
