"""A walk of known angles, for a rendered person: knots through which the angles of an ordinary adult's stride
pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kinechain.measurement import SIDES, EventKind, Side
from kinechain.motion.dataset import Floats
from kinechain.rendering.turn import turn
from kinechain.validation.rendered_cycle import GaitCycle, fit_cycle

Knots = Mapping[float, float]

# Percent of the stride from the foot's strike, and degrees: the thigh against the vertical (forward), the
# knee's flexion, the foot against the floor (toe up). Recalled from adults' usual curves; no truth depends on
# them, for it is read off the rig.
THIGH: Knots = {0: 23, 10: 20, 30: 2, 50: -17, 56: -17, 66: -1, 78: 18, 88: 26, 95: 25}
KNEE: Knots = {0: 5, 12: 17, 20: 15, 40: 4, 50: 11, 60: 36, 72: 61, 85: 34, 95: 6}
FOOT: Knots = {0: 18, 4: 9, 8: 0, 12: 0, 33: 0, 40: -3, 50: -20, 60: -50, 64: -57, 75: -34, 87: -1, 95: 17}
ARM: Knots = {0: -22, 25: -2, 50: 16, 75: -2}
ELBOW: Knots = {0: 12, 50: 34, 75: 24}
PHASES = 200


@dataclass(frozen=True, slots=True)
class KnownAngles:
    """A walk in angles; the right side walks as the left half a stride later."""

    stride_s: float = 1.06
    stance_share: float = 0.62
    thigh: Knots = field(default_factory=lambda: THIGH)
    knee: Knots = field(default_factory=lambda: KNEE)
    foot: Knots = field(default_factory=lambda: FOOT)
    arm: Knots = field(default_factory=lambda: ARM)
    elbow: Knots = field(default_factory=lambda: ELBOW)
    pelvic_turn_deg: float = 5.0
    pelvic_list_deg: float = 3.0
    trunk_turn_deg: float = 4.0


def synthetic_cycle(angles: KnownAngles | None = None, name: str = "synthetic") -> GaitCycle:
    """The walk as a cycle."""
    angles = KnownAngles() if angles is None else angles
    phase = np.arange(PHASES) / PHASES
    around = 2 * np.pi * phase
    frames = {
        "pelvis": turn("z", -angles.pelvic_turn_deg * np.cos(around))
        @ turn("x", angles.pelvic_list_deg * np.cos(around - 2 * np.pi * 0.17)),
        "thorax": turn("z", angles.trunk_turn_deg * np.cos(around)),
        "head": turn("z", 0 * around),
    }
    for side in SIDES:
        frames |= _side_frames(angles, side, phase)
    off = angles.stance_share
    events: dict[tuple[Side, EventKind], float] = {
        ("left", "foot_strike"): 0.0,
        ("left", "foot_off"): off,
        ("right", "foot_strike"): 0.5,
        ("right", "foot_off"): (off + 0.5) % 1.0,
    }
    return fit_cycle(name, phase, frames, angles.stride_s, events)


def _side_frames(angles: KnownAngles, side: Side, phase: Floats) -> dict[str, Floats]:
    own = phase if side == "left" else (phase + 0.5) % 1.0
    thigh, knee, foot = (curve(knots, own) for knots in (angles.thigh, angles.knee, angles.foot))
    arm, elbow = curve(angles.arm, own), curve(angles.elbow, own)
    out = 8.0 if side == "left" else -8.0
    return {
        f"{side}_thigh": turn("y", -thigh),
        f"{side}_shank": turn("y", knee - thigh),
        f"{side}_foot": turn("z", out + 0 * own) @ turn("y", -foot),
        f"{side}_upper_arm": turn("x", out + 0 * own) @ turn("y", -arm),
        f"{side}_forearm": turn("x", 0.5 * out + 0 * own) @ turn("y", -arm - elbow),
    }


def curve(knots: Knots, phase: Floats) -> Floats:
    """A smooth periodic curve through knots at percents of the stride, at phases (T,) in strides."""
    from scipy.interpolate import CubicSpline

    percent = [*knots, next(iter(knots)) + 100]
    values = [*knots.values(), next(iter(knots.values()))]
    return np.asarray(CubicSpline(percent, values, bc_type="periodic")(100 * (phase % 1.0)))
