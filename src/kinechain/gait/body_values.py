"""What one stride gives where the body was seen from all sides, by markers or several cameras.

As in `stride_values`: a `SeenWalk` and a `Stride` give a number in the measure's unit, NaN if they do not.
"""

from kinechain.gait.seen_walk import SeenWalk, between, footfall
from kinechain.gait.stride_values import (
    AFTER_OFF,
    BEFORE_FLAT,
    SIDE_VIEW,
    StrideValue,
    mean,
    peak,
    span,
)
from kinechain.gait.strides import Stride
from kinechain.measurement import Side

LEFTWARD: dict[Side, float] = {"left": 1.0, "right": -1.0}


def step_width(walk: SeenWalk, stride: Stride) -> float:
    """Length from the other heel to this one across the way, where they lie; negative if they cross."""
    here = footfall(walk, stride.side, stride.start, "left")
    there = footfall(walk, stride.other_side, stride.other_strike, "left")
    return LEFTWARD[stride.side] * (here - there)


def hip_flexion_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees, over the stride."""
    return peak(between(walk, walk.angle("hip_flexion", stride.side), stride.start, stride.end))


def hip_extension_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees behind the pelvis, while the foot is on the floor."""
    return peak(between(walk, -walk.angle("hip_flexion", stride.side), stride.start, stride.off))


def toe_extension_push_off_peak(walk: SeenWalk, stride: Stride) -> float:
    """Degrees toes up, from the other foot's strike to shortly after foot off."""
    toes = walk.angle("toe_extension", stride.side)
    return peak(between(walk, toes, stride.other_strike, stride.off + AFTER_OFF * stride.duration))


def foot_progression_angle(walk: SeenWalk, stride: Stride) -> float:
    """Degrees toes out, mean from foot flat to foot off."""
    foot = walk.angle("foot_progression", stride.side)
    return mean(between(walk, foot, stride.start + BEFORE_FLAT * stride.duration, stride.off))


def pelvic_tilt_mean(walk: SeenWalk, stride: Stride) -> float:
    """Degrees forward, mean over the stride."""
    return mean(between(walk, walk.angle("pelvic_tilt", None), stride.start, stride.end))


def pelvic_obliquity_range(walk: SeenWalk, stride: Stride) -> float:
    """Degrees from lowest to highest over the stride."""
    return span(between(walk, walk.angle("pelvic_obliquity", None), stride.start, stride.end))


def trunk_sway_range(walk: SeenWalk, stride: Stride) -> float:
    """Degrees from furthest left to furthest right over the stride."""
    return span(between(walk, walk.angle("trunk_sway", None), stride.start, stride.end))


# Measures of ``knowledge/measures.yaml`` that a body seen from all sides gives without forces, by id.
ALL_SIDES: dict[str, StrideValue] = SIDE_VIEW | {
    "step_width": step_width,
    "hip_flexion_peak": hip_flexion_peak,
    "hip_extension_peak": hip_extension_peak,
    "toe_extension_push_off_peak": toe_extension_push_off_peak,
    "foot_progression_angle": foot_progression_angle,
    "pelvic_tilt_mean": pelvic_tilt_mean,
    "pelvic_obliquity_range": pelvic_obliquity_range,
    "trunk_sway_range": trunk_sway_range,
}
