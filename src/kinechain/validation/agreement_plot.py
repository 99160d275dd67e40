"""Differences against size, one small chart a measure (after Bland and Altman, 1986, Lancet 327:307).

Each dot is one leg of one walk, the mean over its strides: across, the mean of ours and the laboratory's
value; up, ours less theirs. Lines show the offset and the limits between which 95 % of single strides lie.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinechain.knowledge import load
from kinechain.validation.agreement import Agreement
from kinechain.validation.compared_walk import ComparedWalk
from kinechain.validation.interval_honesty import LegMeans, leg_means
from kinechain.validation.plot_axis import Axis, Mark, axis_for, place
from kinechain.validation.signed import signed

WIDTH, HEIGHT, COLUMNS = 280.0, 210.0, 3
LEFT, RIGHT, TOP, BOTTOM = 44.0, 268.0, 34.0, 168.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One leg of one walk: where it is drawn, its shape's side, and in words."""

    x: str
    y: str
    side: str
    words: str


@dataclass(frozen=True, slots=True)
class AgreementPanel:
    """One measure's chart, ready to draw at (`left`, `top`)."""

    left: str
    top: str
    title: str
    unit: str
    dots: tuple[Dot, ...]
    zero: str
    offset: str
    limits: tuple[str, ...]
    across: tuple[Mark, ...]
    upwards: tuple[Mark, ...]
    words: str


def agreement_panels(
    walks: Sequence[ComparedWalk], agreements: Iterable[tuple[str, Agreement]]
) -> tuple[AgreementPanel, ...]:
    """One chart for each measure, in a grid of `COLUMNS`."""
    return tuple(
        _panel(walks, measure, agreement, index) for index, (measure, agreement) in enumerate(agreements)
    )


def grid_size(panels: int) -> tuple[int, int]:
    """Width and height of a drawing of so many charts."""
    rows = -(-panels // COLUMNS)
    return int(WIDTH * min(panels, COLUMNS)), int(HEIGHT * rows)


def corner(index: int) -> tuple[str, str]:
    """Where the chart of that number begins."""
    return place(WIDTH * (index % COLUMNS)), place(HEIGHT * (index // COLUMNS))


def _panel(walks: Sequence[ComparedWalk], measure: str, agreement: Agreement, index: int) -> AgreementPanel:
    entry = load().measure(measure)
    legs = [leg for walk in walks for leg in leg_means(walk, measure)]
    limits = agreement.limits or ()
    differences = [leg.ours - leg.theirs for leg in legs]
    up = axis_for([*differences, *limits, 0.0], BOTTOM, TOP)
    along = axis_for([(leg.ours + leg.theirs) / 2 for leg in legs], LEFT, RIGHT)
    left, top = corner(index)
    return AgreementPanel(
        left=left,
        top=top,
        title=entry.name,
        unit=entry.unit,
        dots=tuple(_dot(leg, along, up, entry.decimals + 1) for leg in legs),
        zero=place(up.at(0.0)),
        offset=place(up.at(agreement.offset)),
        limits=tuple(place(up.at(limit)) for limit in limits),
        across=along.marks(),
        upwards=up.marks(),
        words=_words(entry.name, entry.unit, entry.decimals + 1, agreement),
    )


def _dot(leg: LegMeans, along: Axis, up: Axis, decimals: int) -> Dot:
    ours, theirs = (signed(value, decimals, plus="") for value in (leg.ours, leg.theirs))
    return Dot(
        x=place(along.at((leg.ours + leg.theirs) / 2)),
        y=place(up.at(leg.ours - leg.theirs)),
        side=leg.side or "whole",
        words=f"ours {ours}, theirs {theirs}",
    )


def _words(name: str, unit: str, decimals: int, agreement: Agreement) -> str:
    said = f"{name}: offset {signed(agreement.offset, decimals)} {unit}"
    if agreement.limits is not None:
        low, high = (signed(limit, decimals) for limit in agreement.limits)
        said += f", limits of agreement {low} to {high} {unit}"
    return f"{said}; {agreement.legs} legs of {agreement.people} people."
