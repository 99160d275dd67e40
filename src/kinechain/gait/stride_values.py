"""What one stride gives: every measure of a side view, by its one definition.

Functions here take a `SideView` (one pass in the plane of progression) and a `Stride`, and give a
number in the measure's unit, lengths in statures. NaN means that this stride does not give it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.segment_angles import angle_over_time
from kinechain.gait.strides import Stride
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats, keypoint, middle

# A foot lies still on the floor in this time after its strike.
FOOTFALL_S = (0.06, 0.25)
# The heel has risen when it is this much (statures, about 1.7 cm) above where it lay.
HEEL_RISEN = 0.01
# Share of the stride in which the leg takes the load, and after foot off in which the foot still points.
LOADING, AFTER_OFF = 0.25, 0.08
# Share of the stride from the strike on in which the foot is not yet flat.
BEFORE_FLAT = 0.1


@dataclass(frozen=True, slots=True)
class SideView:
    """One pass seen from the side: keypoints in the plane of progression (statures) and what a flat
    foot's pitch looks like (degrees).
    """

    plane: xr.Dataset
    sole_offsets: dict[Side, float]

    @property
    def time(self) -> Floats:
        """Seconds of the grid."""
        return np.asarray(self.plane["time"].values)

    def angle(self, name: str, side: Side | None) -> Floats:
        """`segment_angles.angle_over_time` with the flat foot as zero."""
        values = angle_over_time(self.plane, name, side)
        if side is not None and name in ("foot_pitch", "ankle_dorsiflexion"):
            return values - self.sole_offsets[side]
        return values

    def between(self, values: Floats, start: float, end: float) -> Floats:
        """The part of `values` (time, ...) from `start` to `end`, empty if any of it is unknown."""
        part = values[(self.time >= start) & (self.time <= end)]
        return part if np.isfinite(part).all() else part[:0]

    def footfall(self, side: Side, strike: float) -> float:
        """Where the heel lies, along the way, after a strike."""
        first, last = strike + FOOTFALL_S[0], strike + FOOTFALL_S[1]
        heel = self.between(keypoint(self.plane, f"{side}_heel")[:, 0], first, last)
        return float(heel.mean()) if heel.size else np.nan


def other(side: Side) -> Side:
    """The other side."""
    return "right" if side == "left" else "left"


def peak(values: Floats) -> float:
    """The greatest value, NaN if there is none."""
    return float(values.max()) if values.size else np.nan


def stride_length(view: SideView, stride: Stride) -> float:
    """Statures from this foot's strike to its next."""
    return view.footfall(stride.side, stride.end) - view.footfall(stride.side, stride.start)


def step_length(view: SideView, stride: Stride) -> float:
    """Statures from the other foot's strike to this foot's, the strike that ends the stride."""
    before = view.footfall(other(stride.side), stride.other_strike)
    return view.footfall(stride.side, stride.end) - before


def walking_speed(view: SideView, stride: Stride) -> float:
    """Statures a second."""
    return stride_length(view, stride) / stride.duration


def cadence(_view: SideView, stride: Stride) -> float:
    """Steps a minute."""
    return 120 / stride.duration


def stance_share(_view: SideView, stride: Stride) -> float:
    """Percent of the stride."""
    return 100 * (stride.off - stride.start) / stride.duration


def double_support_share(_view: SideView, stride: Stride) -> float:
    """Percent of the stride, both spells."""
    both = (stride.other_off - stride.start) + (stride.off - stride.other_strike)
    return 100 * both / stride.duration


def knee_flexion_loading_peak(view: SideView, stride: Stride) -> float:
    """Degrees, in the first quarter of the stride."""
    knee = view.angle("knee_flexion", stride.side)
    return peak(view.between(knee, stride.start, stride.start + LOADING * stride.duration))


def knee_flexion_swing_peak(view: SideView, stride: Stride) -> float:
    """Degrees, from foot off to the next strike."""
    return peak(view.between(view.angle("knee_flexion", stride.side), stride.off, stride.end))


def ankle_dorsiflexion_stance_peak(view: SideView, stride: Stride) -> float:
    """Degrees, while the foot bears weight."""
    ankle = view.angle("ankle_dorsiflexion", stride.side)
    return peak(view.between(ankle, stride.start + BEFORE_FLAT * stride.duration, stride.off))


def ankle_plantarflexion_push_off_peak(view: SideView, stride: Stride) -> float:
    """Degrees, pointing positive, from the other foot's strike to shortly after foot off."""
    ankle = view.angle("ankle_dorsiflexion", stride.side)
    return peak(view.between(-ankle, stride.other_strike, stride.off + AFTER_OFF * stride.duration))


def thigh_trailing_angle_peak(view: SideView, stride: Stride) -> float:
    """Degrees behind the vertical, while the foot is on the floor."""
    return peak(view.between(-view.angle("thigh_angle", stride.side), stride.start, stride.off))


def foot_pitch_push_off(view: SideView, stride: Stride) -> float:
    """Degrees heel up, until foot off."""
    pitch = view.angle("foot_pitch", stride.side)
    return peak(view.between(-pitch, stride.start + BEFORE_FLAT * stride.duration, stride.off))


def heel_rise_time(view: SideView, stride: Stride) -> float:
    """Percent of the stride at which the heel leaves the floor for good."""
    height = view.between(keypoint(view.plane, f"{stride.side}_heel")[:, 1], stride.start, stride.off)
    time = view.time[(view.time >= stride.start) & (view.time <= stride.off)]
    if not height.size:
        return np.nan
    lying = view.between(
        keypoint(view.plane, f"{stride.side}_heel")[:, 1],
        stride.start + FOOTFALL_S[0],
        stride.start + FOOTFALL_S[1],
    )
    down = np.flatnonzero(height < np.median(lying) + HEEL_RISEN)
    if not down.size or down[-1] + 1 >= len(time):
        return np.nan
    return float(100 * (time[down[-1] + 1] - stride.start) / stride.duration)


def trunk_lean_mean(view: SideView, stride: Stride) -> float:
    """Degrees forward, mean over the stride."""
    return _mean(view.between(view.angle("trunk_lean", None), stride.start, stride.end))


def head_forward_angle(view: SideView, stride: Stride) -> float:
    """Degrees forward, mean over the stride."""
    return _mean(view.between(view.angle("head_forward", None), stride.start, stride.end))


def head_vertical_oscillation(view: SideView, stride: Stride) -> float:
    """Statures from lowest to highest within the stride, drift removed."""
    return vertical_range(view.between(middle(view.plane, "ear")[:, 1], stride.start, stride.end))


def arm_swing_range(view: SideView, stride: Stride) -> float:
    """Degrees from furthest back to furthest ahead."""
    arm = view.between(view.angle("arm_angle", stride.side), stride.start, stride.end)
    return float(np.ptp(arm)) if arm.size else np.nan


def vertical_range(height: Floats) -> float:
    """Range of `height` after its straight-line drift is taken out."""
    if height.size < 2:
        return np.nan
    drift = np.linspace(0, 1, len(height)) * (height[-1] - height[0])
    return float(np.ptp(height - drift))


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else np.nan


StrideValue = Callable[[SideView, Stride], float]
# Measures of ``knowledge/measures.yaml`` that a side view gives, by id.
SIDE_VIEW: dict[str, StrideValue] = {
    "walking_speed": walking_speed,
    "cadence": cadence,
    "stride_length": stride_length,
    "step_length": step_length,
    "stance_share": stance_share,
    "double_support_share": double_support_share,
    "ankle_dorsiflexion_stance_peak": ankle_dorsiflexion_stance_peak,
    "ankle_plantarflexion_push_off_peak": ankle_plantarflexion_push_off_peak,
    "heel_rise_time": heel_rise_time,
    "foot_pitch_push_off": foot_pitch_push_off,
    "knee_flexion_loading_peak": knee_flexion_loading_peak,
    "knee_flexion_swing_peak": knee_flexion_swing_peak,
    "thigh_trailing_angle_peak": thigh_trailing_angle_peak,
    "trunk_lean_mean": trunk_lean_mean,
    "head_forward_angle": head_forward_angle,
    "head_vertical_oscillation": head_vertical_oscillation,
    "arm_swing_range": arm_swing_range,
    "stride_length_per_height": stride_length,
}
# Those measured in statures here and in metres outside.
LENGTHS = {"walking_speed", "stride_length", "step_length", "head_vertical_oscillation", "step_width"}
# Those that a yaw error stretches in full, being lengths along the way, rather than through an angle.
ALONG_THE_WAY = {"walking_speed", "stride_length", "step_length", "stride_length_per_height"}
# Those that depend on when events are, or on nothing else.
TIMED = {"cadence", "stance_share", "double_support_share", "heel_rise_time"}
