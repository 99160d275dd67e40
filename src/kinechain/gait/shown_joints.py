"""Which angles of a fitted body its markers show at all.

A fit gives every joint an angle, by what bodies usually do where no marker tells. An angle counts only where
both of the parts that it lies between carry one that was seen.
"""

from kinechain.measurement import SIDES, Side

PELVIS = ("asis", "psis", "sacrum", "iliac_crest", "hip", "mid_hip")
SPINES = ("asis", "psis", "sacrum", "iliac_crest")
KNEE = ("knee_lateral", "knee_medial", "knee")
THIGH = ("thigh", "thigh_1", "thigh_2", "thigh_3", "thigh_4", "thigh_anterior", "greater_trochanter", *KNEE)
BELOW_KNEE = ("fibula_head", "tibial_tuberosity", "shank", "shank_1", "shank_2", "shank_3", "shank_4")
SHANK = (*BELOW_KNEE, "ankle_lateral", "ankle_medial", "ankle")
# For each angle the groups of which one marker each must be seen.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "pelvic_tilt": (SPINES,),
    "pelvic_obliquity": tuple(tuple(f"{side}_{name}" for name in SPINES) for side in SIDES),
    "hip_flexion": (PELVIS, (*THIGH, *BELOW_KNEE)),
    "thigh_angle": (PELVIS, (*THIGH, *BELOW_KNEE)),
    "knee_flexion": ((*THIGH, *BELOW_KNEE), SHANK),
    "ankle_dorsiflexion": ((*KNEE, *SHANK),),
    "trunk_lean": (PELVIS,),
    "trunk_sway": (PELVIS,),
}


def is_shown(angle: str, side: Side | None, markers: set[str]) -> bool:
    """Whether `markers` (canonical names) show the angle of that side."""
    return all(
        any(name in markers or (_sided(name, side) & markers) for name in group)
        for group in NEEDED.get(angle, ())
    )


def _sided(name: str, side: Side | None) -> set[str]:
    """The marker of that side, or of either for what lies in the middle; a pelvis is one bone."""
    if side is None or name in PELVIS:
        return {f"left_{name}", f"right_{name}"}
    return {f"{side}_{name}"}
