"""The pose of a chain, frame by frame, from points seen on its bodies.

Each frame by itself: the pose of least weighted squared distance, within the coordinates' bounds. For the
whole trajectory with its uncertainty, see `fit`.
Imports numba: import this module where it is needed.
"""

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinechain.body import inverse_kinematics_kernel as kernel
from kinechain.body.chain import Chain, joint_framed
from kinechain.body.kinematics import leading_bodies, point_positions
from kinechain.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_STEPS, MOST_FIRST_STEPS = 50, 300
# A person may face anywhere when the file begins.
HEADINGS = np.radians([0.0, 90.0, 180.0, -90.0])
MOST_TURNING = 3
# A first frame whose markers lie this close (RMS) faces the right way; a wrong heading misses by far more.
FITS_M = 0.05


@dataclass(frozen=True, eq=False)
class Poses:
    """What inverse kinematics found: `q` (T, Q) rad and m, NaN where a frame has no point, and the `steps`
    (T,) that it took; and what it was asked.
    """

    q: Floats
    steps: Integers
    chain: Chain
    body: Integers
    place: Floats
    seen: Floats
    weight: Floats

    @cached_property
    def distance(self) -> Floats:
        """(T, K) m from each point seen to its place on the chain; NaN where it was not seen."""
        there = point_positions(self.chain, self.q, self.body, self.place)
        return np.asarray(np.linalg.norm(there - self.seen, axis=2))

    @cached_property
    def cost(self) -> Floats:
        """(T,) the sum of weight times squared distance, m^2."""
        return np.asarray(np.nansum(self.weight * self.distance**2, axis=1))


def inverse_kinematics(
    chain: Chain,
    body: Integers,
    place: Floats,
    seen: Floats,
    weight: Floats | None = None,
    *,
    start: Floats | None = None,
) -> Poses:
    """The pose of least weighted squared distance in every frame.

    `body` (K,) and `place` (K, 3) say where the points are fixed to the chain; `seen` (T, K, 3) m where they
    were seen, NaN where they were not; `weight` (K,) or (T, K), not negative, all 1 by default. A frame
    starts from the one before, the first from `start` (Q,) or, without, from the best of several headings.
    Locked coordinates stay at their default; a coordinate that no seen point informs stays where it was.

    Levenberg-Marquardt on the Gauss-Newton matrix, with an active set for the bounds.
    Source: Lu and O'Connor, J Biomech 32, 1999 (global optimisation); Marquardt, SIAM J Appl Math 11, 1963.
    Data requirements: at least one point seen. Raises `InputError` if there is none.
    """
    there, weight = _weighted(seen, weight)
    known = np.asarray(weight.any(axis=1))
    if not known.any():
        raise InputError("no marker of the model was seen in any frame, so no pose can be found")
    task, frames, weights = kinematic_problem(chain, body, place), there[known], weight[known]
    first = _unwound(chain, _first_pose(chain, task, frames[0], weights[0], start))
    q, _, steps = solve(task, chain.locked, first, frames, weights)
    every_q, every_step = np.full((len(known), q.shape[1]), np.nan), np.zeros(len(known), dtype=np.int64)
    every_q[known], every_step[known] = q, steps
    return Poses(every_q, every_step, chain, body, place, seen, weight)


def _weighted(seen: Floats, weight: Floats | None) -> tuple[Floats, Floats]:
    """Points and weights for the kernel, which knows no NaN: what was not seen weighs nothing."""
    seen = np.ascontiguousarray(seen, dtype=np.float64)
    full = np.ones(seen.shape[:2]) if weight is None else np.broadcast_to(weight, seen.shape[:2])
    if not (np.isfinite(full) & (full >= 0)).all():
        raise InputError("a marker's weight must be a number of at least zero")
    there = np.asarray(np.isfinite(seen).all(axis=2))
    return np.where(there[..., None], seen, 0.0), np.where(there, full, 0.0).astype(np.float64)


def solve(
    task: kernel.Problem,
    held: Flags,
    first: Floats,
    seen: Floats,
    weight: Floats,
    *,
    most: int = MOST_STEPS,
    damping: float = kernel.LOWEST_DAMPING,
) -> tuple[Floats, Floats, Integers]:
    """Poses (T, Q), their costs (T,), nearly, and the steps (T,) they took, from `first` (Q,) on.

    `held` (Q,) coordinates stay; `seen` (T, K, 3) without NaN, `weight` (T, K); at `most` so many steps a
    frame, the first frame's damped by `damping`.
    """
    q, cost = np.empty((len(seen), len(first))), np.empty(len(seen))
    steps = np.empty(len(seen), dtype=np.int64)
    steady = np.r_[False, (weight[1:] == weight[:-1]).all(axis=1)]
    kernel.solve_frames(task, held, first, seen, weight, steady, most, damping, q, cost, steps)
    return q, cost, steps


def kinematic_problem(chain: Chain, body: Integers, place: Floats) -> kernel.Problem:
    """What the kernel needs to know of a chain with points on it."""
    body = np.ascontiguousarray(body, dtype=np.int64)
    moved = chain.moved_by()[body].astype(np.int64)
    order, partners = elimination(moved.T @ moved > 0)
    tree, carrier, rotation, position = joint_framed(chain)
    return kernel.Problem(
        tree=tree,
        bodies=leading_bodies(tree, carrier[body]),
        body=carrier[body],
        place=np.einsum("kij,kj->ki", rotation[body], place) + position[body],
        lowest=np.where(chain.locked, chain.default, chain.lowest),
        highest=np.where(chain.locked, chain.default, chain.highest),
        slot_rank=np.argsort(order)[tree.slot_coordinate],
        coordinate=order,
        partner_start=np.cumsum([0, *(len(p) for p in partners)], dtype=np.int64),
        partner=np.array([p for of_rank in partners for p in of_rank], dtype=np.int64),
    )


def elimination(linked: Flags) -> tuple[Integers, list[list[int]]]:
    """In which order to eliminate, so that few zeros are lost, and where the factor is not zero.

    `linked` (Q, Q) says where the matrix may differ from zero. Gives the coordinate of each rank, the last to
    be eliminated first, and for each rank the lower ranks it shares an entry with, rising. The coordinate
    with the fewest links goes next (minimum degree: Tinney and Walker, Proc IEEE 55, 1967).
    """
    links = {c: set(np.flatnonzero(row).tolist()) - {c} for c, row in enumerate(linked)}
    order: list[int] = []
    partners: list[set[int]] = []
    while links:
        now = min(links, key=lambda c: (len(links[c]), -c))
        others = links.pop(now)
        for other in others:
            links[other] |= others
            links[other] -= {now, other}
        order.append(now)
        partners.append(others)
    rank = {c: len(order) - 1 - at for at, c in enumerate(order)}
    lower = [sorted(rank[c] for c in others) for others in reversed(partners)]
    return np.array(order[::-1], dtype=np.int64), lower


def _first_pose(
    chain: Chain, task: kernel.Problem, seen: Floats, weight: Floats, start: Floats | None
) -> Floats:
    """Where the first frame starts: at `start`, or where the default pose leads or, if that fits badly, at
    the best of what several headings lead to.
    """
    everything = ~chain.locked
    begin = np.clip(chain.default if start is None else start, task.lowest, task.highest)
    best, cost = _best_start(task, everything, begin[None], seen, weight)
    if start is not None or cost <= weight.sum() * FITS_M**2:
        return best
    whole = _moving_everything(task) & everything
    turned, _ = _best_start(task, whole, _headings(chain, task, whole, begin), seen, weight)
    return _best_start(task, everything, np.array([best, turned]), seen, weight)[0]


def _best_start(
    task: kernel.Problem, free: Flags, starts: Floats, seen: Floats, weight: Floats
) -> tuple[Floats, float]:
    """Of the poses `starts` (n, Q), each moved by the `free` coordinates alone, that of least cost, and the
    cost.
    """
    best, least = starts[0], np.inf
    for start in starts:
        q, cost, _ = solve(
            task, ~free, start, seen[None], weight[None], most=MOST_FIRST_STEPS, damping=kernel.FAR_DAMPING
        )
        if cost[0] < least:
            best, least = q[0], float(cost[0])
    return best, least


def _moving_everything(task: kernel.Problem) -> Flags:
    """(Q,) the coordinates that move all the points."""
    moved = np.ones(len(task.lowest), dtype=np.bool_)
    for body in set(task.body.tolist()):
        moves = np.zeros(len(task.lowest), dtype=np.bool_)
        for link in leading_bodies(task.tree, np.array([body])):
            slots = slice(task.tree.slot_start[link], task.tree.slot_start[link + 1])
            moves[task.tree.slot_coordinate[slots]] = True
        moved &= moves
    return moved


def _headings(chain: Chain, task: kernel.Problem, free: Flags, default: Floats) -> Floats:
    """Poses that face in all directions, by the angles that turn everything."""
    turning = [c for c in np.flatnonzero(free) if chain.coordinates[c].rotational][:MOST_TURNING]
    poses = []
    for angles in itertools.product(HEADINGS, repeat=len(turning)):
        pose = default.copy()
        pose[turning] += angles
        if (pose >= task.lowest).all() and (pose <= task.highest).all():
            poses.append(pose)
    return np.array(poses)


def _unwound(chain: Chain, q: Floats) -> Floats:
    """`q` without whole turns, where a coordinate is free to turn and does nothing else."""
    tree = chain.tree
    driven = tree.axis_coordinate >= 0
    bound = np.isfinite(chain.lowest) | np.isfinite(chain.highest) | chain.locked
    other = driven & (~tree.axis_rotates | (np.diff(tree.stage_start) > 0))
    bound[tree.axis_coordinate[other]] = True
    turns = np.round((q - chain.default) / (2 * np.pi))
    return np.asarray(np.where(bound, q, q - 2 * np.pi * turns))
