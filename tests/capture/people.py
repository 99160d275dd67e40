"""People made up for the tests of following, joining and choosing."""

from collections.abc import Callable, Sequence

import numpy as np

from kinechain.capture.landmarker import Sighting
from kinechain.capture.region import Region
from kinechain.capture.tracklet import Tracklet

RATE_HZ = 30
SHAPE = np.random.default_rng(0).uniform(-0.25, 0.25, (33, 2))


def sighting(x: float, y: float = 300.0, size: float = 200.0) -> Sighting:
    """A body whose hips are at (x, y), in a region of `size` pixels."""
    return Sighting(np.array([x, y]) + size * SHAPE, np.full(33, 0.9), 0.99, Region(x, y, size, 0.0))


def track(
    pictures: Sequence[int],
    x: Callable[[int], float],
    *,
    y: float = 300.0,
    size: Callable[[int], float] = lambda _picture: 200.0,
) -> Tracklet:
    """Somebody seen in these pictures, at `x` and in `size` that depend on the picture's number."""
    return Tracklet({number: sighting(x(number), y, size(number)) for number in pictures})


def times(count: int) -> list[float]:
    """Seconds of the first pictures."""
    return [number / RATE_HZ for number in range(count)]
