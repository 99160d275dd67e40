"""`Chain`: a tree of rigid bodies and the joints between them.

A point p of a child body lies, in its parent's frame, at

    joint position + joint rotation ( translations + rotations ( child rotation p + child position ) )

where a joint's translations add up along axes of the joint's frame and its rotations turn one after the
other, each about an axis that the ones before it have turned (as in OpenSim's CustomJoint). How far along or
about an axis is a function of one coordinate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinechain.body.piecewise import Piecewise
from kinechain.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

GROUND = "ground"
ROUNDING = 1e-14


@dataclass(frozen=True, slots=True)
class Coordinate:
    """One way in which the chain can move: rad if `rotational`, else m. A `locked` one stays put."""

    name: str
    rotational: bool = True
    default: float = 0.0
    lowest: float = -np.inf
    highest: float = np.inf
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a joint. It turns (rad) or moves (m) by `functions`, each of the one before, of the
    coordinate: without functions by the coordinate itself, without coordinate by the functions of zero.
    """

    vector: tuple[float, float, float]
    coordinate: str | None
    rotates: bool = True
    functions: tuple[Piecewise, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """How the body `child` hangs on the body `parent`.

    `position` (3,) and `rotation` (3, 3) are the joint's frame in the parent, `child_position` and
    `child_rotation` the joint's frame in the child. Rotations turn the joint's vectors into the body's.
    """

    child: str
    parent: str
    axes: tuple[Axis, ...] = ()
    position: Floats = field(default_factory=lambda: np.zeros(3))
    rotation: Floats = field(default_factory=lambda: np.eye(3))
    child_position: Floats = field(default_factory=lambda: np.zeros(3))
    child_rotation: Floats = field(default_factory=lambda: np.eye(3))


class Tree(NamedTuple):
    """The chain as arrays, for the kernels: B bodies (0 is the ground, each after its parent), A axes.

    Slots are the pairs of a joint and a coordinate that moves it; axes of a joint that share a coordinate
    share a slot. The functions of an axis are its stages.
    """

    parent: Integers  # (B,) index of each body's parent; -1 for the ground
    joint_position: Floats  # (B, 3) the joint's frame in the parent
    joint_rotation: Floats  # (B, 3, 3)
    joint_turned: NDArray[np.bool_]  # (B,) whether the joint's frame is turned at all
    child_position: Floats  # (B, 3) the child's frame in the joint's moved frame
    child_rotation: Floats  # (B, 3, 3)
    child_apart: NDArray[np.bool_]  # (B,) whether the child's frame is not the joint's moved frame itself
    axis_start: Integers  # (B + 1,) body b's axes: axis_start[b] to axis_start[b + 1], translations first
    axis_vector: Floats  # (A, 3) of length 1 where the axis turns
    axis_along: Integers  # (A,) 0, 1, 2 for x, y, z themselves, 3 for any other
    axis_rotates: NDArray[np.bool_]  # (A,)
    axis_coordinate: Integers  # (A,) -1 for none
    axis_slot: Integers  # (A,) -1 for none
    slot_start: Integers  # (B + 1,) slots of body b
    slot_coordinate: Integers  # (S,)
    stage_start: Integers  # (A + 1,) stages of axis a
    knot_start: Integers  # (stages + 1,) knots of a stage
    knots: Floats
    piece_start: Integers  # (stages,) first row of coefficients of a stage
    coefficients: Floats  # (pieces, powers), of falling powers


@dataclass(frozen=True, eq=False)
class Chain:
    """Bodies (the first is the ground), coordinates in the order of q, and the arrays of the kernels."""

    bodies: tuple[str, ...]
    coordinates: tuple[Coordinate, ...]
    tree: Tree

    @cached_property
    def coordinate_names(self) -> tuple[str, ...]:
        """Names in the order of q."""
        return tuple(coordinate.name for coordinate in self.coordinates)

    @cached_property
    def default(self) -> Floats:
        """(Q,) where each coordinate is by default."""
        return np.array([coordinate.default for coordinate in self.coordinates], dtype=np.float64)

    @cached_property
    def lowest(self) -> Floats:
        """(Q,) lower bounds."""
        return np.array([coordinate.lowest for coordinate in self.coordinates], dtype=np.float64)

    @cached_property
    def highest(self) -> Floats:
        """(Q,) upper bounds."""
        return np.array([coordinate.highest for coordinate in self.coordinates], dtype=np.float64)

    @cached_property
    def locked(self) -> NDArray[np.bool_]:
        """(Q,) whether a coordinate stays at its default."""
        return np.array([coordinate.locked for coordinate in self.coordinates], dtype=np.bool_)

    def body(self, name: str) -> int:
        """Index of a body. Raises `InputError` if there is none."""
        return _index(self.bodies, name, "body")

    def coordinate(self, name: str) -> int:
        """Index of a coordinate in q. Raises `InputError` if there is none."""
        return _index(self.coordinate_names, name, "coordinate")

    def moved_by(self) -> NDArray[np.bool_]:
        """(B, Q) whether a coordinate moves a body."""
        moved = np.zeros((len(self.bodies), len(self.coordinates)), dtype=np.bool_)
        for body in range(1, len(self.bodies)):
            moved[body] = moved[self.tree.parent[body]]
            slots = slice(self.tree.slot_start[body], self.tree.slot_start[body + 1])
            moved[body, self.tree.slot_coordinate[slots]] = True
        return moved


def make_chain(joints: Sequence[Joint], coordinates: Sequence[Coordinate]) -> Chain:
    """The chain of these joints, in any order. The first of each `parent` is found from the ground up.

    Raises `InputError` where a body hangs on nothing or on two joints, or an axis names no coordinate.
    """
    ordered = [replace(joint, axes=_in_order(joint.axes)) for joint in _from_the_ground_up(joints)]
    bodies = (GROUND, *(joint.child for joint in ordered))
    names = [coordinate.name for coordinate in coordinates]
    if len(set(names)) != len(names):
        raise InputError(f"two coordinates are named {next(n for n in names if names.count(n) > 1)!r}")
    return Chain(bodies, tuple(coordinates), _tree(ordered, bodies, names))


def scaled_chain(chain: Chain, scale: Floats) -> Chain:
    """`chain` with each body stretched along its own axes by `scale` (B, 3), as OpenSim's scaling does.

    The places of joints in a body stretch with it. A joint's translations by a function (the rolling of a
    knee) stretch with the parent, those by a coordinate itself do not.
    """
    tree = chain.tree
    # The joint's place in the child is -child_rotation^T child_position.
    place = -np.einsum("bji,bj->bi", tree.child_rotation, tree.child_position) * scale
    stretched = tree._replace(
        joint_position=tree.joint_position * scale[np.maximum(tree.parent, 0)],
        child_position=-np.einsum("bij,bj->bi", tree.child_rotation, place),
        child_apart=_turned(tree.child_rotation) | place.any(axis=1),
        coefficients=_stretched(chain, scale),
    )
    return replace(chain, tree=stretched)


def joint_framed(chain: Chain) -> tuple[Tree, Integers, Floats, Floats]:
    """The same chain, quicker to compute: every body's frame at its joint, and no bodies welded to others.

    Gives its tree, with the bodies' numbers as they were, and where each body of `chain` lies in it: the
    number of the body that carries it (B,), and its rotation (B, 3, 3) and position (B, 3) in that body's new
    frame.
    """
    tree, count = chain.tree, len(chain.bodies)
    carrier, parent = np.arange(count, dtype=np.int64), tree.parent.copy()
    rotation, position = tree.child_rotation.copy(), tree.child_position.copy()
    joint_rotation, joint_position = tree.joint_rotation.copy(), tree.joint_position.copy()
    for body in range(1, count):
        above = tree.parent[body]
        joint_position[body] = rotation[above] @ tree.joint_position[body] + position[above]
        joint_rotation[body] = _tidy(rotation[above] @ tree.joint_rotation[body])
        parent[body] = carrier[above]
        if tree.axis_start[body] == tree.axis_start[body + 1]:
            carrier[body] = carrier[above]
            position[body] = joint_rotation[body] @ tree.child_position[body] + joint_position[body]
            rotation[body] = _tidy(joint_rotation[body] @ tree.child_rotation[body])
    moved = tree._replace(
        parent=parent,
        joint_position=joint_position,
        joint_rotation=joint_rotation,
        joint_turned=_turned(joint_rotation),
        child_position=np.zeros((count, 3)),
        child_rotation=np.tile(np.eye(3), (count, 1, 1)),
        child_apart=np.zeros(count, dtype=np.bool_),
    )
    return moved, carrier, rotation, position


def _tidy(rotation: Floats) -> Floats:
    """`rotation`, or none at all where it is so small that it can only come from rounding."""
    return np.eye(3) if np.abs(rotation - np.eye(3)).max() < ROUNDING else rotation


def _stretched(chain: Chain, scale: Floats) -> Floats:
    """The coefficients, those of translations by a function stretched."""
    tree, coefficients = chain.tree, chain.tree.coefficients.copy()
    for body in range(1, len(chain.bodies)):
        for axis in range(tree.axis_start[body], tree.axis_start[body + 1]):
            last = tree.stage_start[axis + 1] - 1
            if tree.axis_rotates[axis] or last < tree.stage_start[axis]:
                continue
            along = np.abs(tree.joint_rotation[body] @ tree.axis_vector[axis])
            rows = slice(tree.piece_start[last], _rows_end(tree, last))
            coefficients[rows] *= along @ scale[tree.parent[body]] / along.sum()
    return coefficients


def _rows_end(tree: Tree, stage: int) -> int:
    return int(tree.piece_start[stage] + tree.knot_start[stage + 1] - tree.knot_start[stage] + 1)


def _index(names: tuple[str, ...], name: str, kind: str) -> int:
    if name not in names:
        raise InputError(f"this model has no {kind} {name!r}; it has {', '.join(names)}")
    return names.index(name)


def _from_the_ground_up(joints: Sequence[Joint]) -> list[Joint]:
    children = [joint.child for joint in joints]
    for name in children:
        if children.count(name) > 1 or name == GROUND:
            raise InputError(f"the body {name!r} hangs on two joints; a chain is a tree, without loops")
    ordered: list[Joint] = []
    placed, waiting = {GROUND}, list(joints)
    while waiting:
        ready = [joint for joint in waiting if joint.parent in placed]
        if not ready:
            raise InputError(f"the body {waiting[0].child!r} does not hang on the ground by any joint")
        ordered += ready
        placed |= {joint.child for joint in ready}
        waiting = [joint for joint in waiting if joint.child not in placed]
    return ordered


def _in_order(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """Translations first, so that the centre of rotation is known when the rotations come."""
    return tuple(sorted(axes, key=lambda axis: axis.rotates))


def _tree(joints: list[Joint], bodies: tuple[str, ...], names: list[str]) -> Tree:
    axes = [axis for joint in joints for axis in joint.axes]
    functions = [function for axis in axes for function in axis.functions]
    vectors = np.array([_direction(axis) for axis in axes], dtype=np.float64).reshape(-1, 3)
    joint_rotation = np.array([np.eye(3), *(joint.rotation for joint in joints)], dtype=np.float64)
    child_rotation = np.array([np.eye(3), *(joint.child_rotation.T for joint in joints)], dtype=np.float64)
    child_place = np.array([np.zeros(3), *(joint.child_position for joint in joints)])
    coordinate = np.array([_coordinate(axis, names) for axis in axes], dtype=np.int64)
    slot, slots = _slots(joints, coordinate)
    return Tree(
        parent=np.array([-1, *(bodies.index(joint.parent) for joint in joints)], dtype=np.int64),
        joint_position=np.array([np.zeros(3), *(joint.position for joint in joints)], dtype=np.float64),
        joint_rotation=joint_rotation,
        joint_turned=_turned(joint_rotation),
        child_position=-np.einsum("bij,bj->bi", child_rotation, child_place),
        child_rotation=child_rotation,
        child_apart=_turned(child_rotation) | child_place.any(axis=1),
        axis_start=_starts([0, *(len(joint.axes) for joint in joints)]),
        axis_vector=vectors,
        axis_along=_along(vectors),
        axis_rotates=np.array([axis.rotates for axis in axes], dtype=np.bool_),
        axis_coordinate=coordinate,
        axis_slot=slot,
        slot_start=_starts([0, *(len(of_joint) for of_joint in slots)]),
        slot_coordinate=np.array([c for of_joint in slots for c in of_joint], dtype=np.int64),
        stage_start=_starts([len(axis.functions) for axis in axes]),
        knot_start=_starts([len(function.knots) for function in functions]),
        knots=np.concatenate([np.empty(0), *(function.knots for function in functions)]),
        piece_start=_starts([len(function.coefficients) for function in functions])[:-1],
        coefficients=_coefficients(functions),
    )


def _along(vectors: Floats) -> Integers:
    same = (vectors[:, None] == np.eye(3)).all(axis=2)
    return np.where(same.any(axis=1), np.argmax(same, axis=1), 3).astype(np.int64)


def _turned(rotation: Floats) -> NDArray[np.bool_]:
    return np.asarray((rotation != np.eye(3)).any(axis=(1, 2)))


def _starts(counts: list[int]) -> Integers:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)


def _coordinate(axis: Axis, names: list[str]) -> int:
    if axis.coordinate is None:
        return -1
    return _index(tuple(names), axis.coordinate, "coordinate")


def _direction(axis: Axis) -> Floats:
    vector = np.asarray(axis.vector, dtype=np.float64)
    length = float(np.linalg.norm(vector))
    if not 0 < length < np.inf:
        raise InputError("a joint's axis has no direction; give it one that is not zero")
    return vector / length if axis.rotates else vector


def _slots(joints: list[Joint], coordinate: Integers) -> tuple[Integers, list[list[int]]]:
    """The slot of each axis, and the coordinates of each joint's slots."""
    slot, slots, axis, first = np.full(len(coordinate), -1, dtype=np.int64), [], 0, 0
    for joint in joints:
        own: list[int] = []
        for _ in joint.axes:
            if coordinate[axis] >= 0:
                if coordinate[axis] not in own:
                    own.append(int(coordinate[axis]))
                slot[axis] = first + own.index(int(coordinate[axis]))
            axis += 1
        slots.append(own)
        first += len(own)
    return slot, slots


def _coefficients(functions: list[Piecewise]) -> Floats:
    powers = max((function.coefficients.shape[1] for function in functions), default=1)
    rows = [np.zeros((0, powers))]
    for function in functions:
        padding = np.zeros((len(function.coefficients), powers - function.coefficients.shape[1]))
        rows.append(np.hstack([padding, function.coefficients]))
    return np.vstack(rows)
