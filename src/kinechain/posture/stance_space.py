"""Where the points of somebody who stands are in space, from one picture: in one plane of the body.

From the side that is the plane that divides left from right, in which the middles of left and right points
lie; from the front or back the plane through both sides. The plane is turned by how far the person misses the
view. Each point's ray is cut with it, which takes out perspective, and the person's height gives the scale.
The detector's known mean offsets (`body/phone/keypoints.yaml`) are taken off.
"""

from dataclasses import dataclass

import numpy as np

from kinechain.body.phone.keypoints import standing_offsets
from kinechain.case import Person
from kinechain.measurement import SIDES
from kinechain.motion.keypoints import INDEX
from kinechain.motion.stature import EAR_HEIGHT
from kinechain.posture.camera_draws import DRAWS, SEED, CameraDraws, draw_cameras, level_rays
from kinechain.posture.facing import TURN_SD, Facing
from kinechain.posture.seen_stance import Floats, SeenStance

PARTS = ("ear", "shoulder", "hip", "knee", "ankle", "heel")
# The reference man of the offsets (m).
REFERENCE_M = 1.741
# Adults of both sexes where nobody said a height (m): mean and sd, our choice, wide enough for most nations.
USUAL_HEIGHT, HEIGHT_SD = 1.68, 0.10
STATED_HEIGHT_SD = 0.01
# How well the distance from heels to ears tells the height, as a share: people's heads are longer or shorter
# (sd 0.5 %), shoes lift by 1 to 3 cm, heads are lowered.
EAR_SD = 0.015
SHOES_M = 0.015
# How far the mean of several looks is off, as a share of how far single looks differ: they are wrong alike to
# some degree, so many help little more than a few. Held against rendered people, whose truth is known.
OF_SPREAD = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class StanceSpace:
    """Points in metres in the body's plane, draws (D,) of each. `across` is forward (from the side) or to the
    person's left (from the front or back), `up` upward, by keypoint.
    """

    facing: Facing
    cameras: CameraDraws
    across: dict[str, Floats]
    up: dict[str, Floats]

    def middle(self, part: str) -> tuple[Floats, Floats]:
        """Halfway between the left and the right `part`: across and up."""
        names = [f"{side}_{part}" for side in SIDES]
        return (
            np.asarray(np.mean([self.across[name] for name in names], axis=0)),
            np.asarray(np.mean([self.up[name] for name in names], axis=0)),
        )


def stance_space(stance: SeenStance, facing: Facing, person: Person) -> StanceSpace:
    """The person in space, with draws of what the picture leaves open."""
    rng = np.random.default_rng(SEED)
    cameras = draw_cameras(stance, facing, rng)
    names = [f"{side}_{part}" for part in PARTS for side in SIDES]
    numbers = [INDEX[name] for name in names]
    noise = rng.standard_normal((DRAWS + 1, len(names), 2)) * OF_SPREAD * stance.spread[numbers]
    noise[0] = 0.0
    turn = np.radians(facing.off + TURN_SD[facing.view] * _first_zero(rng))
    rays = level_rays(stance.points[numbers] + noise, stance.size, cameras)
    across, down = _cut(rays, turn, names)
    scale = _metres(down, names, person, rng)
    sign = facing.ahead if facing.view == "side" else facing.to_left
    offsets = _offsets(names, facing, person)
    places = np.stack([sign * across, -down], axis=-1) * scale[:, None, None] - offsets
    return StanceSpace(
        facing,
        cameras,
        {name: places[:, number, 0] for number, name in enumerate(names)},
        {name: places[:, number, 1] for number, name in enumerate(names)},
    )


def _first_zero(rng: np.random.Generator) -> Floats:
    drawn = rng.standard_normal(DRAWS + 1)
    drawn[0] = 0.0
    return drawn


def _cut(rays: Floats, turn: Floats, names: list[str]) -> tuple[Floats, Floats]:
    """Rays (D, K, 2) cut with an upright plane through the hips at the distance 1, turned by (D,) radians
    about the vertical: across the plane from the hips, and down, (D, K) each.

    Where the person is turned to the right of the picture, the plane's right side is further away: the body's
    left from the front, its front from the side.
    """
    right, down = np.moveaxis(rays, -1, 0)
    hips = right[:, [names.index(f"{side}_hip") for side in SIDES]].mean(axis=1, keepdims=True)
    slope = np.tan(turn)[:, None]
    ahead = (1 - hips * slope) / (1 - right * slope)
    return (right * ahead - hips) / np.cos(turn)[:, None], down * ahead


def _metres(down: Floats, names: list[str], person: Person, rng: np.random.Generator) -> Floats:
    """Metres at the distance 1, (D,)."""
    ears, heels = (
        down[:, [names.index(f"{side}_{part}") for side in SIDES]].mean(axis=1) for part in ("ear", "heel")
    )
    said = person.height_m
    height = (said or USUAL_HEIGHT) + (STATED_HEIGHT_SD if said else HEIGHT_SD) * _first_zero(rng)
    offsets = standing_offsets()
    size = height / REFERENCE_M
    reach = (
        EAR_HEIGHT * height + SHOES_M + (offsets["ear"][1] - offsets["heel"][1]) * size - HEEL_HEIGHT * size
    )
    return np.asarray(reach * (1 + EAR_SD * _first_zero(rng)) / (heels - ears))


# The heel's point is its rearmost, so high over the floor on the reference man (m).
HEEL_HEIGHT = 0.025


def _offsets(names: list[str], facing: Facing, person: Person) -> Floats:
    """What the detector is off by on average, (K, 2) metres: across, as `StanceSpace` has it, and up."""
    table, size = standing_offsets(), (person.height_m or USUAL_HEIGHT) / REFERENCE_M
    rows = []
    for name in names:
        side, _, part = name.partition("_")
        forward, up, outward = table[part]
        across = forward if facing.view == "side" else outward if side == "left" else -outward
        rows.append((size * across, size * up))
    return np.array(rows)
