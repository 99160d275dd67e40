"""How surprising it is where legs are seen, if they were exchanged in the last frames so or so.

An exchange turns the line from one leg to the other round and leaves their sum alone. So how far the sum
lies off its way says how far the line may be off; and where the line goes next, by a Gaussian process over
the last frames and with Student's t for what is off, says whether it was turned round. Where the legs are
not seen together, a leg must move on from where it was.

Lengths are trunk lengths. A pattern is a number whose bit n says whether the legs n + 1 frames ago were the
other way round than now.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats
from kinechain.motion.prediction import expected

Bools = NDArray[np.bool_]

# So many frames say where the line between the legs goes next; one of the last of them may be left out.
BEFORE, LEFT_OUT = 6, 2
# So many say where a leg goes that is seen without the other.
BEFORE_LONE = 4
# So many on either side say where the legs' sum should be.
AROUND = 3
# What is not known of a place in the picture, as variance in square trunk lengths: it is a few of them wide.
ANYWHERE = 9.0
# Least error of a keypoint, in trunk lengths: the network's own pixels.
LEAST = 0.01
# A detector that is not sure puts both legs nearer to each other: error of the line between them, in trunk
# lengths, with no confidence at all (on rendered walkers about 0.1, and its parts err together).
UNSURE = 0.1
# Student's t: some sightings are off by many times the usual error.
FREEDOM = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class LegSurprise:
    """Minus the logarithms of chances.

    `together` (time, part, left out, pattern) is for the line between the legs, with nothing left out,
    without the last frame and without the one before; `lone` (time, pattern) for legs that are not seen
    together.
    """

    together: Floats
    lone: Floats


def leg_surprise(legs: Floats, doubt: Floats, time: Floats) -> LegSurprise:
    """Of `legs` (leg, time, part, space), NaN where not seen, at `time` (time,) in s.

    `doubt` (time, part), 0 to 1, is the detector's.
    """
    noise = _noise(legs, time) + (UNSURE * doubt) ** 2
    together, judged = _of_line(legs, noise, time)
    return LegSurprise(together, _of_lone_legs(legs, noise, time, ~judged))


def _noise(legs: Floats, time: Floats) -> Floats:
    """Variance of the line between the legs, shape (time, part), by how far their sum lies off its way: both
    err alike, for one leg's errors have nothing to do with the other's.
    """
    both = legs.sum(axis=0)
    around = _Frames.from_each(time, np.array([step for step in range(-AROUND, AROUND + 1) if step]))
    noise = np.full(both.shape[:2], LEAST**2)
    size = np.broadcast_to(_sizes(legs).mean(axis=1), noise.shape)
    seen = np.isfinite(both).all(axis=2)
    for _ in range(3):
        weights, doubt = expected(around.away[:, None], around.noise(noise, seen), size, drift=ANYWHERE)
        way = (weights[..., 0, :, None] * around.of(np.nan_to_num(both))).sum(axis=2)
        off = ((both - way) ** 2).mean(axis=2)
        known = seen & (doubt[..., 0] < ANYWHERE / 10)
        usual = np.array([_median(column[rows]) for column, rows in zip(off.T, known.T, strict=True)])
        noise = usual + np.where(known, np.maximum(off - doubt[..., 0] - usual, 0), 0)
    return noise


def _median(values: Floats) -> float:
    return max(float(np.median(values)), LEAST**2) if len(values) else LEAST**2


def _sizes(legs: Floats) -> Floats:
    """Mean square of the line between the legs, shape (part, space): the same however legs are exchanged."""
    apart = legs[0] - legs[1]
    known = np.isfinite(apart)
    mean = np.where(known, apart**2, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(np.maximum(mean, LEAST**2))


@dataclass(frozen=True, slots=True, eq=False)
class _Frames:
    """The frames some steps from each: seconds to them, their index and whether there is such a frame, each
    (time, step).
    """

    away: Floats
    index: NDArray[np.intp]
    inside: Bools

    @classmethod
    def from_each(cls, time: Floats, steps: NDArray[np.intp]) -> "_Frames":
        index = np.arange(len(time))[:, None] + steps
        nearest = np.clip(index, 0, len(time) - 1)
        return cls(time[nearest] - time[:, None], nearest, index == nearest)

    def of(self, values: Floats) -> Floats:
        """`values` (time, part, ...) in these frames, (time, part, step, ...)."""
        return np.asarray(values[self.index].swapaxes(1, 2))

    def noise(self, noise: Floats, seen: Bools) -> Floats:
        """`noise` (time, part) in these frames, (time, part, step), infinite where nothing was seen."""
        return np.where(self.inside[:, None], self.of(np.where(seen, noise, np.inf)), np.inf)


# The line between the legs


def _of_line(legs: Floats, noise: Floats, time: Floats) -> tuple[Floats, Bools]:
    """The surprise of the line between the legs, (time, part, left out, pattern), and where there is one to
    judge by, (time, part).
    """
    apart = legs[0] - legs[1]
    before = _Frames.from_each(time, -1 - np.arange(BEFORE))
    seen = np.isfinite(apart).all(axis=2)
    known = before.noise(noise, seen)
    shape = (*seen.shape, apart.shape[2])
    weights, doubt = expected(
        before.away[:, None, None],
        np.broadcast_to(known[:, :, None], (*shape, BEFORE)),
        np.broadcast_to(_sizes(legs), shape),
        leave_out=LEFT_OUT,
    )
    apart = np.nan_to_num(apart)
    adds = weights * before.of(apart).swapaxes(2, 3)[..., None, :]
    way = adds @ np.where(_patterns(BEFORE), -1.0, 1.0).T
    off = (apart[..., None, None] - way) ** 2 / (doubt + noise[..., None, None])[..., None]
    judged = seen & np.isfinite(known).any(axis=2)
    return _heavy_tailed(off.sum(axis=2)) * judged[..., None, None], judged


def _patterns(bits: int) -> Bools:
    """(pattern, bit)."""
    return np.asarray((np.arange(2**bits)[:, None] >> np.arange(bits)) & 1 == 1)


def _heavy_tailed(off: Floats) -> Floats:
    """Minus the logarithm of Student's t in the plane, of a squared distance in standard deviations."""
    return np.asarray((FREEDOM + 2) / 2 * np.log1p(off / FREEDOM))


# A leg without the other


def _of_lone_legs(legs: Floats, noise: Floats, time: Floats, where: Bools) -> Floats:
    """The surprise of each leg where there is no line to judge by (time, part): (time, pattern)."""
    surprise = np.zeros((len(time), 2**BEFORE_LONE))
    for side in (0, 1):
        frame, part = np.nonzero(where & np.isfinite(legs[side]).all(axis=2))
        np.add.at(surprise, frame, _of_leg(legs[[side, 1 - side]], noise, time, frame, part))
    # Whatever was further back.
    return np.tile(surprise, 2 ** (BEFORE - BEFORE_LONE))


def _of_leg(
    legs: Floats, noise: Floats, time: Floats, frame: NDArray[np.intp], part: NDArray[np.intp]
) -> Floats:
    """The surprise of the first of two `legs` in these frames and parts (n each), (n, pattern)."""
    before = _Frames.from_each(time, -1 - np.arange(BEFORE_LONE))
    index, column = before.index[frame], part[:, None]
    # Where this leg was, had the legs been exchanged so: shape (n, pattern, step, space).
    was = np.where(_patterns(BEFORE_LONE)[..., None], *(leg[index, column][:, None] for leg in legs[::-1]))
    seen = np.isfinite(was).all(axis=3) & before.inside[frame][:, None]
    # One leg's share of the variance of the line between two.
    known = np.where(seen, noise[index, column][:, None] / 2, np.inf)
    size = np.broadcast_to(_sizes(legs).mean(axis=1)[column], seen.shape[:2])
    weights, doubt = expected(before.away[frame][:, None], known, size, drift=ANYWHERE)
    way = (weights[..., 0, :, None] * np.nan_to_num(was)).sum(axis=2)
    off = ((legs[0][frame, part][:, None] - way) ** 2).sum(axis=2)
    # A leg of which nothing was seen is anywhere beside the other.
    followed = seen.any(axis=2)
    spread = np.where(followed, doubt[..., 0] + noise[frame, part][:, None] / 2, size)
    return np.asarray(np.log(spread) + _heavy_tailed(np.where(followed, off / spread, 0.0)))
