"""The order in which measures are read: from the walk as a whole, up the chain from the foot."""

from typing import Final

GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "Pace and steps",
        (
            "walking_speed",
            "cadence",
            "stride_length",
            "stride_length_per_height",
            "step_length",
            "step_width",
            "stance_share",
            "double_support_share",
        ),
    ),
    (
        "Foot and ankle",
        (
            "foot_pitch_push_off",
            "toe_extension_push_off_peak",
            "heel_rise_time",
            "ankle_dorsiflexion_stance_peak",
            "ankle_plantarflexion_push_off_peak",
            "push_off_share",
            "foot_progression_angle",
            "heel_lean_angle",
            "arch_height",
            "knee_to_wall_distance",
            "knee_to_wall_angle",
            "single_leg_heel_raises",
        ),
    ),
    (
        "Knee",
        (
            "knee_flexion_loading_peak",
            "knee_flexion_swing_peak",
            "knee_valgus_angle",
            "knee_extension_deficit",
        ),
    ),
    (
        "Hip and pelvis",
        (
            "hip_flexion_peak",
            "hip_extension_peak",
            "thigh_trailing_angle_peak",
            "hip_extension_passive",
            "straight_leg_raise_angle",
            "pelvic_tilt_mean",
            "pelvic_obliquity_range",
            "pelvic_height_difference",
        ),
    ),
    (
        "Trunk, arms and head",
        (
            "trunk_lean_mean",
            "trunk_sway_range",
            "shoulder_height_difference",
            "arm_swing_range",
            "head_forward_angle",
            "head_vertical_oscillation",
            "craniovertebral_angle",
            "neck_rotation_range",
            "plumb_line_offset",
        ),
    ),
)
OTHER: Final = "Other measures"


def reading_order(measure: str) -> tuple[int, int]:
    """Group and place within it, for sorting; measures not named here come last."""
    for group, (_, measures) in enumerate(GROUPS):
        if measure in measures:
            return group, measures.index(measure)
    return len(GROUPS), 0


def group_title(group: int) -> str:
    return GROUPS[group][0] if group < len(GROUPS) else OTHER
