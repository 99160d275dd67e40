"""The way that markers go together over the ground, and its straight stretches."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats

# Slower than this, in m/s, is standing.
STANDING = 0.1
# A pass ends where the speed falls under this share of the usual speed, or where the way bends by more than
# this from the pass's, in degrees. Our choice, as for a walk in a film (course.py).
SLOWING, BENDING = 0.4, 35.0
SHORTEST_PASS_S = 0.8
# In less time nobody can tell a walk from standing.
TELLING_S = 0.3
# The path is smoothed over so long, about a step, so that the pelvis's sway does not count as bends.
SMOOTHED_S = 0.6


@dataclass(frozen=True, slots=True)
class Pass:
    """Walking straight on from `start_s` to `end_s`: `heading` (3,) is a horizontal unit vector, `speed` in
    m/s.
    """

    start_s: float
    end_s: float
    heading: Floats
    speed: float

    @property
    def length(self) -> float:
        """Metres from start to end."""
        return self.speed * (self.end_s - self.start_s)


def find_passes(time: Floats, path: Floats) -> list[Pass]:
    """The passes of a path (time, 3), levelled, over the ground, without gaps; in order, none if it stands
    still.
    """
    if len(time) < 3 or time[-1] - time[0] < TELLING_S:
        return []
    smooth = _smoothed(time, path)
    velocity = np.gradient(smooth, time, axis=0)
    speed = np.linalg.norm(velocity, axis=1)
    moving = speed > max(STANDING, SLOWING * float(np.percentile(speed, 75)))
    runs = [piece for run in _runs(moving) for piece in _unbent(run, velocity)]
    passes = [_pass(time, path, run) for run in runs if run[1] - run[0] >= 3]
    long = [found for found in passes if found.end_s - found.start_s >= SHORTEST_PASS_S]
    return [found for found in long or passes[:1] if found.speed > STANDING]


def joint_path(time: Floats, tracks: Floats) -> Floats:
    """The way (time, 3) that `tracks` (time, 3, k), NaN where unseen, go together, from 0 on.

    The mean of their steps, not of their places: a marker that comes or goes does not shift it. Gaps between
    sightings are bridged straight; before the first and after the last sighting the way goes on as it went.
    """
    steps = np.stack([np.diff(_bridged(time, track), axis=0) for track in np.moveaxis(tracks, 2, 0)])
    known = np.isfinite(steps).all(axis=2, keepdims=True)
    count = known.sum(axis=0)
    step = np.where(known, steps, 0.0).sum(axis=0) / np.maximum(count, 1)
    seen = count[:, 0] > 0
    if not seen.any():
        return np.zeros((len(time), 3))
    middles, lasted = (time[1:] + time[:-1]) / 2, np.diff(time)
    speeds = [np.interp(middles, middles[seen], step[seen, axis] / lasted[seen]) for axis in range(3)]
    return np.vstack([np.zeros(3), np.cumsum(np.column_stack(speeds) * lasted[:, np.newaxis], axis=0)])


def _bridged(time: Floats, track: Floats) -> Floats:
    """`track` (time, 3) with straight lines in its gaps, NaN before its first and after its last sighting."""
    seen = np.isfinite(track).all(axis=1)
    if not seen.any():
        return track
    inside = (time >= time[seen][0]) & (time <= time[seen][-1])
    bridged = np.column_stack([np.interp(time, time[seen], track[seen, axis]) for axis in range(3)])
    return np.where(inside[:, np.newaxis], bridged, np.nan)


def _smoothed(time: Floats, path: Floats) -> Floats:
    """A moving mean that narrows towards the ends, so that it stays in the middle."""
    half = max(1, round(SMOOTHED_S / 2 / float(np.median(np.diff(time)))))
    total = np.vstack([np.zeros(3), np.cumsum(path, axis=0)])
    index = np.arange(len(time))
    reach = np.minimum(half, np.minimum(index, len(time) - 1 - index))
    return np.asarray((total[index + reach + 1] - total[index - reach]) / (2 * reach + 1)[:, np.newaxis])


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _unbent(run: tuple[int, int], velocity: Floats) -> list[tuple[int, int]]:
    """Cut a run wherever the way bends away from the mean way since the last cut."""
    pieces, start, way = [], run[0], np.zeros(3)
    for frame in range(*run):
        if _angle(way, velocity[frame]) > BENDING:
            pieces.append((start, frame))
            start, way = frame, np.zeros(3)
        way = way + velocity[frame]
    return [*pieces, (start, run[1])]


def _angle(one: Floats, other: Floats) -> float:
    product = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(np.clip(one @ other / product, -1, 1)))) if product > 0 else 0.0


def _pass(time: Floats, path: Floats, run: tuple[int, int]) -> Pass:
    """The heading is the slope of the whole path, which the pelvis's sway turns less than its ends would."""
    moments, points = time[slice(*run)], path[slice(*run)]
    centred = moments - moments.mean()
    slope = centred @ (points - points.mean(axis=0)) / (centred @ centred)
    speed = float(np.linalg.norm(slope))
    return Pass(float(moments[0]), float(moments[-1]), slope / max(speed, 1e-12), speed)
