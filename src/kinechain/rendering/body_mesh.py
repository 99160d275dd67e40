"""Bodies: surface, bones and skinning weights of five people, read from a folder.

The folder holds ``base.obj``, MakeHuman's base mesh with its named groups of faces (body, eyes, and the
tights and skirt from which clothes are made), and ``bodies.npz``: for each body ``{name}/v`` the vertices
(V, 3) and ``{name}/h`` the heads of bones (B, 3), in metres, looking along -y with z up; for all of them
``bones`` (B) names, ``parents`` (B), and the skinning ``w`` and ``wi`` (V, K). CC0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.rendering.rig import Floats, Rig

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BODIES = ("m_avg", "f_avg", "m_heavy", "f_slim_tall", "m_old")
GROUPS = {
    "body": "body",
    "tights": "helper-tights",
    "skirt": "helper-skirt",
    "left_eye": "helper-l-eye",
    "right_eye": "helper-r-eye",
}
# A vertex is in the knee's crease where the product of its weights of thigh and shank is over this; the
# knee's centre is so far over the crease's middle (statures) in the three bodies of ordinary proportions.
CREASE, KNEE_OVER_CREASE = 0.1, 0.0073
MESH_FILE, BODIES_FILE = "base.obj", "bodies.npz"

Faces = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BodyMesh:
    """One body at rest, upright, barefoot with its soles at z = 0, arms held out.

    `vertices` (V, 3) and `rig` in metres; `faces` are triangles (F, 3) of each of `GROUPS`; `texture` (V, 2)
    holds texture coordinates, 0 to 1; `weights` (V, B) say which bones carry a vertex. `stature` is the
    barefoot standing height.
    """

    name: str
    stature: float
    vertices: Floats
    texture: Floats
    faces: Mapping[str, Faces]
    rig: Rig
    weights: "csr_array"

    def points_of(self, group: str) -> NDArray[np.int64]:
        """The vertices of a group, by index."""
        return np.unique(self.faces[group])


def load_body(folder: Path | str, name: str, stature: float | None = None) -> BodyMesh:
    """One of `BODIES`, scaled to `stature` (m) or as tall as it was modelled.

    Raises `InputError` where the folder or the body is not there.
    """
    folder = Path(folder)
    groups, texture = _read_groups(_present(folder / MESH_FILE))
    with np.load(_present(folder / BODIES_FILE), allow_pickle=False) as file:
        if f"{name}/v" not in file:
            raise InputError(f"there is no body named {name}; there are {', '.join(BODIES)}")
        vertices, heads = _to_room(file[f"{name}/v"]), _to_room(file[f"{name}/h"])
        names, parents = tuple(str(bone) for bone in file["bones"]), file["parents"].astype(np.int64)
        weights = _sparse(file["wi"].astype(np.int64), file["w"].astype(np.float64), len(names))
    heights = vertices[np.unique(groups["body"]), 2]
    own = float(np.ptp(heights))
    scale = 1.0 if stature is None else stature / own
    sole = np.array([0.0, 0.0, heights.min()])
    rig = Rig(names, parents, (heads - sole) * scale)
    body = BodyMesh(name, own * scale, (vertices - sole) * scale, texture, groups, rig, weights)
    return replace(body, rig=_with_knees_in_place(body))


def _with_knees_in_place(body: BodyMesh) -> Rig:
    """The rig with each knee's centre as far over the middle of the skin's crease in every body.

    The tall and the old body's own lie 3 cm lower and higher against their skin than the others'.
    """
    heads = body.rig.heads.copy()
    for letter in "LR":
        thigh, shank = (body.rig.index[f"{bone}.{letter}"] for bone in ("upperleg02", "lowerleg01"))
        shared = (body.weights[:, [thigh]] * body.weights[:, [shank]]).toarray()[:, 0]
        shared[np.setdiff1d(np.arange(len(shared)), body.points_of("body"))] = 0.0
        crease = np.average(body.vertices[:, 2], weights=np.where(shared > CREASE, shared, 0.0))
        wanted = crease + KNEE_OVER_CREASE * body.stature
        ankle, hip = (body.rig.head(f"{bone}.{letter}") for bone in ("foot", "upperleg01"))
        along = (hip - ankle) / (hip[2] - ankle[2])
        heads[shank] += along * (wanted - heads[shank, 2])
    return replace(body.rig, heads=heads)


def _present(path: Path) -> Path:
    if not path.is_file():
        raise InputError(f"{path.parent} holds no {path.name}; give the folder of the bodies to be drawn")
    return path


def _to_room(points: NDArray[np.float32]) -> Floats:
    """From x left, y back to x forward, y left."""
    return np.stack([-points[:, 1], points[:, 0], points[:, 2]], axis=1).astype(np.float64)


def _sparse(bones: NDArray[np.int64], weights: Floats, count: int) -> "csr_array":
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(len(weights)), weights.shape[1])
    matrix = csr_array((weights.ravel(), (rows, bones.ravel())), shape=(len(weights), count))
    matrix.eliminate_zeros()
    return matrix


@lru_cache(maxsize=1)
def _read_groups(path: Path) -> tuple[Mapping[str, Faces], Floats]:
    """Triangles of each of `GROUPS`, and a texture coordinate for each vertex."""
    wanted = {group: name for name, group in GROUPS.items()}
    faces: dict[str, list[tuple[int, int, int]]] = {name: [] for name in GROUPS}
    coordinates: list[tuple[float, float]] = []
    texture_of: dict[int, int] = {}
    vertices, group = 0, None
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices += 1
        elif kind == "vt":
            across, up = rest.split()[:2]
            coordinates.append((float(across), float(up)))
        elif kind == "g":
            group = wanted.get(rest.strip())
        elif kind == "f" and group is not None:
            corners = [_corner(corner) for corner in rest.split()]
            texture_of.update(corners)
            faces[group] += _triangles([vertex for vertex, _ in corners])
    texture = np.zeros((vertices, 2))
    texture[list(texture_of)] = np.array(coordinates)[list(texture_of.values())]
    return {name: np.array(corners, dtype=np.int64) for name, corners in faces.items()}, texture


def _corner(text: str) -> tuple[int, int]:
    """Vertex and texture coordinate of a face's corner, counted from 0."""
    vertex, texture = text.split("/")[:2]
    return int(vertex) - 1, int(texture) - 1


def _triangles(corners: list[int]) -> list[tuple[int, int, int]]:
    """A face as a fan of triangles."""
    return [(corners[0], second, third) for second, third in pairwise(corners[1:])]
