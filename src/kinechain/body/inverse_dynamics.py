"""Generalised forces that a motion needs, by MuJoCo's inverse dynamics. Imports MuJoCo, lazily."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinechain.body.own_body import Body
from kinechain.errors import InputError

if TYPE_CHECKING:
    import mujoco  # type: ignore[import-untyped]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DEGREE_OF_SPLINE = 5
GRAVITY = 9.80665
"""m/s2, as in OpenSim and in body.xml."""


@dataclass(frozen=True, slots=True, eq=False)
class Pushes:
    """What pushes the body from outside, C wrenches a frame: `force` (T, C, 3) N and `moment` (T, C, 3) N m
    about the origin of the walk frame, on the bodies of index `carrier` (T, C).
    """

    force: Floats
    moment: Floats
    carrier: Integers


def rates(time: Floats, q: Floats) -> tuple[Floats, Floats]:
    """Velocity and acceleration of `q` (T, Q) by a quintic spline through it.

    Nothing is smoothed: the fit's motions are smooth. Raises `InputError` for fewer than 6 frames.
    """
    from scipy.interpolate import make_interp_spline

    if len(time) <= DEGREE_OF_SPLINE:
        least = DEGREE_OF_SPLINE + 1
        raise InputError(f"joint moments need at least {least} frames; this walk has {len(time)}")
    spline = make_interp_spline(time, q, k=DEGREE_OF_SPLINE, axis=0)
    return np.asarray(spline(time, 1)), np.asarray(spline(time, 2))


def generalised_forces(body: Body, time: Floats, q: Floats, pushes: Pushes | None = None) -> Floats:
    """(T, Q): N m about, and N along, each coordinate, positive where they drive it upwards.

    `q` (T, Q) at `time` (T,) s. Those of the pelvis are what is missing: with all forces of the ground
    in `pushes` they would be zero if motion, masses and forces agreed.

    Source: recursive Newton-Euler as in MuJoCo (Todorov et al. 2012). Data requirements: MuJoCo, of the extra
    ``lab``.
    """
    velocity, acceleration = rates(time, q)
    return run_inverse(body, q, velocity, acceleration, pushes)


def run_inverse(
    body: Body, q: Floats, velocity: Floats, acceleration: Floats, pushes: Pushes | None = None
) -> Floats:
    """As `generalised_forces`, for velocity and acceleration (T, Q) that are known."""
    import mujoco

    from kinechain.body.mujoco_model import coordinate_order, mujoco_model

    model = mujoco_model(body)
    data, order = mujoco.MjData(model), coordinate_order(body, model)
    motion = zip(*(rate[:, order] for rate in (q, velocity, acceleration)), strict=True)
    forces = np.empty((len(q), model.nv))
    for force, (place, speed, change) in zip(forces, motion, strict=True):
        data.qpos, data.qvel, data.qacc = place, speed, change
        # What mj_inverse does where there are no contacts, limits and springs.
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_comVel(model, data)
        mujoco.mj_rne(model, data, 1, force)
    if pushes is not None:
        forces -= _pushed(model, data, q[:, order], pushes, _indices(model, body))
    result = np.empty_like(q)
    result[:, order] = forces
    return result


def _indices(model: "mujoco.MjModel", body: Body) -> list[int]:
    """MuJoCo's index of each of our bodies."""
    return [0, *(model.body(name).id for name in body.chain.bodies[1:])]


def _pushed(
    model: "mujoco.MjModel", data: "mujoco.MjData", q: Floats, pushes: Pushes, bodies: list[int]
) -> Floats:
    """(T, Q) what the wrenches do along MuJoCo's coordinates; `bodies` are MuJoCo's indices of ours."""
    import mujoco

    total, origin = np.zeros((len(q), model.nv)), np.zeros(3)
    for frame in np.flatnonzero(pushes.force.any(axis=(1, 2)) | pushes.moment.any(axis=(1, 2))):
        data.qpos = q[frame]
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        for force, moment, carrier in zip(
            pushes.force[frame], pushes.moment[frame], pushes.carrier[frame], strict=True
        ):
            mujoco.mj_applyFT(model, data, force, moment, origin, bodies[carrier], total[frame])
    return total
