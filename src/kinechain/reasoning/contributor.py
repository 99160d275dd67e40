"""One contributor, or usual explanation, of an answer: its figures with everything said about them."""

from kinechain.knowledge.link import Link
from kinechain.reasoning.answer import Answer
from kinechain.reasoning.because import reasons
from kinechain.reasoning.implied_ratio import implied_ratio
from kinechain.reasoning.moved import moved_by
from kinechain.reasoning.route import Route, routes
from kinechain.reasoning.trace import Contributor, Evidence, UsualExplanation
from kinechain.reasoning.would_change import would_change


def contributor(found: Answer, index: int, site: int) -> Contributor:
    """A condition that may contribute to the pain of one site, by a link of its own or through others."""
    model, knowledge = found.model, found.question.knowledge
    cause, link = model.causes[index], model.links.get((index, site))
    condition, by = knowledge.conditions[cause.id], routes(knowledge, model, index, site)
    direct, through = found.shares(index, site)
    ratio, evidence = _support(found, index, site, link, by)
    return Contributor(
        id=cause.id,
        link=condition.link,
        side=cause.side,
        name=condition.name,
        probability=found.chance(index, site),
        interval=found.interval(index, site),
        evidence=evidence,
        because=reasons(found, index, site, link, by),
        would_change=would_change(found, index, site),
        likelihood_ratio=ratio,
        sources=tuple(dict.fromkeys([*(link.sources if link else ()), *_route_sources(by)])),
        modifiable=condition.modifiable,
        direct=direct,
        through=through,
        moved_by=moved_by(found, index, site),
    )


def explanation(found: Answer, index: int, site: int) -> UsualExplanation:
    """A usual explanation of the pain of one site."""
    cause, link = found.model.causes[index], found.model.links[index, site]
    return UsualExplanation(
        id=cause.id,
        name=found.question.knowledge.explanations[cause.id].name,
        probability=found.chance(index, site),
        interval=found.interval(index, site),
        because=reasons(found, index, site, link),
        sources=link.sources,
        asked=cause.present is not None,
        moved_by=moved_by(found, index, site),
        likelihood_ratio=link.likelihood_ratio,
    )


def _support(
    found: Answer, index: int, site: int, link: Link | None, by: tuple[Route, ...]
) -> tuple[float, Evidence]:
    """Likelihood ratio and grade: the link's own, or those of its routes where it has none that counts."""
    if link is not None and (link.likelihood_ratio != 1.0 or not by):
        return link.likelihood_ratio, link.evidence
    return implied_ratio(found.model, index, site), by[0].evidence


def _route_sources(by: tuple[Route, ...]) -> list[str]:
    return [source for route in by for link in route.links for source in link.sources]
