"""Which markers keep their distance from which, and where one of them does not.
 Markers on one bone keep their distances, those across a joint nearly so. Which do is read off the file
itself, so that it holds for every marker set.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.motion.dataset import Floats

# Distances are learnt from at most so many frames, spread over the file.
LEARNT_FROM = 600
# A marker has at most so many neighbours, and needs so many; a neighbour's distance spreads by less than
# this, metres.
MOST, FEWEST, STEADY = 6, 2, 0.02
# A pair must be seen together in this share of the frames.
SEEN_TOGETHER = 0.2
# A distance that is off counts in units of what it may be off: so many spreads; or so many times what it is
# in nine frames of ten, between these limits, in metres. Soft tissue moves thigh markers by up to 4 cm in the
# recorded files. Our choice.
SPREADS, TIMES, LEAST, FURTHEST = 6.0, 2.5, 0.03, 0.045
# One distance counts up to so many units; a marker is off where its distances are off by more than this on
# average.
CAP, OFF = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each of K markers its neighbours (K, N), -1 where it has fewer; their usual distances (K, N); and
    how far each may be off (K, N). Metres.
    """

    index: NDArray[np.intp]
    distance: Floats
    tolerance: Floats

    def misfit(self, places: Floats, markers: NDArray[np.intp] | None = None) -> Floats:
        """How far each marker's distances are off on average (T, K), 1 being as far as they may; NaN where
        fewer than `FEWEST` neighbours are seen.

        `places` is (T, 3, K) in metres. With `markers` (M,) only theirs is worked out, (T, M).
        """
        markers = np.arange(len(self.index)) if markers is None else markers
        own = places[:, :, markers]
        total, count = np.zeros((2, places.shape[0], len(markers)))
        for slot in range(self.index.shape[1]):
            neighbour = self.index[markers, slot]
            with np.errstate(invalid="ignore"):
                apart = np.linalg.norm(own - places[:, :, neighbour], axis=1)
                off = np.abs(apart - self.distance[markers, slot]) / self.tolerance[markers, slot]
            seen = np.isfinite(off) & (neighbour >= 0)
            total += np.where(seen, np.minimum(off, CAP), 0.0)
            count += seen
        return np.where(count >= FEWEST, total / np.maximum(count, 1), np.nan)


def find_neighbours(places: Floats) -> Neighbours:
    """The neighbours of each marker of `places` (T, 3, K), NaN where unseen."""
    frames = np.unique(np.linspace(0, len(places) - 1, LEARNT_FROM).astype(int))
    usual, spread, often = distances(places[frames])
    spread = np.where(spread < STEADY, spread, np.inf)
    order = np.argsort(spread, axis=1, kind="stable")[:, :MOST]
    best = np.take_along_axis(spread, order, axis=1)
    index = np.where(np.isfinite(best), order, -1)
    index[(index >= 0).sum(axis=1) < FEWEST] = -1
    floor = np.clip(TIMES * np.take_along_axis(often, order, axis=1), LEAST, FURTHEST)
    return Neighbours(
        index=index,
        distance=np.take_along_axis(usual, order, axis=1),
        tolerance=np.maximum(floor, SPREADS * np.where(index >= 0, best, 0.0)),
    )


def distances(places: Floats) -> tuple[Floats, Floats, Floats]:
    """Median distances (K, K); their spreads (1.4826 times the median absolute deviation); and how far they
    are off in nine frames of ten. Metres.

    The spread is infinite for a marker with itself and for pairs rarely seen together.
    """
    count = places.shape[2]
    usual, often, spread = np.full((3, count, count), np.nan)
    spread[:] = np.inf
    for marker in range(count):
        apart = np.linalg.norm(places - places[:, :, marker, np.newaxis], axis=1)
        enough = np.isfinite(apart).sum(axis=0) >= max(2, SEEN_TOGETHER * len(places))
        enough[marker] = False
        usual[marker, enough] = np.nanmedian(apart[:, enough], axis=0)
        off = np.abs(apart[:, enough] - usual[marker, enough])
        spread[marker, enough] = 1.4826 * np.nanmedian(off, axis=0)
        often[marker, enough] = np.nanpercentile(off, 90, axis=0)
    return usual, spread, often
