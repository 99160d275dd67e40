"""A film of a guided test as points in the picture, made ready to be read: smooth, whole, in one scale."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats, check_motion, keypoint
from kinechain.motion.in_view import only_in_view
from kinechain.motion.leg_swaps import mend_leg_swaps
from kinechain.motion.smoothing import smooth

LEG = ("knee", "ankle", "heel", "foot_index")
# What follows are our choices.
SHORTEST_S = 1.0
SEEN_SHARE = 0.6
"""Of the film, how much a point has to be seen of to be read."""
SQUARE_RATIO = 0.35
"""Shoulders further apart than this share of the trunk's length are no longer seen from the side: about 30
degrees off, for shoulders of 36 cm over a trunk of 50 cm.
"""
WINDOW_S = 0.3
"""A position counts when it is held this long: a median over it is read, against single wild frames."""
PLATEAU_DEG = 2.0
SHIN_PER_HEIGHT = 0.246
"""Knee to ankle as a share of height (Drillis & Contini 1966, after Winter 2009, fig. 4.1)."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmedBody:
    """The keypoints of a person in the picture, on an even grid of time, NaN where not seen.

    `time` (n,) in seconds from the first frame; `motion` holds positions in pixels with y down. `shin` is
    the longest that a shin is seen over the film (px): the scale of all lengths, as it is foreshortened
    least then. `sure` is how confident the detector was of each keypoint, the median over the film.
    """

    time: Floats
    motion: xr.Dataset
    shin: float
    sure: Mapping[str, float]

    def at(self, name: str) -> Floats:
        """One keypoint, shape (n, 2): x to the right and y up, in shins."""
        return np.asarray(keypoint(self.motion, name) * np.array([1.0, -1.0]) / self.shin)

    def middle(self, part: str) -> Floats:
        """Half way between left and right, shape (n, 2); the side that is seen where the other is not."""
        both = np.stack([self.at(f"left_{part}"), self.at(f"right_{part}")])
        seen = np.isfinite(both).all(axis=2, keepdims=True)
        total = np.where(seen, both, 0.0).sum(axis=0)
        count = seen.sum(axis=0)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    def unseen(self, names: Iterable[str], share: float = SEEN_SHARE) -> str:
        """Which of these points the film hardly shows, as words; empty where it shows all."""
        missing = [name for name in names if np.isfinite(self.at(name)[:, 0]).mean() < share]
        return " and ".join(name.replace("_", " ").replace("foot index", "toes") for name in missing)

    def held(self, values: Floats) -> Floats:
        """The running median over `WINDOW_S`, shape as `values` (n,); NaN where a third of it is missing."""
        half = max(1, round(WINDOW_S / 2 / float(self.time[1] - self.time[0])))
        padded = np.pad(values, half, constant_values=np.nan)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
        enough = np.isfinite(windows).sum(axis=1) >= (2 * half + 1) * 2 / 3
        known = np.full(len(values), np.nan)
        known[enough] = np.nanmedian(windows[enough], axis=1)
        return known


def filmed_body(motion: xr.Dataset) -> FilmedBody:
    """A captured film made ready.

    Data requirements: a `Motion` in pixels of the 33 keypoints, of at least one second. Raises `InputError`
    for markers, for a film that is too short, and for one in which no shin is ever seen.
    """
    check_motion(motion)
    if motion.attrs["units"] != "px":
        raise InputError("a guided test is scored from a film; markers are measured with kinechain measure")
    if motion["time"].values[-1] - motion["time"].values[0] < SHORTEST_S:
        raise InputError("this film is shorter than a second; film the whole test, from before it begins")
    ready = smooth(mend_leg_swaps(only_in_view(motion)))
    shin = _longest_shin(ready)
    if not shin > 0:
        raise InputError(
            "no knee and ankle are seen together in this film; the whole leg has to be in the picture"
        )
    return FilmedBody(np.asarray(ready["time"].values), ready, shin, _sure(motion))


def _sure(motion: xr.Dataset) -> dict[str, float]:
    confidence = motion["confidence"].values
    seen = np.isfinite(confidence).any(axis=0)
    middles = np.zeros(len(seen))
    middles[seen] = np.nanmedian(confidence[:, seen], axis=0)
    return dict(zip(map(str, motion["keypoints"].values), middles.tolist(), strict=True))


def _longest_shin(motion: xr.Dataset) -> float:
    """Of both shins, the length that is exceeded in a tenth of the frames."""
    lengths = [
        np.linalg.norm(keypoint(motion, f"{side}_knee") - keypoint(motion, f"{side}_ankle"), axis=1)
        for side in ("left", "right")
    ]
    known = [length[np.isfinite(length)] for length in lengths]
    return max((float(np.percentile(length, 90)) for length in known if len(length)), default=0.0)


def other(side: Side) -> Side:
    """The other side."""
    return "right" if side == "left" else "left"


def is_nearer(body: FilmedBody, side: Side) -> bool:
    """Whether the leg of that side is the one nearer to the camera: the detector is surer of it.

    In 58 pictures of rendered people lying down this told the nearer leg every time.
    """
    sure = {leg: sum(body.sure[f"{leg}_{part}"] for part in LEG) for leg in SIDES}
    return sure[side] >= sure[other(side)]


def off_square(body: FilmedBody) -> bool:
    """Whether the shoulders show that the camera did not stand square to the side of the body."""
    apart = np.linalg.norm(body.at("left_shoulder") - body.at("right_shoulder"), axis=1)
    trunk = np.linalg.norm(body.middle("shoulder") - body.middle("hip"), axis=1)
    ratio = (apart / trunk)[np.isfinite(apart) & (trunk > 0)]
    return len(ratio) > 0 and float(np.median(ratio)) > SQUARE_RATIO


def knee_bend(body: FilmedBody, side: Side) -> Floats:
    """Degrees between thigh and shin in the picture, 0 for a straight leg, shape (n,); always positive."""
    thigh = body.at(f"{side}_knee") - body.at(f"{side}_hip")
    shin = body.at(f"{side}_ankle") - body.at(f"{side}_knee")
    cross = thigh[:, 0] * shin[:, 1] - thigh[:, 1] * shin[:, 0]
    return np.asarray(np.degrees(np.abs(np.arctan2(cross, np.einsum("ij,ij->i", thigh, shin)))))


def highest_tries(
    body: FilmedBody, values: Floats, *, most: int, within: float, rise: float
) -> tuple[float, ...]:
    """Up to `most` peaks of `values` that were held, the highest first, none further than `within` below the
    highest; between two of them the value falls by at least `rise`. Empty where nothing was held.
    """
    from scipy.signal import find_peaks

    held = body.held(values)
    if not np.isfinite(held).any():
        return ()
    floor = float(np.nanmin(held)) - 10 * rise
    filled = np.pad(np.where(np.isfinite(held), held, floor), 1, constant_values=floor)
    peaks, _ = find_peaks(filled, prominence=rise)
    tops = peaks - 1 if len(peaks) else np.array([int(np.nanargmax(held))])
    heights = sorted((_plateau(values, held, int(top)) for top in tops), reverse=True)
    return tuple(height for height in heights[:most] if height >= heights[0] - within)


def _plateau(values: Floats, held: Floats, top: int) -> float:
    """The median around a peak for as long as the held values stay near it: the highest of many noisy values
    would be too high.
    """
    near = np.nan_to_num(held, nan=-np.inf) >= held[top] - PLATEAU_DEG
    away = np.flatnonzero(~near)
    first = int(away[away < top].max(initial=-1)) + 1
    last = int(away[away > top].min(initial=len(values)))
    return float(np.nanmedian(values[first:last]))
