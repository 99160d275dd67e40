"""Kernels: where the bodies of a chain are, and how points on them move with its coordinates.

Motion of a body with a slot (see `chain.Tree`) is a screw: its angular velocity, then the velocity of the
point of the body at the origin of the ground. A point p moves by angular x p + linear. Sums over points of
J^T f and J^T M J are gathered body by body, then from the leaves to the root, as the composite rigid body
algorithm does (Featherstone, Rigid Body Dynamics Algorithms, 2008, chapter 6): their cost hardly grows with
the points.
"""
# ruff: noqa: PLR0917  numba's functions take their arguments by position

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kinechain.body.chain import Tree

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# What may be reordered for speed; NaN and infinity keep their meaning, unlike with fastmath=True.
FAST: Any = {"contract", "reassoc", "nsz", "arcp"}


@njit(cache=True, fastmath=FAST)
def function_value(tree: Tree, axis: int, x: float) -> tuple[float, float]:
    """Value and slope at x of an axis's functions, each of the one before."""
    value, slope = x, 1.0
    for stage in range(tree.stage_start[axis], tree.stage_start[axis + 1]):
        first, last = tree.knot_start[stage], tree.knot_start[stage + 1]
        knot = first
        while knot < last and tree.knots[knot] <= value:
            knot += 1
        row = tree.piece_start[stage] + knot - first
        if last > first:
            value -= tree.knots[max(knot - 1, first)]
        total = gain = 0.0
        for power in range(tree.coefficients.shape[1]):
            gain = gain * value + total
            total = total * value + tree.coefficients[row, power]
        value = total
        slope *= gain
    return value, slope


@njit(cache=True, fastmath=FAST)
def turn(rotation: Floats, body: int, along: int, vector: Floats, axis: int, angle: float) -> None:
    """Turn `rotation[body]`, in place, about the `axis` of the turned frame; see `Tree.axis_along`."""
    sine, cosine = np.sin(angle), np.cos(angle)
    if along < 3:
        j, k = (1, 2) if along == 0 else (2, 0) if along == 1 else (0, 1)
        for i in range(3):
            b, c = rotation[body, i, j], rotation[body, i, k]
            rotation[body, i, j] = b * cosine + c * sine
            rotation[body, i, k] = c * cosine - b * sine
        return
    x, y, z = vector[axis, 0], vector[axis, 1], vector[axis, 2]
    for i in range(3):
        a, b, c = rotation[body, i, 0], rotation[body, i, 1], rotation[body, i, 2]
        rest = (a * x + b * y + c * z) * (1.0 - cosine)
        rotation[body, i, 0] = a * cosine + rest * x + (b * z - c * y) * sine
        rotation[body, i, 1] = b * cosine + rest * y + (c * x - a * z) * sine
        rotation[body, i, 2] = c * cosine + rest * z + (a * y - b * x) * sine


@njit(cache=True, fastmath=FAST)
def shift(rotation: Floats, position: Floats, base: int, body: int, place: Floats) -> None:
    """Put the position of `body` at its `place` in the frame of `base`."""
    x, y, z = place[body, 0], place[body, 1], place[body, 2]
    for i in range(3):
        position[body, i] = (
            position[base, i] + rotation[base, i, 0] * x + rotation[base, i, 1] * y + rotation[base, i, 2] * z
        )


@njit(cache=True, fastmath=FAST)
def orient(rotation: Floats, base: int, body: int, frame: Floats, turned: bool) -> None:
    """Put the rotation of `body` at its `frame` in that of `base`; `turned` if the frame is turned at all."""
    for i in range(3):
        a, b, c = rotation[base, i, 0], rotation[base, i, 1], rotation[base, i, 2]
        if turned:
            for j in range(3):
                rotation[body, i, j] = a * frame[body, 0, j] + b * frame[body, 1, j] + c * frame[body, 2, j]
        else:
            rotation[body, i, 0], rotation[body, i, 1], rotation[body, i, 2] = a, b, c


@njit(cache=True, fastmath=FAST)
def direction(
    rotation: Floats, body: int, along: int, vector: Floats, axis: int
) -> tuple[float, float, float]:
    """Where an axis of the frame at `body` points in the ground's."""
    if along < 3:
        return rotation[body, 0, along], rotation[body, 1, along], rotation[body, 2, along]
    x, y, z = vector[axis, 0], vector[axis, 1], vector[axis, 2]
    return (
        rotation[body, 0, 0] * x + rotation[body, 0, 1] * y + rotation[body, 0, 2] * z,
        rotation[body, 1, 0] * x + rotation[body, 1, 1] * y + rotation[body, 1, 2] * z,
        rotation[body, 2, 0] * x + rotation[body, 2, 1] * y + rotation[body, 2, 2] * z,
    )


@njit(cache=True, fastmath=FAST)
def add_turning(screw: Floats, slot: int, x: float, y: float, z: float, position: Floats, body: int) -> None:
    """Add to a slot a turning by (x, y, z) about the position of a body."""
    a, b, c = position[body, 0], position[body, 1], position[body, 2]
    screw[slot, 0] += x
    screw[slot, 1] += y
    screw[slot, 2] += z
    screw[slot, 3] += b * z - c * y
    screw[slot, 4] += c * x - a * z
    screw[slot, 5] += a * y - b * x


@njit(cache=True, fastmath=FAST, inline="always")
def place_bodies(
    tree: Tree, bodies: Integers, q: Floats, rotation: Floats, position: Floats, screw: Floats
) -> None:
    """Fill `rotation` (B, 3, 3), `position` (B, 3) and `screw` (S, 6) of the `bodies`, parents first.

    Entry 0 of rotation and position, the ground's, must be there. A body's entries hold the joint's frame
    until all its axes have moved it.
    """
    vector = tree.axis_vector
    for at in range(len(bodies)):
        # Unsigned, so that numba need not ask whether an index counts from the end.
        number = bodies[at]
        body: Any = np.uintp(number)
        parent: Any = np.uintp(tree.parent[number])
        shift(rotation, position, parent, body, tree.joint_position)
        orient(rotation, parent, body, tree.joint_rotation, tree.joint_turned[body])
        for cleared in range(tree.slot_start[number], tree.slot_start[number + 1]):
            for i in range(6):
                screw[cleared, i] = 0.0
        for axis in range(tree.axis_start[number], tree.axis_start[number + 1]):
            driven, along = tree.axis_slot[axis] >= 0, tree.axis_along[axis]
            slot: Any = np.uintp(max(tree.axis_slot[axis], 0))
            value, slope = q[tree.axis_coordinate[axis]] if driven else 0.0, 1.0
            if tree.stage_start[axis] < tree.stage_start[axis + 1]:
                value, slope = function_value(tree, axis, value)
            x, y, z = direction(rotation, body, along, vector, axis)
            if tree.axis_rotates[axis]:
                if driven:
                    add_turning(screw, slot, slope * x, slope * y, slope * z, position, body)
                turn(rotation, body, along, vector, axis, value)
                continue
            position[body, 0] += x * value
            position[body, 1] += y * value
            position[body, 2] += z * value
            if driven:
                screw[slot, 3] += slope * x
                screw[slot, 4] += slope * y
                screw[slot, 5] += slope * z
        if tree.child_apart[body]:
            shift(rotation, position, body, body, tree.child_position)
            orient(rotation, body, body, tree.child_rotation, True)


@njit(cache=True, fastmath=FAST)
def place_point(rotation: Floats, position: Floats, place: Floats, point: Floats) -> None:
    """Fill `point` (3,): where `place`, given in a body's frame, lies in the ground's."""
    for i in range(3):
        point[i] = (
            position[i] + rotation[i, 0] * place[0] + rotation[i, 1] * place[1] + rotation[i, 2] * place[2]
        )


@njit(cache=True)
def frames_over_time(tree: Tree, bodies: Integers, q: Floats, rotation: Floats, position: Floats) -> None:
    """Fill `rotation` (T, B, 3, 3) and `position` (T, B, 3) for q (T, Q)."""
    screw = np.empty((len(tree.slot_coordinate), 6))
    for t in range(len(q)):
        rotation[t, 0] = np.eye(3)
        position[t, 0] = 0.0
        place_bodies(tree, bodies, q[t], rotation[t], position[t], screw)


@njit(cache=True)
def points_over_time(
    tree: Tree, bodies: Integers, q: Floats, body: Integers, place: Floats, points: Floats
) -> None:
    """Fill `points` (T, K, 3)."""
    rotation, position = np.zeros((len(tree.parent), 3, 3)), np.zeros((len(tree.parent), 3))
    rotation[0] = np.eye(3)
    screw = np.empty((len(tree.slot_coordinate), 6))
    for t in range(len(q)):
        place_bodies(tree, bodies, q[t], rotation, position, screw)
        for k in range(len(body)):
            place_point(rotation[body[k]], position[body[k]], place[k], points[t, k])


@njit(cache=True)
def jacobian_over_time(
    tree: Tree, bodies: Integers, q: Floats, body: Integers, place: Floats, jacobian: Floats
) -> None:
    """Add to `jacobian` (T, K, 3, Q), which comes as zeros, only where a coordinate moves a point."""
    rotation, position = np.zeros((len(tree.parent), 3, 3)), np.zeros((len(tree.parent), 3))
    rotation[0] = np.eye(3)
    screw = np.empty((len(tree.slot_coordinate), 6))
    point = np.empty(3)
    for t in range(len(q)):
        place_bodies(tree, bodies, q[t], rotation, position, screw)
        for k in range(len(body)):
            place_point(rotation[body[k]], position[body[k]], place[k], point)
            carrier = body[k]
            while carrier > 0:
                for slot in range(tree.slot_start[carrier], tree.slot_start[carrier + 1]):
                    c, s = tree.slot_coordinate[slot], screw[slot]
                    jacobian[t, k, 0, c] += s[1] * point[2] - s[2] * point[1] + s[3]
                    jacobian[t, k, 1, c] += s[2] * point[0] - s[0] * point[2] + s[4]
                    jacobian[t, k, 2, c] += s[0] * point[1] - s[1] * point[0] + s[5]
                carrier = tree.parent[carrier]


@njit(cache=True, fastmath=FAST)
def add_point(point: Floats, gradient: Floats, information: Floats, wrench: Floats, matrix: Floats) -> None:
    """Add a point's gradient (3,) and information (3, 3) to its body's wrench (6,) and matrix (6, 6)."""
    x, y, z = point[0], point[1], point[2]
    wrench[0] += y * gradient[2] - z * gradient[1]
    wrench[1] += z * gradient[0] - x * gradient[2]
    wrench[2] += x * gradient[1] - y * gradient[0]
    turned = np.empty((3, 3))  # [p]x information: column by column p x information
    for j in range(3):
        a, b, c = information[0, j], information[1, j], information[2, j]
        turned[0, j] = y * c - z * b
        turned[1, j] = z * a - x * c
        turned[2, j] = x * b - y * a
        wrench[3 + j] += gradient[j]
    for i in range(3):
        a, b, c = turned[i, 0], turned[i, 1], turned[i, 2]
        matrix[i, 0] += y * c - z * b
        matrix[i, 1] += z * a - x * c
        matrix[i, 2] += x * b - y * a
        for j in range(3):
            matrix[i, 3 + j] += turned[i, j]
            matrix[3 + j, i] += turned[i, j]
            matrix[3 + i, 3 + j] += information[i, j]


@njit(cache=True, fastmath=FAST)
def gather(
    tree: Tree, bodies: Integers, screw: Floats, wrench: Floats, matrix: Floats, g: Floats, h: Floats
) -> None:
    """Add to g (Q,) and h (Q, Q) from each body's wrench (B, 6) and matrix (B, 6, 6), which are used up."""
    felt = np.empty(6)
    for at in range(len(bodies) - 1, -1, -1):
        body = bodies[at]
        for slot in range(tree.slot_start[body], tree.slot_start[body + 1]):
            c = tree.slot_coordinate[slot]
            for i in range(6):
                g[c] += screw[slot, i] * wrench[body, i]
                felt[i] = 0.0
                for j in range(6):
                    felt[i] += matrix[body, i, j] * screw[slot, j]
            add_row(tree, body, slot, screw, felt, h)
        parent = tree.parent[body]
        if parent > 0:
            for i in range(6):
                wrench[parent, i] += wrench[body, i]
                for j in range(6):
                    matrix[parent, i, j] += matrix[body, i, j]


@njit(cache=True, fastmath=FAST)
def add_row(tree: Tree, body: int, slot: int, screw: Floats, felt: Floats, h: Floats) -> None:
    """Add to h what `slot`, whose motion is `felt` (6,) as a wrench, shares with itself and those below."""
    c, carrier, last = tree.slot_coordinate[slot], body, slot + 1
    while carrier > 0:
        for other in range(tree.slot_start[carrier], last):
            shared = 0.0
            for i in range(6):
                shared += screw[other, i] * felt[i]
            d = tree.slot_coordinate[other]
            h[c, d] += shared
            if other != slot:
                h[d, c] += shared
        carrier = tree.parent[carrier]
        last = tree.slot_start[carrier + 1]


@njit(cache=True)
def normal_equations_over_time(
    tree: Tree,
    bodies: Integers,
    q: Floats,
    body: Integers,
    place: Floats,
    gradient: Floats,
    information: Floats,
    g: Floats,
    h: Floats,
) -> None:
    """Add to g (T, Q) and h (T, Q, Q), which come as zeros."""
    count = len(tree.parent)
    rotation, position = np.zeros((count, 3, 3)), np.zeros((count, 3))
    rotation[0] = np.eye(3)
    screw, point = np.empty((len(tree.slot_coordinate), 6)), np.empty(3)
    wrench, matrix = np.empty((count, 6)), np.empty((count, 6, 6))
    for t in range(len(q)):
        place_bodies(tree, bodies, q[t], rotation, position, screw)
        wrench[:] = 0.0
        matrix[:] = 0.0
        for k in range(len(body)):
            place_point(rotation[body[k]], position[body[k]], place[k], point)
            add_point(point, gradient[t, k], information[t, k], wrench[body[k]], matrix[body[k]])
        gather(tree, bodies, screw, wrench, matrix, g[t], h[t])
