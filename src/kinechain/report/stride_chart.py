"""Joint angles over the stride: one small chart an angle, left and right, against the typical band."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.gait.walk import StrideCurve
from kinechain.measurement import Side
from kinechain.report.number_format import fixed
from kinechain.report.source_list import SourceList
from kinechain.report.svg_path import Point, band, num, polyline
from kinechain.report.vocabulary import TypicalCurve, Vocabulary

WIDTH: Final = 340
HEIGHT: Final = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 330.0, 16.0, 178.0
_ROOM_SHARE: Final = 0.04
_LABEL_CLEARANCE: Final = 6.0
_LABEL_HEIGHT: Final = 9.0
_LABEL_HALF_WIDTH: Final = 6
"""Half the room that a label takes along the axis, in percent of the stride."""

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AngleWords:
    """What an angle is called, and what its two directions mean."""

    name: str
    up: str
    down: str


ANGLES: Final = {
    "knee_flexion": AngleWords("Knee bend", "bent", "straight"),
    "ankle_dorsiflexion": AngleWords("Ankle bend", "toes up", "toes down"),
    "thigh_angle": AngleWords("Thigh swing", "in front", "behind"),
    "foot_pitch": AngleWords("Foot to the ground", "toes up", "heel up"),
    "trunk_lean": AngleWords("Trunk lean", "forward", "backward"),
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place and its text."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class CurveLine:
    """One side's line, its band of spread, and where its label stands."""

    side: Side | None
    line: str
    spread: str
    label: str
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class StrideChart:
    """One chart, ready to draw, and the same in words."""

    angle: str
    title: str
    up: str
    down: str
    typical: str | None
    zero: str | None
    foot_off: str | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[CurveLine, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From percent of stride and degrees to the drawing."""

    low: float
    high: float

    def x(self, share: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * share / 100

    def y(self, degrees: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (degrees - self.low) / (self.high - self.low)

    def points(self, curve: Curve) -> list[Point]:
        shares = np.linspace(0, 100, len(curve))
        return [(self.x(s), self.y(v)) for s, v in zip(shares, curve, strict=True) if math.isfinite(v)]


def stride_charts(
    curves: Sequence[StrideCurve], words: Vocabulary, foot_off_percent: float | None
) -> tuple[StrideChart, ...]:
    """One chart for each angle that has a curve, in the order of `ANGLES`, then any other angle.

    `foot_off_percent` is the share of the stride at which the foot leaves the floor, None if unknown.
    """
    # The spread of a single stride is not known, and none is drawn.
    drawable = [replace(c, spread=np.nan_to_num(c.spread)) for c in curves if np.isfinite(c.mean).sum() > 1]
    angles = dict.fromkeys([*(a for a in ANGLES), *(c.angle for c in drawable)])
    grouped = {a: [c for c in drawable if c.angle == a] for a in angles}
    return tuple(
        _chart(angle, same, words.curves.get(angle), foot_off_percent)
        for angle, same in grouped.items()
        if same
    )


@dataclass(frozen=True, slots=True)
class CurveCredit:
    """Whom a set of typical curves describes, under which licence, and the numbers of its sources."""

    population: str
    licence: str
    cited: tuple[int, ...]


def curve_credits(
    curves: Sequence[StrideCurve], words: Vocabulary, sources: SourceList
) -> tuple[CurveCredit, ...]:
    """Who stands behind the grey bands of these curves, each once."""
    used = [words.curves[angle] for angle in dict.fromkeys(c.angle for c in curves) if angle in words.curves]
    found = dict.fromkeys((t.population, t.licence, t.sources) for t in used)
    return tuple(CurveCredit(population, licence, sources.cite(ids)) for population, licence, ids in found)


def _chart(
    angle: str, curves: Sequence[StrideCurve], typical: TypicalCurve | None, foot_off: float | None
) -> StrideChart:
    said = ANGLES.get(angle) or AngleWords(angle.replace("_", " ").capitalize(), "more", "less")
    scale = _degree_range(curves, typical)
    return StrideChart(
        angle=angle,
        title=said.name,
        up=said.up,
        down=said.down,
        typical=None if typical is None else _band(scale, typical.mean, typical.sd),
        zero=num(scale.y(0)) if scale.low < 0 < scale.high else None,
        foot_off=None if foot_off is None else num(scale.x(foot_off)),
        x_ticks=tuple(Tick(num(scale.x(s)), str(s)) for s in range(0, 101, 20)),
        y_ticks=tuple(Tick(num(scale.y(t)), fixed(t, 0)) for t in _degree_ticks(scale)),
        lines=_lines(scale, curves),
        sentences=_sentences(curves, typical),
    )


def _degree_range(curves: Sequence[StrideCurve], typical: TypicalCurve | None) -> _Scale:
    """A scale that holds every line with its spread, and a little room."""
    edges = [(c.mean - c.spread, c.mean + c.spread) for c in curves]
    if typical is not None:
        edges.append((typical.mean - typical.sd, typical.mean + typical.sd))
    low = min(float(np.nanmin(lower)) for lower, _ in edges)
    high = max(float(np.nanmax(upper)) for _, upper in edges)
    room = _ROOM_SHARE * (high - low) or 1.0
    return _Scale(low - room, high + room)


def _degree_ticks(scale: _Scale) -> list[float]:
    """Round degrees within the scale, three to six of them."""
    step = next((s for s in (1, 2, 5, 10, 20, 30, 60) if (scale.high - scale.low) / s <= 6), 90)
    return [float(step * k) for k in range(math.ceil(scale.low / step), math.floor(scale.high / step) + 1)]


def _band(scale: _Scale, mean: Curve, spread: Curve) -> str:
    return band(scale.points(mean + spread), scale.points(mean - spread))


def _lines(scale: _Scale, curves: Sequence[StrideCurve]) -> tuple[CurveLine, ...]:
    place = _best_label_place(scale, curves)
    top = max(curves, key=lambda c: float(np.nan_to_num(c.mean[place.share])))
    return tuple(
        CurveLine(
            side=curve.side,
            line=polyline(scale.points(curve.mean)),
            spread=_band(scale, curve.mean, curve.spread) if curve.spread.any() else "",
            label=curve.side.capitalize() if curve.side else "",
            label_x=num(scale.x(place.share)),
            label_y=num(place.above if curve is top else place.below),
        )
        for curve in curves
    )


@dataclass(frozen=True, slots=True)
class _LabelPlace:
    """Baselines of the labels above the upper and below the lower line, at one share of the stride."""

    share: int
    above: float
    below: float
    cost: float


def _best_label_place(scale: _Scale, curves: Sequence[StrideCurve]) -> _LabelPlace:
    """Where both labels stand clear of every line and band, inside the chart, close to their lines."""
    upper = np.max([c.mean + c.spread for c in curves], axis=0)
    lower = np.min([c.mean - c.spread for c in curves], axis=0)
    means = np.array([c.mean for c in curves])
    shares = range(_LABEL_HALF_WIDTH, 101 - _LABEL_HALF_WIDTH)
    return min((_label_place(scale, share, upper, lower, means) for share in shares), key=lambda p: p.cost)


def _label_place(scale: _Scale, share: int, upper: Curve, lower: Curve, means: Curve) -> _LabelPlace:
    window = slice(share - _LABEL_HALF_WIDTH, share + _LABEL_HALF_WIDTH + 1)
    above = scale.y(float(np.max(upper[window]))) - _LABEL_CLEARANCE
    below = scale.y(float(np.min(lower[window]))) + _LABEL_CLEARANCE + _LABEL_HEIGHT
    lines = means[:, share]
    astray = scale.y(float(lines.max())) - above + below - scale.y(float(lines.min()))
    outside = max(0.0, _TOP + _LABEL_HEIGHT - above) + max(0.0, below - _BOTTOM + 3)
    apart = scale.y(float(lines.min())) - scale.y(float(lines.max()))
    cost = astray + 20 * outside - 2 * apart
    held = (max(above, _TOP + _LABEL_HEIGHT), min(below, _BOTTOM - 3))
    return _LabelPlace(share, *held, math.inf if math.isnan(cost) else cost)


def _sentences(curves: Sequence[StrideCurve], typical: TypicalCurve | None) -> tuple[str, ...]:
    said = [f"{(c.side or 'whole body').capitalize()}: {_course(c.mean)}, {_strides(c.n)}." for c in curves]
    if typical is not None:
        said.append(f"Typical: {_course(typical.mean)}.")
    return tuple(said)


def _course(curve: Curve) -> str:
    """The lowest and highest point of a curve, with the share of the stride at which each lies."""
    shares = np.linspace(0, 100, len(curve))
    low, high = int(np.nanargmin(curve)), int(np.nanargmax(curve))
    return (
        f"{_degrees(curve[low])} at {shares[low]:.0f}\u00a0% "
        f"to {_degrees(curve[high])} at {shares[high]:.0f}\u00a0%"
    )


def _degrees(value: float) -> str:
    return f"{fixed(value, 0)}°"


def _strides(count: int) -> str:
    return f"{count}\u00a0stride{'' if count == 1 else 's'}"
