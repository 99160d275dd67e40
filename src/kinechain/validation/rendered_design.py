"""Which rendered walkers are filmed: few clips, balanced over what may matter.

Each walker (a body, a walk, a camera) is filmed as it is and with changes by a known amount, so that it can
be told whether the change is seen. Scene, clothes and compression go round from clip to clip.
"""

from dataclasses import replace

from kinechain.validation.rendered_walk import SYNTHETIC, WalkPlan

# A walker with a camera, and the changes that it is filmed with.
WALKERS: tuple[tuple[WalkPlan, tuple[str, ...]], ...] = (
    (
        WalkPlan("m_avg", 1.74, walk="HC002D", yaw=0, fps=30, seed=1),
        ("none", "stiff_knees", "stooped", "short_strides"),
    ),
    (
        WalkPlan(
            "f_avg", 1.66, walk="HC030A", yaw=20, focal_told=True, fps=25, distance=5.0, shake=0.3, seed=2
        ),
        ("none", "stiff_left_knee", "head_forward", "short_strides"),
    ),
    (
        WalkPlan("m_heavy", 1.80, walk="HC038A", yaw=-10, fps=60, camera_height=1.5, seed=3),
        ("none", "stooped", "stiff_right_knee"),
    ),
    (
        WalkPlan(
            "f_slim_tall",
            1.76,
            walk="HC044A",
            yaw=40,
            focal_told=True,
            fps=30,
            distance=5.2,
            focal=0.8,
            seed=4,
        ),
        ("none", "stiff_knees", "stooped", "head_forward"),
    ),
    (
        WalkPlan("m_old", 1.70, walk=SYNTHETIC, yaw=10, fps=24, camera_height=0.9, roll=1.0, seed=5),
        ("none", "head_forward", "short_strides", "on_toes"),
    ),
    (
        WalkPlan(
            "f_avg", 1.60, walk="HC031A", yaw=-30, focal_told=True, fps=30, distance=5.2, shake=0.3, seed=6
        ),
        ("none", "stiff_knees", "short_left", "stooped"),
    ),
    (
        WalkPlan(
            "m_avg", 1.84, walk="HC044A", yaw=5, focal_told=True, fps=50, distance=5.5, focal=0.72, seed=7
        ),
        ("none", "short_strides", "on_toes"),
    ),
    (WalkPlan("m_heavy", 1.68, walk="HC030A", yaw=60, fps=30, distance=5.8, seed=8), ("none",)),
)
SCENES = (
    "living_room",
    "park",
    "corridor",
    "against_the_window",
    "park_against_the_sun",
    "living_room",
    "dim_room",
)
OUTFITS = ("jeans", "leggings", "baggy", "sports", "dark", "pale", "skirt", "jeans")
COMPRESSION = ("usual", "light", "strong", "usual", "usual")


def design() -> list[WalkPlan]:
    """Every clip's plan."""
    plans = [replace(walker, changes=changes) for walker, of_walker in WALKERS for changes in of_walker]
    return [
        replace(
            plan,
            scene=SCENES[number % len(SCENES)],
            outfit=OUTFITS[number % len(OUTFITS)],
            compression=COMPRESSION[number % len(COMPRESSION)],
        )
        for number, plan in enumerate(plans)
    ]
