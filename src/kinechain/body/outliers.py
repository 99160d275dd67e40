"""Spans of markers that a fit did not believe: swapped labels, reflections, a marker that came off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

JOINED_S = 0.05
"""Spans of one marker that are this close are told as one."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A marker that was left out from `start_s` to `end_s` (s, of the fitted motion's time)."""

    marker: str
    start_s: float
    end_s: float

    def __str__(self) -> str:
        return f"{self.marker} was left out from {self.start_s:.2f} to {self.end_s:.2f} s: it fits no body"


def outliers(names: Sequence[str], time: Floats, rejected: NDArray[np.bool_]) -> tuple[Outlier, ...]:
    """The spans in which `rejected` (T, K) says that a marker of `names` (K,) was left out."""
    found: list[Outlier] = []
    for k, name in enumerate(names):
        frames = np.flatnonzero(rejected[:, k])
        if not len(frames):
            continue
        breaks = np.flatnonzero(np.diff(time[frames]) > JOINED_S)
        starts, ends = frames[[0, *(breaks + 1)]], frames[[*breaks, len(frames) - 1]]
        found += [Outlier(name, float(time[a]), float(time[b])) for a, b in zip(starts, ends, strict=True)]
    return tuple(found)
