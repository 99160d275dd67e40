"""By which way a link reaches the pain: by itself, or by bringing about another link that does."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from kinechain.reasoning.trace import Contributor, Evidence, RegionTrace
from kinechain.report.evidence_words import grade_words
from kinechain.report.number_format import percent
from kinechain.report.plain_words import pain_name, sentence

Pulls = Mapping[str, tuple[tuple[str, Evidence], ...]]
"""For each condition those that it may bring about, each with the grade of the evidence for that step."""

_STRONGEST_FIRST: Final = get_args(Evidence)
_TOLD_HERE: Final = re.compile(r"Of this .+ directly, .+ through ")


@dataclass(frozen=True, slots=True)
class Route:
    """What is passed through on the way, from the ground up, and the grade of the weakest step."""

    through: tuple[Contributor, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RouteText:
    """One way from a link to the pain: its stations in order, and how well its weakest step stands."""

    stations: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Paths:
    """A link's shares: by itself, and through others, by each route that there is."""

    direct: str
    through: str
    routes: tuple[RouteText, ...]


def routes(start: Contributor, trace: RegionTrace, pulls: Pulls) -> tuple[Route, ...]:
    """Every way from a contributor through others to the pain, the shortest first."""
    if start.through <= 0:
        return ()
    every = {
        tuple(c.name for c in each.through): each for each in _onward(start, trace, pulls, Route((), "high"))
    }
    return tuple(sorted(every.values(), key=lambda route: len(route.through)))


def _onward(at: Contributor, trace: RegionTrace, pulls: Pulls, behind: Route) -> Iterator[Route]:
    for upper, grade in pulls.get(at.id, ()):
        for c in trace.contributors:
            if c.id != upper or (at.side and c.side not in (None, at.side)):
                continue
            so_far = Route((*behind.through, c), _weaker(behind.evidence, grade))
            if c.direct > 0:
                yield Route(so_far.through, _weaker(so_far.evidence, c.evidence))
            yield from _onward(c, trace, pulls, so_far)


def _weaker(first: Evidence, second: Evidence) -> Evidence:
    return max(first, second, key=_STRONGEST_FIRST.index)


def paths(start: Contributor, trace: RegionTrace, pulls: Pulls) -> Paths | None:
    """The shares of a contributor that counts through others too; None where it counts by itself alone."""
    found = routes(start, trace, pulls)
    if not found:
        return None
    pain = sentence(pain_name(trace.region, trace.side))
    return Paths(
        direct=percent(start.direct),
        through=percent(start.through),
        routes=tuple(
            RouteText(
                (sentence(start.name), *(sentence(c.name) for c in route.through), pain),
                grade_words(route.evidence),
            )
            for route in found
        ),
    )


def without_shares(because: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons without the line that tells the shares, which the paths show."""
    return tuple(line for line in because if not _TOLD_HERE.match(line))
