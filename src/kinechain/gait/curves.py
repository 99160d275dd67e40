"""Each angle over the stride: mean and spread of a person's strides, at 0, 1 ... 100 %."""

from collections.abc import Sequence

import numpy as np

from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.gait.walk import StrideCurve
from kinechain.knowledge import load
from kinechain.measurement import SIDES, Side, Way
from kinechain.motion.dataset import Floats

PERCENT = np.arange(101)
SIDED = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion", "toe_extension", "thigh_angle", "foot_pitch")
UNSIDED = ("trunk_lean", "pelvic_tilt", "pelvic_obliquity")


def stride_curves(
    passes: Sequence[tuple[SeenWalk, Sequence[Stride]]], way: Way = "side"
) -> tuple[StrideCurve, ...]:
    """The curves of all passes together; angles that no stride shows whole are left out."""
    wanted: list[tuple[str, Side | None]] = [(angle, side) for angle in SIDED for side in SIDES]
    wanted += [(angle, None) for angle in UNSIDED]
    curves = []
    for angle, side in wanted:
        strides = [
            curve
            for view, strides in passes
            for curve in _curves(view, strides, angle, side)
            if np.isfinite(curve).all()
        ]
        if strides:
            stacked = np.stack(strides) - _bias(angle, way)
            spread = stacked.std(axis=0, ddof=1) if len(strides) > 1 else np.full(len(PERCENT), np.nan)
            curves.append(StrideCurve(angle, side, stacked.mean(axis=0), spread, len(strides)))
    return tuple(curves)


def _bias(angle: str, way: Way) -> float:
    """The known offset of an angle, in degrees, which is also taken out of its mean."""
    entry = load().measures.get(f"{angle}_mean")
    error = entry.error_for(way) if entry else None
    return error.bias if error else 0.0


def _curves(view: SeenWalk, strides: Sequence[Stride], angle: str, side: Side | None) -> list[Floats]:
    """One curve for each stride of `side`; for an angle without sides, each left stride, or each right
    one if there is no left one.
    """
    which = side or next((s for s in SIDES if any(stride.side == s for stride in strides)), None)
    values = view.angle(angle, side)
    return [
        np.interp(stride.start + PERCENT / 100 * stride.duration, view.time, values)
        for stride in strides
        if stride.side == which
    ]
