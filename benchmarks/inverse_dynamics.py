"""Joint moments by MuJoCo against OpenSim's inverse dynamics, of one body in one motion.

Our reference body moves as no person does: every coordinate swings smoothly, and the ground pushes its
right foot. The same body is built with OpenSim's own classes, and its InverseDynamicsTool is run on the same
motion and forces, on one core. OpenSim differentiates a spline through the coordinates, as we do.

Printed: the largest difference of any joint's moment, and frames per second of processor time. Reading
and writing of OpenSim's files is part of its tool and is counted; so is our building of MuJoCo's model.

Data requirements: none. Needs the extras `lab` and `comparisons`.

    pip install -e '.[lab,comparisons]'
    python benchmarks/inverse_dynamics.py [--frames 240] [--save]
"""

import importlib.util
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figures import Figure, command_line, finish
from kinechain.body.inverse_dynamics import GRAVITY, Pushes, generalised_forces
from kinechain.body.own_body import Body, load_body

Floats = NDArray[np.float64]

RATE_HZ = 100.0
FOOT = "right_foot"
TIMES = 5
EDGE = 5
"""Frames at both ends that are not compared: splines differ there."""


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--frames", type=int, default=240)
    options = parser.parse_args()
    for module in ("mujoco", "opensim"):
        if importlib.util.find_spec(module) is None:
            sys.stderr.write(f"{module} is not installed; run: pip install -e '.[lab,comparisons]'\n")
            sys.exit(2)
    finish("inverse_dynamics", list(compared(options.frames)), save=options.save)


def compared(frames: int) -> Iterator[Figure]:
    """The figures of a motion of so many frames."""
    body = load_body()
    at, q = swinging(body, frames)
    force, place = pushing(at)
    wrench = Pushes(
        force[:, None], np.cross(place, force)[:, None], np.full((frames, 1), body.chain.body(FOOT))
    )
    generalised_forces(body, at, q, wrench)
    began = time.process_time()
    for _ in range(TIMES):
        ours = generalised_forces(body, at, q, wrench)
    our_rate = frames * TIMES / (time.process_time() - began)
    with tempfile.TemporaryDirectory() as folder:
        theirs, seconds = by_opensim(body, at, q, force, place, Path(folder))
    their_rate = frames / seconds
    joints = [not name.startswith("pelvis") for name in body.chain.coordinate_names]
    gap = np.abs(ours - theirs)[EDGE:-EDGE]
    yield Figure("Joint moments: largest difference", float(gap[:, joints].max()), "N m", 5, "at most", 0.1)
    yield Figure("Largest joint moment", float(np.abs(ours[:, joints]).max()), "N m")
    yield Figure("Ours", our_rate, "frames/s", 0)
    yield Figure("OpenSim's tool", their_rate, "frames/s", 0)
    yield Figure("Ours to OpenSim's", our_rate / their_rate, "times", 1, "at least", 20)


def swinging(body: Body, frames: int, seed: int = 7) -> tuple[Floats, Floats]:
    """Time (T,) and a smooth motion (T, Q) of every coordinate."""
    random = np.random.default_rng(seed)
    count = len(body.chain.coordinates)
    at = np.arange(frames) / RATE_HZ
    q = np.tile(body.chain.default, (frames, 1))
    for _ in range(3):
        size, speed, start = (
            random.normal(0, 0.12, count),
            random.uniform(1, 7, count),
            random.uniform(0, 6, count),
        )
        q += size * np.sin(speed * at[:, None] + start)
    return at, q


def pushing(at: Floats) -> tuple[Floats, Floats]:
    """Force (T, 3) N on the foot and where it acts (T, 3) m."""
    force = np.stack([80 * np.sin(4 * at), 20 * np.cos(3 * at), 600 + 200 * np.sin(9 * at)], axis=1)
    place = np.stack([0.1 + 0.05 * np.sin(5 * at), -0.09 + 0 * at, 0 * at], axis=1)
    return force, place


def by_opensim(  # noqa: PLR0917 (what, when, how, pushed how and where, and a folder to work in)
    body: Body, at: Floats, q: Floats, force: Floats, place: Floats, folder: Path
) -> tuple[Floats, float]:
    """The generalised forces (T, Q) by OpenSim's tool, and the seconds that it took."""
    import opensim

    opensim.Logger.setLevelString("error")
    names = body.chain.coordinate_names
    model = opensim_model(body)
    model.printToXML(str(folder / "body.osim"))
    write_storage(folder / "motion.mot", at, q, names)
    columns = [f"ground_{kind}_{axis}" for kind in ("force", "point", "moment") for axis in "xyz"]
    loads = np.hstack([force, place, np.zeros_like(force)])
    write_storage(folder / "force.mot", at, loads, columns)
    opensim_loads(folder)
    tool = opensim.InverseDynamicsTool()
    tool.setModelFileName(str(folder / "body.osim"))
    tool.setCoordinatesFileName(str(folder / "motion.mot"))
    tool.setExternalLoadsFileName(str(folder / "loads.xml"))
    tool.setLowpassCutoffFrequency(-1)
    tool.setStartTime(float(at[0]))
    tool.setEndTime(float(at[-1]))
    tool.setResultsDir(str(folder))
    tool.setOutputGenForceFileName("moments.sto")
    began = time.process_time()
    tool.run()
    seconds = time.process_time() - began
    table = opensim.TimeSeriesTable(str(folder / "moments.sto"))
    rotational = [coordinate.rotational for coordinate in body.chain.coordinates]
    labels = [f"{n}_{'moment' if turns else 'force'}" for n, turns in zip(names, rotational, strict=True)]
    return np.stack([table.getDependentColumn(label).to_numpy() for label in labels], axis=1), seconds


def opensim_model(body: Body) -> Any:  # noqa: ANN401 (an opensim.Model)
    """The body with OpenSim's classes, z up as ours."""
    import opensim

    model = opensim.Model()
    model.setGravity(opensim.Vec3(0, 0, -GRAVITY))
    tree, frames = body.chain.tree, [model.getGround()]
    for index, name in enumerate(body.chain.bodies[1:], start=1):
        tensor = body.inertia[index]
        inertia = opensim.Inertia(
            *(float(tensor[i, j]) for i, j in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)))
        )
        segment = opensim.Body(name, float(body.mass[index]), vector(body.centre[index]), inertia)
        frames.append(segment)
        model.addBody(segment)
        parent, here = frames[tree.parent[index]], vector(tree.joint_position[index])
        nothing = opensim.Vec3(0)
        model.addJoint(
            opensim.CustomJoint(
                f"{name}_joint", parent, here, nothing, segment, nothing, nothing, transform(body, index)
            )
        )
    model.finalizeConnections()
    return model


def transform(body: Body, index: int) -> Any:  # noqa: ANN401 (an opensim.SpatialTransform)
    """The axes of the joint of one body; a joint with fewer than three gets idle ones across them."""
    import opensim

    tree, found = body.chain.tree, opensim.SpatialTransform()
    axes = range(tree.axis_start[index], tree.axis_start[index + 1])
    turns = [tree.axis_vector[axis] for axis in axes if tree.axis_rotates[axis]]
    for place, direction in enumerate([*turns, *across(turns)], start=1):
        getattr(found, f"get_rotation{place}")().setAxis(vector(direction))
    counts = {True: 0, False: 0}
    for axis in axes:
        rotates = bool(tree.axis_rotates[axis])
        counts[rotates] += 1
        kind = "rotation" if rotates else "translation"
        moving = getattr(found, f"get_{kind}{counts[rotates]}")()
        name = body.chain.coordinate_names[tree.axis_coordinate[axis]]
        moving.setCoordinateNames(opensim.ArrayStr(name, 1))
        moving.set_function(opensim.LinearFunction(1, 0))
    return found


def across(turns: list[Floats]) -> list[Floats]:
    """Axes that make three independent ones."""
    if len(turns) >= 3:
        return []
    first = turns[0]
    second = np.cross(first, np.eye(3)[np.argmin(np.abs(first))])
    return [second / np.linalg.norm(second), np.cross(first, second / np.linalg.norm(second))][
        : 3 - len(turns)
    ]


def vector(numbers: Floats) -> Any:  # noqa: ANN401 (an opensim.Vec3)
    """Three numbers as OpenSim has them."""
    import opensim

    return opensim.Vec3(*(float(number) for number in numbers))


def opensim_loads(folder: Path) -> None:
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


def write_storage(path: Path, at: Floats, values: Floats, names: "list[str] | tuple[str, ...]") -> None:
    """A storage file, radians and metres, every digit."""
    lines = [
        path.stem,
        "version=1",
        f"nRows={len(at)}",
        f"nColumns={len(names) + 1}",
        "inDegrees=no",
        "endheader",
    ]
    lines.append("\t".join(["time", *names]))
    lines += ["\t".join(repr(float(n)) for n in (t, *row)) for t, row in zip(at, values, strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
