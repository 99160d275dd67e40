"""Generalised forces that a motion needs, by MuJoCo's inverse dynamics. Imports MuJoCo, lazily."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinechain.body.own_body import Body
from kinechain.errors import InputError

if TYPE_CHECKING:
    import mujoco

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DEGREE_OF_SPLINE = 5


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
    rates_of_q = zip(*(rate[:, order] for rate in (q, velocity, acceleration)), strict=True)
    forces, pushed = np.empty((len(q), model.nv)), np.zeros((len(q), model.nv))
    push = _push(model, body, pushes)
    for frame, (place, speed, change) in enumerate(rates_of_q):
        data.qpos, data.qvel, data.qacc = place, speed, change
        # What mj_inverse does where there are no contacts, limits and springs.
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_comVel(model, data)
        mujoco.mj_rne(model, data, 1, forces[frame])
        push(data, frame, pushed[frame])
    result = np.empty_like(q)
    result[:, order] = forces - pushed
    return result


def _push(
    model: "mujoco.MjModel", body: Body, pushes: Pushes | None
) -> "Callable[[mujoco.MjData, int, Floats], None]":
    """A function that adds what the wrenches of a frame do along MuJoCo's coordinates, (Q,)."""
    if pushes is None:
        return lambda _data, _frame, _total: None
    import mujoco

    indices = [0, *(model.body(name).id for name in body.chain.bodies[1:])]
    carriers = [[indices[index] for index in frame] for frame in pushes.carrier]
    acts = np.hypot(np.abs(pushes.force).max(axis=2), np.abs(pushes.moment).max(axis=2)) > 0
    origin = np.zeros(3)

    def add(data: "mujoco.MjData", frame: int, total: Floats) -> None:
        for wrench, carrier in enumerate(carriers[frame]):
            if acts[frame, wrench]:
                force, moment = pushes.force[frame, wrench], pushes.moment[frame, wrench]
                mujoco.mj_applyFT(model, data, force, moment, origin, carrier, total)

    return add
