"""What the detector sees of a rendered walker against what is there: offsets, noise, swapped legs.

Errors are taken in the picture and turned into lengths at the keypoint's true distance, then into shares of
stature. In each pass they are split into what stays (`Pass` mean), what wanders and what is new in each
frame.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import SIDES
from kinechain.motion.dataset import Floats
from kinechain.motion.keypoints import INDEX
from kinechain.rendering.turn import turn
from kinechain.validation.rendered_truth import RenderedPass, RenderedTruth

PARTS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
LEG_PARTS = ("knee", "ankle", "heel", "foot_index")
# Up to this many degrees off the side a pass says how far its offsets differ from the mean.
LARGEST_YAW = 30.5
# Passes with fewer frames in which the whole person was in the picture say nothing.
FEWEST_FRAMES = 15
# Lags (s) over which wandering is told from noise that is new in each frame.
LONGEST_LAG_S = 0.4
# Legs are swapped where each side's keypoints lie nearer to the other's true places by this share, the two
# being this far apart (statures).
NEARER, APART = 0.6, 0.04


@dataclass(frozen=True, slots=True, eq=False)
class KeypointErrors:
    """One keypoint in F frames of a pass, in shares of stature.

    `errors` (F, 2): to the right of and up the picture. `axes` (F, 2, 3): how an offset forward, outward and
    up along the axes of the keypoint's segment shows in them. `near`: the keypoint's side is the one towards
    the camera. `off_side`: degrees that the pass is off the side view. `step_s` between frames.
    """

    part: str
    near: bool
    off_side: float
    step_s: float
    errors: Floats
    axes: Floats


@dataclass(frozen=True, slots=True)
class PassErrors:
    """A pass: its keypoints' errors, how many frames had the legs swapped, and the person's mean angles (deg)
    as they were seen in the picture and as they were: ``trunk_lean``, ``head_forward``.
    """

    keypoints: tuple[KeypointErrors, ...]
    frames: int
    swapped: int
    seen: Mapping[str, float]
    true: Mapping[str, float]


def detector_errors(motion: xr.Dataset, truth: RenderedTruth) -> list[PassErrors]:
    """What a captured motion (px) of a rendered clip has wrong, pass by pass."""
    numbers = np.round(motion["time"].values * motion.attrs["fps"]).astype(int)
    seen = np.full((len(truth.frames), 2, len(INDEX)), np.nan)
    inside = (numbers >= 0) & (numbers < len(seen))
    seen[numbers[inside]] = motion["position"].values[inside]
    found = (_pass_errors(seen, truth, course) for course in truth.passes)
    return [each for each in found if each is not None]


def _pass_errors(seen: Floats, truth: RenderedTruth, course: RenderedPass) -> PassErrors | None:
    time, pixels = truth.time[truth.frames], truth.pixels()
    whole = (time >= course.start_s) & (time <= course.end_s) & _in_picture(pixels, truth)
    whole &= np.isfinite(seen[:, 0, INDEX["left_ankle"]])
    if whole.sum() < FEWEST_FRAMES:
        return None
    names = [f"{side}_{part}" for side in SIDES for part in PARTS]
    there = np.stack([pixels[name][whole] for name in names], axis=2)
    found = seen[whole][:, :, [INDEX[name] for name in names]]
    swapped = _swapped(found, there, names, _stature_px(truth, whole))
    found = np.where(swapped[:, None, None], found[:, :, _mirrored(names)], found)
    scale = _metres_a_pixel(truth, whole, names) / truth.stature
    errors = (found - there) * scale[:, None, :] * np.array([1.0, -1.0])[None, :, None]
    keypoints = tuple(
        _keypoint(errors[:, :, number], name, truth, course, whole) for number, name in enumerate(names)
    )
    return PassErrors(
        keypoints,
        int(whole.sum()),
        int(swapped.sum()),
        _angles(found, names, course),
        _angles(there, names, course),
    )


def _in_picture(pixels: Mapping[str, Floats], truth: RenderedTruth) -> NDArray[np.bool_]:
    every = np.stack(list(pixels.values()), axis=2)
    size = np.array([truth.cameras[0].width, truth.cameras[0].height])[None, :, None]
    return np.asarray(((every > 0) & (every < size)).all(axis=(1, 2)))


def _metres_a_pixel(truth: RenderedTruth, whole: NDArray[np.bool_], names: Sequence[str]) -> Floats:
    """At each keypoint's true distance, (F, K)."""
    numbers = np.flatnonzero(whole)
    rows = []
    for number in numbers:
        camera, at = truth.cameras[number], truth.frames[number]
        places = np.stack([truth.tracks[name][at] for name in names])
        rows.append((places - camera.place) @ camera.axes[2] / camera.focal_px)
    return np.stack(rows)


def _stature_px(truth: RenderedTruth, whole: NDArray[np.bool_]) -> float:
    return truth.stature / float(np.median(_metres_a_pixel(truth, whole, ["left_hip"])))


def _swapped(found: Floats, there: Floats, names: Sequence[str], stature_px: float) -> NDArray[np.bool_]:
    """Frames in which the legs' keypoints lie on the other leg, (F,), by those that were seen."""
    left = [names.index(f"left_{part}") for part in LEG_PARTS]
    right = [names.index(f"right_{part}") for part in LEG_PARTS]
    ours, theirs = np.array([*left, *right]), np.array([*right, *left])
    own = np.linalg.norm(found[:, :, ours] - there[:, :, ours], axis=1)
    other = np.linalg.norm(found[:, :, ours] - there[:, :, theirs], axis=1)
    apart = np.linalg.norm(there[:, :, ours] - there[:, :, theirs], axis=1).mean(axis=1)
    nearer = np.nansum(other, axis=1) < NEARER * np.nansum(own, axis=1)
    return np.asarray(nearer & (apart > APART * stature_px))


def _mirrored(names: Sequence[str]) -> list[int]:
    """Each leg keypoint's fellow of the other side; all others stay."""
    order = []
    for name in names:
        side, _, part = name.partition("_")
        other = "right" if side == "left" else "left"
        order.append(names.index(f"{other}_{part}" if part in LEG_PARTS else name))
    return order


def _keypoint(
    errors: Floats, name: str, truth: RenderedTruth, course: RenderedPass, whole: NDArray[np.bool_]
) -> KeypointErrors:
    """`errors` (F, 2), right and up, in statures."""
    side, _, part = name.partition("_")
    left = 1 if side == "left" else -1
    frames = segment_frames(truth, course, name)[truth.frames[whole]]
    # Columns of a segment's frame: forward, left, up.
    frames = frames * np.array([1.0, left, 1.0])
    cameras = [camera for camera, seen in zip(truth.cameras, whole, strict=True) if seen]
    picture = np.stack([camera.axes[:2] * np.array([[1.0], [-1.0]]) for camera in cameras])
    return KeypointErrors(
        part=part,
        near=bool(left * np.cos(np.radians(course.yaw)) < 0),
        off_side=float(np.degrees(np.arcsin(abs(np.sin(np.radians(course.yaw)))))),
        step_s=float(np.median(np.diff(truth.time[truth.frames]))),
        errors=errors,
        axes=picture @ frames,
    )


# Between which points the line runs up along the segment that bears a keypoint; the rest stay upright.
SEGMENT_LINES = {
    "shoulder": ("mid_hip", "mid_shoulder"),
    "elbow": ("{side}_elbow", "{side}_shoulder"),
    "wrist": ("{side}_wrist", "{side}_elbow"),
    "knee": ("{side}_knee", "{side}_hip"),
    "ankle": ("{side}_ankle", "{side}_knee"),
}


def segment_frames(truth: RenderedTruth, course: RenderedPass, name: str) -> Floats:
    """The frame (T, 3, 3) in the scene of the segment that bears a keypoint: forward, left and up, turned in
    the walk's sagittal plane only.
    """
    side, _, part = name.partition("_")
    way = turn("z", course.yaw)
    if part in ("heel", "foot_index"):
        line = truth.tracks[f"{side}_foot_index"] - truth.tracks[f"{side}_heel"]
        ahead, _, up = (line @ way).T
        pitch = np.arctan2(up, ahead) - np.radians(truth.sole_offsets["left" if side == "left" else "right"])
        return np.asarray(way @ turn("y", -np.degrees(pitch)))
    if part not in SEGMENT_LINES:
        return np.broadcast_to(way, (len(truth.time), 3, 3))
    lower, upper = (_point(truth, point.format(side=side)) for point in SEGMENT_LINES[part])
    ahead, _, up = ((upper - lower) @ way).T
    return np.asarray(way @ turn("y", np.degrees(np.arctan2(ahead, up))))


def _point(truth: RenderedTruth, name: str) -> Floats:
    side, _, part = name.partition("_")
    if side != "mid":
        return truth.tracks[name]
    return (truth.tracks[f"left_{part}"] + truth.tracks[f"right_{part}"]) / 2


def split_noise(errors: Floats, step: float) -> tuple[float, float, float]:
    """The sd of what wanders, its time (s), and the sd of what is new in each frame, of errors (F,) of mean
    0.

    The autocovariance at lags from one frame to `LONGEST_LAG_S` is fitted by s^2 exp(-lag / time); what it
    leaves of the variance is white.
    """
    lags = np.arange(1, max(4, round(LONGEST_LAG_S / step)))
    whole = float(np.mean(errors**2))
    shared = np.array([np.mean(errors[lag:] * errors[:-lag]) for lag in lags])
    best = (np.inf, 0.0, 0.05)
    for time in np.geomspace(0.02, 1.0, 30):
        shape = np.exp(-lags * step / time)
        size = float(np.clip(shared @ shape / (shape @ shape), 0.0, whole))
        left = float(np.sum((shared - size * shape) ** 2))
        best = min(best, (left, size, float(time)))
    return float(np.sqrt(best[1])), best[2], float(np.sqrt(max(whole - best[1], 0.0)))


def _angles(points: Floats, names: Sequence[str], course: RenderedPass) -> dict[str, float]:
    """Mean lines in the picture, forward positive, degrees."""
    middle = {
        part: (points[:, :, names.index(f"left_{part}")] + points[:, :, names.index(f"right_{part}")]) / 2
        for part in ("hip", "shoulder", "ear")
    }
    ahead = np.sign(np.cos(np.radians(course.yaw)))
    lines = {"trunk_lean": ("hip", "shoulder"), "head_forward": ("shoulder", "ear")}
    found = {}
    for name, (lower, upper) in lines.items():
        across, down = (middle[upper] - middle[lower]).T
        found[name] = float(np.degrees(np.arctan2(ahead * across, -down)).mean())
    return found


@dataclass(frozen=True, slots=True)
class DetectorOffset:
    """One keypoint over all passes, in shares of stature: where it lies against the truth along its segment's
    axes, forward, outward and up; the spread of the passes' own offsets about that, forward and up; and of
    what is left what wanders and what is new in each frame, on the near and the far side. `slow_s` in
    seconds.
    """

    part: str
    forward: float
    outward: float
    up: float
    spread_forward: float
    spread_up: float
    near_forward: float
    slow_near: float
    slow_far: float
    slow_s: float
    white_near: float
    white_far: float
    passes: int


def offsets_of(passes: Iterable[PassErrors]) -> list[DetectorOffset]:
    """By keypoint, both sides together. Forward and outward come apart where yaws differ."""
    every = [keypoint for each in passes for keypoint in each.keypoints]
    return [_offset([keypoint for keypoint in every if keypoint.part == part]) for part in PARTS]


def _offset(found: Sequence[KeypointErrors]) -> DetectorOffset:
    mean = _least_squares(found)
    own = np.array([_own_offset(each, mean) for each in found])
    # Seen obliquely, forward and outward are one; such passes do not say how far clips differ.
    sideways = np.array([each.off_side <= LARGEST_YAW for each in found])
    near = np.array([each.near for each in found])
    noise = [_noise(each, mean, shift) for each, shift in zip(found, own, strict=True)]
    slow, slow_s, white = np.array(noise).T
    near_and_far = [own[sideways & (near == which), 0].mean() for which in (True, False)]
    return DetectorOffset(
        part=found[0].part,
        forward=float(mean[0]),
        outward=float(mean[1]),
        up=float(mean[2]),
        spread_forward=float(own[sideways, 0].std(ddof=1)),
        spread_up=float(own[sideways, 1].std(ddof=1)),
        near_forward=float(near_and_far[0] - near_and_far[1]) / 2,
        slow_near=_rms(slow[near]),
        slow_far=_rms(slow[~near]),
        slow_s=float(np.median(slow_s)),
        white_near=_rms(white[near]),
        white_far=_rms(white[~near]),
        passes=len(found),
    )


def _least_squares(found: Sequence[KeypointErrors]) -> Floats:
    """Forward, outward, up over all frames, each pass with the same weight."""
    rows = np.concatenate([each.axes.reshape(-1, 3) / len(each.errors) ** 0.5 for each in found])
    errors = np.concatenate([each.errors.ravel() / len(each.errors) ** 0.5 for each in found])
    return np.asarray(np.linalg.lstsq(rows, errors, rcond=None)[0])


def _own_offset(each: KeypointErrors, mean: Floats) -> Floats:
    """What a pass adds to the mean offset, forward and up."""
    left = each.errors - each.axes @ mean
    return np.asarray(np.linalg.lstsq(each.axes[:, :, [0, 2]].reshape(-1, 2), left.ravel(), rcond=None)[0])


def _noise(each: KeypointErrors, mean: Floats, own: Floats) -> tuple[float, float, float]:
    """As `split_noise`, both directions together."""
    left = each.errors - each.axes @ (mean + np.array([own[0], 0.0, own[1]]))
    split = np.array([split_noise(column - column.mean(), each.step_s) for column in left.T])
    return _rms(split[:, 0]), float(split[:, 1].mean()), _rms(split[:, 2])


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
