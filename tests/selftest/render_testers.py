"""Makes ``rendered_testers.npz``: what the detector sees of rendered people in guided tests, and the truth.

    python tests/selftest/render_testers.py FOLDER_OF_BODIES

One picture each of people in lunges, lying with one leg raised, and on the toes of one foot; five bodies in
turn, in all outfits, in six places, the camera 2.6 to 4 m away, 7 degrees (sd) off square and 1.5 off
level. The file holds, for each kind: ``points`` (n, 33, 2) px, ``confidence`` (n, 33), ``left`` (n,)
whether the left leg is the tested one, ``nearer`` (n,) whether that leg is the nearer to the camera,
``truth`` (n,): degrees of the shin or of the leg, or the heel over the tip of the big toe in shins, in
space.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.photo import Photo
from kinechain.capture.photographed import Beholder
from kinechain.errors import InputError
from kinechain.measurement import Side
from kinechain.rendering.body_mesh import BODIES, load_body
from kinechain.rendering.camera import looking_at
from kinechain.rendering.clothing import dress
from kinechain.rendering.floor import on_floor
from kinechain.rendering.joint_angles import JointAngles, LimbAngles, frames_of
from kinechain.rendering.keypoint_places import keypoint_tracks
from kinechain.rendering.outfit import OUTFITS
from kinechain.rendering.places import PLACES
from kinechain.rendering.rig import Pose
from kinechain.rendering.segments import pose_of
from kinechain.rendering.stage import Stage
from kinechain.rendering.turn import turn

Floats = NDArray[np.float64]
FILE = Path(__file__).with_name("rendered_testers.npz")
HOW_MANY = {"lunge": 30, "leg_raise": 40, "heel_raise": 20}
STATURES = {"m_avg": 1.76, "f_avg": 1.65, "m_heavy": 1.80, "f_slim_tall": 1.78, "m_old": 1.70}
SCENES = ("living_room", "corridor", "studio", "living_room", "dim_room", "park")
GRAIN = 3.0


def pose(kind: str, number: int, side: Side, rng: np.random.Generator) -> JointAngles:
    """How somebody does the test, a little differently each time."""
    arm = {"shoulder_flexion": float(rng.normal(10, 10)), "shoulder_abduction": 10.0, "elbow_flexion": 20.0}
    if kind == "lunge":
        lean = float(rng.uniform(10, 50))
        kneels = number % 4 < 2
        usual = np.degrees(np.arccos(np.clip(0.82 - np.cos(np.radians(lean)), -0.3, 0.9)))
        hip = float(usual) if kneels else float(rng.normal(40, 6))
        bent, knee, ankle = (-8.0, 95.0, -20.0) if kneels else (-22.0, 12.0, 20.0)
        rear = LimbAngles(hip_flexion=bent, knee_flexion=knee, ankle_dorsiflexion=ankle, **arm)
        front = LimbAngles(
            hip_flexion=hip, hip_abduction=3, knee_flexion=hip + lean, ankle_dorsiflexion=lean, **arm
        )
        trunk = float(rng.normal(8, 5))
        return JointAngles(
            trunk_lean=trunk,
            neck_lean=trunk + 10,
            head_pitch=15,
            left=front if side == "left" else rear,
            right=rear if side == "left" else front,
        )
    if kind == "leg_raise":
        up = LimbAngles(
            hip_flexion=float(rng.uniform(30, 100)),
            knee_flexion=max(0.0, float(rng.normal(4, 4))),
            ankle_dorsiflexion=-10,
        )
        flat = LimbAngles(
            hip_flexion=2, hip_abduction=4, hip_rotation=float(rng.uniform(0, 25)), knee_flexion=3
        )
        return JointAngles(left=up if side == "left" else flat, right=flat if side == "left" else up)
    lift = float(rng.uniform(0, 35))
    on_toes = LimbAngles(
        hip_flexion=2, knee_flexion=3, ankle_dorsiflexion=1 - lift, toe_extension=lift, **arm
    )
    lifted = LimbAngles(hip_flexion=10, knee_flexion=float(rng.normal(60, 15)), ankle_dorsiflexion=-20, **arm)
    return JointAngles(
        trunk_lean=2,
        neck_lean=10,
        head_pitch=5,
        left=on_toes if side == "left" else lifted,
        right=lifted if side == "left" else on_toes,
    )


def truth(kind: str, side: Side, at: dict[str, Floats], forward: Floats) -> float:
    """What is to be read, from the joints in space; `forward` (3,) is the way of somebody who stands."""
    if kind == "lunge":
        shin = at[f"{side}_knee"] - at[f"{side}_ankle"]
        return float(np.degrees(np.arctan2(shin @ forward, shin[2])))
    if kind == "leg_raise":
        leg, away = at[f"{side}_ankle"] - at[f"{side}_hip"], at[f"{side}_hip"] - at[f"{side}_ear"]
        level = away * [1, 1, 0] / np.hypot(away[0], away[1])
        return float(np.degrees(np.arctan2(leg[2], leg @ level)))
    shin = at[f"{side}_knee"] - at[f"{side}_ankle"]
    return float((at[f"{side}_heel"] - at[f"{side}_foot_index"])[2] / np.linalg.norm(shin))


def main(folder: Path) -> None:
    """Draws, looks, saves."""
    found: dict[str, NDArray[np.generic]] = {}
    look = Beholder()
    for kind, many in HOW_MANY.items():
        rng = np.random.default_rng(sum(map(ord, kind)))
        rows = [row for number in range(many) if (row := _row(kind, number, folder, look, rng)) is not None]
        columns = zip(*rows, strict=True)
        for name, values in zip(("points", "confidence", "left", "nearer", "truth"), columns, strict=True):
            column = np.array(values)
            found[f"{kind}_{name}"] = column.astype(np.float32) if column.dtype.kind == "f" else column
    np.savez_compressed(FILE, allow_pickle=False, **found)


def _row(
    kind: str, number: int, folder: Path, look: Beholder, rng: np.random.Generator
) -> tuple[Floats, Floats, bool, bool, float] | None:
    name = BODIES[number % len(BODIES)]
    body = load_body(folder, name, STATURES[name] * float(rng.uniform(0.95, 1.05)))
    figure = dress(body, list(OUTFITS.values())[int(rng.integers(len(OUTFITS)))])
    side: Side = "left" if number % 2 else "right"
    nearer = number // 2 % 2 == 0
    about = turn("z", (0 if (side == "right") == nearer else 180) + float(rng.normal(0, 7)))
    forward = about @ np.array([1.0, 0.0, 0.0])
    if kind == "leg_raise":
        about = about @ turn("y", -90.0)
    stands = pose_of(body.rig, frames_of(pose(kind, number, side, rng)))
    placed = on_floor(figure, Pose(about @ stands.turns, stands.root @ about.T))
    at = {point: track[0] for point, track in keypoint_tracks(body, placed).items()}
    middle = np.mean(
        [at[f"{s}_{p}"] for s in ("left", "right") for p in ("hip", "ankle", "shoulder")], axis=0
    )
    size = (720, 1280) if kind == "heel_raise" else (1280, 720)
    eye = (
        middle[0] + float(rng.normal(0, 0.15)),
        middle[1] - float(rng.uniform(2.6, 4)),
        float(rng.uniform(0.3, 0.8)),
    )
    aim = (float(middle[0]), float(middle[1]), max(float(middle[2]), 0.3))
    camera = looking_at(eye, aim, focal_px=0.75 * max(size), size=size, roll=float(rng.normal(0, 1.5)))
    with Stage(figure, PLACES[SCENES[number % len(SCENES)]](), size) as stage:
        clean = stage.picture(placed.at(0), camera)
    grainy = np.clip(clean + rng.normal(0, GRAIN, clean.shape), 0, 255).astype(np.uint8)
    try:
        seen = look(Photo("picture", grainy))
    except InputError:
        return None
    return seen.points, seen.confidence, side == "left", nearer, truth(kind, side, at, forward)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
