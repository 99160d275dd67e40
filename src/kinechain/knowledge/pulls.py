"""What pulls on what along the chain: the links from condition to condition that are more than neutral."""

from collections.abc import Mapping
from typing import get_args

from kinechain.errors import KnowledgeError
from kinechain.knowledge.condition import Condition
from kinechain.knowledge.entry import ChainLink
from kinechain.knowledge.link import Link

MOST_PARENTS = 3
"""A condition has at most this many others that pull on it (our bound; it keeps the network exact)."""

FROM_THE_GROUND_UP: tuple[ChainLink, ...] = get_args(ChainLink)


def pulls(links: Mapping[str, Link]) -> dict[str, Link]:
    """The links that pull, by id, in the order of the file."""
    return {link_id: link for link_id, link in links.items() if link.pull > 0}


def check_pulls(links: Mapping[str, Link], conditions: Mapping[str, Condition]) -> None:
    """Refuse pulls that no chain can have: two between the same two, down the chain, in a circle, too many,
    or more than would leave the condition as rare as its prior says.

    Raises
    ------
    KnowledgeError
        Naming the link.

    """
    parents: dict[str, list[str]] = {}
    for link_id, link in pulls(links).items():
        below, above = str(link.from_condition), str(link.to_condition)
        place = [FROM_THE_GROUND_UP.index(conditions[name].link) for name in (below, above)]
        if place[0] > place[1]:
            raise KnowledgeError(f"links.yaml, {link_id}: pulls down the chain, from {below} to {above}")
        if below in parents.get(above, ()):
            raise KnowledgeError(f"links.yaml, {link_id}: {below} pulls on {above} already")
        if len(parents.setdefault(above, [])) == MOST_PARENTS:
            raise KnowledgeError(f"links.yaml, {link_id}: more than {MOST_PARENTS} pull on {above}")
        parents[above].append(below)
        if below in _all_it_pulls_on(above, parents):
            raise KnowledgeError(f"links.yaml, {link_id}: {below} and {above} pull on each other in a circle")
    _check_priors_stand(links, conditions)


def _check_priors_stand(links: Mapping[str, Link], conditions: Mapping[str, Condition]) -> None:
    """Whether each condition is as common as its prior says, whatever pulls on it."""
    spared = dict.fromkeys(conditions, 1.0)
    for link_id, link in pulls(links).items():
        below, above = conditions[str(link.from_condition)], conditions[str(link.to_condition)]
        sides = 2 if below.sided and not above.sided else 1
        spared[str(link.to_condition)] *= (1 - link.pull * below.prior.probability) ** sides
        if 1 - spared[str(link.to_condition)] >= above.prior.probability:
            raise KnowledgeError(
                f"links.yaml, {link_id}: so much pulls on {link.to_condition} that more people would have it "
                f"than the {above.prior.probability:.0%} that conditions.yaml gives"
            )


def _all_it_pulls_on(start: str, parents: Mapping[str, list[str]]) -> set[str]:
    """Every condition that `start` pulls on, directly or through others; itself only in a circle."""
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        found = {above for above, below in parents.items() if here in below} - reached
        reached |= found
        ahead += found
    return reached
