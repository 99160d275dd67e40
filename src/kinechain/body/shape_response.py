"""How a fitted motion would differ had the person's shape been another, as likely, one.

The shape is constant over a trial, and so are the errors that come from it: they do not average out over
strides. The motion's answer to a small change of the shape follows from the implicit function theorem at the
likeliest motion: one more solution with the same factor for each direction of the shape.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body import motion_kernel
from kinechain.body.kinematics import body_frames, carrying_bodies, point_jacobian
from kinechain.body.observation import Linearised
from kinechain.body.poses import pose_equations
from kinechain.body.prior import lasting
from kinechain.body.scaling import PARAMETERS
from kinechain.body.shape import ShapeModel
from kinechain.body.trajectory import Task, Trajectory

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ShapeResponse:
    """`motion` (R, T, Q), rad and m: how the motion moves with R directions of the shape, one sd each.

    `turned` (R, S), orthonormal: the directions, as shares of the columns of the uncertainty's root.
    """

    motion: Floats
    turned: Floats


MOST_DIRECTIONS = 80
TOLD = 0.99999
"""The share of the shape's effect on the motion that the directions hold."""
SAMPLED = 16
"""Frames in which the directions that matter are looked for."""
AT_ONCE = 256
"""Frames treated together, which bounds memory."""


def shape_response(
    work: Task, found: Trajectory, model: ShapeModel, shape: Floats, uncertainty: Floats
) -> ShapeResponse:
    """How the motion moves with the directions of the shape that matter to it.

    `uncertainty` (S, S) is a root of the covariance of the `shape` (S,). How the soles' contacts depend on
    the shape is left out: they move with the markers of the foot.
    """
    turned = _directions(work, found, model, shape, uncertainty)
    directions = uncertainty @ turned.T
    seen = found.seen.linearised(work.points(found.q))
    pull = np.zeros((*found.q.shape, directions.shape[1]))
    for first in range(0, len(found.q), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        _pull(work, found.q, model, shape, directions, seen=seen, some=some, pull=pull)
    return ShapeResponse(-found.factor.solve(pull).transpose(2, 0, 1), turned)


def _pull(
    work: Task,
    q: Floats,
    model: ShapeModel,
    shape: Floats,
    directions: Floats,
    *,
    seen: Linearised,
    some: slice,
    pull: Floats,
) -> None:
    """Fill `pull` (T, Q, R) in `some` frames: the gradient's derivative to the directions."""
    frames = len(q)
    first, last = some.start, min(some.stop, frames)
    wide = slice(max(first - 1, 0), min(last + 1, frames))
    moved = _moved(model, shape, body_frames(work.chain, q[wide])[0], directions)
    inner = slice(first - wide.start, last - wide.start)
    felt = seen.information[first:last] @ moved[inner]
    has_before = slice(max(first, 1), last)
    felt[has_before.start - first :] += (
        seen.coupling[has_before] @ moved[has_before.start - 1 - wide.start : last - 1 - wide.start]
    )
    has_after = slice(first + 1, min(last + 1, frames))
    after = has_after.stop - has_after.start
    felt[:after] += (
        seen.coupling[has_after].swapaxes(-1, -2)
        @ moved[has_after.start - wide.start : has_after.stop - wide.start]
    )
    motion_kernel.pulled_back(
        work.chain.tree,
        carrying_bodies(work.chain, work.carrier),
        np.ascontiguousarray(q[first:last]),
        work.carrier,
        np.ascontiguousarray(work.place),
        np.ascontiguousarray(felt),
        pull[first:last],
    )


def _moved(model: ShapeModel, shape: Floats, rotation: Floats, directions: Floats) -> Floats:
    """How the markers move with the directions, (T, K, 3, R)."""
    parameters = len(PARAMETERS)
    offsets = directions[parameters:].reshape(len(model.names), 3, -1)
    scaled = model.response(shape, rotation) @ directions[:parameters]
    return np.asarray(scaled + rotation[:, model.carrier] @ offsets)


def _directions(
    work: Task, found: Trajectory, model: ShapeModel, shape: Floats, uncertainty: Floats
) -> Floats:
    """(R, S) directions that hold nearly all of the shape's effect on single frames.

    In units of the columns of `uncertainty`.
    """
    frames = np.unique(np.linspace(0, len(found.q) - 1, SAMPLED).astype(np.int64))
    q, seen = found.q[frames], found.seen.at(frames, 1.0)
    lasting_s = np.full(len(frames), lasting(work.time).mean())
    poses = pose_equations(
        work.chain, work.carrier, work.place, seen, q, habits=work.habits, lasting_s=lasting_s
    )
    jacobian = point_jacobian(work.chain, q, work.carrier, work.place)
    felt = seen.linearised(work.points(found.q)[frames]).information @ _moved(
        model, shape, body_frames(work.chain, q)[0], uncertainty
    )
    flat = jacobian.reshape(len(frames), -1, q.shape[1]).swapaxes(1, 2)
    effect = np.linalg.solve(poses.curvature, flat @ felt.reshape(len(frames), flat.shape[2], -1))
    _, strength, turned = np.linalg.svd(effect.reshape(-1, uncertainty.shape[1]), full_matrices=False)
    told = np.cumsum(strength**2) / max(float((strength**2).sum()), 1e-300)
    count = min(int(np.searchsorted(told, TOLD)) + 1, MOST_DIRECTIONS)
    return np.asarray(turned[:count])
