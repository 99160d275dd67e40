"""Poses of single frames: what each frame's sightings and the body's habits say, without its neighbours."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.body.habits import Habits
from kinechain.body.kinematics import normal_equations, point_positions
from kinechain.body.observation import Observation
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


def pose_equations(
    chain: Chain, carrier: Integers, place: Floats, seen: Observation, habits: Habits, lasting_s: Floats, q: Floats
) -> Equations:
    """The cost of poses `q` (F, Q) and its quadratic model; see `prior.place_cost` for `lasting_s`."""
    model = seen.linearised(point_positions(chain, q, carrier, place))
    gradient, curvature = normal_equations(chain, q, carrier, place, model.gradient, model.information)
    usual = place_cost(habits, q, lasting_s)
    curvature[:, *np.diag_indices(q.shape[1])] += usual.curvature
    return Equations(model.cost + usual.cost, gradient + usual.gradient, curvature)


def fit_poses(
    chain: Chain,
    carrier: Integers,
    place: Floats,
    seen: Observation,
    habits: Habits,
    lasting_s: Floats,
    q: Floats,
    rounds: int = ROUNDS,
) -> Floats:
    """The likeliest poses (F, Q) near `q`: Levenberg-Marquardt of all frames side by side."""
    damping = np.full(len(q), 1e-2)
    now = pose_equations(chain, carrier, place, seen, habits, lasting_s, q)
    for _ in range(rounds):
        step = damped_step(now, damping)
        there = pose_equations(chain, carrier, place, seen, habits, lasting_s, q + step)
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
    diagonal = np.diag_indices(curvature.shape[1])
    curvature[:, *diagonal] *= 1 + damping[:, None]
    return -np.linalg.solve(curvature, equations.gradient[..., None])[..., 0]
