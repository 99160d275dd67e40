"""Whether two clips show one and the same walk: a copy, made smaller or mirrored, or a cut out of the other.

A copy's strides are no new ones: counted twice, their errors would seem to average out.
"""

from typing import Final

import numpy as np
import xarray as xr

from kinechain.measurement import SIDES
from kinechain.motion.dataset import Floats, keypoint
from kinechain.motion.leg_swaps import mend_leg_swaps

JOINTS: Final = tuple((side, part) for side in SIDES for part in ("knee", "ankle"))
ALIKE: Final = 0.995
"""Correlation of knees and ankles about the hips. One person's other strides, over a pass of 3 s, reach 0.988
in rendered walkers.
"""
ALIKE_TURNING: Final = 0.98
"""Where the person turns round as well, which nobody does twice alike: a rendered walker's clip, half as
large and mirrored, reaches 0.985. Of 66 pairs of rendered clips only such are taken for copies as move by one
and the same recording.
"""
OVERLAP_S: Final = 2.0
"""Of fewer seconds in common, two strides, one person's other strides may be as much alike."""
OVERLAP_TURNING_S: Final = 4.0
WAY_BACK: Final = 2.0
"""Who comes back by so many times what knees and ankles move has turned round."""
COARSE_HZ: Final = 15.0
COARSELY_ALIKE: Final = 0.8
"""Up to a thirtieth of a second off, a copy is at least so much like it."""
FINE_HZ: Final = 60.0
REFINED: Final = 5
"""So many of the best coarse lags are looked at finely."""
GAP_S: Final = 0.15


def show_same_walk(one: xr.Dataset, other: xr.Dataset) -> bool:
    """Whether two motions (px) hold the same walk, for `OVERLAP_S` or longer, at any lag or size."""
    if any(float(np.ptp(each["time"].values)) < OVERLAP_S for each in (one, other)):
        return False
    legs_right = mend_leg_swaps(one), mend_leg_swaps(other)
    return any(_same(*legs_right, mirrored=mirrored) for mirrored in (False, True))


def _same(one: xr.Dataset, other: xr.Dataset, *, mirrored: bool) -> bool:
    here, there = _tracks(one, COARSE_HZ), _tracks(other, COARSE_HZ, mirrored=mirrored)
    least = round(OVERLAP_S * COARSE_HZ)
    lags = range(least - len(there), len(here) - least + 1)
    coarse = sorted(((_likeness(*_overlap(here, there, lag), least), lag) for lag in lags), reverse=True)
    close = [lag for likeness, lag in coarse[:REFINED] if likeness > COARSELY_ALIKE]
    if not close:
        return False
    here, there = _tracks(one, FINE_HZ), _tracks(other, FINE_HZ, mirrored=mirrored)
    finer = round(FINE_HZ / COARSE_HZ)
    return any(
        _alike(*_overlap(here, there, fine))
        for lag in close
        for fine in range((lag - 1) * finer, (lag + 1) * finer + 1)
    )


def _tracks(motion: xr.Dataset, rate_hz: float, *, mirrored: bool = False) -> Floats:
    """(time, 9) knees and ankles from mid hips, px across and down, then mid hips across, at an even rate;
    NaN where not seen.
    """
    time = motion["time"].values
    even = np.arange(time[0], time[-1], 1 / rate_hz)
    across = np.array([-1.0 if mirrored else 1.0, 1.0])
    hips = (keypoint(motion, "left_hip") + keypoint(motion, "right_hip")) / 2
    tracks = []
    for side, part in JOINTS:
        # In a mirror left is right.
        own = SIDES[1 - SIDES.index(side)] if mirrored else side
        tracks += list((across * (keypoint(motion, f"{own}_{part}") - hips)).T)
    return np.stack([_evenly(time, track, even) for track in (*tracks, across[0] * hips[:, 0])], axis=1)


def _evenly(time: Floats, values: Floats, even: Floats) -> Floats:
    seen = np.isfinite(values)
    if seen.sum() < 2:
        return np.full(len(even), np.nan)
    known = time[seen]
    after = np.clip(np.searchsorted(known, even), 1, len(known) - 1)
    gap = known[after] - known[after - 1] > GAP_S
    return np.where(gap, np.nan, np.interp(even, known, values[seen], left=np.nan, right=np.nan))


def _overlap(here: Floats, there: Floats, lag: int) -> tuple[Floats, Floats]:
    """What both have seen, `there` beginning `lag` later, each about its mean."""
    first, second = here[max(0, lag) :], there[max(0, -lag) :]
    length = min(len(first), len(second))
    first, second = first[:length], second[:length]
    both = np.isfinite(first).all(axis=1) & np.isfinite(second).all(axis=1)
    first, second = first[both], second[both]
    return (first - first.mean(axis=0), second - second.mean(axis=0)) if both.any() else (first, second)


def _likeness(first: Floats, second: Floats, least: int) -> float:
    """Correlation of all the legs' tracks together; -1 with fewer than `least` moments."""
    one, two = first[:, :-1], second[:, :-1]
    size = np.linalg.norm(one) * np.linalg.norm(two)
    return float((one * two).sum() / size) if len(one) >= least and size > 0 else -1.0


def _alike(first: Floats, second: Floats) -> bool:
    likeness = _likeness(first, second, round(OVERLAP_S * FINE_HZ))
    turned = len(first) >= OVERLAP_TURNING_S * FINE_HZ and _turned(first) and _turned(second)
    return likeness > (ALIKE_TURNING if turned else ALIKE)


def _turned(tracks: Floats) -> bool:
    """Whether the hips come back over a way that they went."""
    way, moved = tracks[:, -1], tracks[:, :-1].std()
    back = min(np.max(np.maximum.accumulate(way) - way), np.max(way - np.minimum.accumulate(way)))
    return bool(back > WAY_BACK * moved)
