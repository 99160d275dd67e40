"""`Walk`: everything measured from one person's walk, ready for JSON, the reasoner and the report."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.case import Person
from kinechain.gait.joint_load import JointLoad
from kinechain.measurement import Event, Measurement, Side, View


@dataclass(frozen=True, slots=True)
class Source:
    """Where the motion came from. `file` is a file name without its folder."""

    kind: str
    file: str
    frames: int
    rate_hz: float
    view: View | None


@dataclass(frozen=True, slots=True)
class StrideCurve:
    """One angle over the stride, foot strike to foot strike of the same foot, at 0, 1 ... 100 %.

    `mean` and `spread` (standard deviation between strides) have shape (101,), in degrees; `n` counts
    strides. `angle` is one of those of `SeenWalk.angle`: from the side knee_flexion, ankle_dorsiflexion,
    thigh_angle, foot_pitch and trunk_lean; from all sides also hip_flexion, toe_extension, pelvic_tilt and
    pelvic_obliquity.
    """

    angle: str
    side: Side | None
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    n: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The outcome of `kinechain.measure`.

    `direction` is the way the person goes at first in a film: left_to_right, right_to_left, towards or
    away; None when nobody walks, and from markers. `span` is when the walk that was measured begins and
    ends, in seconds. `loads` are net joint moments, of markers only. `advice` says what would make the next
    film better. `more_sources` are further films of the same walk, whose events are not among `events`.
    """

    source: Source
    person: Person
    direction: str | None
    span: tuple[float, float]
    events: tuple[Event, ...]
    measurements: tuple[Measurement, ...]
    curves: tuple[StrideCurve, ...]
    warnings: tuple[str, ...]
    loads: tuple[JointLoad, ...] = ()
    advice: tuple[str, ...] = ()
    more_sources: tuple[Source, ...] = ()
