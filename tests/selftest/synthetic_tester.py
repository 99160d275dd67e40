"""A stick figure that does guided tests before a camera, with every angle, height and time known exactly.

Lengths as shares of height: Drillis & Contini 1966, after Winter 2009, fig. 4.1. The figure moves in a
plane square to the camera, the tested side a little nearer to it; the camera is orthographic, so the angle
in the picture is the angle that was set. What the detector gets wrong in the same way in everybody is here
too: the heel of a shin that leans, and one in the air. x is to the right, y up, z away from the camera, in
metres.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import Side
from kinechain.motion.dataset import make_motion
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.selftest.heel_raises import READ_SHARE
from kinechain.selftest.lunge import HEEL_RISE_PER_DEG

Floats = NDArray[np.float64]
Points = dict[str, Floats]

HEIGHT_M = 1.70
SHIN, THIGH, TRUNK = 0.246 * HEIGHT_M, 0.245 * HEIGHT_M, 0.288 * HEIGHT_M
FOOT_AHEAD, HEEL_BEHIND, ANKLE_HIGH = 0.15, 0.06, 0.07
HALF_SHOULDERS, HALF_HIPS = 0.18, 0.10


@dataclass(frozen=True)
class Camera:
    """`yaw_deg` turns it off square; `missing` are keypoints that it never sees."""

    rate_hz: float = 30.0
    pixels_per_metre: float = 380.0
    size: tuple[int, int] = (1920, 1080)
    noise_px: float = 0.0
    yaw_deg: float = 0.0
    mirror: bool = False
    missing: Sequence[str] = field(default=())
    seed: int = 0


def held(time: Floats, levels: Sequence[float], *, rest: float = 0.0, hold_s: float = 1.0) -> Floats:
    """From `rest` to each level, held for `hold_s`, and back, with a second between: shape as `time`."""
    values = np.full(len(time), rest)
    for number, level in enumerate(levels):
        start = 1.0 + number * (hold_s + 2.0)
        up = np.clip((time - start) / 0.5, 0, 1) - np.clip((time - start - 0.5 - hold_s) / 0.5, 0, 1)
        values = values + (level - rest) * (0.5 - 0.5 * np.cos(np.pi * up))
    return values


def times(seconds: float, rate_hz: float = 30.0) -> Floats:
    return np.arange(int(seconds * rate_hz) + 1) / rate_hz


def _direction(degrees: Floats | float) -> Floats:
    """Unit vectors at so many degrees from the picture's right, anticlockwise, shape (n, 2)."""
    angle = np.atleast_1d(np.radians(degrees))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _foot(ankle: Floats, *, heel_up: Floats | float = 0.0) -> Points:
    """A foot that points to the right under an ankle (n, 2) that stands at its usual height over it."""
    floor = ankle[:, 1] - ANKLE_HIGH
    heel = np.stack([ankle[:, 0] - HEEL_BEHIND, floor + heel_up], axis=1)
    toe = np.stack([ankle[:, 0] + FOOT_AHEAD, floor], axis=1)
    return {"ankle": ankle, "heel": heel, "foot_index": toe}


def lunge(side: Side, tilt_deg: Floats, heel_up_m: Floats | float = 0.0) -> Mapping[str, Floats]:
    """Half kneeling to the right with the `side` foot in front, its shin leaning by `tilt_deg` (n,)."""
    ankle = np.tile([0.0, ANKLE_HIGH], (len(tilt_deg), 1))
    knee = ankle + SHIN * _direction(90 - tilt_deg)
    hip = knee + THIGH * _direction(170.0)
    rear_knee = hip + THIGH * _direction(-100.0)
    rear_ankle = rear_knee + SHIN * _direction(175.0)
    seen_up = heel_up_m + HEEL_RISE_PER_DEG * SHIN * np.maximum(tilt_deg, 0.0)
    front = {"hip": hip, "knee": knee, **_foot(ankle, heel_up=seen_up)}
    rear = {"hip": hip, "knee": rear_knee, **_foot(rear_ankle)}
    return _whole(side, front, rear, hip + TRUNK * _direction(90.0), np.array([0.0, 1.0]))


def leg_raise(side: Side, raise_deg: Floats, bend_deg: Floats | float = 0.0) -> Mapping[str, Floats]:
    """Lying, head to the left, the `side` thigh raised by `raise_deg` (n,), its knee bent by `bend_deg`."""
    n = len(raise_deg)
    hip = np.tile([0.0, 0.10], (n, 1))
    knee = hip + THIGH * _direction(raise_deg)
    ankle = knee + SHIN * _direction(raise_deg - bend_deg)
    flat_knee = hip + THIGH * _direction(0.0)
    flat_ankle = flat_knee + SHIN * _direction(0.0)
    raised = {"hip": hip, "knee": knee, "ankle": ankle, "heel": ankle, "foot_index": ankle}
    flat = {"ankle": flat_ankle, "heel": flat_ankle, "foot_index": flat_ankle}
    resting = {"hip": hip, "knee": flat_knee, **flat}
    return _whole(side, raised, resting, hip + TRUNK * _direction(180.0), np.array([-1.0, 0.0]))


def one_leg_stance(side: Side, lifted_m: Floats, hop_m: Floats | float = 0.0) -> Mapping[str, Floats]:
    """Standing, seen from the side, on the `side` leg; the other foot `lifted_m` (n,) over the floor."""
    n = len(lifted_m)
    ankle = np.stack([np.zeros(n) + hop_m, np.full(n, ANKLE_HIGH)], axis=1)
    knee = ankle + SHIN * _direction(90.0)
    hip = knee + THIGH * _direction(90.0)
    other_ankle = np.stack([np.full(n, -0.02), ANKLE_HIGH + lifted_m], axis=1)
    standing = {"hip": hip, "knee": knee, **_foot(ankle)}
    lifted = {"hip": hip, "knee": (hip + other_ankle) / 2 + [0.05, 0.0], **_foot(other_ankle)}
    return _whole(side, standing, lifted, hip + TRUNK * _direction(90.0), np.array([0.0, 1.0]))


def heel_raise(side: Side, heel_up_m: Floats, other_up_m: float = 0.15) -> Mapping[str, Floats]:
    """On the toes of the `side` foot, its heel `heel_up_m` (n,) over where it rests; the other foot in the
    air.
    """
    n = len(heel_up_m)
    toe = np.tile([FOOT_AHEAD, 0.0], (n, 1))
    heel = np.stack([np.full(n, -HEEL_BEHIND), heel_up_m * READ_SHARE], axis=1)
    ankle = np.stack([np.zeros(n), ANKLE_HIGH + heel_up_m * 0.7], axis=1)
    knee = ankle + SHIN * _direction(90.0)
    hip = knee + THIGH * _direction(90.0)
    other_ankle = np.stack([np.full(n, -0.10), np.full(n, ANKLE_HIGH + other_up_m)], axis=1)
    raising = {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "foot_index": toe}
    lifted = {"hip": hip, "knee": (hip + other_ankle) / 2, **_foot(other_ankle)}
    return _whole(side, raising, lifted, hip + TRUNK * _direction(90.0), np.array([0.0, 1.0]))


def _whole(side: Side, first: Points, second: Points, shoulders: Floats, up: Floats) -> Mapping[str, Floats]:
    """All keypoints (n, 3): two legs, a trunk and a head that goes on along `up`."""
    n = len(shoulders)
    points: dict[str, Floats] = {}
    for leg_side, leg in ((side, first), ("right" if side == "left" else "left", second)):
        depth = -1.0 if leg_side == side else 1.0
        for part, place in leg.items():
            across = np.full(n, HALF_HIPS * depth)
            points[f"{leg_side}_{part}"] = np.column_stack([np.broadcast_to(place, (n, 2)), across])
    for name in KEYPOINTS:
        if name not in points:
            points[name] = _of_upper_body(name, shoulders, up, side)
    return points


def _of_upper_body(name: str, shoulders: Floats, up: Floats, near: Side) -> Floats:
    side = name.split("_", maxsplit=1)[0]
    away = 0.0 if side not in ("left", "right") else -1.0 if side == near else 1.0
    if "shoulder" in name:
        place, depth = shoulders, HALF_SHOULDERS * away
    elif name.rsplit("_", maxsplit=1)[-1] in ("elbow", "wrist", "pinky", "index", "thumb"):
        place, depth = shoulders - 0.3 * up, HALF_SHOULDERS * away
    else:
        place, depth = shoulders + 0.2 * up, 0.07 * away
    return np.column_stack([place, np.full(len(place), depth)])


def film(points: Mapping[str, Floats], camera: Camera | None = None) -> xr.Dataset:
    """What capture would make of it: a `Motion` in pixels."""
    camera = camera or Camera()
    names, n = list(KEYPOINTS), len(next(iter(points.values())))
    yaw, scale = np.radians(camera.yaw_deg), camera.pixels_per_metre
    random = np.random.default_rng(camera.seed)
    position = np.full((n, 2, len(names)), np.nan)
    confidence = np.full((n, len(names)), np.nan)
    for column, name in enumerate(names):
        if name in camera.missing:
            continue
        x, y, z = points[name].T
        across = x * np.cos(yaw) - z * np.sin(yaw)
        nearer = np.median(x * np.sin(yaw) + z * np.cos(yaw)) <= 0
        confidence[:, column] = 0.95 if nearer else 0.80
        position[:, 0, column] = camera.size[0] / 2 + scale * across
        position[:, 1, column] = camera.size[1] - 120 - scale * y
    position += random.normal(0, camera.noise_px, position.shape) if camera.noise_px else 0.0
    if camera.mirror:
        swapped = [names.index(_other(name)) for name in names]
        position[:, 0] = camera.size[0] - position[:, 0]
        position, confidence = position[:, :, swapped], confidence[:, swapped]
    time = np.arange(n) / camera.rate_hz
    return make_motion(
        time, position, confidence, fps=camera.rate_hz, frames=n, frame_size=camera.size,
        source_file="test.mp4", person=1,
    )  # fmt: skip


def _other(name: str) -> str:
    for side, swapped in (("left", "right"), ("right", "left")):
        if name.startswith(side):
            return swapped + name.removeprefix(side)
        if name.endswith(f"_{side}"):
            return name.removesuffix(side) + swapped
    return name


Doing = Callable[[Side, Floats], Mapping[str, Floats]]
