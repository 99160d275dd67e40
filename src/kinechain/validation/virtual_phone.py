"""The virtual phone: keypoints of a known walk as a phone's camera and detector would have them.

Thousands of clips of every view cost no rendering; what light, clothes and compression do to a detector is
only in the figures of `detector_noise`.

Data requirements: a `KeypointWalk`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.measurement import Side
from kinechain.motion.camera import STATED_SD
from kinechain.motion.dataset import Floats, make_motion
from kinechain.motion.keypoints import INDEX
from kinechain.motion.keypoints import KEYPOINTS as CAPTURED
from kinechain.validation.detector_noise import (
    DetectorNoise,
    hidden_sightings,
    shown_tracks,
    sighting_errors,
    swap_legs,
    swapped_frames,
)
from kinechain.validation.keypoint_walk import KEYPOINTS, KeypointWalk
from kinechain.validation.phone_camera import PhoneCamera, middle_of_way, off_side

# Frames come a little unevenly: sd as a share of the time between them. A choice.
UNEVEN = 0.02
NEAR_CONFIDENCE, FAR_CONFIDENCE, OUTSIDE_CONFIDENCE = 0.95, 0.85, 0.3
# From here on neither side is the far one.
FRONTAL = 60.0
LEAST_FRAMES = 12


@dataclass(frozen=True, slots=True, eq=False)
class FilmedPass:
    """One walk within a clip: its moments happen `shift_s` later in the clip."""

    walk: KeypointWalk
    camera: PhoneCamera
    shift_s: float
    start_s: float
    end_s: float

    @property
    def near_side(self) -> Side | None:
        """The side towards the camera, None from the front and the back."""
        return near_side(self.camera.yaw_deg)


@dataclass(frozen=True, slots=True, eq=False)
class VirtualClip:
    """A `Motion` in px and the walks it shows, in order; legs are exchanged at the times `swapped` (s)."""

    motion: xr.Dataset
    passes: tuple[FilmedPass, ...]
    swapped: tuple[float, ...]


def near_side(yaw_deg: float) -> Side | None:
    """The walker's side towards the camera, None from the front and the back."""
    if off_side(yaw_deg) >= FRONTAL:
        return None
    return "right" if np.cos(np.radians(yaw_deg)) > 0 else "left"


def film(
    walk: KeypointWalk,
    camera: PhoneCamera,
    noise: DetectorNoise,
    fps: float,
    rng: np.random.Generator,
    *,
    focal_told: bool = True,
    of_person: int | None = None,
) -> xr.Dataset:
    """The `Motion` in px of one walk, at the walk's own times, while the mid hips are in the picture.

    `focal_told`: the file says the focal length, to `motion.camera.STATED_SD`. Clips of the same person share
    what the detector has constantly wrong if they have the same number `of_person`. Raises `InputError` where
    the person is hardly ever in the picture.
    """
    filmed = [(walk, camera)]
    return film_passes(filmed, noise, fps, rng, focal_told=focal_told, of_person=of_person).motion


def there_and_back(
    walks: Sequence[KeypointWalk], camera: PhoneCamera
) -> list[tuple[KeypointWalk, PhoneCamera]]:
    """Walks past one camera that stays, every other one the way back."""
    back = replace(camera, yaw_deg=(camera.yaw_deg + 360) % 360 - 180)
    return [(walk, back if number % 2 else camera) for number, walk in enumerate(walks)]


def film_passes(
    filmed: Sequence[tuple[KeypointWalk, PhoneCamera]],
    noise: DetectorNoise,
    fps: float,
    rng: np.random.Generator,
    *,
    gap_s: float = 2.0,
    focal_told: bool = True,
    of_person: int | None = None,
) -> VirtualClip:
    """Several walks of one person in one clip, with nobody in view for `gap_s` between them.

    What the detector has constantly wrong about this person is the same in all; the rest is as in `film`.
    """
    person = int(rng.integers(2**63)) if of_person is None else of_person
    recorder = _Recorder(noise, fps, rng, person)
    parts: list[_Part] = []
    passes: list[FilmedPass] = []
    clock = 0.0
    for walk, camera in filmed:
        part = recorder.record(walk, camera)
        shift = clock - (part.time[0] if passes else 0.0)
        parts.append(replace(part, time=part.time + shift))
        passes.append(FilmedPass(walk, camera, shift, part.time[0] + shift, part.time[-1] + shift))
        clock = part.time[-1] + shift + gap_s
    return VirtualClip(
        motion=_motion(parts, filmed[0][1], fps, rng, focal_told=focal_told),
        passes=tuple(passes),
        swapped=tuple(float(part.time[frame]) for part in parts for frame in part.swapped),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Times (time,), places (time, keypoint, 2) px and confidence (time, keypoint) of one pass, and in which
    frames legs are exchanged.
    """

    time: Floats
    places: Floats
    confidence: Floats
    swapped: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Recorder:
    """One phone that films one person, as its detector errs."""

    noise: DetectorNoise
    fps: float
    rng: np.random.Generator
    of_person: int

    def record(self, walk: KeypointWalk, camera: PhoneCamera) -> _Part:
        """One walk."""
        tracks = shown_tracks(walk, self.noise, np.random.default_rng(self.of_person))
        middle = middle_of_way(walk)
        time = _frame_times(walk, self.fps, self.rng)
        points = _at(walk.time, np.stack([tracks[name] for name in KEYPOINTS], axis=1), time)
        time, points = _in_view(time, points, camera, middle)
        return self._detected(time, *camera.project(points, middle), camera)

    def _detected(self, time: Floats, shown: Floats, depth: Floats, camera: PhoneCamera) -> _Part:
        """What the detector makes of keypoints that the lens shows at `shown` (time, keypoint, 2) px."""
        px_per_m = (camera.focal_px / depth)[..., np.newaxis]
        places = shown + px_per_m * sighting_errors(time, self.noise, self.rng) / 1000
        confidence = _confidence(places, camera, self.rng)
        in_metres = shown / np.nanmean(px_per_m)
        if near := near_side(camera.yaw_deg):
            far: Side = "left" if near == "right" else "right"
            places[hidden_sightings(time, in_metres, far, self.noise, self.rng)] = np.nan
        frames = swapped_frames(in_metres, self.noise, self.rng)
        places, confidence = swap_legs(places, frames), swap_legs(confidence, frames)
        confidence[np.isnan(places).any(axis=2)] = np.nan
        return _Part(time, places, confidence, frames)


def _frame_times(walk: KeypointWalk, fps: float, rng: np.random.Generator) -> Floats:
    even = np.arange(walk.time[0] + rng.uniform(0, 1) / fps, walk.time[-1], 1 / fps)
    time = even + UNEVEN / fps * rng.standard_normal(len(even))
    return np.asarray(time[(time >= walk.time[0]) & (time <= walk.time[-1])])


def _at(time: Floats, points: Floats, wanted: Floats) -> Floats:
    """`points` (time, keypoint, 3) at the `wanted` times, NaN where they are not known."""
    from scipy.interpolate import CubicSpline

    found = np.full((len(wanted), *points.shape[1:]), np.nan)
    for index in range(points.shape[1]):
        known = np.isfinite(points[:, index]).all(axis=1)
        if known.sum() < 4:
            continue
        nearest = np.interp(wanted, time, known.astype(float))
        track = CubicSpline(time[known], points[known, index], axis=0)(wanted)
        found[:, index] = np.where((nearest > 1 - 1e-9)[:, np.newaxis], track, np.nan)
    return found


def _in_view(time: Floats, points: Floats, camera: PhoneCamera, middle: Floats) -> tuple[Floats, Floats]:
    """From the first to the last frame in which the mid hips are in the picture."""
    hips = (points[:, KEYPOINTS.index("left_hip")] + points[:, KEYPOINTS.index("right_hip")]) / 2
    places, _ = camera.project(hips, middle)
    frames = np.flatnonzero(((places >= 0) & (places <= np.array(camera.picture))).all(axis=1))
    if len(frames) < LEAST_FRAMES:
        raise InputError("the person is hardly ever in this virtual phone's picture; stand it further away")
    return time[frames[0] : frames[-1] + 1], points[frames[0] : frames[-1] + 1]


def _confidence(places: Floats, camera: PhoneCamera, rng: np.random.Generator) -> Floats:
    near = near_side(camera.yaw_deg)
    far = np.array([near is not None and not name.startswith(near) for name in KEYPOINTS])
    usual = np.where(far, FAR_CONFIDENCE, NEAR_CONFIDENCE)
    confidence = np.clip(usual + 0.02 * rng.standard_normal(places.shape[:2]), 0, 1)
    inside = ((places >= 0) & (places <= np.array(camera.picture))).all(axis=2)
    return np.where(inside, confidence, OUTSIDE_CONFIDENCE)


def _motion(
    parts: Sequence[_Part],
    camera: PhoneCamera,
    fps: float,
    rng: np.random.Generator,
    *,
    focal_told: bool,
) -> xr.Dataset:
    time = np.concatenate([part.time for part in parts])
    position = np.full((len(time), 2, len(CAPTURED)), np.nan)
    confidence = np.full((len(time), len(CAPTURED)), np.nan)
    columns = [INDEX[name] for name in KEYPOINTS]
    position[:, :, columns] = np.concatenate([part.places for part in parts]).transpose(0, 2, 1)
    confidence[:, columns] = np.concatenate([part.confidence for part in parts])
    told = camera.focal_px * float(np.exp(STATED_SD * rng.standard_normal()))
    return make_motion(
        time,
        position,
        confidence,
        fps=fps,
        frames=len(time),
        frame_size=camera.picture,
        source_file="virtual.mp4",
        person=1,
        more={"focal_px": told, "focal_sd_px": STATED_SD * told} if focal_told else None,
    )
