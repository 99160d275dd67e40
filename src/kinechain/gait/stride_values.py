"""What one stride gives: every measure that does not need forces, by its one definition.

Functions here take a `SeenWalk` (a body fitted to a film or to markers) and a `Stride`, and give a number in
the measure's unit, lengths in the walk's metres. NaN means that this stride does not give it.
"""

from collections.abc import Callable

import numpy as np

from kinechain.gait.seen_walk import FOOTFALL_S, SeenWalk, between, footfall
from kinechain.gait.strides import Stride
from kinechain.motion.dataset import Floats

# The heel has risen when it is this much (statures, about 1.7 cm) above where it lay.
HEEL_RISEN = 0.01
# Share of the stride in which the leg takes the load, and after foot off in which the foot still points.
LOADING, AFTER_OFF = 0.25, 0.08
# Share of the stride from the strike on in which the foot is not yet flat.
BEFORE_FLAT = 0.1


def peak(values: Floats) -> float:
    """The greatest value, NaN if there is none."""
    return float(values.max()) if values.size else np.nan


def mean(values: Floats) -> float:
    """The mean, NaN if there is none."""
    return float(values.mean()) if values.size else np.nan


def span(values: Floats) -> float:
    """From the least to the greatest value, NaN if there is none."""
    return float(np.ptp(values)) if values.size else np.nan


def stride_length(walk: SeenWalk, stride: Stride) -> float:
    """Length from this foot's strike to its next."""
    return footfall(walk, stride.side, stride.end) - footfall(walk, stride.side, stride.start)


def step_length(walk: SeenWalk, stride: Stride) -> float:
    """Length from the other foot's strike to this foot's, the strike that ends the stride."""
    before = footfall(walk, stride.other_side, stride.other_strike)
    return footfall(walk, stride.side, stride.end) - before


def stride_length_per_height(walk: SeenWalk, stride: Stride) -> float:
    """Statures."""
    return stride_length(walk, stride) / walk.stature


def walking_speed(walk: SeenWalk, stride: Stride) -> float:
    """Length a second."""
    return stride_length(walk, stride) / stride.duration


def cadence(_walk: SeenWalk, stride: Stride) -> float:
    """Steps a minute."""
    return 120 / stride.duration


def stance_share(_walk: SeenWalk, stride: Stride) -> float:
    """Percent of the stride."""
    return 100 * (stride.off - stride.start) / stride.duration


def double_support_share(_walk: SeenWalk, stride: Stride) -> float:
    """Percent of the stride, both spells."""
    both = (stride.other_off - stride.start) + (stride.off - stride.other_strike)
    return 100 * both / stride.duration


def knee_flexion_loading_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees, in the first quarter of the stride."""
    knee = walk.angle("knee_flexion", stride.side)
    return peak(between(walk, knee, stride.start, stride.start + LOADING * stride.duration))


def knee_flexion_swing_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees, from foot off to the next strike."""
    return peak(between(walk, walk.angle("knee_flexion", stride.side), stride.off, stride.end))


def ankle_dorsiflexion_stance_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees, while the foot bears weight."""
    ankle = walk.angle("ankle_dorsiflexion", stride.side)
    return peak(between(walk, ankle, stride.start + BEFORE_FLAT * stride.duration, stride.off))


def ankle_plantarflexion_push_off_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees, pointing positive, from the other foot's strike to shortly after foot off."""
    ankle = walk.angle("ankle_dorsiflexion", stride.side)
    return peak(between(walk, -ankle, stride.other_strike, stride.off + AFTER_OFF * stride.duration))


def thigh_trailing_angle_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees behind the vertical, while the foot is on the floor."""
    return peak(between(walk, -walk.angle("thigh_angle", stride.side), stride.start, stride.off))


def foot_pitch_push_off(walk: SeenWalk, stride: Stride) -> float:
    """Degrees heel up, until foot off."""
    pitch = walk.angle("foot_pitch", stride.side)
    return peak(between(walk, -pitch, stride.start + BEFORE_FLAT * stride.duration, stride.off))


def heel_rise_time(walk: SeenWalk, stride: Stride) -> float:
    """Percent of the stride at which the heel leaves the floor for good."""
    inside = (walk.time >= stride.start) & (walk.time <= stride.off)
    time, height = walk.time[inside], walk.place(f"{stride.side}_heel", "up")[inside]
    if not height.size or not np.isfinite(height).all():
        return np.nan
    lying = height[(time >= stride.start + FOOTFALL_S[0]) & (time <= stride.start + FOOTFALL_S[1])]
    over = height - np.median(lying) - HEEL_RISEN * walk.stature
    down = np.flatnonzero(over < 0)
    if not down.size or down[-1] + 1 >= len(time):
        return np.nan
    last = down[-1]
    risen = time[last] + (time[last + 1] - time[last]) * over[last] / (over[last] - over[last + 1])
    return float(100 * (risen - stride.start) / stride.duration)


def trunk_lean_mean(walk: SeenWalk, stride: Stride) -> float:
    """Degrees forward, mean over the stride."""
    return mean(between(walk, walk.angle("trunk_lean", None), stride.start, stride.end))


def head_forward_angle(walk: SeenWalk, stride: Stride) -> float:
    """Degrees forward, mean over the stride."""
    return mean(between(walk, walk.angle("head_forward", None), stride.start, stride.end))


def head_vertical_oscillation(walk: SeenWalk, stride: Stride) -> float:
    """Length from lowest to highest within the stride, drift removed."""
    return vertical_range(between(walk, walk.place("mid_ear", "up"), stride.start, stride.end))


def arm_swing_range(walk: SeenWalk, stride: Stride) -> float:
    """Degrees from furthest back to furthest ahead."""
    return span(between(walk, walk.angle("arm_angle", stride.side), stride.start, stride.end))


def vertical_range(height: Floats) -> float:
    """Range of `height` after its straight-line drift is taken out."""
    if height.size < 2:
        return np.nan
    drift = np.linspace(0, 1, len(height)) * (height[-1] - height[0])
    return float(np.ptp(height - drift))


StrideValue = Callable[[SeenWalk, Stride], float]
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
    "stride_length_per_height": stride_length_per_height,
}
# Those in metres, which are in proportion to the stated height.
LENGTHS = {"walking_speed", "stride_length", "step_length", "head_vertical_oscillation", "step_width"}
# Lengths along the way, with speed: a treadmill does not show them, and who goes backwards has them negative.
ALONG_THE_WAY = {"walking_speed", "stride_length", "step_length", "stride_length_per_height"}
# Those that are times, told from any angle; the heel's rise is a moment.
TIMED = {"cadence", "stance_share", "double_support_share", "heel_rise_time"}
