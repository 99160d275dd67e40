"""How far points lie outside a convex outline in the plane."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def distance_outside(points: Floats, outline: Floats) -> Floats:
    """Distance, m, of `points` (..., 2) from convex outlines (..., V, 2), 0 inside; NaN where either is.

    The corners may go round either way. Leading dimensions broadcast.
    """
    start, end = outline, np.roll(outline, -1, axis=-2)
    edge, reach = end - start, points[..., np.newaxis, :] - start
    across = edge[..., 0] * reach[..., 1] - edge[..., 1] * reach[..., 0]
    inside = (across >= 0).all(axis=-1) | (across <= 0).all(axis=-1)
    along = np.einsum("...i,...i->...", reach, edge) / np.einsum("...i,...i->...", edge, edge)
    nearest = start + np.clip(along, 0, 1)[..., np.newaxis] * edge
    far = np.linalg.norm(points[..., np.newaxis, :] - nearest, axis=-1).min(axis=-1)
    return np.asarray(np.where(inside, 0.0, far))
