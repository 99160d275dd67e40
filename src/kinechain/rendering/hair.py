"""Hair: the scalp, grown outwards."""

import numpy as np

from kinechain.rendering.body_mesh import BodyMesh
from kinechain.rendering.figure import Layer
from kinechain.rendering.keypoint_places import skin_points
from kinechain.rendering.material import Material
from kinechain.rendering.outfit import Outfit
from kinechain.rendering.rig import Floats
from kinechain.rendering.sheet import sheet
from kinechain.rendering.surface import vertex_normals

# The hairline: how far over the tragus (m) it runs, by how far ahead of it (m), for a person of
# 1.7 m. By eye.
AHEAD = (-0.11, -0.07, -0.045, -0.02, 0.0, 0.03, 0.06)
OVER_EAR = (-0.061, -0.046, 0.014, 0.044, 0.049, 0.069, 0.079)
# Hair reaches its full depth this far (m) from the hairline.
FULL_DEPTH = 0.03


def within_hairline(body: BodyMesh) -> Floats:
    """Metres inside the hairline, (V,)."""
    scale = body.stature / 1.7
    points = skin_points(body)
    ear = points.places[[points.names.index(f"{side}_ear") for side in ("left", "right")]].mean(axis=0)
    ahead, over = (body.vertices - ear)[:, [0, 2]].T / scale
    return np.asarray((over - np.interp(ahead, AHEAD, OVER_EAR)) * scale)


def hair_layer(body: BodyMesh, outfit: Outfit) -> Layer:
    """The outfit's hair."""
    inside = within_hairline(body)
    depth = outfit.hair_depth * np.clip(inside / FULL_DEPTH, 0.0, 1.0) + 0.001
    shape = body.vertices + vertex_normals(body.vertices, body.faces["body"]) * depth[:, None]
    return sheet(body, Material(outfit.hair, "hair", gloss=0.08), "body", shape, inside)
