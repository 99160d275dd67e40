"""Where our body's parts and points are, in plain numpy: for short motions, without a compiler.

For chains like `own_body`'s, whose joints turn about and move along axes by the coordinates themselves, in
frames that are not turned against their parents. Many motions are done at once, so that a film's few hundred
frames take milliseconds; `kinematics` does thousands of frames of any chain.
"""

from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def _turns(self) -> NDArray[np.bool_]:
        """(Q,) whether a coordinate turns."""
        return np.array([coordinate.rotational for coordinate in self.chain.coordinates])

    def part(self, frames: slice) -> "Posed":
        """Some of the frames."""
        parts = (self.rotation, self.position, self.axis, self.through)
        return Posed(self.chain, *(each[frames] for each in parts))

    def points(self, body: Integers, place: Floats) -> Floats:
        """(T, K, 3) m where the `place` (K, 3) on each `body` (K,) is."""
        return self.position[:, body] + self.arrows(body, place)

    def arrows(self, body: Integers, own: Floats) -> Floats:
        """(T, K, 3): the arrows `own` (K, 3) along the axes of each `body` (K,), as the bodies are turned."""
        return np.asarray((self.rotation[:, body] * own[:, None]).sum(axis=3))

    def jacobian(self, body: Integers, points: Floats, columns: Integers) -> Floats:
        """(T, K, 3, C): how `points` (T, K, 3) on `body` (K,) move with the coordinates `columns` (C,)."""
        k, c = np.nonzero(self.chain.moved_by()[np.ix_(body, columns)])
        slope = self.axis[:, columns[c]]
        turning = self._turns[columns[c]]
        lever = points[:, k[turning]] - self.through[:, columns[c[turning]]]
        slope[:, turning] = cross(slope[:, turning], lever)
        return _dense(slope, k, c, (len(body), len(columns)))

    def swing(self, body: Integers, arrows: Floats, columns: Integers) -> Floats:
        """(T, K, 3, C): how `arrows` (T, K, 3), which turn with each `body` (K,), move with coordinates."""
        k, c = np.nonzero(self.chain.moved_by()[np.ix_(body, columns)] & self._turns[columns])
        slope = cross(self.axis[:, columns[c]], arrows[:, k])
        return _dense(slope, k, c, (len(body), len(columns)))

    def pulled(self, body: Integers, points: Floats, force: Floats, columns: Integers) -> Floats:
        """(T, C): `jacobian` transposed, times `force` (T, K, 3) on the points, without making it.

        As in statics: a coordinate feels the moment, about its axis, of all that pulls at what it moves.
        """
        moved = self.chain.moved_by()[np.ix_(body, columns)].astype(np.float64)
        pull, moment = (np.swapaxes(each, 1, 2) @ moved for each in (force, cross(points, force)))
        pull, moment = np.swapaxes(pull, 1, 2), np.swapaxes(moment, 1, 2)
        turned = moment - cross(self.through[:, columns], pull)
        felt = np.where(self._turns[columns][:, None], turned, pull)
        return np.asarray((self.axis[:, columns] * felt).sum(axis=2))

    def swung(self, body: Integers, arrows: Floats, force: Floats, columns: Integers) -> Floats:
        """(T, C): `swing` transposed, times `force` (T, K, 3)."""
        moved = (self.chain.moved_by()[np.ix_(body, columns)] & self._turns[columns]).astype(np.float64)
        moment = np.swapaxes(np.swapaxes(cross(arrows, force), 1, 2) @ moved, 1, 2)
        return np.asarray((self.axis[:, columns] * moment).sum(axis=2))


def posed(chain: Chain, q: Floats) -> Posed:
    """`chain` in the poses `q` (T, Q). Raises `ValueError` for a chain of another kind."""
    tree = chain.tree
    if tree.joint_turned.any() or tree.child_apart.any() or tree.stage_start[-1]:
        raise ValueError("plain_kinematics knows chains with straight joints only")
    bodies, (frames, count) = len(chain.bodies), q.shape
    # Frames come last while it is put together: a column of all rotations is then one piece of memory.
    angles = np.ascontiguousarray(q.T)
    rotation, position = np.empty((bodies, 3, 3, frames)), np.empty((bodies, 3, frames))
    rotation[0], position[0] = np.eye(3)[..., None], 0.0
    axis, through = np.zeros((count, 3, frames)), np.zeros((count, 3, frames))
    for body in range(1, bodies):
        parent = tree.parent[body]
        turn = rotation[body]
        turn[:] = rotation[parent]
        place = position[parent] + _along(turn, tree.joint_position[body])
        for index in range(tree.axis_start[body], tree.axis_start[body + 1]):
            coordinate, vector = tree.axis_coordinate[index], tree.axis_vector[index]
            way = _along(turn, vector)
            axis[coordinate], through[coordinate] = way, place
            if not tree.axis_rotates[index]:
                place = place + way * angles[coordinate]
            elif angles[coordinate].any():
                _turn(turn, vector, angles[coordinate])
        position[body] = place
    first = [np.ascontiguousarray(np.moveaxis(each, -1, 0)) for each in (rotation, position, axis, through)]
    return Posed(chain, *first)


def _along(turn: Floats, vector: Floats) -> Floats:
    """(3, T): `turn` (3, 3, T) times `vector` (3,)."""
    nonzero = np.flatnonzero(vector)
    if not nonzero.size:
        return np.zeros(turn.shape[1:])
    return np.asarray(sum(turn[:, k] * vector[k] for k in nonzero))


def _turn(turn: Floats, vector: Floats, angle: Floats) -> None:
    """Turn the frames `turn` (3, 3, T) about their own `vector` (3,) by `angle` (T,)."""
    sine, cosine = np.sin(angle), np.cos(angle)
    (along,) = nonzero if len(nonzero := np.flatnonzero(vector)) == 1 else (None,)
    if along is None:
        # Rodrigues' formula.
        x, y, z = vector
        cross_ = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        once = np.einsum("ijt,jk->ikt", turn, cross_)
        turn += sine * once + (1 - cosine) * np.einsum("ijt,jk->ikt", once, cross_)
        return
    sine = sine * vector[along]
    one, other = turn[:, (along + 1) % 3].copy(), turn[:, (along + 2) % 3]
    turn[:, (along + 1) % 3] = cosine * one + sine * other
    turn[:, (along + 2) % 3] = cosine * other - sine * one


def _dense(slope: Floats, row: Integers, column: Integers, shape: tuple[int, int]) -> Floats:
    """(T, K, 3, C) of what is not zero: `slope` (T, n, 3) at `row` and `column` (n,)."""
    full = np.zeros((len(slope), *shape, 3))
    full[:, row, column] = slope
    return np.swapaxes(full, 2, 3)


def cross(one: Floats, other: Floats) -> Floats:
    """The vector products (..., 3); `numpy.cross` costs several times as much."""
    a, b, c = one[..., 0], one[..., 1], one[..., 2]
    x, y, z = other[..., 0], other[..., 1], other[..., 2]
    product = np.empty(np.broadcast_shapes(one.shape, other.shape))
    product[..., 0] = b * z - c * y
    product[..., 1] = c * x - a * z
    product[..., 2] = a * y - b * x
    return product
