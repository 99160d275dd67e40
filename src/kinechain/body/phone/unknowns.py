"""What is asked of a film besides the motions: the person's shape and posture, the camera, the way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.pinhole import OF_CLIP, UNKNOWNS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each unknown stands in one vector (G,): `shape`, the `levels` that coordinates move about, what
    is `held`, then four for each of `clips`, then two for each of the passes, whose clips are `clip_of`.
    """

    shape: int
    levels: int
    held: int
    clips: int
    clip_of: tuple[int, ...]

    @property
    def person(self) -> int:
        """How many are the person's own."""
        return self.shape + self.levels + self.held

    @property
    def size(self) -> int:
        """G."""
        return self.person + OF_CLIP * self.clips + (len(UNKNOWNS) - OF_CLIP) * len(self.clip_of)

    def of_pass(self, number: int) -> Integers:
        """Which unknowns a pass depends on: the person's, then the six of its camera."""
        clip = self.person + OF_CLIP * self.clip_of[number]
        own = len(UNKNOWNS) - OF_CLIP
        way = self.person + OF_CLIP * self.clips + own * number
        parts = (np.arange(self.person), clip + np.arange(OF_CLIP), way + np.arange(own))
        return np.concatenate(parts).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Belief:
    """A Gaussian of the unknowns: `mean` (G,) and `information` (G, G)."""

    mean: Floats
    information: Floats

    def cost(self, values: Floats) -> float:
        """Half the squared distance of `values` (G,)."""
        away = values - self.mean
        return float(0.5 * away @ self.information @ away)
