"""A person's size and where their markers sit, found together with the poses of some frames.

All of it at once, by damped Gauss-Newton descent: given the shape, the frames' poses are independent, so that
each is eliminated by itself (a Schur complement) and only the shape's own equations remain. What the markers
cannot tell is settled by how people differ (`scaling.PARAMETERS`) and how far laboratories place markers from
landmarks (`body.xml`); the posterior of the shape says how well it was told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinechain.body.habits import Habits, habits
from kinechain.body.kinematics import body_frames, point_jacobian, point_positions
from kinechain.body.observation import Linearised, Observation
from kinechain.body.poses import Equations, Extra, fit_poses, pose_equations
from kinechain.body.scaling import PARAMETERS
from kinechain.body.shape import ShapeModel

Floats = NDArray[np.float64]

ROUNDS = 30
ENOUGH = 0.02
"""A round that lowers the cost, half a squared number of sd, by less than this is the last."""
REWEIGHTED = {0: 2.0, 3: 1.0, 6: 0.5, 9: 0.0}
"""Before these rounds sightings are believed anew, with so much of a marker's usual misplacement as slack."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """The likeliest `shape` (S,), the lower Cholesky factor (S, S) of its covariance, poses `q` (F, Q).

    `converged` is False where the rounds ran out before the cost stood still.
    """

    shape: Floats
    uncertainty: Floats
    q: Floats
    cost: float
    converged: bool


@dataclass(frozen=True, eq=False)
class _Task:
    model: ShapeModel
    seen: Observation
    habits: Habits
    lasting_s: Floats
    extras: tuple[Extra, ...]


def calibrate(
    model: ShapeModel, seen: Observation, lasting_s: Floats, q: Floats, extras: Sequence[Extra] = ()
) -> Calibration:
    """Shape and poses of the frames `seen`, from poses near `q` (F, Q); frames count as independent.

    `lasting_s` (F,), s, is how long each frame stands for; `extras` are further costs of the poses.
    """
    task = _Task(model, seen, habits(model.body.chain), lasting_s, tuple(extras))
    shape, damping = model.mean.copy(), 1e-3
    cost, system, converged = np.inf, None, False
    for turn in range(ROUNDS):
        if turn in REWEIGHTED:
            task = _believed_anew(task, shape, q, REWEIGHTED[turn])
            cost, system = np.inf, None
        if system is None:
            system = _equations(task, shape, q)
            cost = system.cost
        shape_step, pose_step = system.step(damping)
        there = _equations(task, shape + shape_step, q + pose_step)
        if there.cost > cost:
            damping = min(damping * 10, 1e4)
            continue
        gain, system, cost = cost - there.cost, there, there.cost
        shape, q, damping = shape + shape_step, q + pose_step, max(damping / 10, 1e-9)
        converged = turn > max(REWEIGHTED) and bool(gain < ENOUGH)
        if converged:
            break
    return Calibration(
        shape,
        system.uncertainty() if system else np.asarray(np.linalg.cholesky(model.covariance)),
        q,
        cost,
        converged,
    )


def _believed_anew(task: _Task, shape: Floats, q: Floats, slack: float) -> _Task:
    model = task.model
    points = point_positions(model.chain(shape), q, model.carrier, model.places(shape))
    misplaced = np.linalg.norm(model.sd[len(PARAMETERS) :].reshape(-1, 3), axis=1)
    return replace(task, seen=task.seen.weighted(points, slack * misplaced))


@dataclass(frozen=True, eq=False)
class _System:
    """The quadratic model: poses' own equations, the `tie` (F, Q, S) to the shape, the shape's own."""

    poses: Equations
    tie: Floats
    gradient: Floats
    curvature: Floats
    cost: float

    def step(self, damping: float) -> tuple[Floats, Floats]:
        """Steps of the shape (S,) and the poses (F, Q)."""
        solved, reduced, right = self._reduced(damping)
        step: Floats = np.asarray(-np.linalg.solve(reduced, right))
        return step, -solved[:, :, -1] - solved[:, :, :-1] @ step

    def _reduced(self, damping: float) -> tuple[Floats, Floats, Floats]:
        own = self.poses.curvature.copy()
        diagonal = np.arange(own.shape[1])
        own[:, diagonal, diagonal] *= 1 + damping
        both = np.concatenate([self.tie, self.poses.gradient[..., None]], axis=2)
        solved = np.linalg.solve(own, both)
        size = len(self.gradient)
        flat = self.tie.reshape(-1, size)
        took = flat.T @ solved.reshape(-1, size + 1)
        reduced = self.curvature - took[:, :-1]
        reduced[np.diag_indices(size)] += damping * np.diag(self.curvature)
        return solved, reduced, self.gradient - took[:, -1]

    def uncertainty(self) -> Floats:
        """Lower Cholesky factor of the shape's covariance."""
        _, reduced, _ = self._reduced(0.0)
        return np.asarray(np.linalg.cholesky(np.linalg.inv((reduced + reduced.T) / 2)))


def _equations(task: _Task, shape: Floats, q: Floats) -> _System:
    model = task.model
    chain, place = model.chain(shape), model.places(shape)
    seen = task.seen.linearised(point_positions(chain, q, model.carrier, place))
    poses = pose_equations(
        chain,
        model.carrier,
        place,
        task.seen,
        q,
        habits=task.habits,
        lasting_s=task.lasting_s,
        extras=task.extras,
    )
    rotation = body_frames(chain, q)[0]
    stretch, turned = model.response(shape, rotation), rotation[:, model.carrier]
    jacobian = point_jacobian(chain, q, model.carrier, place)
    tie = _tie(jacobian, stretch, turned, seen)
    gradient, curvature = _shape_equations(stretch, turned, seen)
    pull = model.information @ (shape - model.mean)
    cost = float(poses.cost.sum() + 0.5 * (shape - model.mean) @ pull)
    return _System(poses, tie, gradient + pull, curvature + model.information, cost)


def _tie(jacobian: Floats, stretch: Floats, turned: Floats, seen: Linearised) -> Floats:
    """Second derivatives to poses and shape, (F, Q, S)."""
    frames, points, _, coordinates = jacobian.shape
    felt = jacobian.transpose(0, 3, 1, 2).reshape(frames, coordinates, 3 * points)
    to_scale = felt @ (seen.information @ stretch).reshape(frames, 3 * points, -1)
    each = jacobian.transpose(0, 1, 3, 2) @ (seen.information @ turned)
    to_offset = each.transpose(0, 2, 1, 3).reshape(frames, coordinates, 3 * points)
    return np.concatenate([to_scale, to_offset], axis=2)


def _shape_equations(stretch: Floats, turned: Floats, seen: Linearised) -> tuple[Floats, Floats]:
    """Gradient (S,) and curvature (S, S) of the shape alone."""
    points, parameters = stretch.shape[1], len(PARAMETERS)
    size = parameters + 3 * points
    gradient, curvature = np.empty(size), np.zeros((size, size))
    gradient[:parameters] = np.einsum("fkip,fki->p", stretch, seen.gradient)
    gradient[parameters:] = np.einsum("fkij,fki->kj", turned, seen.gradient).ravel()
    weighed = seen.information @ stretch
    curvature[:parameters, :parameters] = stretch.reshape(-1, parameters).T @ weighed.reshape(-1, parameters)
    across = np.einsum("fkip,fkij->pkj", weighed, turned, optimize=True).reshape(parameters, -1)
    curvature[:parameters, parameters:] = across
    curvature[parameters:, :parameters] = across.T
    own = np.einsum("fkia,fkij,fkjb->kab", turned, seen.information, turned, optimize=True)
    for k in range(points):
        at = slice(parameters + 3 * k, parameters + 3 * k + 3)
        curvature[at, at] = own[k]
    return gradient, curvature


def start(model: ShapeModel, seen: Observation, lasting_s: Floats, q: Floats) -> Floats:
    """Poses (F, Q) of a body of usual size, for `calibrate` to start from."""
    chain, place = model.chain(model.mean), model.places(model.mean)
    return fit_poses(
        chain, model.carrier, place, seen, q, habits=habits(model.body.chain), lasting_s=lasting_s
    )
