"""Frames in which the detector took one leg for the other, found and mended.

Where the legs pass each other, and against the light, the detector may exchange them for a frame or for a
whole step. The sequence of kept and exchanged frames is taken that is most likely by how the legs move
(`leg_surprise`) and how rare exchanges are; dynamic programming finds it exactly (Viterbi 1967). Every part
that is seen counts. Afterwards each part is judged alone, for feet may be exchanged without the knees.

The detector may be at a loss for a sixth of a second while the legs pass each other, longer than the frames
of a quick film reach back. So such a film is judged once more by every second, third ... of its frames.

On rendered walkers of whom the detector had 3.9 % of the frames exchanged, up to half a second on end, 0.1 %
were left: half of them in a clip nearly from the front, the others one by one where the legs pass; where it
errs as in `validation.detector_noise`, 4 in 1,000 exchanged frames are, with the legs over each other.
"""

import numpy as np
import xarray as xr
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats, middle
from kinechain.motion.leg_surprise import BEFORE, LEFT_OUT, leg_surprise
from kinechain.motion.stature import running_mean

Bools = NDArray[np.bool_]

PARTS = ("knee", "ankle", "heel", "foot_index")
# Chances: that legs are exchanged in a frame after one in which they were not (rare indoors, 2.9 % of frames
# against the light); that they still are one frame later; that a part is exchanged alone; that the detector
# put both legs somewhere else. Our choices.
BEGINS, GOES_ON, ALONE, ASTRAY = 0.01, 0.5, 1e-4, 0.02
# The trunk's length is a mean over so long, and never less than this share of the usual one.
WINDOW_S, SMALLEST = 1.2, 0.3
# A quick film (of 40 frames a second or more) is judged again by frames that reach so far back, and turned
# round where these say so for most of so long.
REACH_S, LONG_S = 0.3, 0.15
# The clock's last digit.
HAIR = 0.01


def mend_leg_swaps(motion: xr.Dataset) -> xr.Dataset:
    """A copy of a motion with exchanged legs put right.

    Data requirements: `position` and `confidence` of knees, ankles, heels and toes; shoulders and hips.
    """
    columns = np.array([_columns(motion, side) for side in ("left", "right")])
    # Shape (leg, time, part, space).
    legs = _in_trunks(motion)[:, :, columns].transpose(2, 0, 3, 1)
    sure = np.fmin(*motion["confidence"].values[:, columns].transpose(1, 0, 2))
    doubt, time = 1 - np.nan_to_num(sure), motion["time"].values
    exchanged = _exchanged(legs, doubt, time)
    exchanged ^= _for_long(np.where(exchanged[..., None], legs[::-1], legs), doubt, time)
    mended = motion.copy(deep=True)
    for name in ("position", "confidence"):
        values = mended[name].values
        for part, frames in zip(columns.T, exchanged.T, strict=True):
            values[..., part] = np.where(frames, values[..., part[::-1]].T, values[..., part].T).T
    return mended


def _in_trunks(motion: xr.Dataset) -> Floats:
    """Positions (time, space, keypoint) from where the hips usually are, in trunk lengths of that time."""
    hips, time = middle(motion, "hip"), motion["time"].values
    length = np.linalg.norm(middle(motion, "shoulder") - hips, axis=1)
    if not np.isfinite(length).any():
        return np.asarray(motion["position"].values)
    usual = float(np.nanmedian(length)) or 1.0
    by_then = running_mean(length, round(WINDOW_S / float(np.median(np.diff(time, append=np.inf)))))
    by_then = np.maximum(np.nan_to_num(by_then, nan=usual), usual * SMALLEST)
    centred = motion["position"].values - np.nanmedian(hips, axis=0)[:, np.newaxis]
    return np.asarray(centred / by_then[:, np.newaxis, np.newaxis])


def _columns(motion: xr.Dataset, side: str) -> list[int]:
    names = list(motion["keypoints"].values)
    return [names.index(f"{side}_{part}") for part in PARTS]


def _for_long(legs: Floats, doubt: Floats, time: Floats) -> Bools:
    """As `_exchanged`, what is for long, by so few of a quick film's frames that they reach far back; nothing
    in a slow film.
    """
    exchanged = np.zeros(doubt.shape, dtype=bool)
    step_s = float(np.median(np.diff(time, append=np.inf)))
    every = int(REACH_S / BEFORE / step_s + HAIR)
    if every > 1:
        for first in range(every):
            rows = slice(first, None, every)
            exchanged[rows] = _exchanged(legs[:, rows], doubt[rows], time[rows])
        columns = [running_mean(column, round(LONG_S / step_s)) for column in exchanged.T.astype(float)]
        exchanged = np.asarray(np.stack(columns, axis=1) > 0.5)
    return exchanged


def _exchanged(legs: Floats, doubt: Floats, time: Floats) -> Bools:
    """Which parts to exchange, (time, part), where the detector has `doubt` (time, part), 0 to 1."""
    seen = np.isfinite(legs).all(axis=(0, 3))
    if not seen.any():
        return np.zeros(seen.shape, dtype=bool)
    surprise = leg_surprise(legs, doubt, time)
    whole = _with_mistakes(surprise.together.sum(axis=1)) + surprise.lone
    together = _most_likely(whole[:, None], BEGINS)
    alone = _with_mistakes(_turned(surprise.together, together[:, 0]))
    return np.asarray(_most_likely(alone, ALONE) ^ together)


def _with_mistakes(surprise: Floats) -> Floats:
    """The surprise (time, ..., pattern) when one of the last frames may be left out as a mistake."""
    price = np.where(np.arange(1 + LEFT_OUT) > 0, -np.log(ASTRAY), 0.0)
    return np.asarray((surprise + price[:, None]).min(axis=-2))


def _turned(surprise: Floats, exchanged: Bools) -> Floats:
    """`surprise` (time, ..., pattern) once the legs are put right in the frames `exchanged` (time,)."""
    known = np.concatenate([np.zeros(BEFORE, dtype=bool), exchanged])
    before = sliding_window_view(known, BEFORE)[:-1, ::-1]
    turned = ((before ^ exchanged[:, None]) << np.arange(BEFORE)).sum(axis=1)
    patterns = np.arange(2**BEFORE) ^ turned[:, None]
    return np.take_along_axis(surprise, patterns[:, None, None], axis=-1)


def _most_likely(surprise: Floats, begins: float) -> Bools:
    """Which frames are exchanged in the least surprising sequence. `surprise` is (time, chain, pattern), the
    answer (time, chain).
    """
    frames, chains, patterns = surprise.shape
    # Bit n of a history says whether the legs were exchanged n + 1 frames ago; if they are exchanged now, the
    # pattern is its opposite. The chances are those of (last, now).
    steps = np.stack([surprise, surprise[..., ::-1]], axis=3)
    chances = np.array([[1 - begins, begins], [1 - GOES_ON, GOES_ON]])
    steps -= np.log(chances)[np.arange(patterns) & 1]
    cost = np.where(np.arange(patterns) == 0, 0.0, np.inf) + np.zeros((chains, 1))
    from_exchanged = np.zeros((frames, chains, patterns), dtype=bool)
    for frame, step in enumerate(steps):
        # What follows a history is it, one frame on, without its oldest frame.
        total = (cost[:, :, None] + step).reshape(chains, 2, patterns)
        np.less(total[:, 1], total[:, 0], out=from_exchanged[frame])
        cost = total.min(axis=1)
    return np.stack(
        [_traced(*each) for each in zip(cost, from_exchanged.swapaxes(0, 1), strict=True)], axis=1
    )


def _traced(cost: Floats, from_exchanged: Bools) -> Bools:
    """The frames that are exchanged on the way to the least `cost` (pattern,)."""
    frames, patterns = from_exchanged.shape
    exchanged = np.zeros(frames, dtype=bool)
    history = int(np.argmin(cost))
    for frame in range(frames - 1, -1, -1):
        exchanged[frame] = history & 1
        history = (history >> 1) + (patterns // 2) * int(from_exchanged[frame, history])
    return exchanged
