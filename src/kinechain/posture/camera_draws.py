"""How the camera that took a picture may have been held: draws of its roll, pitch and focal length.

What is not known of it is drawn many times, and every measure is computed on each draw; their spread is what
the picture leaves open. Draw 0 is the most likely camera.

The roll is told by

- what people do: a phone that is held by hand is off level by a degree or two;
- upright edges of the room, where there are any (`capture.level_lines`);
- from the front or back only, the body itself: feet, hips and head stand over one another to about a degree,
  for the body's weight is over the feet. From the side the body tells nothing: how far it leans forward is
  what is measured. The line between the feet tells less than any: feet that stand 3 cm one ahead of the other
  tip it by 4 degrees.
"""

from dataclasses import dataclass

import numpy as np

from kinechain.posture.facing import Facing
from kinechain.posture.seen_stance import Floats, SeenStance

DRAWS = 400
SEED = 5
# Off level by hand (deg, sd), and how far the line from the ankles to the shoulders leans to a side in people
# who stand at ease (deg, sd). Our choices; the second holds a weight that is a little more on one foot.
HAND_ROLL_SD, BODY_LEAN_SD = 2.0, 1.3
# How high over the floor a phone is held (m), and how tall the person is then; mean and sd, our choice: from
# a low tripod to eye height.
CAMERA_HEIGHT, CAMERA_HEIGHT_SD, OF_STATURE = 1.3, 0.25, 1.7


@dataclass(frozen=True, slots=True, eq=False)
class CameraDraws:
    """`roll` (D,) clockwise as one looks and `pitch` (D,) downwards, radians; `focal` (D,) px. `told_by` says
    what told the roll, and `roll_sd` (deg) how well.
    """

    roll: Floats
    pitch: Floats
    focal: Floats
    told_by: str
    roll_sd: float


def draw_cameras(stance: SeenStance, facing: Facing, rng: np.random.Generator) -> CameraDraws:
    """Cameras that may have taken the picture; the first is the most likely."""
    focal = np.maximum(_drawn(stance.focal.px, stance.focal.sd_px, rng), 0.35 * stance.focal.px)
    pitch = _pitches(stance, focal, rng)
    told = [(0.0, HAND_ROLL_SD)]
    words = ["a hand that holds a phone level"]
    if facing.view in ("front", "back"):
        told.append((_body_roll(stance, float(focal[0]), float(pitch[0])), BODY_LEAN_SD))
        words.append("the body's own vertical")
    if stance.hold is not None:
        told.append((stance.hold.roll, stance.hold.roll_sd))
        words.append("upright edges in the picture")
    weights = np.array([1 / sd**2 for _, sd in told])
    mean = float(weights @ np.array([roll for roll, _ in told]) / weights.sum())
    sd = float(1 / np.sqrt(weights.sum()))
    roll = np.radians(_drawn(mean, sd, rng))
    return CameraDraws(roll, pitch, focal, words[-1], sd)


def level_rays(points: Floats, size: tuple[int, int], cameras: CameraDraws) -> Floats:
    """Where points (D, K, 2) px would be on a level camera's picture at the distance 1: right, down."""
    right, down = np.moveaxis(points - np.array(size) / 2, -1, 0) / cameras.focal[:, None]
    cos, sin = np.cos(cameras.roll)[:, None], np.sin(cameras.roll)[:, None]
    right, down = right * cos - down * sin, right * sin + down * cos
    cos, sin = np.cos(cameras.pitch)[:, None], np.sin(cameras.pitch)[:, None]
    ahead = cos - down * sin
    return np.stack([right / ahead, (down * cos + sin) / ahead], axis=-1)


def _drawn(mean: float, sd: float, rng: np.random.Generator) -> Floats:
    drawn = mean + sd * rng.standard_normal(DRAWS + 1)
    drawn[0] = mean
    return drawn


def _pitches(stance: SeenStance, focal: Floats, rng: np.random.Generator) -> Floats:
    """From the room's edges, or from where the horizon is if the camera is held as people hold it: it goes
    through the body at the camera's own height.
    """
    if stance.hold is not None:
        return np.radians(_drawn(stance.hold.pitch, stance.hold.pitch_sd, rng))
    height = _drawn(CAMERA_HEIGHT, CAMERA_HEIGHT_SD, rng) / OF_STATURE
    top, bottom = stance.middle("ear")[1], stance.middle("heel")[1]
    horizon = bottom + height / 0.93 * (top - bottom)
    return np.asarray(np.arctan2(stance.size[1] / 2 - horizon, focal))


def _body_roll(stance: SeenStance, focal: float, pitch: float) -> float:
    """The roll (deg) at which the shoulders stand over the ankles."""
    ends = np.stack([stance.middle("shoulder"), stance.middle("ankle")])[None]
    level = CameraDraws(np.zeros(1), np.array([pitch]), np.array([focal]), "", 0.0)
    upper, lower = level_rays(ends, stance.size, level)[0]
    return float(-np.degrees(np.arctan2(upper[0] - lower[0], lower[1] - upper[1])))
