"""`DetectorNoise`: how a keypoint detector errs, as figures, and errors drawn from them.

All sizes are in mm at the person's depth, so that they grow in the picture with the person. White: another
error each frame. Slow: it wanders within tenths of a second. Constant: a keypoint that sits beside its joint
throughout a clip, whichever way the person goes; part of that stays where it is seen from the side, and part
turns with the limb. What a detector's network does to the far side of a body (hides it behind the near one,
loses a limb for a moment, takes one leg for the other) is drawn too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kinechain.measurement import SIDES
from kinechain.motion.dataset import Floats
from kinechain.validation.keypoint_walk import KEYPOINTS, PARTS, KeypointWalk

# White errors of each part's keypoints, of BlazePose on rendered walkers; elbows and wrists were not
# among the trials and are taken as feet.
WHITE_MM: Mapping[str, float] = {
    "ear": 8.0,
    "shoulder": 10.0,
    "elbow": 10.0,
    "wrist": 10.0,
    "hip": 12.0,
    "knee": 10.0,
    "ankle": 10.0,
    "heel": 10.0,
    "foot_index": 10.0,
}
# The line that a keypoint's limb turns with.
LIMBS: Mapping[str, tuple[str, str]] = {
    "ear": ("shoulder", "ear"),
    "shoulder": ("hip", "shoulder"),
    "elbow": ("shoulder", "elbow"),
    "wrist": ("elbow", "wrist"),
    "hip": ("hip", "shoulder"),
    "knee": ("hip", "knee"),
    "ankle": ("knee", "ankle"),
    "heel": ("heel", "foot_index"),
    "foot_index": ("heel", "foot_index"),
}
LEGS = ("hip", "knee", "ankle", "heel", "foot_index")
SWAPPED = ("knee", "ankle", "heel", "foot_index")
# Legs are taken for each other, and the far one hidden, where they pass (m between them in the picture).
PASSING_M = 0.08


@dataclass(frozen=True, slots=True)
class DetectorNoise:
    """Sizes are standard deviations in mm. `turning` is the share of the constant errors' variance that turns
    with the limb.

    `outlier_share` of the sightings are off by `outlier_mm`. Of the far leg's keypoints nearer than 8 cm to
    the near leg's `hidden_share` are not seen; each of its joints is lost for `burst_s` with chance
    `burst_share`. In `swap_share` of all frames, all of them where legs pass, left and right are exchanged.
    `offsets`: the detector's own idea of where a keypoint sits (`OFFSETS`), else the laboratory's.
    """

    white_mm: Mapping[str, float] = field(default_factory=lambda: WHITE_MM)
    slow_mm: float = 6.0
    slow_s: float = 0.3
    constant_mm: float = 12.0
    turning: float = 0.5
    outlier_share: float = 0.02
    outlier_mm: float = 75.0
    hidden_share: float = 0.3
    burst_share: float = 0.5
    burst_s: float = 0.15
    swap_share: float = 0.0
    offsets: bool = False


# No error at all; without what is constant; as in rendered walkers; with constant errors that do not turn, as
# in the trials; with legs exchanged as against the light.
EXACT = DetectorNoise(
    white_mm=dict.fromkeys(PARTS, 0.0),
    slow_mm=0.0,
    constant_mm=0.0,
    outlier_share=0.0,
    hidden_share=0.0,
    burst_share=0.0,
)
NO_CONSTANT = DetectorNoise(constant_mm=0.0)
MEASURED = DetectorNoise()
NOT_TURNING = DetectorNoise(turning=0.0)
AGAINST_LIGHT = DetectorNoise(swap_share=0.029)
LEVELS: Mapping[str, DetectorNoise] = {
    "exact": EXACT,
    "no_constant": NO_CONSTANT,
    "measured": MEASURED,
    "not_turning": NOT_TURNING,
    "against_light": AGAINST_LIGHT,
}


@dataclass(frozen=True, slots=True)
class Offset:
    """Where a detector puts a keypoint, in statures from the laboratory's: `along` the line from `start` to
    `end` (keypoints without their side), and forward and up in the walk's frame.
    """

    along: float = 0.0
    start: str = ""
    end: str = ""
    forward: float = 0.0
    up: float = 0.0


# BlazePose against rendered bodies of which every joint is known, in statures.
OFFSETS: Mapping[str, Offset] = {
    "ankle": Offset(0.014, "ankle", "knee"),
    "foot_index": Offset(0.020, "foot_index", "heel"),
    "shoulder": Offset(0.022, "hip", "shoulder"),
    "ear": Offset(forward=0.007, up=-0.009),
}


def shown_tracks(walk: KeypointWalk, noise: DetectorNoise, rng: np.random.Generator) -> dict[str, Floats]:
    """Where the detector takes the keypoints to be, in space: the walk's tracks with all that is constant
    over a clip. The same `rng` state gives the same person's errors on another walk.
    """
    drawn = noise.constant_mm / 1000 * rng.standard_normal((2, len(KEYPOINTS), 3))
    still, turning = np.sqrt(1 - noise.turning) * drawn[0], np.sqrt(noise.turning) * drawn[1]
    tracks = {name: _offset(walk, name) if noise.offsets else walk.tracks[name] for name in KEYPOINTS}
    return {
        name: track + still[index] + _turned(walk, name, turning[index])
        for index, (name, track) in enumerate(tracks.items())
    }


def _turned(walk: KeypointWalk, name: str, error: Floats) -> Floats:
    """`error` (3,), forward, left and up where the limb points as it does at most times, turned with the limb
    (time, 3).
    """
    side, part = name.split("_", 1)
    start, end = LIMBS[part]
    ahead, _, up = (walk.tracks[f"{side}_{end}"] - walk.tracks[f"{side}_{start}"]).T
    angle = np.arctan2(ahead, up)
    turn = np.nan_to_num(angle - np.nanmedian(np.unwrap(angle[np.isfinite(angle)])))
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack(
        [cos * error[0] + sin * error[2], 0 * cos + error[1], cos * error[2] - sin * error[0]], axis=1
    )


def _offset(walk: KeypointWalk, name: str) -> Floats:
    side, part = name.split("_", 1)
    offset = OFFSETS.get(part)
    if offset is None:
        return walk.tracks[name]
    moved = walk.tracks[name] + walk.stature_m * np.array([offset.forward, 0.0, offset.up])
    if offset.start:
        line = walk.tracks[f"{side}_{offset.end}"] - walk.tracks[f"{side}_{offset.start}"]
        line = line / np.linalg.norm(line, axis=1, keepdims=True)
        moved = moved + offset.along * walk.stature_m * line
    return np.asarray(moved)


def sighting_errors(time: Floats, noise: DetectorNoise, rng: np.random.Generator) -> Floats:
    """Errors (time, keypoint, 2) in mm at the person's depth that change from frame to frame."""
    shape = (len(time), len(KEYPOINTS), 2)
    white = np.array([noise.white_mm[name.split("_", 1)[1]] for name in KEYPOINTS])
    errors = white[:, np.newaxis] * rng.standard_normal(shape)
    errors += noise.slow_mm * _wandering(time, noise.slow_s, shape, rng)
    wild = rng.random(shape[:2]) < noise.outlier_share
    way = rng.uniform(0, 2 * np.pi, shape[:2])
    errors += noise.outlier_mm * wild[..., np.newaxis] * np.stack([np.cos(way), np.sin(way)], axis=2)
    return np.asarray(errors)


def hidden_sightings(
    time: Floats, places_m: Floats, far: str, noise: DetectorNoise, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """(time, keypoint) of the `far` leg that are not seen. `places_m` (time, keypoint, 2): the picture in m
    at the person's depth.
    """
    hidden = np.zeros(places_m.shape[:2], dtype=bool)
    near = "left" if far == "right" else "right"
    for part in LEGS:
        column, other = KEYPOINTS.index(f"{far}_{part}"), KEYPOINTS.index(f"{near}_{part}")
        passing = np.linalg.norm(places_m[:, column] - places_m[:, other], axis=1) < PASSING_M
        hidden[:, column] = passing & (rng.random(len(time)) < noise.hidden_share)
        if part != "hip" and rng.random() < noise.burst_share:
            start = rng.uniform(time[0], time[-1])
            hidden[:, column] |= (time >= start) & (time < start + noise.burst_s)
    return hidden


def swapped_frames(places_m: Floats, noise: DetectorNoise, rng: np.random.Generator) -> NDArray[np.intp]:
    """Single frames, among those in which the legs pass, in which they are taken for each other."""
    left, right = (places_m[:, KEYPOINTS.index(f"{side}_ankle")] for side in SIDES)
    apart = np.linalg.norm(left - right, axis=1)
    passing = np.flatnonzero(apart < np.nanmedian(apart))
    wanted = rng.binomial(len(places_m), noise.swap_share)
    chosen: list[int] = []
    for frame in rng.permutation(passing):
        if len(chosen) < wanted and all(abs(int(frame) - other) > 1 for other in chosen):
            chosen.append(int(frame))
    return np.array(sorted(chosen), dtype=np.intp)


def swap_legs(sightings: Floats, frames: NDArray[np.intp]) -> Floats:
    """`sightings` (time, keypoint, ...) with the legs of these frames exchanged."""
    exchanged = sightings.copy()
    for part in SWAPPED:
        left, right = (KEYPOINTS.index(f"{side}_{part}") for side in SIDES)
        exchanged[frames, left], exchanged[frames, right] = sightings[frames, right], sightings[frames, left]
    return exchanged


def _wandering(time: Floats, lasting_s: float, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """An error of size 1 that forgets itself within `lasting_s`: the same process at any frame rate."""
    keep = np.exp(-np.diff(time, prepend=-np.inf) / lasting_s)
    drive = np.sqrt(1.0 - keep**2)[:, np.newaxis, np.newaxis] * rng.standard_normal(shape)
    errors = np.empty(shape)
    now = np.zeros(shape[1:])
    for index, fresh in enumerate(drive):
        now = keep[index] * now + fresh
        errors[index] = now
    return errors
