"""The rig: a tree of bones inside a body, and what it does to the body's surface.

Frame of the room: x forward, y to the person's left, z up, metres. At rest no bone is turned; a pose turns
each bone about its head and carries its children along.

Source: linear blend skinning, Magnenat-Thalmann, Laperriere and Thalmann 1988 (Graphics Interface); bones
and weights are MakeHuman's (CC0).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rig:
    """`names` (B), each bone's parent (B,) by index, -1 for the first; `heads` at rest (B, 3)."""

    names: tuple[str, ...]
    parents: NDArray[np.int64]
    heads: Floats

    @cached_property
    def index(self) -> dict[str, int]:
        """Each bone's number by its name."""
        return {name: number for number, name in enumerate(self.names)}

    def head(self, name: str) -> Floats:
        """Where a bone starts at rest, (3,)."""
        return np.asarray(self.heads[self.index[name]])


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """How bones are turned from rest, `turns` (..., B, 3, 3) in the room, and where the head of the rig's
    first bone is, `root` (..., 3). Leading dimensions are times.
    """

    turns: Floats
    root: Floats

    def at(self, times: int | slice | NDArray[np.int64]) -> "Pose":
        """One of several times, or some."""
        return Pose(self.turns[times], self.root[times])

    def moved(self, way: Floats) -> "Pose":
        """The same pose `way` (..., 3) further."""
        return Pose(self.turns, self.root + way)


def rest_pose(rig: Rig) -> Pose:
    """Everything as it was modelled."""
    return Pose(np.tile(np.eye(3), (len(rig.names), 1, 1)), rig.heads[0].copy())


def bone_heads(rig: Rig, pose: Pose) -> Floats:
    """Where every bone starts, (..., B, 3)."""
    heads = np.empty(pose.turns.shape[:-1])
    heads[..., 0, :] = pose.root
    for bone, parent in enumerate(rig.parents[1:], start=1):
        arm = rig.heads[bone] - rig.heads[parent]
        heads[..., bone, :] = heads[..., parent, :] + pose.turns[..., parent, :, :] @ arm
    return heads


def bone_motions(rig: Rig, pose: Pose) -> Floats:
    """Each bone's rigid motion from rest: turn and shift side by side, (..., B, 3, 4)."""
    turned = np.einsum("...bij,bj->...bi", pose.turns, rig.heads)
    shifts = bone_heads(rig, pose) - turned
    return np.concatenate([pose.turns, shifts[..., None]], axis=-1)


def carry(motions: Floats, weights: "csr_array", points: Floats) -> Floats:
    """Points of the surface at rest (N, 3) carried along by bones, (N, 3), at one time.

    `motions` (B, 3, 4) as `bone_motions` gives them, `weights` (N, B), rows of which sum to 1.
    """
    blended = _blended(motions, weights)
    return np.asarray(np.einsum("nij,nj->ni", blended[..., :3], points) + blended[..., 3])


def carry_directions(motions: Floats, weights: "csr_array", directions: Floats) -> Floats:
    """Directions at points of the surface (N, 3), such as normals, turned with their bones; of length 1."""
    turned = np.einsum("nij,nj->ni", _blended(motions, weights)[..., :3], directions)
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True))


def _blended(motions: Floats, weights: "csr_array") -> Floats:
    return np.asarray(weights @ motions.reshape(len(motions), 12)).reshape(-1, 3, 4)
