"""Markers that leap: from one frame to the next they are where no body part can have got in that time.

A leap there and back again is a ghost or another marker's place; two markers that leap into each other's
place were exchanged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats

# A marker leaps when both the way before and the way after miss it by more than noise (metres) and the
# sharpest turn (metres a second squared) allow. Feet that strike reach 100 m/s2 in the recorded files. Our
# choice.
NOISE_M, SHARPEST = 0.01, 150.0
# A leap back undoes the leap away to within this share of it, after no longer than this.
UNDONE, LONGEST_AWAY_S = 0.5, 1.0
# Two markers took each other's place where that explains all but this share of their leaps.
UNEXPLAINED = 0.3


@dataclass(frozen=True, slots=True)
class Leaps:
    """`leaping` (T-1, K) says whether marker k leaps between frames t and t+1; `by` (T-1, 3, K) how far, in
    metres, from where it was bound for.
    """

    leaping: NDArray[np.bool_]
    by: Floats


def find_leaps(places: Floats, time: Floats) -> Leaps:
    """The leaps of `places` (T, 3, K), NaN where unseen; none in the first and last step of a sighting."""
    steps = np.diff(places, axis=0)
    by = np.full(steps.shape, np.nan)
    leaping = np.zeros((len(steps), places.shape[2]), dtype=bool)
    if len(steps) < 3:
        return Leaps(leaping, by)
    lasted = np.diff(time)[:, np.newaxis, np.newaxis]
    speeds = steps / lasted
    before = steps[1:-1] - speeds[:-2] * lasted[1:-1]
    after = steps[1:-1] - speeds[2:] * lasted[1:-1]
    nearer = np.linalg.norm(before, axis=1) <= np.linalg.norm(after, axis=1)
    by[1:-1] = np.where(nearer[:, np.newaxis], before, after)
    with np.errstate(invalid="ignore"):
        leaping[1:-1] = np.linalg.norm(by[1:-1], axis=1) > NOISE_M + SHARPEST * lasted[1:-1, :, 0] ** 2
    return Leaps(leaping, by)


def exchange_back(places: Floats, time: Floats) -> dict[tuple[int, ...], NDArray[np.bool_]]:
    """Put right, in place, pairs of markers that leap into each other's place; returns each pair's frames.

    Of the two ways to read a pair's leaps the one that exchanges fewer frames is believed.
    """
    leaps = find_leaps(places, time)
    crossings: dict[tuple[int, ...], list[int]] = {}
    steps = np.flatnonzero(leaps.leaping.sum(axis=1) >= 2).tolist()
    for step in steps:
        for pair in _crossing(places, leaps, step):
            crossings.setdefault(pair, []).append(step)
    exchanged: dict[tuple[int, ...], NDArray[np.bool_]] = {}
    for pair, crossed in crossings.items():
        after = np.zeros(len(places), dtype=bool)
        for step in crossed:
            after[step + 1 :] ^= True
        frames = ~after if 2 * after.sum() > len(after) else after
        one, other = places[:, :, pair[0]].copy(), places[:, :, pair[1]].copy()
        places[frames, :, pair[0]], places[frames, :, pair[1]] = other[frames], one[frames]
        exchanged[pair] = frames
    return exchanged


def _crossing(places: Floats, leaps: Leaps, step: int) -> list[tuple[int, ...]]:
    """Pairs of markers, each at most once, that leap into each other's place between `step` and the next."""
    free = [int(marker) for marker in np.flatnonzero(leaps.leaping[step])]
    pairs: list[tuple[int, ...]] = []
    while len(free) > 1:
        one = free.pop(0)
        came_from = places[step + 1] - leaps.by[step]
        for other in free:
            missed = np.linalg.norm(places[step + 1, :, one] - came_from[:, other])
            missed += np.linalg.norm(places[step + 1, :, other] - came_from[:, one])
            leapt = np.linalg.norm(leaps.by[step][:, [one, other]], axis=0).sum()
            if missed < UNEXPLAINED * leapt:
                pairs.append((one, other))
                free.remove(other)
                break
    return pairs


def away(places: Floats, time: Floats) -> NDArray[np.bool_]:
    """Whether (T, K) a marker is between a leap away and the leap back."""
    leaps = find_leaps(places, time)
    gone = np.zeros((len(places), places.shape[2]), dtype=bool)
    for marker in np.flatnonzero(leaps.leaping.any(axis=0)):
        left: int | None = None
        for step in np.flatnonzero(leaps.leaping[:, marker]).tolist():
            if left is not None and _undone(leaps.by[left, :, marker], leaps.by[step, :, marker]):
                if time[step] - time[left] <= LONGEST_AWAY_S:
                    gone[left + 1 : step + 1, marker] = True
                left = None
            else:
                left = step
    return gone


def _undone(leap: Floats, back: Floats) -> bool:
    return bool(np.linalg.norm(leap + back) < UNDONE * np.linalg.norm(leap))
