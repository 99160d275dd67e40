"""The likeliest motion of a body of known shape, whole, and how sure each instant of it is.

A maximum a posteriori estimate over all coordinates of all frames at once. The information of what was seen,
of smoothness and of contact ties a frame to three before it only, so that each Gauss-Newton round is one
banded Cholesky factorisation, and the exact covariance of the quadratic model one more pass over the factor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body import banded, motion_kernel
from kinechain.body.chain import Chain
from kinechain.body.contact import SoleContact
from kinechain.body.habits import Habits, habits
from kinechain.body.kinematics import carrying_bodies, point_positions
from kinechain.body.observation import Linearised, Observation
from kinechain.body.prior import REACH, Smoothness, lasting, place_cost, smoothness

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROUNDS = 12
STILL = 0.3
"""A step whose squared length, counted in sd of the whole motion, is less than this is the last."""
SLACK_M = (0.05, 0.02, 0.0, 0.0)
"""In these rounds, and until the same ones are believed twice running, sightings are believed anew; at first,
though they are as far off as the start may be.
"""
HALVINGS = 4


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The motion `q` (T, Q), the factor of its information, the sightings as believed, whether it settled."""

    q: Floats
    factor: banded.Factor
    seen: Observation
    converged: bool


@dataclass(frozen=True, eq=False)
class Task:
    """K points (`carrier` (K,), `place` (K, 3)) on `chain` at `time` (T,), and contacts with the floor."""

    chain: Chain
    carrier: Integers
    place: Floats
    time: Floats
    contacts: tuple[SoleContact, ...]
    habits: Habits
    smoothness: Smoothness

    def points(self, q: Floats) -> Floats:
        """(T, K, 3) m."""
        return point_positions(self.chain, q, self.carrier, self.place)


def task(
    chain: Chain, carrier: Integers, place: Floats, time: Floats, contacts: Sequence[SoleContact] = ()
) -> Task:
    """What `fit_trajectory` is to solve."""
    return Task(chain, carrier, place, time, tuple(contacts), habits(chain), smoothness(time))


def fit_trajectory(work: Task, seen: Observation, q: Floats) -> Trajectory:
    """The likeliest motion near `q` (T, Q), by Gauss-Newton rounds that halve a step which does not help.

    Raises `numpy.linalg.LinAlgError` where the information is not positive definite.
    """
    settled = converged = False
    for turn in range(ROUNDS):
        if not settled:
            believed = seen.seen()
            seen = seen.weighted(work.points(q), SLACK_M[turn] if turn < len(SLACK_M) else 0.0)
            settled = turn + 1 >= len(SLACK_M) and bool((seen.seen() == believed).all())
        cost, gradient, blocks = _equations(work, seen, q)
        factor = banded.factorise(blocks)
        step = -factor.solve(gradient)
        q = _stepped(work, seen, q, step, cost)
        converged = settled and bool(-(gradient * step).sum() < STILL)
        if converged:
            break
    return Trajectory(q, factor, seen, converged)


def _stepped(work: Task, seen: Observation, q: Floats, step: Floats, cost: float) -> Floats:
    for _ in range(HALVINGS):
        if _cost(work, seen, q + step) <= cost:
            break
        step = step / 2
    return q + step


def _cost(work: Task, seen: Observation, q: Floats) -> float:
    cost = seen.linearised(work.points(q)).cost.sum()
    cost += sum(c.linearised(point_positions(work.chain, q, *c.points)).cost.sum() for c in work.contacts)
    rough = work.habits.roughness
    cost += 0.5 * (q * work.smoothness.apply(q) / rough**2).sum()
    return float(cost + place_cost(work.habits, q, lasting(work.time)).cost.sum())


def _equations(work: Task, seen: Observation, q: Floats) -> tuple[float, Floats, Floats]:
    """Cost, gradient (T, Q) and information (T, 1 + REACH, Q, Q) of the whole motion."""
    frames, size = q.shape
    usual = place_cost(work.habits, q, lasting(work.time))
    rough = 1 / work.habits.roughness**2
    smooth = work.smoothness.apply(q) * rough
    gradient = usual.gradient + smooth
    cost = usual.cost.sum() + 0.5 * (q * smooth).sum()
    blocks = np.zeros((frames, REACH + 1, size, size))
    diagonal = np.arange(size)
    blocks[:, :, diagonal, diagonal] = work.smoothness.bands[:, :, None] * rough
    blocks[:, 0, diagonal, diagonal] += usual.curvature
    cost += _add(work.chain, q, work.carrier, work.place, seen, gradient=gradient, blocks=blocks)
    for contact in work.contacts:
        cost += _add(work.chain, q, *contact.points, contact, gradient=gradient, blocks=blocks)
    return float(cost), gradient, blocks


def _add(
    chain: Chain,
    q: Floats,
    carrier: Integers,
    place: Floats,
    seen: Observation | SoleContact,
    *,
    gradient: Floats,
    blocks: Floats,
) -> float:
    """Add what was seen of some points to gradient and blocks; its cost."""
    model = seen.linearised(point_positions(chain, q, carrier, place))
    add_points(chain, q, carrier, place, model, gradient=gradient, blocks=blocks)
    return float(model.cost.sum())


def add_points(
    chain: Chain,
    q: Floats,
    carrier: Integers,
    place: Floats,
    model: Linearised,
    *,
    gradient: Floats,
    blocks: Floats,
) -> None:
    """Add the quadratic model of some points to `gradient` (T, Q) and the first two bands of `blocks`."""
    motion_kernel.motion_equations(
        chain.tree,
        carrying_bodies(chain, carrier),
        np.ascontiguousarray(q),
        carrier,
        np.ascontiguousarray(place),
        np.ascontiguousarray(model.gradient),
        np.ascontiguousarray(model.information),
        np.ascontiguousarray(model.coupling),
        gradient,
        blocks,
    )
