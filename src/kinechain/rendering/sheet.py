"""A sheet cut from a body's surface: faces of one of its groups, as far as they are inside an edge."""

import numpy as np

from kinechain.rendering.body_mesh import BodyMesh
from kinechain.rendering.figure import Layer
from kinechain.rendering.material import Material
from kinechain.rendering.rig import Floats

# Metres of a repeat of a pattern on cloth, and around which radius it is laid.
WEAVE, RADIUS = 0.12, 0.15


def sheet(
    body: BodyMesh,
    material: Material,
    group: str,
    shape: Floats,
    inside: Floats,
    *,
    tint: Floats | None = None,
) -> Layer:
    """The faces of a group of which any corner is inside, all vertices moved to `shape` (V, 3).

    `inside` (V,) holds metres within the sheet's edge, `tint` (V, 3) what the colour is multiplied by.
    """
    faces = body.faces[group]
    faces = faces[(inside[faces] > 0).any(axis=1)]
    used, flat = np.unique(faces, return_inverse=True)
    around = np.arctan2(body.vertices[used, 1], body.vertices[used, 0] - 0.03) * RADIUS
    texture = np.stack([around, body.vertices[used, 2]], axis=1) / WEAVE
    return Layer(
        material,
        shape[used],
        flat.reshape(faces.shape),
        texture,
        np.ones((len(used), 3)) if tint is None else tint[used],
        inside[used],
        body.weights[used],
    )
