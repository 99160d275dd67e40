"""Kernels: normal equations of a whole motion, within frames and from each frame to the one before.

As in `kinematics_kernel`, sums over points are gathered body by body; the sum of J(t)^T C J(t - 1) needs the
screws of both frames.
"""
# ruff: noqa: PLR0917  numba's functions take their arguments by position

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kinechain.body.chain import Tree
from kinechain.body.kinematics_kernel import FAST, add_point, gather, place_bodies, place_point

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@njit(cache=True, fastmath=FAST)
def add_coupling(point: Floats, before: Floats, coupling: Floats, matrix: Floats) -> None:
    """Add X(point)^T coupling X(before) to `matrix` (6, 6), where X(p) (w, v) = w x p + v."""
    left = np.empty((6, 3))
    for j in range(3):
        a, b, c = coupling[0, j], coupling[1, j], coupling[2, j]
        left[0, j] = point[1] * c - point[2] * b
        left[1, j] = point[2] * a - point[0] * c
        left[2, j] = point[0] * b - point[1] * a
        left[3, j], left[4, j], left[5, j] = a, b, c
    for i in range(6):
        a, b, c = left[i, 0], left[i, 1], left[i, 2]
        matrix[i, 0] += before[1] * c - before[2] * b
        matrix[i, 1] += before[2] * a - before[0] * c
        matrix[i, 2] += before[0] * b - before[1] * a
        matrix[i, 3] += a
        matrix[i, 4] += b
        matrix[i, 5] += c


@njit(cache=True, fastmath=FAST)
def gather_coupling(
    tree: Tree, bodies: Integers, screw: Floats, screw_before: Floats, matrix: Floats, h: Floats
) -> None:
    """Add to h (Q, Q), rows of this frame, columns of the last, from `matrix` (B, 6, 6), which is used up."""
    felt, felt_before = np.empty(6), np.empty(6)
    for at in range(len(bodies) - 1, -1, -1):
        body = bodies[at]
        for slot in range(tree.slot_start[body], tree.slot_start[body + 1]):
            for i in range(6):
                felt[i] = felt_before[i] = 0.0
                for j in range(6):
                    felt[i] += matrix[body, i, j] * screw_before[slot, j]
                    felt_before[i] += matrix[body, j, i] * screw[slot, j]
            _add_pairs(tree, body, slot, screw, screw_before, felt, felt_before, h)
        parent = tree.parent[body]
        if parent > 0:
            for i in range(6):
                for j in range(6):
                    matrix[parent, i, j] += matrix[body, i, j]


@njit(cache=True, fastmath=FAST)
def _add_pairs(
    tree: Tree,
    body: int,
    slot: int,
    screw: Floats,
    screw_before: Floats,
    felt: Floats,
    felt_before: Floats,
    h: Floats,
) -> None:
    """Add what `slot` shares with itself and with those below it, now with before and before with now."""
    c, carrier, last = tree.slot_coordinate[slot], body, slot + 1
    while carrier > 0:
        for other in range(tree.slot_start[carrier], last):
            d = tree.slot_coordinate[other]
            now = earlier = 0.0
            for i in range(6):
                now += screw[other, i] * felt[i]
                earlier += screw_before[other, i] * felt_before[i]
            h[c, d] += earlier
            if other != slot:
                h[d, c] += now
        carrier = tree.parent[carrier]
        last = tree.slot_start[carrier + 1]


@njit(cache=True)
def motion_equations(
    tree: Tree,
    bodies: Integers,
    q: Floats,
    body: Integers,
    place: Floats,
    gradient: Floats,
    information: Floats,
    coupling: Floats,
    g: Floats,
    blocks: Floats,
) -> None:
    """Add to g (T, Q) and to the first two bands of blocks (T, 1 + P, Q, Q)."""
    count, slots = len(tree.parent), len(tree.slot_coordinate)
    rotation, position = np.zeros((count, 3, 3)), np.zeros((count, 3))
    rotation[0] = np.eye(3)
    screw, screw_before = np.zeros((slots, 6)), np.zeros((slots, 6))
    points, points_before = np.zeros((len(body), 3)), np.zeros((len(body), 3))
    wrench, matrix = np.empty((count, 6)), np.empty((count, 6, 6))
    for t in range(len(q)):
        place_bodies(tree, bodies, q[t], rotation, position, screw)
        wrench[:] = 0.0
        matrix[:] = 0.0
        for k in range(len(body)):
            place_point(rotation[body[k]], position[body[k]], place[k], points[k])
            add_point(points[k], gradient[t, k], information[t, k], wrench[body[k]], matrix[body[k]])
        gather(tree, bodies, screw, wrench, matrix, g[t], blocks[t, 0])
        if t > 0:
            matrix[:] = 0.0
            for k in range(len(body)):
                add_coupling(points[k], points_before[k], coupling[t, k], matrix[body[k]])
            gather_coupling(tree, bodies, screw, screw_before, matrix, blocks[t - 1, 1])
        screw, screw_before = screw_before, screw
        points, points_before = points_before, points


@njit(cache=True)
def pulled_back(
    tree: Tree, bodies: Integers, q: Floats, body: Integers, place: Floats, felt: Floats, pull: Floats
) -> None:
    """Add J^T felt to pull (T, Q, R), for R columns of `felt` (T, K, 3, R)."""
    count, slots, columns = len(tree.parent), len(tree.slot_coordinate), felt.shape[3]
    rotation, position = np.zeros((count, 3, 3)), np.zeros((count, 3))
    rotation[0] = np.eye(3)
    screw, point = np.zeros((slots, 6)), np.empty(3)
    wrench = np.empty((count, 6, columns))
    for t in range(len(q)):
        place_bodies(tree, bodies, q[t], rotation, position, screw)
        wrench[:] = 0.0
        for k in range(len(body)):
            place_point(rotation[body[k]], position[body[k]], place[k], point)
            _add_forces(point, felt[t, k], wrench[body[k]])
        for at in range(len(bodies) - 1, -1, -1):
            b = bodies[at]
            for slot in range(tree.slot_start[b], tree.slot_start[b + 1]):
                c = tree.slot_coordinate[slot]
                for i in range(6):
                    for r in range(columns):
                        pull[t, c, r] += screw[slot, i] * wrench[b, i, r]
            if tree.parent[b] > 0:
                wrench[tree.parent[b]] += wrench[b]


@njit(cache=True, fastmath=FAST)
def _add_forces(point: Floats, force: Floats, wrench: Floats) -> None:
    """Add R forces (3, R) at `point` to a wrench (6, R)."""
    for r in range(force.shape[1]):
        a, b, c = force[0, r], force[1, r], force[2, r]
        wrench[0, r] += point[1] * c - point[2] * b
        wrench[1, r] += point[2] * a - point[0] * c
        wrench[2, r] += point[0] * b - point[1] * a
        wrench[3, r] += a
        wrench[4, r] += b
        wrench[5, r] += c
