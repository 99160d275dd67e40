"""How far off the measures of standing are in photos: people are drawn who stand in a known way,
photographed, and measured as a user's photos would be.

    python benchmarks/photo_posture.py ../shared/data/rendered_bodies --pictures 150

Printed are, for each measure and view, the bias and spread of the error, the slope of what was read against
the truth, the error stated, and how many intervals of 95 % hold the truth; then what the knowledge should
say of the detector (bias and fixed sd beyond what each picture states of itself). The truth is the rig's:
its joints, the tragus on its skin. The pelvis's truth is the tilt of the line between the hips.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from PIL import Image

from kinechain.capture.photo import read_photo
from kinechain.capture.photographed import Beholder
from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.verdict import IN_95_OF_100
from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats
from kinechain.posture.facing import facing_of
from kinechain.posture.picture_measures import FROM_THE_FRONT, FROM_THE_SIDE
from kinechain.posture.seen_stance import SeenStance, stance_of_photo
from kinechain.posture.stance_space import StanceSpace, stance_space
from kinechain.posture.upright_check import check_upright
from kinechain.rendering.body_mesh import BODIES, BodyMesh, load_body
from kinechain.rendering.camera import Camera, looking_at
from kinechain.rendering.clothing import dress
from kinechain.rendering.figure import Figure
from kinechain.rendering.floor import on_floor
from kinechain.rendering.joint_angles import JointAngles, LimbAngles, frames_of
from kinechain.rendering.keypoint_places import keypoint_tracks
from kinechain.rendering.outfit import OUTFITS
from kinechain.rendering.places import PLACES
from kinechain.rendering.rig import Pose
from kinechain.rendering.segments import pose_of
from kinechain.rendering.stage import Stage
from kinechain.rendering.turn import turn

VIEWS: Final = {"front": 0.0, "right": 90.0, "back": 180.0, "left": -90.0}
ORDER: Final = ("front", "right", "back", "left", "front")
SIZE: Final = (900, 1200)
STATURES: Final = {"m_avg": 1.76, "f_avg": 1.65, "m_heavy": 1.80, "f_slim_tall": 1.78, "m_old": 1.70}
# No measure of the knowledge: how far the line between the hips tips (deg), which a photo hardly shows.
HIP_LINE = "hip_line_tilt"
READ: Final = {**FROM_THE_SIDE, **FROM_THE_FRONT}
Key = tuple[str, Side | None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture's plan: who stands how, and the camera. Angles in degrees, lengths in metres."""

    body: str
    stature: float
    outfit: str
    place: str
    view: str
    angles: JointAngles
    shrug: float
    valgus: Mapping[Side, float]
    turned: float
    roll: float
    distance: float
    camera_height: float
    aside: float
    focal: float
    focal_told: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in one picture."""

    key: Key
    view: str
    body: str
    truth: float
    value: float
    sd: float
    level: str


@dataclass(slots=True)
class Tally:
    """What came of the pictures."""

    rows: list[Row] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def shots(count: int, seed: int) -> Iterator[Shot]:
    """Plans, balanced over bodies and views."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        body = BODIES[number % len(BODIES)]
        lean = rng.normal(0, 2.5)
        neck = lean + rng.uniform(-5, 30)
        yield Shot(
            body=body,
            stature=STATURES[body] * rng.uniform(0.95, 1.05),
            outfit=str(rng.choice(list(OUTFITS))),
            place=str(rng.choice(list(PLACES))),
            view=ORDER[number // len(BODIES) % len(ORDER)],
            angles=JointAngles(
                pelvic_list=rng.normal(0, 3),
                trunk_list=rng.normal(0, 1.5),
                trunk_lean=lean,
                neck_lean=neck,
                head_pitch=neck * rng.uniform(0, 0.6),
                left=_limb(rng),
                right=_limb(rng),
            ),
            shrug=rng.normal(0, 5),
            valgus={side: rng.normal(0, 4) for side in SIDES},
            turned=rng.normal(0, 6),
            roll=rng.normal(0, 2),
            distance=rng.uniform(2.2, 4.0),
            camera_height=rng.uniform(0.9, 1.6),
            aside=rng.uniform(-0.15, 0.15),
            focal=rng.uniform(0.68, 0.82),
            focal_told=bool(rng.integers(2)),
        )


def _limb(rng: np.random.Generator) -> LimbAngles:
    flexion, knee = rng.normal(2, 2), max(0.0, rng.normal(3, 3))
    return LimbAngles(
        hip_flexion=flexion,
        hip_abduction=rng.uniform(0, 5),
        hip_rotation=rng.uniform(0, 15),
        knee_flexion=knee,
        ankle_dorsiflexion=knee - flexion,
        shoulder_flexion=rng.normal(0, 5),
        shoulder_abduction=rng.uniform(5, 14),
        elbow_flexion=rng.uniform(5, 20),
    )


def stand(body: BodyMesh, figure: Figure, shot: Shot) -> Pose:
    """The pose in the scene: x to the right of the picture, y away from the camera."""
    frames = dict(frames_of(shot.angles))
    # Legs stay upright under a pelvis that tips, as over a block under one foot.
    upright = turn("x", -np.asarray(shot.angles.pelvic_list))
    for part in ("thigh", "shank", "foot", "toes"):
        frames |= {f"{side}_{part}": upright @ frames[f"{side}_{part}"] for side in SIDES}
    for side, degrees in shot.valgus.items():
        inwards = turn("x", degrees if side == "left" else -degrees)
        for part in ("shank", "foot", "toes"):
            frames[f"{side}_{part}"] = inwards @ frames[f"{side}_{part}"]
    pose = pose_of(body.rig, frames)
    turns = pose.turns.copy()
    for bone in ("clavicle.L", "shoulder01.L"):
        number = body.rig.index[bone]
        turns[..., number, :, :] = turn("x", shot.shrug) @ turns[..., number, :, :]
    pose = on_floor(figure, Pose(turns, pose.root))
    about = turn("z", VIEWS[shot.view] + shot.turned - 90.0)
    return Pose(about @ pose.turns, pose.root @ about.T)


def camera_of(shot: Shot) -> Camera:
    """Aimed at the middle of the person."""
    return looking_at(
        (shot.aside, -shot.distance, shot.camera_height),
        (0.0, 0.0, 0.53 * shot.stature),
        focal_px=shot.focal * max(SIZE),
        size=SIZE,
        roll=shot.roll,
    )


def truths(body: BodyMesh, pose: Pose, shot: Shot) -> dict[Key, float]:
    """What an errorless picture would show."""
    places = {name: track[0] for name, track in keypoint_tracks(body, pose).items()}
    middle = {
        part: (places[f"left_{part}"] + places[f"right_{part}"]) / 2 for part in ("ear", "shoulder", "ankle")
    }
    forward = turn("z", VIEWS[shot.view] + shot.turned - 90.0)[:, 0]
    if shot.view in ("right", "left"):
        neck = middle["ear"] - middle["shoulder"]
        return {
            ("head_forward_angle", None): float(np.degrees(np.arctan2(neck @ forward, neck[2]))),
            ("plumb_line_offset", None): float((middle["ear"] - middle["ankle"]) @ forward),
        }
    hips = places["left_hip"] - places["right_hip"]
    found: dict[Key, float] = {
        ("shoulder_height_difference", None): float(places["left_shoulder"][2] - places["right_shoulder"][2]),
        (HIP_LINE, None): float(np.degrees(np.arcsin(hips[2] / np.linalg.norm(hips)))),
    }
    return found | {("knee_valgus_angle", side): _valgus(places, forward, side) for side in SIDES}


def _valgus(places: Mapping[str, Floats], forward: Floats, side: Side) -> float:
    outward = np.array([-forward[1], forward[0], 0.0]) * (1 if side == "left" else -1)
    hip, knee, ankle = (places[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
    lean = [
        np.arctan2((low - high) @ outward, high[2] - low[2]) for high, low in ((hip, knee), (knee, ankle))
    ]
    return float(np.degrees(lean[1] - lean[0]))


def photograph(body: BodyMesh, shot: Shot, path: Path, rng: np.random.Generator) -> dict[Key, float]:
    """Draws the shot into a JPEG; its truth."""
    figure = dress(body, OUTFITS[shot.outfit])
    pose = stand(body, figure, shot)
    with Stage(figure, PLACES[shot.place](), SIZE) as stage:
        picture = stage.picture(pose.at(0), camera_of(shot))
    noisy = np.clip(picture + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)
    notes = Image.Exif()
    if shot.focal_told:
        equivalent = shot.focal * max(SIZE) / np.hypot(*SIZE) * 43.27
        notes.get_ifd(0x8769)[0xA405] = round(equivalent)
    Image.fromarray(noisy).save(path, quality=88, exif=notes)
    return truths(body, pose, shot)


def run(bodies: Path, count: int, seed: int) -> Tally:
    """All pictures, measured one by one."""
    look, tally, rng = Beholder(), Tally(), np.random.default_rng(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        for shot in shots(count, seed):
            truth = photograph(load_body(bodies, shot.body, shot.stature), shot, path, rng)
            try:
                stance = stance_of_photo(look(read_photo(path)))
                tally.rows += rows_of(stance, shot, truth)
            except InputError as error:
                tally.refused.append(f"{shot.view}: {error}")
    return tally


def rows_of(stance: SeenStance, shot: Shot, truth: Mapping[Key, float]) -> Iterator[Row]:
    """What a picture gives beside its truth, before the knowledge's bias is taken off.

    Raises `InputError` where it is refused, or taken for a picture from another side.
    """
    facing = facing_of(stance)
    check_upright(stance, facing)
    if facing.view != ("side" if shot.view in ("left", "right") else shot.view):
        raise InputError(f"taken for a picture from the {facing.view}")
    space = stance_space(stance, facing, Person(height_m=round(shot.stature, 2)))
    level = "none" if stance.hold is None else "edges"
    for key, true in truth.items():
        drawn = _hip_line(space) if key[0] == HIP_LINE else READ[key[0]](space, key[1])
        own = float(drawn[1:].std(ddof=1))
        yield Row(key, shot.view, shot.body, true, float(drawn[0]), own, level)


def _hip_line(space: StanceSpace) -> Floats:
    up, left = (places["left_hip"] - places["right_hip"] for places in (space.up, space.across))
    return np.degrees(np.arctan2(up, left))


def _stated() -> dict[tuple[str, str], tuple[float, float, float]]:
    """What the knowledge takes off, and the fixed and other sd that it adds."""
    return {
        (name, str(error.way)): (error.bias, error.sd_fixed, error.sd_per_stride)
        for name, measure in load().measures_of("standing").items()
        for error in measure.error
        if error.input == "photo"
    }


def report(tally: Tally) -> None:
    """The tables."""
    print(f"{len(tally.refused)} refused")
    for line in tally.refused:
        print("  ", line)
    print("measure, view, level told by: n, bias, spread, slope, own sd, truth in the 95 % stated")
    for name in sorted({row.key[0] for row in tally.rows}):
        group = [row for row in tally.rows if row.key[0] == name]
        for view in sorted({row.view for row in group}):
            for level in ("edges", "none"):
                _line(f"{name} {view} {level}", [r for r in group if (r.view, r.level) == (view, level)])
        _line(f"{name} ALL", group)
        _advise(name, group)


def _line(words: str, rows: Sequence[Row]) -> None:
    if len(rows) < 3:
        return
    truth, value = np.array([row.truth for row in rows]), np.array([row.value for row in rows])
    own, error = np.array([row.sd for row in rows]), value - truth
    way = "photo_side" if rows[0].view in ("left", "right") else "photo_front"
    # How a posture changes from moment to moment is no error of the picture, so it is left out here.
    bias, fixed, _moment = _stated().get((rows[0].key[0], way), (0.0, 0.0, 0.0))
    held = np.abs(error - bias) <= IN_95_OF_100 * np.hypot(own, fixed)
    slope = np.polyfit(truth, value, 1)[0]
    print(
        f"{words:45s} {len(rows):3d} {error.mean():8.4f} {error.std(ddof=1):8.4f} {slope:6.2f} "
        f"{np.sqrt(np.mean(own**2)):8.4f} {100 * held.mean():4.0f} %"
    )


def _advise(name: str, rows: Sequence[Row]) -> None:
    """Bias, and the fixed sd that is left when each picture's own is taken out: over pictures whose level is
    told by edges, where little else is left, and between bodies.
    """
    sure = [row for row in rows if row.level == "edges"] or list(rows)
    error = np.array([row.value - row.truth for row in sure])
    own = np.array([row.sd for row in sure])
    bodies = [
        np.mean([r.value - r.truth for r in sure if r.body == body]) for body in {row.body for row in sure}
    ]
    left = np.sqrt(max(float(np.var(error, ddof=1) - np.mean(own**2)), 0.0))
    between = float(np.std(bodies, ddof=1)) if len(bodies) > 1 else 0.0
    print(
        f"   -> {name}: bias {error.mean():.4f}, left {left:.4f}, of all {error.std(ddof=1):.4f}, "
        f"between bodies {between:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bodies", type=Path, help="folder of the bodies to be drawn")
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    report(run(chosen.bodies, chosen.pictures, chosen.seed))


if __name__ == "__main__":
    main()
