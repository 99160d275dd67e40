"""How much of a leg's advance the ankle drives rather than the hip, from joint moments.

Late in stance the ankle pushes the leg off (A2) while the hip flexors begin to pull it forward (H3), the two
bursts of power that send the leg into swing (Winter 1991, The Biomechanics and Motor Control of Human Gait;
from memory). The share is the ankle's positive work of the positive work of both. Joint power is the net
moment about the joint's flexion axis times its speed; work about other axes is left out, and what passes
between joints through muscles that span two of them is not parted.

Data requirements: joint moments of that leg from the other foot's strike to the middle of its swing.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kinechain.gait.strides import Stride
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody
    from kinechain.body.loads import Loads

# Share of swing after foot off in which the hip flexors pull the leg forward.
PULLING = 0.5
# Less work than this (J/kg of both) is no push.
LEAST_WORK = 0.02


@dataclass(frozen=True, slots=True)
class PushOffShare:
    """Of one stride: `percent`, and the `sd` that the moments' own error gives it."""

    side: Side
    percent: float
    sd: float


def push_off_share(fitted: "FittedBody", loads: "Loads", stride: Stride) -> PushOffShare | None:
    """The share, None where the moments of that leg are not known throughout.

    The moments' error is taken as one throughout the step (the cautious way).
    """
    ankle, hip = (
        _Joint.of(fitted, loads, f"{stride.side}_{joint}") for joint in ("ankle_dorsiflexion", "hip_flexion")
    )
    share = _share(ankle, hip, stride, loads.mass_kg)
    others = [
        _share(ankle.with_more(ankle.sd), hip, stride, loads.mass_kg),
        _share(ankle, hip.with_more(hip.sd), stride, loads.mass_kg),
    ]
    if not np.isfinite([share, *others]).all():
        return None
    return PushOffShare(stride.side, share, float(np.linalg.norm([other - share for other in others])))


@dataclass(frozen=True, slots=True)
class _Joint:
    """Net moment (N m), its sd, and speed (rad/s) about one axis, (time,), NaN where not known."""

    time: Floats
    moment: Floats
    sd: Floats
    speed: Floats

    @classmethod
    def of(cls, fitted: "FittedBody", loads: "Loads", name: str) -> "_Joint":
        moment, sd = loads.of(name)
        speed = np.full(len(loads.time), np.nan)
        if fitted.is_known(name):
            speed = np.gradient(fitted.coordinate(name), fitted.time)
        return cls(loads.time, moment, sd, speed)

    def with_more(self, moment: Floats) -> "_Joint":
        return replace(self, moment=self.moment + moment)

    def work(self, start: float, end: float, *, flexing: bool) -> float:
        """Positive work (J) of a moment that flexes or extends, NaN if any of it is not known."""
        window = (self.time >= start) & (self.time <= end)
        power = self.moment[window] * self.speed[window]
        if not power.size or not np.isfinite(power).all():
            return np.nan
        driving = (self.moment[window] > 0) == flexing
        return float(np.trapezoid(np.where(driving, np.maximum(power, 0.0), 0.0), self.time[window]))


def _share(ankle: _Joint, hip: _Joint, stride: Stride, mass_kg: float) -> float:
    pushed = ankle.work(stride.other_strike, stride.off, flexing=False)
    pulled = hip.work(stride.other_strike, stride.off + PULLING * (stride.end - stride.off), flexing=True)
    return 100 * pushed / (pushed + pulled) if pushed + pulled > LEAST_WORK * mass_kg else np.nan
