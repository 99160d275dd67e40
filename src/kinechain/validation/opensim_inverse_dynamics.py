"""Joint moments by MuJoCo against OpenSim's inverse dynamics, of one body in one motion.

Our reference body moves as no person does: every coordinate swings smoothly, and the ground pushes its right
foot. The same body is built with OpenSim's own classes, and its InverseDynamicsTool is run on the same motion
and forces, on one core. OpenSim differentiates a spline through the coordinates, as we do. Reading and
writing of OpenSim's files is part of its tool and is counted; so is our building of MuJoCo's model.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kinechain.body.inverse_dynamics import Pushes, generalised_forces
from kinechain.body.own_body import Body, load_body
from kinechain.motion.dataset import Floats
from kinechain.validation.opensim_body import opensim_model
from kinechain.validation.opensim_models import quiet_opensim

RATE_HZ = 100.0
FOOT = "right_foot"
TIMES = 5
# Frames at both ends that are not compared: splines differ there.
EDGE = 5


@dataclass(frozen=True, slots=True)
class InverseDynamicsComparison:
    """Greatest difference of any joint's moment and the greatest moment (N m), frames a second of both."""

    difference: float
    greatest: float
    our_rate: float
    their_rate: float


@dataclass(frozen=True, slots=True, eq=False)
class PushedMotion:
    """Time (T,) s, coordinates `q` (T, Q), and the `force` (T, 3) N on `FOOT` at the `place` (T, 3) m."""

    time: Floats
    q: Floats
    force: Floats
    place: Floats


def compare_inverse_dynamics(frames: int, folder: Path) -> InverseDynamicsComparison:
    """Both on a motion of so many frames; `folder` is for OpenSim's files."""
    body = load_body()
    motion = pushed_motion(body, frames)
    feet = np.full((frames, 1), body.chain.body(FOOT))
    pushes = Pushes(motion.force[:, None], np.cross(motion.place, motion.force)[:, None], feet)
    ours = generalised_forces(body, motion.time, motion.q, pushes)
    began = time.process_time()
    for _ in range(TIMES):
        generalised_forces(body, motion.time, motion.q, pushes)
    our_rate = frames * TIMES / (time.process_time() - began)
    theirs, seconds = opensim_moments(body, motion, folder)
    joints = [not name.startswith("pelvis") for name in body.chain.coordinate_names]
    return InverseDynamicsComparison(
        difference=float(np.abs(ours - theirs)[EDGE:-EDGE, joints].max()),
        greatest=float(np.abs(ours[:, joints]).max()),
        our_rate=our_rate,
        their_rate=frames / seconds,
    )


def pushed_motion(body: Body, frames: int, seed: int = 7) -> PushedMotion:
    """A smooth motion of every coordinate, and a push of the ground that moves under the foot."""
    random = np.random.default_rng(seed)
    count = len(body.chain.coordinates)
    at = np.arange(frames) / RATE_HZ
    q = np.tile(body.chain.default, (frames, 1))
    for _ in range(3):
        size, speed = random.normal(0, 0.12, count), random.uniform(1, 7, count)
        q += size * np.sin(speed * at[:, np.newaxis] + random.uniform(0, 6, count))
    force = np.stack([80 * np.sin(4 * at), 20 * np.cos(3 * at), 600 + 200 * np.sin(9 * at)], axis=1)
    place = np.stack([0.1 + 0.05 * np.sin(5 * at), np.full(frames, -0.09), np.zeros(frames)], axis=1)
    return PushedMotion(at, q, force, place)


def opensim_moments(body: Body, motion: PushedMotion, folder: Path) -> tuple[Floats, float]:
    """The generalised forces (T, Q) by OpenSim's tool, and the seconds that it took."""
    opensim = quiet_opensim()
    names = body.chain.coordinate_names
    opensim_model(body).printToXML(str(folder / "body.osim"))
    _write_storage(folder / "motion.mot", motion.time, motion.q, names)
    columns = [f"ground_{kind}_{axis}" for kind in ("force", "point", "moment") for axis in "xyz"]
    loads = np.hstack([motion.force, motion.place, np.zeros_like(motion.force)])
    _write_storage(folder / "force.mot", motion.time, loads, columns)
    _write_loads(folder)
    tool = opensim.InverseDynamicsTool()
    tool.setModelFileName(str(folder / "body.osim"))
    tool.setCoordinatesFileName(str(folder / "motion.mot"))
    tool.setExternalLoadsFileName(str(folder / "loads.xml"))
    tool.setLowpassCutoffFrequency(-1)
    tool.setStartTime(float(motion.time[0]))
    tool.setEndTime(float(motion.time[-1]))
    tool.setResultsDir(str(folder))
    tool.setOutputGenForceFileName("moments.sto")
    began = time.process_time()
    tool.run()
    seconds = time.process_time() - began
    table = opensim.TimeSeriesTable(str(folder / "moments.sto"))
    turning = [coordinate.rotational for coordinate in body.chain.coordinates]
    labels = [f"{name}_{'moment' if turns else 'force'}" for name, turns in zip(names, turning, strict=True)]
    return np.stack([table.getDependentColumn(label).to_numpy() for label in labels], axis=1), seconds


def _write_loads(folder: Path) -> None:
    """OpenSim's file of external loads."""
    import opensim

    force = opensim.ExternalForce()
    force.setName("ground")
    force.set_applied_to_body(FOOT)
    force.set_force_expressed_in_body("ground")
    force.set_point_expressed_in_body("ground")
    force.set_force_identifier("ground_force_")
    force.set_point_identifier("ground_point_")
    force.set_torque_identifier("ground_moment_")
    loads = opensim.ExternalLoads()
    loads.setDataFileName(str(folder / "force.mot"))
    loads.cloneAndAppend(force)
    loads.printToXML(str(folder / "loads.xml"))


def _write_storage(path: Path, time_s: Floats, values: Floats, names: Sequence[str]) -> None:
    """A storage file, radians and metres, every digit."""
    head = [path.stem, "version=1", f"nRows={len(time_s)}", f"nColumns={len(names) + 1}", "inDegrees=no"]
    rows = ["\t".join(repr(float(n)) for n in (t, *row)) for t, row in zip(time_s, values, strict=True)]
    path.write_text(
        "\n".join([*head, "endheader", "\t".join(["time", *names]), *rows]) + "\n", encoding="utf-8"
    )
