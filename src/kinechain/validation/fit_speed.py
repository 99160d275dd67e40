"""How fast a whole walk is fitted, with the covariance of every coordinate at every instant.

The body's size and marker places are settled before; what is timed is the banded estimate over all frames at
once, from a start that is off, and the exact covariance. The motion is a made one of our reference body,
every coordinate swinging, with markers of a full Plug-in Gait set that slide as skin does.
"""

import time
from collections.abc import Callable, Container
from dataclasses import dataclass
from statistics import median

import numpy as np

from kinechain.motion.dataset import Floats

FRAMES, RATE_HZ = 240, 100.0
ROUNDS = 5
# How far the start is off (rad, m), and how far a marker slides on its bone (m).
OFF, SLIDE_M = 0.05, 0.005
SIDED = (
    *("asis", "psis", "thigh", "knee_lateral", "shank", "ankle_lateral", "heel", "toe", "hallux", "acromion"),
    *("upper_arm", "elbow_lateral", "forearm", "wrist_radial", "wrist_ulnar", "head_front", "head_back"),
)
MIDLINE = ("c7", "t10", "jugular_notch", "xiphoid")


@dataclass(frozen=True, slots=True)
class FitSpeed:
    """Frames a second, and of what."""

    rate: float
    frames: int
    coordinates: int
    markers: int


def fit_speed() -> FitSpeed:
    """The median of `ROUNDS` fits, kernels compiled.

    Data requirements: none; needs the extra ``lab``.
    """
    from threadpoolctl import threadpool_limits

    from kinechain.body.kinematics import point_positions
    from kinechain.body.observation import PointsSeen
    from kinechain.body.own_body import load_body
    from kinechain.body.skin import noise
    from kinechain.body.trajectory import fit_trajectory, task

    body, random = load_body(), np.random.default_rng(0)
    names = _landmarks(body.landmarks)
    carrier, place = body.places(names)
    at = np.arange(FRAMES) / RATE_HZ
    motion = _swinging(body.chain.default, at, random)
    position = point_positions(body.chain, motion, carrier, place)
    position += _sliding(position.shape, random)
    sd, correlation_s = noise(names, [body.chain.bodies[index] for index in carrier])
    seen = PointsSeen(at, position, sd, correlation_s)
    work = task(body.chain, carrier, place, at)
    start = motion + random.normal(0, OFF, motion.shape[1])

    def fit() -> Floats:
        return fit_trajectory(work, seen, start).factor.covariances()

    # One core, as `fit_body` has it.
    with threadpool_limits(1, "blas"):
        fit()
        seconds = median([_seconds(fit) for _ in range(ROUNDS)])
    return FitSpeed(
        rate=FRAMES / seconds,
        frames=FRAMES,
        coordinates=len(body.chain.coordinates),
        markers=len(names),
    )


def _landmarks(there: Container[str]) -> tuple[str, ...]:
    names = [f"{side}_{name}" for name in SIDED for side in ("left", "right")] + list(MIDLINE)
    return tuple(name for name in names if name in there)


def _swinging(default: Floats, at: Floats, random: np.random.Generator) -> Floats:
    """A smooth motion (T, Q) about the default pose, at a walk's pace."""
    size, phase = random.uniform(0.05, 0.25, len(default)), random.uniform(0, 2 * np.pi, len(default))
    return default + size * np.sin(2 * np.pi * at[:, np.newaxis] + phase)


def _sliding(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    from scipy.ndimage import gaussian_filter1d

    slow = gaussian_filter1d(random.normal(size=shape), 15, axis=0)
    return np.asarray(SLIDE_M * slow / slow.std())


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
