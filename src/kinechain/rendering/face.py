"""What makes a head a face at a few metres: eyes, brows, lips, and the dark of every hollow."""

import numpy as np

from kinechain.measurement import SIDES
from kinechain.rendering.body_mesh import BodyMesh
from kinechain.rendering.figure import Layer
from kinechain.rendering.material import Material
from kinechain.rendering.rig import Floats
from kinechain.rendering.sheet import sheet
from kinechain.rendering.surface import smoothed, vertex_normals

# Metres for a person of 1.7 m; by eye.
PUPIL, IRIS = 0.0028, 0.006
BROW_OVER_EYE, BROW_SIZE = 0.020, (0.022, 0.005)
SOCKET_SIZE = (0.022, 0.014)
LIPS_SIZE = (0.025, 0.009)
BROW, SOCKET, LIPS = (0.35, 0.33, 0.30), (0.80, 0.76, 0.74), (0.80, 0.52, 0.52)
WHITE, IRIS_TINT, PUPIL_TINT = 1.0, 0.2, 0.02
# A hollow this deep (m, against the smoothed skin) is half dark.
HOLLOW = 0.008
DARKEST = 0.45


def face_tint(body: BodyMesh) -> Floats:
    """By what the skin's colour is multiplied, (V, 3)."""
    tint = np.ones((len(body.vertices), 3)) * _hollows(body)[:, None]
    scale = body.stature / 1.7
    for side in SIDES:
        eye = _eye(body, f"{side}_eye")
        _paint(body, tint, eye, SOCKET_SIZE, SOCKET)
        _paint(body, tint, eye + np.array([0, 0, BROW_OVER_EYE * scale]), BROW_SIZE, BROW)
    mouth = body.rig.heads[[body.rig.index["oris01"], body.rig.index["oris05"]]].mean(axis=0)
    _paint(body, tint, mouth, LIPS_SIZE, LIPS)
    return tint


def eye_layer(body: BodyMesh) -> list[Layer]:
    """Both eyes."""
    material = Material((0.75, 0.72, 0.70), gloss=0.3)
    inside = np.ones(len(body.vertices))
    return [
        sheet(body, material, f"{side}_eye", body.vertices, inside, tint=_iris(body, f"{side}_eye"))
        for side in SIDES
    ]


def _eye(body: BodyMesh, group: str) -> Floats:
    """An eye's foremost point."""
    points = body.vertices[body.points_of(group)]
    return np.asarray(points[np.argmax(points[:, 0])])


def _iris(body: BodyMesh, group: str) -> Floats:
    scale = body.stature / 1.7
    off = np.linalg.norm((body.vertices - _eye(body, group))[:, 1:], axis=1) / scale
    tint = np.where(off < PUPIL, PUPIL_TINT, np.where(off < IRIS, IRIS_TINT, WHITE))
    return tint[:, None] * np.ones(3)


def _paint(
    body: BodyMesh,
    tint: Floats,
    centre: Floats,
    size: tuple[float, float],
    colour: tuple[float, float, float],
) -> None:
    """Tints the front of the face within an ellipse about `centre`, in place."""
    ahead, across, over = ((body.vertices - centre) / (body.stature / 1.7)).T
    inside = (across / size[0]) ** 2 + (over / size[1]) ** 2 < 1
    tint[inside & (ahead > -0.05)] *= np.array(colour)


def _hollows(body: BodyMesh) -> Floats:
    """1 on the open skin, less in hollows, (V,)."""
    faces = body.faces["body"]
    depth = (smoothed(body.vertices, faces, 6) - body.vertices) * vertex_normals(body.vertices, faces)
    deep = depth.sum(axis=1) / (HOLLOW * body.stature / 1.7)
    return np.asarray(np.clip(1 - 0.5 * deep, DARKEST, 1.1))
