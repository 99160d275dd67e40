"""The body as a chain: each link with its probability, its evidence, and its place in the drawing."""

from dataclasses import dataclass

from kinechain.reasoning.trace import Contributor, RegionTrace
from kinechain.report import body_outline
from kinechain.report.evidence_words import (
    EvidenceText,
    Support,
    evidence_of,
    is_supported,
    probability_level,
)
from kinechain.report.label_column import spread_labels
from kinechain.report.number_format import percent, percent_range
from kinechain.report.plain_words import LINK_OF_REGION, link_name, listed
from kinechain.report.route_arrow import RouteArrow, route_arrow
from kinechain.report.routes import Pulls
from kinechain.report.svg_path import circle, num, polyline

LABEL_X = body_outline.FIGURE_WIDTH + 14
DRAWING_WIDTH = 506
_LABEL_GAP = 44.0
_RING_RADIUS = 30.0
_UNASKED = EvidenceText("Not looked at", 0, "unasked")


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One of the thirteen links, ready to draw and to read out. `card` counts the contributors from 1."""

    link: str
    name: str
    path: str
    ring: str
    leader: str
    label_y: str
    status: str
    level: int
    support: Support
    evidence: str
    probability: str
    interval: str
    findings: str
    hurts: bool
    card: int | None

    @property
    def spoken(self) -> str:
        """The link's name, probability and evidence in one sentence."""
        place = f"{self.name}, where it hurts" if self.hurts else self.name
        if self.support == "unasked":
            return f"{place}: not looked at for this pain."
        if self.support in {"none", "contradicted"}:
            return f"{place}: {self.evidence.lower()}. {self.findings}."
        return f"{place}: {self.probability} ({self.interval}), {self.evidence.lower()}. {self.findings}."


@dataclass(frozen=True, slots=True)
class ChainFigure:
    """The whole drawing for one pain region."""

    width: int
    height: int
    label_x: int
    far: tuple[str, ...]
    near: tuple[str, ...]
    arm: tuple[str, ...]
    thread: str
    floor: str
    links: tuple[ChainLink, ...]
    arrow: RouteArrow | None


def chain_figure(trace: RegionTrace, pulls: Pulls | None = None) -> ChainFigure:
    """The drawing for one region's answer; `pulls` is what may bring about what."""
    shapes = body_outline.link_shapes()
    labels = spread_labels([s.anchor[1] for s in shapes], _LABEL_GAP, 28, body_outline.HEIGHT - 24)
    return ChainFigure(
        width=DRAWING_WIDTH,
        height=body_outline.HEIGHT,
        label_x=LABEL_X,
        far=body_outline.far_side(),
        near=body_outline.near_side(),
        arm=body_outline.near_arm(),
        thread=body_outline.chain_line(),
        floor=num(body_outline.FLOOR + 8),
        links=tuple(_chain_link(shape, y, trace) for shape, y in zip(shapes, labels, strict=True)),
        arrow=route_arrow(trace, {shape.link: shape.anchor for shape in shapes}, pulls or {}),
    )


def _chain_link(shape: body_outline.LinkShape, label_y: float, trace: RegionTrace) -> ChainLink:
    here = [c for c in trace.contributors if c.link == shape.link]
    leading = max(here, key=lambda c: (is_supported(c), c.probability), default=None)
    evidence = _UNASKED if leading is None else evidence_of(leading)
    elbow = (LABEL_X - 22, label_y)
    return ChainLink(
        link=shape.link,
        name=link_name(shape.link),
        path=shape.path,
        ring=circle(shape.anchor, _RING_RADIUS),
        leader=polyline((shape.anchor, elbow, (LABEL_X - 7, label_y))),
        label_y=num(label_y),
        status=_status(leading, evidence),
        level=0 if leading is None else probability_level(leading.probability),
        support=evidence.support,
        evidence=evidence.words,
        probability="" if leading is None else percent(leading.probability),
        interval="" if leading is None else percent_range(leading.interval),
        findings=listed([_finding(c) for c in here]),
        hurts=LINK_OF_REGION.get(trace.region, trace.region) == shape.link,
        card=None if leading is None else trace.contributors.index(leading) + 1,
    )


def _finding(contributor: Contributor) -> str:
    return f"{contributor.name} ({contributor.side})" if contributor.side else contributor.name


def _status(contributor: Contributor | None, evidence: EvidenceText) -> str:
    if contributor is None:
        return "not looked at"
    if evidence.support == "none":
        return "no support"
    if evidence.support == "contradicted":
        return "contradicted"
    return percent(contributor.probability)
