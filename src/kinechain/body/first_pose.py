"""Where a person stands and faces in each frame, roughly, and how large they are: where a fit starts."""

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain

Floats = NDArray[np.float64]

FAR_M = 0.25
"""Points this far from where an upright body would have them count half."""
ROUNDS = 6


def first_poses(chain: Chain, upright: Floats, seen: Floats) -> Floats:
    """(F, Q): our body at neutral, put where `seen` (F, K, 3) m, NaN where unseen, fits it best.

    `upright` (K, 3) is where the points of the body are at neutral. Only place and heading are found, which
    is enough for a Gauss-Newton descent to find the rest, whichever way the person faces. By least squares
    in the horizontal plane, points far off counting less.
    """
    q = np.tile(chain.default, (len(seen), 1))
    angle, shift = _turned(upright, seen)
    q[:, chain.coordinate("pelvis_rotation")] = angle
    centre = np.zeros((len(seen), 3))
    centre[:, 2] = chain.default[chain.coordinate("pelvis_z")]
    placed = _rotated(angle, centre[:, None])[:, 0] + shift
    for axis, name in enumerate(("pelvis_x", "pelvis_y", "pelvis_z")):
        q[:, chain.coordinate(name)] = placed[:, axis]
    return q


def rough_size(upright: Floats, seen: Floats) -> float:
    """How many times larger the seen person is than `upright` (K, 3): by heights, the median."""
    angle, _ = _turned(upright, seen)
    back = _rotated(-angle, seen)
    there = np.asarray(np.isfinite(seen).all(axis=2))
    mean = np.where(there[..., None], upright, np.nan)
    across = _spread(back, there)[:, 1:] / _spread(mean, there)[:, 1:]
    return float(np.nanmedian(across[:, 1]))


def _spread(points: Floats, there: NDArray[np.bool_]) -> Floats:
    """Standard deviation over the points that are there, NaN in a frame without any."""
    count = there.sum(axis=1)[:, None].astype(np.float64)
    count[count == 0] = np.nan
    kept = np.where(there[..., None], points, 0.0)
    mean = kept.sum(axis=1) / count
    squares = np.where(there[..., None], (points - mean[:, None]) ** 2, 0.0)
    return np.asarray(np.sqrt(squares.sum(axis=1) / count))


def _turned(upright: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """Angle (F,) about the vertical and shift (F, 3) that take `upright` to `seen`."""
    there = np.asarray(np.isfinite(seen).all(axis=2))
    points = np.where(there[..., None], seen, 0.0)
    weight = there.astype(np.float64)
    angle, shift = np.zeros(len(seen)), np.zeros((len(seen), 3))
    for _ in range(ROUNDS):
        total = np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
        middle = (weight[..., None] * points).sum(axis=1) / total
        own = (weight[..., None] * upright).sum(axis=1) / total
        a, b = upright - own[:, None], points - middle[:, None]
        along = (weight * (a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1])).sum(axis=1)
        across = (weight * (a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])).sum(axis=1)
        angle = np.arctan2(across, along)
        shift = middle - _rotated(angle, own[:, None])[:, 0]
        off = np.linalg.norm(
            _rotated(angle, np.broadcast_to(upright, seen.shape)) + shift[:, None] - points, axis=2
        )
        weight = there / (1 + (off / FAR_M) ** 2)
    return angle, shift


def _rotated(angle: Floats, points: Floats) -> Floats:
    """`points` (F, K, 3) turned by `angle` (F,) about the vertical."""
    cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([cosine * x - sine * y, sine * x + cosine * y, z], axis=-1)
