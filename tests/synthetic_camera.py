"""A camera for the synthetic walker: what capture would make of its walk, with errors of known size."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from synthetic_walker import LANDMARKS, SIDES, WalkTruth

Floats = NDArray[np.float64]
View = Literal["side", "front", "back"]

CONFIDENCE_NEAR, CONFIDENCE_FAR = 0.97, 0.80  # of the nearer and the farther half of the body
SLOW_S = 0.5  # time constant of the slow noise


class Missing(NamedTuple):
    """A keypoint (None: every one) that is not seen from `start_s` up to `end_s`."""

    keypoint: str | None
    start_s: float
    end_s: float


class Lens(NamedTuple):
    """`distance_m` None is an orthographic camera of `scale` pixels a metre; otherwise a pinhole at that
    distance from the middle of the walk, with `scale` the focal length in pixels."""

    scale: float
    distance_m: float | None
    height_m: float


def film(
    truth: WalkTruth,
    *,
    rate_hz: float = 60.0,
    frame_size: tuple[int, int] = (1280, 720),
    view: View = "side",
    yaw_deg: float = 0.0,
    pixels_per_metre: float | None = None,
    distance_m: float | None = None,
    focal_px: float | None = None,
    camera_height_m: float = 1.0,
    noise_px: float = 0.0,
    offset_px: float = 0.0,
    slow_px: float = 0.0,
    seed: int = 0,
    mirror: bool = False,
    missing: Sequence[Missing] = (),
    swap_legs: Sequence[int] = (),
    seen_at: Callable[[WalkTruth, Floats], Floats] | None = None,
) -> xr.Dataset:
    """Film a walk: `position` (time, space, keypoints) in pixels, x right and y down.

    Frames are taken at 0, 1/rate, ... seconds; positions at those times are exact. The lens is
    orthographic (`pixels_per_metre`; None fits the whole walk into the frame), or with `distance_m` a
    pinhole (`focal_px`, default 0.9 of the frame's width). `yaw_deg` turns the camera anticlockwise, seen
    from above, about the middle of the walk. Errors, as standard deviations in pixels of each
    coordinate: `noise_px` white, `slow_px` wandering over half a second, `offset_px` constant per
    keypoint. `mirror` flips the picture, and the sides with it, as a detector would. `swap_legs`: frames
    in which the detector takes one leg for the other.
    `seen_at`: where the detector puts the landmarks. Keypoints outside the frame are NaN.

    Raises ValueError for a pinhole that the walk passes or reaches.
    """
    walker = truth.walker
    time = np.arange(int(np.floor(walker.duration_s * rate_hz + 1e-9)) + 1) / rate_hz
    axes = _camera_axes(view, yaw_deg, truth)
    middle = _middle(truth)
    if distance_m is None:
        lens = Lens(pixels_per_metre or _fitting_scale(truth, axes, frame_size), None, 0.5 * walker.height_m)
    else:
        lens = Lens(focal_px or 0.9 * frame_size[0], distance_m, camera_height_m)
    places = walker.positions(time)
    seen = ((seen_at(truth, places) if seen_at else places) - middle) @ axes.T
    pixels = _project(seen, lens, frame_size)
    confidence = _confidence(seen[:, :, 2])
    pixels += _noise(np.random.default_rng(seed), time, (noise_px, slow_px, offset_px))
    if swap_legs:
        _swap_legs(pixels, np.asarray(swap_legs))
    if mirror:
        pixels, confidence = _mirrored(pixels, confidence, frame_size[0])
    _forget(pixels, confidence, time, frame_size, missing)
    return _dataset(time, pixels, confidence, rate_hz, frame_size)


def _camera_axes(view: View, yaw_deg: float, truth: WalkTruth) -> Floats:
    """Rows: the camera's right, up and onward directions in the world."""
    ahead = 0.0 if truth.walker.direction == "right" else np.pi
    looking = {"side": np.pi / 2.0, "front": ahead + np.pi, "back": ahead}[view] + np.radians(yaw_deg)
    right = [np.sin(looking), -np.cos(looking), 0.0]
    onward = [np.cos(looking), np.sin(looking), 0.0]
    return np.array([right, [0.0, 0.0, 1.0], onward])


def _middle(truth: WalkTruth) -> Floats:
    """On the floor, half way along the walk."""
    ground = truth.positions[:, LANDMARKS.index("left_hip"), :2]
    return np.append(0.5 * (ground.min(axis=0) + ground.max(axis=0)), 0.0)


def _fitting_scale(truth: WalkTruth, axes: Floats, frame_size: tuple[int, int]) -> float:
    across = (truth.positions - _middle(truth)) @ axes[0]
    width, height = frame_size
    return float(min(0.46 * width / np.max(np.abs(across)), 0.80 * height / truth.walker.height_m))


def _project(seen: Floats, lens: Lens, frame_size: tuple[int, int]) -> Floats:
    """Pixels (time, keypoint, 2) of camera coordinates (right, up, onward) in metres."""
    scale = np.full(seen.shape[:2], lens.scale)
    if lens.distance_m is not None:
        depth = lens.distance_m + seen[:, :, 2]
        if np.any(depth < 0.3):
            raise ValueError("the walk comes within 0.3 m of the camera: put the camera further away")
        scale = lens.scale / depth
    x = 0.5 * frame_size[0] + scale * seen[:, :, 0]
    y = 0.5 * frame_size[1] - scale * (seen[:, :, 1] - lens.height_m)
    return np.stack([x, y], axis=2)


def _confidence(depth: Floats) -> Floats:
    """Higher for the half of the body nearer the camera, with the margin of a hand's breadth."""
    behind = depth - depth.mean(axis=1, keepdims=True)
    return np.where(behind > 0.05, CONFIDENCE_FAR, CONFIDENCE_NEAR)


def _noise(random: np.random.Generator, time: Floats, sizes: tuple[float, float, float]) -> Floats:
    """White, slow and constant errors of the given standard deviations (px), (time, keypoint, 2)."""
    white, slow, constant = sizes
    shape = (len(time), len(LANDMARKS), 2)
    total = white * random.standard_normal(shape)
    total += constant * random.standard_normal(shape[1:])
    # First-order autoregression: the same process at any frame rate.
    keep = np.exp(-np.diff(time, prepend=-np.inf) / SLOW_S)
    drive = np.sqrt(1.0 - keep**2)[:, None, None] * random.standard_normal(shape)
    wander = np.zeros(shape[1:])
    for i, fresh in enumerate(drive):
        wander = keep[i] * wander + fresh
        total[i] += slow * wander
    return total


def _swap_legs(pixels: Floats, frames: NDArray[np.intp]) -> None:
    for part in ("hip", "knee", "ankle", "heel", "foot_index"):
        left, right = (LANDMARKS.index(f"{side}_{part}") for side in SIDES)
        pixels[frames, left], pixels[frames, right] = (
            pixels[frames, right].copy(),
            pixels[frames, left].copy(),
        )


def _other_side(name: str) -> str:
    return name.replace("left", "#").replace("right", "left").replace("#", "right")


def _mirrored(pixels: Floats, confidence: Floats, width: int) -> tuple[Floats, Floats]:
    order = [LANDMARKS.index(_other_side(name)) for name in LANDMARKS]
    flipped = pixels[:, order]
    flipped[:, :, 0] = width - flipped[:, :, 0]
    return flipped, confidence[:, order]


def _forget(
    pixels: Floats,
    confidence: Floats,
    time: Floats,
    frame_size: tuple[int, int],
    missing: Sequence[Missing],
) -> None:
    unseen = np.any((pixels < 0.0) | (pixels > np.array(frame_size)), axis=2)
    for gap in missing:
        columns = slice(None) if gap.keypoint is None else LANDMARKS.index(gap.keypoint)
        unseen[(time >= gap.start_s) & (time < gap.end_s), columns] = True
    pixels[unseen] = np.nan
    confidence[unseen] = np.nan


def _dataset(
    time: Floats, pixels: Floats, confidence: Floats, rate_hz: float, frame_size: tuple[int, int]
) -> xr.Dataset:
    return xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), pixels.transpose(0, 2, 1).copy()),
            "confidence": (("time", "keypoints"), confidence),
        },
        coords={"time": time, "space": ["x", "y"], "keypoints": list(LANDMARKS)},
        attrs={
            "units": "px",
            "fps": float(rate_hz),
            "frames": len(time),
            "frame_width": frame_size[0],
            "frame_height": frame_size[1],
            "source_file": "synthetic.mp4",
            "source_kind": "video",
            "person": 1,
            "warnings": [],
        },
    )
