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

    A weight scales an error's information as if its sd were sd / sqrt(weight). Over a gap nothing is
    remembered. `correlation_s` (K,) may be 0: white noise.
    """
    seen = weight > 0
    memory = np.exp(-np.diff(time)[:, None] / np.maximum(correlation_s, 1e-9))
    memory = np.where(seen[1:] & seen[:-1], memory, 0.0)
    shared = np.zeros_like(weight)
    shared[1:] = memory**2 / (1 - memory**2)
    own = 1 + shared
    own[:-1] += shared[1:]
    before = np.zeros_like(weight)
    before[1:] = -memory / (1 - memory**2) * np.sqrt(weight[1:] * weight[:-1])
    return Link(own * weight, before)
