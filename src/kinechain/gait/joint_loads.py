"""Peaks of the net joint moments over the strides, per kilogram of body mass.

A net moment is what everything at a joint does together. It is no load of a muscle, a disc or a cartilage:
muscles that pull against each other do not show in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from kinechain.gait.joint_load import UNIT, JointLoad
from kinechain.gait.strides import Stride
from kinechain.measurement import SIDES, Side

if TYPE_CHECKING:
    from kinechain.body.loads import Loads
    from kinechain.gait.net_moments import NetMoments

Floats = NDArray[np.float64]
Part = Literal["loading", "push_off", "stance", "stride"]
# Where in the stance loading ends and push-off begins.
MIDDLE_OF_STANCE = 0.5


@dataclass(frozen=True, slots=True)
class _Peak:
    """Which coordinate's moment, turned to be positive in which sense, and when it peaks."""

    coordinate: str
    sense: int
    part: Part


# As gait laboratories report them: Winter 1991, The biomechanics and motor control of human gait, 2nd ed.
LEG = {
    "toe_flexor": _Peak("toe_extension", -1, "push_off"),
    "ankle_plantarflexor": _Peak("ankle_dorsiflexion", -1, "push_off"),
    "knee_extensor": _Peak("knee_flexion", -1, "loading"),
    "hip_extensor": _Peak("hip_flexion", -1, "loading"),
    "hip_flexor": _Peak("hip_flexion", 1, "push_off"),
    "hip_abductor": _Peak("hip_adduction", -1, "stance"),
}
TRUNK = {
    "low_back_extensor": _Peak("lumbar_flexion", -1, "stride"),
    "neck_extensor": _Peak("neck_flexion", -1, "stride"),
}
NO_PLATES = "moments of the legs need force plates that each step meets alone"
NO_STRIDE = "no whole stride was recorded"


def joint_loads(
    moments: "NetMoments", strides: Sequence[Stride]
) -> tuple[tuple[JointLoad, ...], tuple[str, ...]]:
    """The peaks of every moment, and notes on plates that could not be used.

    Legs need the force plates of the walk; low back and neck do not. Without plates and without a mass there
    is nothing to tell, and nothing is said.
    """
    loads = moments.loads
    if loads is None:
        told = tuple(_untold(name, side, moments.reason) for name, side, _ in _peaks())
        return (told, ()) if moments.plates else ((), ())
    told = tuple(_load(loads, name, side, peak, strides) for name, side, peak in _peaks())
    return told, loads.notes if moments.plates else ()


def _peaks() -> list[tuple[str, Side | None, _Peak]]:
    legs: list[tuple[str, Side | None, _Peak]] = [
        (name, side, peak) for name, peak in LEG.items() for side in SIDES
    ]
    return [*legs, *((name, None, peak) for name, peak in TRUNK.items())]


def _untold(name: str, side: Side | None, reason: str) -> JointLoad:
    return JointLoad(name, side, None, UNIT, None, 0, reason)


def _load(loads: "Loads", name: str, side: Side | None, peak: _Peak, strides: Sequence[Stride]) -> JointLoad:
    moment, sd = loads.of(f"{side}_{peak.coordinate}" if side else peak.coordinate)
    own = [stride for stride in strides if side is None or stride.side == side]
    values, sds = [], []
    for stride in own:
        inside = _inside(loads.time, stride, peak.part)
        if inside.any() and np.isfinite(moment[inside]).all():
            at = np.flatnonzero(inside)[np.argmax(peak.sense * moment[inside])]
            values.append(float(peak.sense * moment[at]) / loads.mass_kg)
            sds.append(float(sd[at]) / loads.mass_kg)
    if not values:
        return _untold(name, side, _why_untold(side, moment, own))
    # The error of one stride is that of the segments and the plates, which more strides do not mend.
    spread = float(np.std(values, ddof=1)) / np.sqrt(len(values)) if len(values) > 1 else 0.0
    error = float(np.hypot(np.mean(sds), spread))
    return JointLoad(name, side, float(np.mean(values)), UNIT, error, len(values), "")


def _inside(time: Floats, stride: Stride, part: Part) -> NDArray[np.bool_]:
    middle = stride.start + MIDDLE_OF_STANCE * (stride.off - stride.start)
    begin, end = {
        "loading": (stride.start, middle),
        "push_off": (middle, stride.off),
        "stance": (stride.start, stride.off),
        "stride": (stride.start, stride.end),
    }[part]
    return np.asarray((time >= begin) & (time <= end))


def _why_untold(side: Side | None, moment: Floats, strides: Sequence[Stride]) -> str:
    if not strides:
        return NO_STRIDE
    if np.isnan(moment).all() and side is None:
        return "the markers do not tell this joint"
    return NO_PLATES if side is not None else NO_STRIDE
