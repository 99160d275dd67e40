"""Building the `Model` of one case from the knowledge."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kinechain.case import Case
from kinechain.knowledge import Knowledge
from kinechain.knowledge.link import Link
from kinechain.knowledge.pulls import pulls as pulling_links
from kinechain.measurement import SIDES, Measurement, Side
from kinechain.reasoning.finding import findings_for
from kinechain.reasoning.model import Cause, Model, Site
from kinechain.reasoning.parameters import (
    DRAWS,
    SEED,
    about_central,
    draw_causal_share,
    draw_likelihood_ratio,
    draw_prior,
    draw_pull,
    draw_shift,
)
from kinechain.reasoning.pulls import Pulls, settled
from kinechain.reasoning.soft_evidence import likelihood_ratio
from kinechain.reasoning.strength import (
    cap_structural,
    leak,
    own_weights,
    spared_by,
    weight,
    within_prevalence,
)
from kinechain.reasoning.told_of_place import settled_by

Array = NDArray[np.float64]
Ends = tuple[int, int]

UNKNOWN_SEX_SHARE = 0.5
"""A link that was found in one sex only counts half when the sex is not known (our choice)."""


def sites_of(knowledge: Knowledge, case: Case) -> tuple[Site, ...]:
    """The pains of the case that the knowledge covers, each once; a side only where the region has sides.

    A pain without its side beside one of the same region with a side is taken to be that one.
    """
    sites = []
    for pain in case.pain:
        region = knowledge.regions.get(pain.region)
        if region is not None:
            sites.append(Site(pain.region, pain.side if region.sided else None))
    sided = {site.region for site in sites if site.side}
    return tuple(site for site in dict.fromkeys(sites) if site.side or site.region not in sided)


def build_model(
    knowledge: Knowledge,
    case: Case,
    measured: Sequence[Measurement],
    sites: Sequence[Site],
    seed: int = SEED,
) -> Model:
    """The network of one case, in numbers. `sites` come from `sites_of` and are not empty. `seed` is that of
    the draws of its parameters.
    """
    pulling = _pulling(knowledge, case)
    causes = [
        cause
        for cause_id in _cause_ids(knowledge, sites, pulling)
        for cause in _causes(knowledge, cause_id, case, measured)
    ]
    links = {
        (n, r): link
        for n, cause in enumerate(causes)
        for r, site in enumerate(sites)
        if (link := _link_between(knowledge, cause, site, case)) is not None
    }
    pull_links = {
        (low, up): link
        for low, lower in enumerate(causes)
        for up, upper in enumerate(causes)
        for link in (pulling.get((lower.id, upper.id)),)
        if link is not None and (None in (lower.side, upper.side) or lower.side == upper.side)
    }
    kept = _bearing(causes, links, pull_links)
    place = {n: at for at, n in enumerate(kept)}
    return _with_parameters(
        knowledge,
        case,
        [causes[n] for n in kept],
        tuple(sites),
        links={(place[n], r): link for (n, r), link in links.items()},
        pull_links={
            (place[a], place[b]): link for (a, b), link in pull_links.items() if a in place and b in place
        },
        seed=seed,
    )


def _pulling(knowledge: Knowledge, case: Case) -> dict[tuple[str, str], Link]:
    """The pulls that hold for this person, by the ids of lower and upper condition."""
    return {
        (str(link.from_condition), str(link.to_condition)): link
        for link in pulling_links(knowledge.links).values()
        if link.sex is None or case.person.sex in (None, link.sex)
    }


def _cause_ids(
    knowledge: Knowledge, sites: Sequence[Site], pulling: Mapping[tuple[str, str], Link]
) -> list[str]:
    """Whatever has a link to one of the pains, and every condition of a chain with one that has."""
    ends = [link for site in sites for link in knowledge.links_to(site.region).values()]
    ids = dict.fromkeys(link.cause for link in ends if link.cause)
    grown = True
    while grown:
        more = [other for ends_ in pulling for other in ends_ if any(each in ids for each in ends_)]
        grown = any(other not in ids for other in more)
        ids |= dict.fromkeys(more)
    return list(ids)


def _bearing(
    causes: Sequence[Cause], links: Mapping[Ends, Link], pull_links: Mapping[Ends, Link]
) -> list[int]:
    """The causes with a link to a pain, and those joined to such a one by pulls."""
    kept = {n for n, _ in links}
    grown = True
    while grown:
        wider = kept | {n for ends in pull_links if kept & set(ends) for n in ends}
        grown, kept = wider != kept, wider
    return [n for n in range(len(causes)) if n in kept]


def _causes(knowledge: Knowledge, cause_id: str, case: Case, measured: Sequence[Measurement]) -> list[Cause]:
    condition = knowledge.conditions.get(cause_id)
    entry = condition or knowledge.explanations[cause_id]
    present = settled_by(entry.answered_by, case) if entry.answered_by else None
    if condition is None:
        return [Cause(cause_id, None, structural=False, present=present, findings=())]
    sides: tuple[Side | None, ...] = SIDES if condition.sided else (None,)
    return [
        Cause(
            cause_id,
            side,
            structural=True,
            present=present,
            findings=findings_for(knowledge, cause_id, side, case.person, measured),
        )
        for side in sides
    ]


def _link_between(knowledge: Knowledge, cause: Cause, site: Site, case: Case) -> Link | None:
    """The link from a cause to a pain; none when it is the other side's, or was found in the other sex."""
    for link in knowledge.links_to(site.region).values():
        if link.cause != cause.id:
            continue
        if link.sex is not None and case.person.sex not in (None, link.sex):
            return None
        if site.side is not None and cause.side is not None and site.side != cause.side:
            return None
        return link
    return None


def _with_parameters(
    knowledge: Knowledge,
    case: Case,
    causes: Sequence[Cause],
    sites: tuple[Site, ...],
    *,
    links: dict[Ends, Link],
    pull_links: dict[Ends, Link],
    seed: int,
) -> Model:
    priors, shifts, ratios = _presence_parameters(knowledge, causes, seed)
    pulls = settled(
        priors,
        {
            ends: _half(draw_pull(link, knowledge.grades[link.evidence], seed), link, case)
            for ends, link in pull_links.items()
        },
    )
    weights = np.zeros((1 + DRAWS, len(causes), len(sites)))
    for (n, r), link in links.items():
        prevalence = knowledge.regions[sites[r].region].prevalence
        weights[:, n, r] = _weight(
            knowledge, case, link, priors=priors[:, n], prevalence=prevalence, seed=seed
        )
    structural = np.array([cause.structural for cause in causes], dtype=bool)
    leaks = np.empty((1 + DRAWS, len(sites)))
    for r, site in enumerate(sites):
        prevalence = knowledge.regions[site.region].prevalence
        own = own_weights(weights[:, :, r], priors, pulls)
        weights[:, :, r], leaks[:, r] = _balanced(own, priors, pulls, structural, prevalence)
    return Model(tuple(causes), sites, priors, ratios, weights, leaks, links, pulls, pull_links, shifts)


def _presence_parameters(
    knowledge: Knowledge, causes: Sequence[Cause], seed: int
) -> tuple[Array, Array, Array]:
    """Priors, shifts and likelihood ratios of the findings, (draws, causes); both sides share their draws."""
    shape = (1 + DRAWS, len(causes))
    priors, shifts, ratios = np.empty(shape), np.empty(shape), np.empty(shape)
    for n, cause in enumerate(causes):
        entry = knowledge.conditions.get(cause.id) or knowledge.explanations[cause.id]
        priors[:, n] = draw_prior(cause.id, entry, seed)
        shifts[:, n] = draw_shift(cause.id, entry, seed)
        ratios[:, n] = likelihood_ratio(cause.findings, shifts[:, n])
    return priors, shifts, ratios


def _weight(
    knowledge: Knowledge, case: Case, link: Link, *, priors: Array, prevalence: float, seed: int
) -> Array:
    grade = knowledge.grades[link.evidence]
    ratio = draw_likelihood_ratio(link, grade, priors, seed)
    drawn = weight(ratio, priors, prevalence, draw_causal_share(link, grade, seed))
    return _half(about_central(drawn), link, case)


def _half(strength: Array, link: Link, case: Case) -> Array:
    """Half of it where the link was found in one sex, and this person's is not known."""
    return strength * UNKNOWN_SEX_SHARE if link.sex is not None and case.person.sex is None else strength


def _balanced(
    weights: Array, priors: Array, pulls: Pulls, structural: NDArray[np.bool_], prevalence: float
) -> tuple[Array, Array]:
    """Weights of one pain held within what there is to explain and within the structural cap, and the leak
    that then gives the prevalence.
    """
    capped = cap_structural(weights, priors, pulls, structural, prevalence)
    held = within_prevalence(capped, priors, pulls, prevalence)
    return held, leak(spared_by(held, priors, pulls, list(range(len(structural)))), prevalence)
