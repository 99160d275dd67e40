"""Poses of single frames: what each frame's sightings and the body's habits say, without its neighbours."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.body.habits import Habits
from kinechain.body.kinematics import normal_equations, point_positions
from kinechain.body.observation import Linearised, Observation
from kinechain.body.prior import place_cost

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROUNDS = 40
STILL = 1e-4
"""rad or m: a step that is smaller than this ends the search."""


class Equations(NamedTuple):
    """Cost (F,), gradient (F, Q) and curvature (F, Q, Q) of F frames."""

    cost: Floats
    gradient: Floats
    curvature: Floats


class Sight(Protocol):
    """What `Extra` asks of a cost of points."""

    def linearised(self, points: Floats) -> Linearised:
        """The cost of `points` (F, P, 3) and its quadratic model."""


class Extra(Protocol):
    """A further cost of P points, `carrier` (P,) and `place` (P, 3), which the shape does not move."""

    @property
    def carrier(self) -> Integers: ...
    @property
    def place(self) -> Floats: ...
    @property
    def seen(self) -> Sight: ...


def pose_equations(
    chain: Chain,
    carrier: Integers,
    place: Floats,
    seen: Observation,
    q: Floats,
    *,
    habits: Habits,
    lasting_s: Floats,
    extras: Sequence[Extra] = (),
) -> Equations:
    """The cost of poses `q` (F, Q) and its quadratic model; see `prior.place_cost` for `lasting_s`."""
    usual = place_cost(habits, q, lasting_s)
    cost, gradient = usual.cost.copy(), usual.gradient.copy()
    curvature = np.zeros((*q.shape, q.shape[1]))
    diagonal = np.arange(q.shape[1])
    curvature[:, diagonal, diagonal] = usual.curvature
    for body, at, sight in [(carrier, place, seen), *((e.carrier, e.place, e.seen) for e in extras)]:
        model = sight.linearised(point_positions(chain, q, body, at))
        g, h = normal_equations(chain, q, body, at, model.gradient, model.information)
        cost, gradient, curvature = cost + model.cost, gradient + g, curvature + h
    return Equations(cost, gradient, curvature)


def fit_poses(
    chain: Chain,
    carrier: Integers,
    place: Floats,
    seen: Observation,
    q: Floats,
    *,
    habits: Habits,
    lasting_s: Floats,
    rounds: int = ROUNDS,
) -> Floats:
    """The likeliest poses (F, Q) near `q`: Levenberg-Marquardt of all frames side by side."""
    damping = np.full(len(q), 1e-2)

    def equations(q: Floats) -> Equations:
        return pose_equations(chain, carrier, place, seen, q, habits=habits, lasting_s=lasting_s)

    now = equations(q)
    for _ in range(rounds):
        step = damped_step(now, damping)
        there = equations(q + step)
        better = there.cost <= now.cost
        q = np.where(better[:, None], q + step, q)
        now = Equations(
            np.where(better, there.cost, now.cost),
            np.where(better[:, None], there.gradient, now.gradient),
            np.where(better[:, None, None], there.curvature, now.curvature),
        )
        damping = np.clip(np.where(better, damping / 5, damping * 5), 1e-9, 1e6)
        if (better | (damping > 1e3)).all() and np.abs(step).max() < STILL:
            break
    return q


def damped_step(equations: Equations, damping: Floats) -> Floats:
    """The step (F, Q) of Levenberg and Marquardt, with `damping` (F,)."""
    curvature = equations.curvature.copy()
    diagonal = np.arange(curvature.shape[1])
    curvature[:, diagonal, diagonal] *= 1 + damping[:, None]
    return np.asarray(-np.linalg.solve(curvature, equations.gradient[..., None])[..., 0])
