"""Frames in which the detector took one leg for the other, found and mended.

Where the legs pass each other, and against the light anywhere, the detector may exchange them for some frames.
An exchange turns round the line from one leg to the other and leaves their sum alone. So the most likely
sequence of kept and exchanged frames is that in which this line moves on as legs do (a Gaussian process over
the last frames, Student's t for what is off, and a chance of exchanges; found exactly by dynamic programming,
Viterbi 1967). Every part that is seen of both legs counts; how far their sum lies off its way says how far
the line may be off. Of a part that is seen in one leg only, that leg must move on from where it was.

Afterwards each part is judged alone, for feet may be exchanged without the knees.
"""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats, middle
from kinechain.motion.prediction import expected

PARTS = ("knee", "ankle", "heel", "foot_index")
# That legs are exchanged from one frame to the next, where they were not: rare indoors, in 2.9 % of frames
# against the light. That they still are one frame later. That a part is exchanged alone. Choices.
BEGINS, GOES_ON, ALONE = 0.01, 0.5, 1e-4
# Frames that say where the line between the legs goes next, and those that do so for one leg.
BEFORE, BEFORE_LONE = 6, 4
# Frames on either side that say where the legs' sum should be.
AROUND = 3
# Variance, in square trunk lengths, of what is not known of a leg's place: everything, for a picture is a few
# trunk lengths wide.
ANYWHERE = 9.0
# Least error of a keypoint, in trunk lengths: the network's own pixels.
LEAST = 0.01
# Freedom of Student's t: one sighting in fifty is a mistake of several times the usual error.
FREEDOM = 4.0


def mend_leg_swaps(motion: xr.Dataset) -> xr.Dataset:
    """A copy of a motion with exchanged legs put right.

    Data requirements: `position` and `confidence` of knees, ankles, heels and toes; shoulders and hips.
    """
    trunk = _length(middle(motion, "shoulder") - middle(motion, "hip"))
    columns = np.array([_columns(motion, side) for side in ("left", "right")])
    # Shape (leg, time, part, space), in trunk lengths.
    legs = (motion["position"].values / trunk)[:, :, columns].transpose(2, 0, 3, 1)
    exchanged = _exchanged(legs, motion["time"].values)
    mended = motion.copy(deep=True)
    for name in ("position", "confidence"):
        values = mended[name].values
        for part, frames in zip(columns.T, exchanged.T, strict=True):
            sides = values[..., part]
            values[..., part] = np.where(_as_wide(frames, sides), sides[..., ::-1], sides)
    return mended


def _length(line: Floats) -> float:
    lengths = np.linalg.norm(line, axis=1)
    length = float(np.nanmedian(lengths)) if np.isfinite(lengths).any() else 0.0
    return length or 1.0


def _columns(motion: xr.Dataset, side: str) -> list[int]:
    names = list(motion["keypoints"].values)
    return [names.index(f"{side}_{part}") for part in PARTS]


def _as_wide(frames: NDArray[np.bool_], values: Floats) -> NDArray[np.bool_]:
    return frames.reshape(-1, *[1] * (values.ndim - 1))


def _exchanged(legs: Floats, time: Floats) -> NDArray[np.bool_]:
    """Which parts to exchange, shape (time, part)."""
    seen = np.isfinite(legs).all(axis=(0, 3))
    if len(time) < 2 or not seen.any():
        return np.zeros(seen.shape, dtype=bool)
    noise = _noise(legs, time)
    together = _most_likely(_surprise(legs, noise, time), BEGINS)
    legs = np.where(together[:, None, None], legs[::-1], legs)
    surprise, _ = _of_line(legs, noise, time)
    alone = [_most_likely(surprise[:, [part]], ALONE) for part in range(legs.shape[2])]
    return np.stack(alone, axis=1) ^ together[:, None]


def _noise(legs: Floats, time: Floats) -> Floats:
    """Variance of the line between the legs, shape (time, part), by how far their sum lies off its way. It is
    the same for both, for the legs' errors have nothing to do with each other.
    """
    both = legs.sum(axis=0)
    size = _sizes(legs)
    around = np.array([step for step in range(-AROUND, AROUND + 1) if step])
    away, near, inside = _frames(time, around)
    noise = np.full(both.shape[:2], 3 * LEAST**2)
    for _ in range(3):
        known = _sighted(noise, np.isfinite(both[..., 0]), near, inside)
        weights, doubt = expected(
            away[:, None], known, np.broadcast_to(size.mean(axis=1), noise.shape), ANYWHERE
        )
        weights, doubt = weights[..., 0, :], doubt[..., 0]
        way = (weights[..., None] * np.nan_to_num(both)[near].swapaxes(1, 2)).sum(axis=2)
        off = ((both - way) ** 2).mean(axis=2)
        usual = np.nanmedian(np.where(doubt < ANYWHERE / 10, off, np.nan), axis=0)
        usual = np.maximum(np.nan_to_num(usual), LEAST**2)
        noise = usual + np.maximum(np.nan_to_num(off - doubt) - usual, 0)
    return noise


def _sizes(legs: Floats) -> Floats:
    """Mean square of the line between the legs, shape (part, space): the same however legs are exchanged."""
    apart = legs[0] - legs[1]
    known = np.isfinite(apart)
    return np.maximum(np.where(known, apart**2, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1), LEAST**2)


def _frames(time: Floats, steps: NDArray[np.intp]) -> tuple[Floats, NDArray[np.intp], NDArray[np.bool_]]:
    """Of the frames so many `steps` from each: the time to them, their index, and whether there are such,
    each (time, step).
    """
    index = np.arange(len(time))[:, None] + steps
    inside = (index >= 0) & (index < len(time))
    index = np.clip(index, 0, len(time) - 1)
    return time[index] - time[:, None], index, inside


def _sighted(
    noise: Floats, seen: NDArray[np.bool_], near: NDArray[np.intp], inside: NDArray[np.bool_]
) -> Floats:
    """`noise` (time, part) of the frames `near`, infinite where nothing was seen, shape (time, part, step)."""
    known = np.where(seen, noise, np.inf)[near].swapaxes(1, 2)
    return np.where(inside[:, None], known, np.inf)


def _surprise(legs: Floats, noise: Floats, time: Floats) -> Floats:
    """How unlikely each part's place is, shape (time, part, pattern), as minus the logarithm of its chance.

    Bit n of a pattern says whether the legs n + 1 frames ago were the other way round than now.
    """
    surprise, judged = _of_line(legs, noise, time)
    lone = ~judged & np.isfinite(legs).all(axis=3).any(axis=0)
    for side in (0, 1):
        of_leg = _of_leg(legs[side], legs[1 - side], noise, time, lone)
        repeated = 2 ** (BEFORE - BEFORE_LONE)
        surprise[lone] += np.tile(of_leg, (1, repeated))
    return surprise


def _patterns(bits: int) -> NDArray[np.bool_]:
    """(pattern, bit)."""
    return (np.arange(2**bits)[:, None] >> np.arange(bits)) & 1 == 1


def _of_line(legs: Floats, noise: Floats, time: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The surprise of the line between the legs, and where there is one to judge by, (time, part)."""
    apart = legs[0] - legs[1]
    away, before, inside = _frames(time, -1 - np.arange(BEFORE))
    seen = np.isfinite(apart).all(axis=2)
    known = _sighted(noise, seen, before, inside)
    shape = (*known.shape[:2], apart.shape[2])
    weights, doubt = expected(
        away[:, None, None],
        np.repeat(known[:, :, None], shape[2], axis=2),
        np.broadcast_to(_sizes(legs), shape),
    )
    # Shape (time, part, space, step): what each frame adds to the expected line if the legs were as now.
    adds = weights * np.nan_to_num(apart)[before].transpose(0, 2, 3, 1)[..., None, :]
    way = adds @ np.where(_patterns(BEFORE), -1.0, 1.0).T
    off = (np.nan_to_num(apart)[..., None, None] - way) ** 2
    off = (off / (doubt + noise[..., None, None])[..., None]).sum(axis=2).min(axis=2)
    judged = seen & np.isfinite(known).any(axis=2)
    return _heavy_tailed(off) * judged[..., None], judged


def _of_leg(leg: Floats, other: Floats, noise: Floats, time: Floats, lone: NDArray[np.bool_]) -> Floats:
    """The surprise of one `leg` (time, part, space) where the two are not seen together, (lone, pattern)."""
    frame, part = np.nonzero(lone)
    away, before, inside = (each[frame] for each in _frames(time, -1 - np.arange(BEFORE_LONE)))
    # Shape (lone, pattern, step, space): where this leg was, if the legs were exchanged so.
    places = np.stack([each[before, part[:, None]] for each in (leg, other)])
    past = np.where(_patterns(BEFORE_LONE)[None, :, :, None], places[1][:, None], places[0][:, None])
    seen = np.isfinite(past).all(axis=3) & inside[:, None]
    # Half the variance of the line between two.
    known = np.where(seen, noise[before, part[:, None]][:, None] / 2, np.inf)
    size = _sizes(np.stack([leg, other]))[part].mean(axis=1)[:, None]
    weights, doubt = expected(away[:, None], known, np.broadcast_to(size, seen.shape[:2]), ANYWHERE)
    weights, doubt = weights[..., 0, :], doubt[..., 0]
    way = (weights[..., None] * np.nan_to_num(past)).sum(axis=2)
    now = leg[frame, part][:, None]
    # A leg of which nothing was seen is anywhere beside the other.
    guess = seen.any(axis=2)
    spread = np.where(guess, doubt + noise[frame, part, None] / 2, size)
    off = np.where(guess, ((now - way) ** 2).sum(axis=2) / spread, 0.0)
    return np.where(np.isfinite(now).all(axis=2), np.log(spread) + _heavy_tailed(np.nan_to_num(off)), 0.0)


def _heavy_tailed(off: Floats) -> Floats:
    """Minus the logarithm of Student's t in the plane, of a squared distance in standard deviations."""
    return np.asarray((FREEDOM + 2) / 2 * np.log1p(off / FREEDOM))


def _most_likely(surprise: Floats, begins: float) -> NDArray[np.bool_]:
    """Frames that are exchanged in the least surprising sequence, shape (time,)."""
    frames, _, patterns = surprise.shape
    history = np.arange(patterns)
    # Bit n of a history: whether the legs were exchanged n + 1 frames ago. If now they are, the pattern is
    # its opposite.
    total = surprise.sum(axis=1)
    steps = np.stack([total, total[:, ::-1]], axis=2)
    last = history & 1
    steps += -np.log(np.array([[1 - begins, begins], [1 - GOES_ON, GOES_ON]]))[last]
    cost = np.where(history == 0, 0.0, np.inf)
    oldest_exchanged = np.zeros((frames, patterns), dtype=bool)
    for frame, step in enumerate(steps):
        kept, exchanged = (cost[:, None] + step).reshape(2, patterns)
        oldest_exchanged[frame] = exchanged < kept
        cost = np.minimum(kept, exchanged)
    return _trace_back(int(np.argmin(cost)), oldest_exchanged)


def _trace_back(history: int, oldest_exchanged: NDArray[np.bool_]) -> NDArray[np.bool_]:
    frames, patterns = oldest_exchanged.shape
    exchanged = np.zeros(frames, dtype=bool)
    for frame in range(frames - 1, -1, -1):
        exchanged[frame] = history & 1
        history = (history >> 1) + (patterns // 2) * int(oldest_exchanged[frame, history])
    return exchanged
