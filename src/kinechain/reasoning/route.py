"""The routes by which one condition contributes through others, with the evidence of their weakest step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from kinechain.knowledge import Knowledge
from kinechain.knowledge.link import Grade, Link
from kinechain.reasoning.model import Model

STRONGEST_FIRST: tuple[Grade, ...] = get_args(Grade)


@dataclass(frozen=True, slots=True)
class Route:
    """`conditions` are the names passed through, from the ground up; `links` the steps, the last to pain."""

    conditions: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def evidence(self) -> Grade:
        """The grade of its weakest step."""
        return max((link.evidence for link in self.links), key=STRONGEST_FIRST.index)

    @property
    def words(self) -> str:
        """How a reader is told of it."""
        through = " and the ".join(self.conditions)
        return f"through the {through}: evidence {self.evidence.replace('_', ' ')}"


def routes(knowledge: Knowledge, model: Model, cause: int, site: int) -> tuple[Route, ...]:
    """Every route from one cause through others to one pain, each once, the best supported first."""
    found = dict.fromkeys(_routes(knowledge, model, cause, site, Route((), ())))
    return tuple(sorted(found, key=lambda route: (STRONGEST_FIRST.index(route.evidence), len(route.links))))


def _routes(knowledge: Knowledge, model: Model, at: int, site: int, behind: Route) -> Iterator[Route]:
    for upper in model.pulls.above(at):
        name = knowledge.conditions[model.causes[upper].id].name
        so_far = Route((*behind.conditions, name), (*behind.links, model.pull_links[at, upper]))
        if (model.weights[:, upper, site] > 0).any():
            yield Route(so_far.conditions, (*so_far.links, model.links[upper, site]))
        yield from _routes(knowledge, model, upper, site, so_far)
