"""`PhoneCamera`: a phone beside the way, whose every property is known, and phones as people hold them."""

from dataclasses import dataclass

import numpy as np

from kinechain.motion.dataset import Floats
from kinechain.validation.keypoint_walk import KeypointWalk

PICTURE = (1920, 1080)
# How people hold a phone, in m and degrees; a choice, as in the trials that findings were made with.
DISTANCE_M, HEIGHT_M = (3.0, 6.0), (1.0, 1.4)
PITCH_DEG, PITCH_SD_DEG, ROLL_SD_DEG, AIM_SD_DEG = -2.0, 2.0, 1.0, 2.0
# Focal lengths of phones' main cameras when they film, as shares of the picture's longer side (26-31 mm).
FOCAL = (0.72, 0.86)
# From this yaw off the side on, distances count from the nearest point of the way instead of its middle.
ALONG = 60.0
# Nearer than this, in m before the lens, nobody is filmed.
NEAREST_M = 0.3
# Phones drawn until one has the whole person in the picture.
TRIES = 200


@dataclass(frozen=True, slots=True)
class PhoneCamera:
    """A pinhole with its axis through the picture's middle.

    `yaw_deg` is the way's, as in `motion.course.Pass`: 0 goes to the right straight across the picture, 180
    to the left, 90 away, -90 towards the camera. The camera stands `distance_m` from the middle of the way
    (at 0 and 180 degrees square to it) and `height_m` over the floor; it is aimed `aim_deg` to the right of
    that middle, raised by `pitch_deg`, and turned by `roll_deg` anticlockwise as its holder sees it, so that
    the picture turns clockwise.
    """

    focal_px: float
    distance_m: float
    height_m: float
    yaw_deg: float
    aim_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    picture: tuple[int, int] = PICTURE

    def project(self, points: Floats, middle: Floats) -> tuple[Floats, Floats]:
        """What is seen of `points` (..., 3), m in the walk's frame: places in the picture (..., 2), px right
        and down, and depths (...), m before the lens. `middle` (2,) is that of the way, on the floor.

        Places behind the lens are NaN.
        """
        seen = (points - self.place(middle)) @ self._axes().T
        depth = seen[..., 2]
        ahead = np.where(depth > NEAREST_M, depth, np.nan)
        flat = self.focal_px * seen[..., :2] / ahead[..., None] * [1.0, -1.0]
        return np.asarray(flat + np.array(self.picture) / 2), depth

    def place(self, middle: Floats) -> Floats:
        """Where the camera is, (3,)."""
        return np.array([*(middle - self.distance_m * self._onward()), self.height_m])

    def _onward(self) -> Floats:
        """The level direction (2,) from the camera to the middle of the way: forward and left."""
        yaw = np.radians(self.yaw_deg)
        return np.array([np.sin(yaw), np.cos(yaw)])

    def _axes(self) -> Floats:
        """(3, 3): rows are the camera's right, its up and the way it looks, in the walk's frame."""
        aim, pitch, roll = np.radians([self.aim_deg, self.pitch_deg, self.roll_deg])
        onward = np.array([*self._onward(), 0.0])
        aside, up = np.array([onward[1], -onward[0], 0.0]), np.array([0.0, 0.0, 1.0])
        ahead = np.cos(aim) * onward + np.sin(aim) * aside
        right = np.cos(aim) * aside - np.sin(aim) * onward
        looks = np.cos(pitch) * ahead + np.sin(pitch) * up
        above = np.cos(pitch) * up - np.sin(pitch) * ahead
        return np.stack(
            [
                np.cos(roll) * right + np.sin(roll) * above,
                np.cos(roll) * above - np.sin(roll) * right,
                looks,
            ]
        )


def middle_of_way(walk: KeypointWalk) -> Floats:
    """The point (2,) on the floor under the mid hips' way, halfway between its ends."""
    hips = mid_hips(walk)[:, :2]
    known = hips[np.isfinite(hips).all(axis=1)]
    return np.asarray((known[0] + known[-1]) / 2)


def mid_hips(walk: KeypointWalk) -> Floats:
    """(time, 3), m."""
    return (walk.tracks["left_hip"] + walk.tracks["right_hip"]) / 2


def draw_camera(walk: KeypointWalk, yaw_deg: float, rng: np.random.Generator) -> PhoneCamera:
    """A phone as somebody may hold it who has the whole person in the picture at the middle of the way."""
    camera = _draw(walk, yaw_deg, rng)
    for _ in range(TRIES):
        if _frames(camera, walk):
            break
        camera = _draw(walk, yaw_deg, rng)
    return camera


def off_side(yaw_deg: float) -> float:
    """Degrees between the way and the picture's plane, 0 to 90."""
    folded = abs(yaw_deg) % 180
    return min(folded, 180 - folded)


def _draw(walk: KeypointWalk, yaw_deg: float, rng: np.random.Generator) -> PhoneCamera:
    half_way = float(np.ptp(mid_hips(walk)[:, 0])) / 2 if off_side(yaw_deg) >= ALONG else 0.0
    return PhoneCamera(
        focal_px=float(rng.uniform(*FOCAL)) * max(PICTURE),
        distance_m=float(rng.uniform(*DISTANCE_M)) + half_way,
        height_m=float(rng.uniform(*HEIGHT_M)),
        yaw_deg=yaw_deg,
        aim_deg=float(rng.normal(0.0, AIM_SD_DEG)),
        pitch_deg=float(rng.normal(PITCH_DEG, PITCH_SD_DEG)),
        roll_deg=float(rng.normal(0.0, ROLL_SD_DEG)),
    )


def _frames(camera: PhoneCamera, walk: KeypointWalk) -> bool:
    """Whether somebody of this stature is wholly in the picture at the middle of the way."""
    middle = middle_of_way(walk)
    ends = np.array([[*middle, 0.0], [*middle, walk.stature_m]])
    places, _ = camera.project(ends, middle)
    return bool(((places > 0) & (places < np.array(camera.picture))).all())
