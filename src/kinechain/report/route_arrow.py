"""The way by which the likeliest link reaches the pain, as an arrow in the drawing and in words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kinechain.reasoning.trace import Contributor, RegionTrace
from kinechain.report.evidence_words import Support, deserves_a_card, evidence_of, is_supported
from kinechain.report.number_format import percent
from kinechain.report.plain_words import LINK_OF_REGION, lowered, pain_name
from kinechain.report.routes import Pulls, routes
from kinechain.report.svg_path import Point, num

_BEND: Final = 0.22
"""How far an arrow bends away from the straight line, as a share of its length."""
_CLEAR_OF_START: Final = 18.0
_CLEAR_OF_PAIN: Final = 35.0
_CLEAR_OF_LINK: Final = 20.0


@dataclass(frozen=True, slots=True)
class RouteArrow:
    """One arrow for each step, the last to the pain, and a sentence that says the same."""

    steps: tuple[str, ...]
    support: Support
    words: str


def route_arrow(trace: RegionTrace, anchors: Mapping[str, Point], pulls: Pulls) -> RouteArrow | None:
    """The way of the likeliest supported contributor: straight, unless more of it goes through others.

    None where no link deserves a card.
    """
    likeliest = max(filter(is_supported, trace.contributors), key=lambda c: c.probability, default=None)
    if likeliest is None or not deserves_a_card(likeliest.probability):
        return None
    through = _through(likeliest, trace, pulls)
    pain = LINK_OF_REGION.get(trace.region, trace.region)
    stations = [likeliest.link, *(c.link for c in through), pain]
    places = [anchors[link] for link in dict.fromkeys(stations) if link in anchors]
    if len(places) < 2:
        return None
    return RouteArrow(_steps(places), evidence_of(likeliest).support, _words(likeliest, through, trace))


def _through(likeliest: Contributor, trace: RegionTrace, pulls: Pulls) -> tuple[Contributor, ...]:
    ways = routes(likeliest, trace, pulls) if likeliest.through > likeliest.direct else ()
    return ways[0].through if ways else ()


def _words(likeliest: Contributor, through: Sequence[Contributor], trace: RegionTrace) -> str:
    name = f"{likeliest.name}, {likeliest.side}" if likeliest.side else likeliest.name
    way = f"through {lowered(' and '.join(c.name for c in through))}" if through else "by itself"
    pain = pain_name(trace.region, trace.side)
    share = percent(likeliest.probability)
    return f"The arrow: {name}, the likeliest link, to the {pain}, mostly {way} ({share})."


def _steps(places: Sequence[Point]) -> tuple[str, ...]:
    last = len(places) - 2
    return tuple(
        _arc(start, end, _CLEAR_OF_PAIN if k == last else _CLEAR_OF_LINK)
        for k, (start, end) in enumerate(pairwise(places))
    )


def _arc(start: Point, end: Point, clear: float) -> str:
    """A curve that bends towards the front of the body and stops short of both ends."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    # The normal that points to the front, which is the left of the drawing.
    nx, ny = (-abs(dy), math.copysign(dx, dx * dy) if dy else 0.0)
    bend = ((x0 + x1) / 2 + _BEND * nx, (y0 + y1) / 2 + _BEND * ny)
    first, second = _towards(start, bend, _CLEAR_OF_START), _towards(end, bend, clear)
    return f"M{_point(first)}Q{_point(bend)} {_point(second)}"


def _towards(start: Point, end: Point, by: float) -> Point:
    length = math.dist(start, end)
    share = min(by / length, 0.45) if length else 0.0
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _point(point: Point) -> str:
    return f"{num(point[0])} {num(point[1])}"
