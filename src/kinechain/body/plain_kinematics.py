"""Where our body's parts and points are, in plain numpy: for short motions, without a compiler.

For chains like `own_body`'s, whose joints turn about and move along axes by the coordinates themselves, in
frames that are not turned against their parents. Many motions are done at once, so that a film's few hundred
frames take milliseconds; `kinematics` does thousands of frames of any chain.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Posed:
    """A chain in the poses `q` (T, Q): `rotation` (T, B, 3, 3) and `position` (T, B, 3) of its bodies.

    `axis` (T, Q, 3) and `through` (T, Q, 3): which way the axis of each coordinate points, and a point on it.
    """

    chain: Chain
    rotation: Floats
    position: Floats
    axis: Floats
    through: Floats

    def points(self, body: Integers, place: Floats) -> Floats:
        """(T, K, 3) m where the `place` (K, 3) on each `body` (K,) is."""
        return np.asarray(
            self.position[:, body] + np.einsum("tkij,kj->tki", self.rotation[:, body], place, optimize=True)
        )

    def jacobian(self, body: Integers, points: Floats, columns: Integers) -> Floats:
        """(T, K, 3, C): how `points` (T, K, 3) on `body` (K,) move with the coordinates `columns` (C,)."""
        moved = self.chain.moved_by()[np.ix_(body, columns)]
        turning = np.array([self.chain.coordinates[c].rotational for c in columns])
        axis = self.axis[:, None, columns]
        lever = points[:, :, None] - self.through[:, None, columns]
        slope = np.where(turning[:, None], _cross(np.broadcast_to(axis, lever.shape), lever), axis)
        return np.asarray(np.swapaxes(slope * moved[..., None], 2, 3))

    def swing(self, body: Integers, arrows: Floats, columns: Integers) -> Floats:
        """(T, K, 3, C): how `arrows` (T, K, 3), which turn with each `body` (K,), move with coordinates."""
        moved = self.chain.moved_by()[np.ix_(body, columns)]
        turning = moved & np.array([self.chain.coordinates[c].rotational for c in columns])
        wide = np.broadcast_to(arrows[:, :, None], (*arrows.shape[:2], len(columns), 3))
        slope = _cross(np.broadcast_to(self.axis[:, None, columns], wide.shape), wide)
        return np.asarray(np.swapaxes(slope * turning[..., None], 2, 3))


def posed(chain: Chain, q: Floats) -> Posed:
    """`chain` in the poses `q` (T, Q). Raises `ValueError` for a chain of another kind."""
    tree = chain.tree
    if tree.joint_turned.any() or tree.child_apart.any() or tree.stage_start[-1]:
        raise ValueError("plain_kinematics knows chains with straight joints only")
    frames, bodies = len(q), len(chain.bodies)
    rotation = np.empty((frames, bodies, 3, 3))
    position = np.empty((frames, bodies, 3))
    rotation[:, 0], position[:, 0] = np.eye(3), 0.0
    axis, through = np.zeros((*q.shape, 3)), np.zeros((*q.shape, 3))
    for body in range(1, bodies):
        parent = tree.parent[body]
        turn = rotation[:, parent].copy()
        place = position[:, parent] + turn @ tree.joint_position[body]
        for index in range(tree.axis_start[body], tree.axis_start[body + 1]):
            coordinate = tree.axis_coordinate[index]
            way = turn @ tree.axis_vector[index]
            axis[:, coordinate], through[:, coordinate] = way, place
            if tree.axis_rotates[index]:
                turn = turn @ _turned(tree.axis_vector[index], q[:, coordinate])
            else:
                place = place + way * q[:, coordinate, None]
        rotation[:, body], position[:, body] = turn, place
    return Posed(chain, rotation, position, axis, through)


def _turned(vector: Floats, angle: Floats) -> Floats:
    """(T, 3, 3) rotations about `vector` (3,) by `angle` (T,): Rodrigues' formula."""
    x, y, z = vector
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.asarray(np.eye(3) + sine * cross + (1 - cosine) * (cross @ cross))


def _cross(one: Floats, other: Floats) -> Floats:
    a, b, c = one[..., 0], one[..., 1], one[..., 2]
    x, y, z = other[..., 0], other[..., 1], other[..., 2]
    return np.stack([b * z - c * y, c * x - a * z, a * y - b * x], axis=-1)
