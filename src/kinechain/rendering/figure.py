"""`Figure`: a dressed person as one mesh that bones carry, ready to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinechain.rendering.material import Material
from kinechain.rendering.rig import Floats, Pose, Rig, bone_motions, carry, carry_directions
from kinechain.rendering.surface import Faces, vertex_normals

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Layer:
    """One sheet of a person's surface at rest: skin, a garment, a shoe.

    `vertices` (N, 3), `faces` (F, 3) into them, `texture` (N, 2) in repeats of the material's pattern, `tint`
    (N, 3) by which the colour is multiplied, `inside` (N,) metres within the sheet's edge: where it falls
    below 0 between vertices the sheet ends. `weights` (N, B).
    """

    material: Material
    vertices: Floats
    faces: Faces
    texture: Floats
    tint: Floats
    inside: Floats
    weights: "csr_array"


@dataclass(frozen=True, slots=True)
class Part:
    """Faces `first` to `first + count` of a mesh are of one material."""

    material: Material
    first: int
    count: int


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in the room, ready to be drawn: one time of a `Figure`, or things that stand in a scene.

    `vertices`, `normals` and `tint` (N, 3), `texture` (N, 2), `inside` (N,), `faces` (F, 3), in `parts`.
    """

    vertices: Floats
    normals: Floats
    texture: Floats
    tint: Floats
    inside: Floats
    faces: Faces
    parts: tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class Figure:
    """`rest` is the mesh as it was modelled, `weights` (N, B) say which bones carry it; `soles` are the
    vertices that may touch the floor.
    """

    rig: Rig
    rest: Mesh
    weights: "csr_array"
    soles: NDArray[np.int64]

    def posed(self, pose: Pose) -> Mesh:
        """The mesh at one time."""
        motions = bone_motions(self.rig, pose)
        rest = self.rest
        return Mesh(
            carry(motions, self.weights, rest.vertices),
            carry_directions(motions, self.weights, rest.normals),
            rest.texture,
            rest.tint,
            rest.inside,
            rest.faces,
            rest.parts,
        )


def figure_of(rig: Rig, layers: Sequence[Layer], lowest: float) -> Figure:
    """The layers as one figure; vertices under `lowest` (m) may touch the floor."""
    from scipy.sparse import csr_array, vstack

    starts = np.cumsum([0, *(len(layer.vertices) for layer in layers)])
    counts = [len(layer.faces) for layer in layers]
    firsts = np.cumsum([0, *counts])
    parts = tuple(
        Part(layer.material, int(first), count)
        for layer, first, count in zip(layers, firsts[:-1], counts, strict=True)
    )
    vertices = np.concatenate([layer.vertices for layer in layers])
    inside = np.concatenate([layer.inside for layer in layers])
    rest = Mesh(
        vertices,
        np.concatenate([vertex_normals(layer.vertices, layer.faces) for layer in layers]),
        np.concatenate([layer.texture for layer in layers]),
        np.concatenate([layer.tint for layer in layers]),
        inside,
        np.concatenate([layer.faces + start for layer, start in zip(layers, starts[:-1], strict=True)]),
        parts,
    )
    weights = csr_array(vstack([layer.weights for layer in layers], format="csr"))
    return Figure(rig, rest, weights, np.flatnonzero((vertices[:, 2] < lowest) & (inside >= 0)))
