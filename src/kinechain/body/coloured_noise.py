"""Noise that remembers: each error of a marker is much like the one a moment before.

Skin slides over bone with the step, and a video's landmark wanders, so errors of neighbouring frames are no
independent witnesses. Here an error is a first-order Gauss-Markov process: standard deviation `sd`,
correlation exp(-dt / `correlation_s`) over a time dt. Its information ties each frame to the one before it
and no further, which keeps the whole motion's information banded and its covariance honest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Link:
    """Information of errors counted in sd, (T, K): `own` with itself, `before` with the last frame's."""

    own: Floats
    before: Floats


def link(time: Floats, weight: Floats, correlation_s: Floats) -> Link:
    """The information of K coloured errors seen at `time` (T,), s, with `weight` (T, K), 0 where unseen.

    A weight is of the news that a sighting brings, beyond what the one before it foretells: the first counts
    with its own, and of two neighbours the lower one ties both. What a sighting has beyond that tie, and one
    after a gap, is news of a constant only by (1 - memory) / (1 + memory), as of a whole process. So neither
    a doubted sighting nor a gap ever makes a constant surer, except that one believed next to nothing may
    hold less than none. `correlation_s` (K,) may be 0: white noise.
    """
    memory = _memory(time, weight > 0, correlation_s)
    tied = np.zeros_like(weight)
    tied[1:] = np.minimum(weight[1:], weight[:-1])
    news = tied / (1 - memory**2)
    own = news + (weight - tied) * (1 - memory) / (1 + memory)
    own[:-1] += (news * memory**2)[1:]
    return Link(own, -news * memory)


def _memory(time: Floats, seen: NDArray[np.bool_], correlation_s: Floats) -> Floats:
    """(T, K) the correlation with the last sighting before, 0 where there was none."""
    last = np.full(seen.shape, -1, dtype=np.int64)
    last[1:] = np.maximum.accumulate(np.where(seen, np.arange(len(time))[:, None], -1), axis=0)[:-1]
    apart = time[:, None] - time[np.maximum(last, 0)]
    return np.where(last >= 0, np.exp(-apart / np.maximum(correlation_s, 1e-9)), 0.0)
