"""Hip, knee and ankle over the stride: mean and spread of legs' curves, ours and the laboratories'."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.motion.dataset import Floats
from kinechain.report.svg_path import band, polyline
from kinechain.validation.agreement_plot import BOTTOM, LEFT, RIGHT, TOP, corner
from kinechain.validation.compared_walk import CURVES, ComparedWalk, CurveComparison
from kinechain.validation.plot_axis import Axis, Mark, axis_for
from kinechain.validation.signed import signed

NAMES = {
    "hip_flexion": "Hip flexion",
    "knee_flexion": "Knee flexion",
    "ankle_dorsiflexion": "Ankle dorsiflexion",
}
SHARES = Axis(0.0, 100.0, LEFT, RIGHT)


@dataclass(frozen=True, slots=True)
class CurvePanel:
    """One angle's chart, ready to draw at (`left`, `top`)."""

    left: str
    top: str
    title: str
    ours: str
    theirs: str
    our_band: str
    their_band: str
    across: tuple[Mark, ...]
    upwards: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class CurveAgreement:
    """How near whole curves lie, in degrees: the root mean square difference of a leg's mean curves over the
    stride, and what is left of it without the curves' mean difference (their offset); medians over legs.
    """

    angle: str
    legs: int
    apart: float
    apart_without_offset: float


def curve_panels(walks: Sequence[ComparedWalk]) -> tuple[CurvePanel, ...]:
    """One chart for each angle that any laboratory gave."""
    found = [(angle, _of(walks, angle)) for angle in CURVES]
    return tuple(_panel(angle, legs, index) for index, (angle, legs) in enumerate(found) if legs)


def curve_agreements(walks: Sequence[ComparedWalk]) -> tuple[CurveAgreement, ...]:
    """For each angle that any laboratory gave."""
    return tuple(_agreement(angle, legs) for angle in CURVES if (legs := _of(walks, angle)))


def _of(walks: Sequence[ComparedWalk], angle: str) -> list[CurveComparison]:
    return [curve for walk in walks for curve in walk.curves if curve.angle == angle]


def _agreement(angle: str, legs: Sequence[CurveComparison]) -> CurveAgreement:
    differences = np.array([leg.ours - leg.theirs for leg in legs])
    apart = np.sqrt((differences**2).mean(axis=1))
    return CurveAgreement(
        angle=NAMES[angle],
        legs=len(legs),
        apart=float(np.median(apart)),
        apart_without_offset=float(np.median(differences.std(axis=1))),
    )


def _panel(angle: str, legs: Sequence[CurveComparison], index: int) -> CurvePanel:
    ours, theirs = (_mean_and_spread([getattr(leg, name) for leg in legs]) for name in ("ours", "theirs"))
    edges = [value for mean, spread in (ours, theirs) for value in (*(mean - spread), *(mean + spread))]
    up = axis_for(edges, BOTTOM, TOP)
    left, top = corner(index)
    agreement = _agreement(angle, legs)
    return CurvePanel(
        left=left,
        top=top,
        title=NAMES[angle],
        ours=polyline(_points(ours[0], up)),
        theirs=polyline(_points(theirs[0], up)),
        our_band=_band(*ours, up),
        their_band=_band(*theirs, up),
        across=SHARES.marks(),
        upwards=up.marks(),
        words=(
            f"{NAMES[angle]}, mean of {len(legs)} legs: ours from {_range(ours[0])}, the laboratories' from "
            f"{_range(theirs[0])}; median difference {agreement.apart:.1f} degrees."
        ),
    )


def _mean_and_spread(curves: Sequence[Floats]) -> tuple[Floats, Floats]:
    stacked = np.array(curves)
    spread = stacked.std(axis=0, ddof=1) if len(stacked) > 1 else np.zeros(stacked.shape[1])
    return stacked.mean(axis=0), spread


def _points(curve: Floats, up: Axis) -> list[tuple[float, float]]:
    return [(SHARES.at(share), up.at(float(value))) for share, value in enumerate(curve)]


def _band(mean: Floats, spread: Floats, up: Axis) -> str:
    return band(_points(mean + spread, up), _points(mean - spread, up))


def _range(curve: Floats) -> str:
    return f"{signed(float(curve.min()), 0, plus='')} to {signed(float(curve.max()), 0, plus='')} degrees"
