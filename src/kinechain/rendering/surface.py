"""Small geometry of triangle meshes."""

import numpy as np
from numpy.typing import NDArray

from kinechain.rendering.rig import Floats

Faces = NDArray[np.int64]


def vertex_normals(vertices: Floats, faces: Faces) -> Floats:
    """Outward unit normals (V, 3), the mean of a vertex's faces by area; (0, 0, 1) where it has none."""
    first, second, third = (vertices[corner] for corner in faces.T)
    across = np.cross(second - first, third - first)
    sums = np.stack(
        [np.bincount(faces.ravel(), np.repeat(axis, 3), minlength=len(vertices)) for axis in across.T], axis=1
    )
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.where(length > 0, sums / np.where(length > 0, length, 1.0), np.array([0.0, 0.0, 1.0]))


def smoothed(values: Floats, faces: Faces, times: int) -> Floats:
    """Values at vertices (V, k) after each has been replaced `times` times by the mean of its neighbours and
    itself.
    """
    from scipy.sparse import csr_array, eye_array

    ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    ones = np.ones(2 * len(ends))
    rows, columns = np.concatenate([ends, ends[:, ::-1]]).T
    count = len(values)
    joined = csr_array((ones, (rows, columns)), shape=(count, count))
    joined.data[:] = 1.0
    joined = joined + eye_array(count, format="csr")
    share = np.asarray(joined.sum(axis=1))[:, None]
    for _ in range(times):
        values = (joined @ values) / share
    return values
