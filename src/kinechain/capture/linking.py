"""Which tracklets are the same person? Tracklets joined into people who keep their identity.

Every pair (a tracklet that ends, one that begins later) gets a cost: how far the second lies from
where the first was heading, and the first from where the second came from, and how different their
sizes are. Pairs are joined from the cheapest up, so that two people who cross keep the way each was
going.

Somebody who walks out of the picture, turns and comes back by the same side is one person too: of the same
size, at the same height in the picture, and nobody else went out or came in there meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
# Who comes back was away for no longer than this, our choice: time to turn.
LONGEST_AWAY_S = 6.0
# People go out, and come in, within so much of the picture's side, as shares of the region's size: who comes
# in may be seen late, for the detector looks only now and then. Up or down, which says how far away they are,
# they may be off by so much.
GOES_OUT, COMES_IN, OFF_UP_OR_DOWN = 0.35, 0.65, 0.12


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a tracklet: when, where, how fast (pixels a second; None if too short to tell) and how
    large.
    """

    time: float
    place: NDArray[np.float64]
    velocity: NDArray[np.float64] | None
    size: float


def link(
    tracklets: Sequence[Tracklet], times: Sequence[float], *, width: float | None = None
) -> list[Tracklet]:
    """People, in the order in which they appear. `times` holds each picture's time in seconds.

    `width` of the pictures in pixels; without it nobody is known to have gone out by one of their sides.
    """
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
    if width is not None:
        successor |= _who_came_back(heads, tails, successor, width)
        taken = set(successor.values())
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


def _who_came_back(
    heads: Sequence[_End], tails: Sequence[_End], successor: Mapping[int, int], width: float
) -> dict[int, int]:
    """By those who went out, who they came back as."""
    followed = set(successor.values())
    back: dict[int, int] = {}
    for side in (-1.0, 1.0):
        out = [
            (end.time, number, True)
            for number, end in enumerate(tails)
            if number not in successor and _at_side(end, side, width, leaves=True)
        ]
        came = [
            (end.time, number, False)
            for number, end in enumerate(heads)
            if number not in followed and _at_side(end, side, width, leaves=False)
        ]
        # Who went out last comes in first; anybody in between might be somebody else.
        for (_, before, went), (_, after, goes) in pairwise(sorted(out + came)):
            if went and not goes and _alike(tails[before], heads[after]):
                back[before] = after
    return back


def _at_side(end: _End, side: float, width: float, *, leaves: bool) -> bool:
    """Whether somebody goes out (or comes in) by the picture's left side (-1) or right one (1)."""
    inside = end.place[0] if side < 0 else width - end.place[0]
    if inside > (GOES_OUT if leaves else COMES_IN) * end.size or end.velocity is None:
        return False
    outwards = float(side * end.velocity[0])
    return outwards > 0 if leaves else outwards < 0


def _alike(tail: _End, head: _End) -> bool:
    """Whether two who went out and came in may be one: as large and as high in the picture."""
    larger, smaller = max(tail.size, head.size), min(tail.size, head.size)
    near = abs(tail.place[1] - head.place[1]) <= OFF_UP_OR_DOWN * larger
    return bool(0 < head.time - tail.time <= LONGEST_AWAY_S and larger <= LARGEST_RATIO * smaller and near)
