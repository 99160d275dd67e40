"""Building the `Model` of one case from the knowledge."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinechain.case import Case
from kinechain.knowledge import Knowledge
from kinechain.knowledge.link import Link
from kinechain.measurement import SIDES, Measurement, Side
from kinechain.reasoning.finding import findings_for
from kinechain.reasoning.model import Cause, Model, Site
from kinechain.reasoning.parameters import (
    DRAWS,
    draw_causal_share,
    draw_likelihood_ratio,
    draw_prior,
    draw_shift,
    generator,
)
from kinechain.reasoning.soft_evidence import likelihood_ratio
from kinechain.reasoning.strength import cap_structural, leak, weight

Array = NDArray[np.float64]

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
    knowledge: Knowledge, case: Case, measured: Sequence[Measurement], sites: Sequence[Site]
) -> Model:
    """The network of one case, in numbers. `sites` come from `sites_of` and are not empty."""
    ends = [link for site in sites for link in knowledge.links_to(site.region).values()]
    causes = [
        cause
        for cause_id in dict.fromkeys(link.cause for link in ends if link.cause)
        for cause in _causes(knowledge, cause_id, case, measured)
    ]
    links = {
        (n, r): link
        for n, cause in enumerate(causes)
        for r, site in enumerate(sites)
        if (link := _link_between(knowledge, cause, site, case)) is not None
    }
    used = sorted({n for n, _ in links})
    renumbered = {(used.index(n), r): link for (n, r), link in links.items()}
    return _with_parameters(knowledge, case, [causes[n] for n in used], tuple(sites), renumbered)


def _causes(knowledge: Knowledge, cause_id: str, case: Case, measured: Sequence[Measurement]) -> list[Cause]:
    condition = knowledge.conditions.get(cause_id)
    entry = condition or knowledge.explanations[cause_id]
    present = entry.answered_by.holds(case) if entry.answered_by else None
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
    links: dict[tuple[int, int], Link],
) -> Model:
    chance = generator()
    priors, ratios = _presence_parameters(knowledge, causes, chance)
    weights = np.zeros((1 + DRAWS, len(causes), len(sites)))
    drawn: dict[tuple[str, str], Array] = {}
    for (n, r), link in links.items():
        ends = (causes[n].id, sites[r].region)
        if ends not in drawn:
            prevalence = knowledge.regions[sites[r].region].prevalence
            drawn[ends] = _weight(knowledge, case, link, priors[:, n], prevalence, chance=chance)
        weights[:, n, r] = drawn[ends]
    structural = np.array([cause.structural for cause in causes], dtype=bool)
    leaks = np.empty((1 + DRAWS, len(sites)))
    for r, site in enumerate(sites):
        prevalence = knowledge.regions[site.region].prevalence
        weights[:, :, r], leaks[:, r] = _balanced(weights[:, :, r], priors, structural, prevalence)
    return Model(tuple(causes), sites, priors, ratios, weights, leaks, links)


def _presence_parameters(
    knowledge: Knowledge, causes: Sequence[Cause], chance: np.random.Generator
) -> tuple[Array, Array]:
    """Priors and likelihood ratios of the findings, (draws, causes); both sides share their draws."""
    priors, ratios = np.empty((1 + DRAWS, len(causes))), np.empty((1 + DRAWS, len(causes)))
    drawn: dict[str, tuple[Array, Array]] = {}
    for n, cause in enumerate(causes):
        entry = knowledge.conditions.get(cause.id) or knowledge.explanations[cause.id]
        if cause.id not in drawn:
            drawn[cause.id] = (draw_prior(entry, chance), draw_shift(entry, chance))
        priors[:, n], shift = drawn[cause.id]
        ratios[:, n] = likelihood_ratio(cause.findings, shift)
    return priors, ratios


def _weight(
    knowledge: Knowledge,
    case: Case,
    link: Link,
    priors: Array,
    prevalence: float,
    *,
    chance: np.random.Generator,
) -> Array:
    grade = knowledge.grades[link.evidence]
    ratio = draw_likelihood_ratio(link, grade, priors, chance)
    share = draw_causal_share(link, grade, chance)
    if link.sex is not None and case.person.sex is None:
        share = share * UNKNOWN_SEX_SHARE
    return weight(ratio, priors, prevalence, share)


def _balanced(
    weights: Array, priors: Array, structural: NDArray[np.bool_], prevalence: float
) -> tuple[Array, Array]:
    """Weights held within the structural cap, and the leak that then gives the prevalence."""
    if not structural.any():
        return weights, leak(weights, priors, prevalence)
    first_leak = leak(weights, priors, prevalence)
    spared = np.prod(1 - (priors * weights)[:, ~structural], axis=1)
    capped = cap_structural(weights, structural, 1 - (1 - first_leak) * spared)
    return capped, leak(capped, priors, prevalence)
