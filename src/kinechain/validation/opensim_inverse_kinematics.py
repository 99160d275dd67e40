"""Inverse kinematics of an OpenSim model, by our kernel and by OpenSim's own tool: how fast, and how well.

Same model, markers and weights, one core each, in turns. OpenSim's tool writes its answer to a file, and its
cost is computed from there, as the sum over frames and markers of squared distance. Our time is that of the
call `inverse_kinematics`, kernels compiled, in seconds of the processor; OpenSim's that of
``InverseKinematicsTool.run`` with its report of errors off.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from kinechain.body.inverse_kinematics import Poses, inverse_kinematics
from kinechain.body.kinematics import point_positions
from kinechain.body.osim import OsimModel, read_osim
from kinechain.motion.dataset import Floats
from kinechain.validation.opensim_models import quiet_opensim
from kinechain.validation.opensim_trials import RATE_HZ, Trial, marker_points

# A frame that costs more than OpenSim's by this share costs more.
SAME = 1e-6
# Ours is called again and again for so long (s), for one call is over before it can be timed well.
ENOUGH_S = 0.5


@dataclass(frozen=True, slots=True)
class InverseKinematicsComparison:
    """Frames a second of both, the cost of ours in theirs (1 is the same), the share of frames in which ours
    cost more (percent), and how far our markers are from those seen (m, root mean square).
    """

    trial: str
    our_rate: float
    their_rate: float
    times_as_fast: float
    cost: float
    costlier_frames: float
    distance: float


def compare_inverse_kinematics(trial: Trial, folder: Path, rounds: int) -> InverseKinematicsComparison:
    """Both, `rounds` times in turns; `folder` is for OpenSim's files."""
    model = read_osim(trial.path)
    points, weight = marker_points(model, trial.names), np.ones(len(trial.names))

    def ours() -> Poses:
        return inverse_kinematics(model.chain, *points, trial.seen, weight)

    # What it cost is looked at outside the time, as OpenSim's tool runs without its report of errors.
    cost, tool = ours().cost, _opensim_tool(trial, folder)
    seconds = [_turn(tool, ours) for _ in range(rounds)]
    theirs = _cost(model, trial, _read_poses(model, folder / f"{trial.name}.mot"))
    slow, fast = (median(column) for column in zip(*seconds, strict=True))
    return InverseKinematicsComparison(
        trial=trial.name,
        our_rate=len(trial.seen) / fast,
        their_rate=len(trial.seen) / slow,
        times_as_fast=median(one / other for one, other in seconds),
        cost=float(cost.sum() / theirs.sum()),
        costlier_frames=100 * float((cost > theirs * (1 + SAME)).mean()),
        distance=float(np.sqrt(cost.sum() / np.isfinite(trial.seen).all(axis=2).sum())),
    )


def _cost(model: OsimModel, trial: Trial, q: Floats) -> Floats:
    """(T,) the sum of squared distances of q (T, Q)."""
    there = point_positions(model.chain, q, *marker_points(model, trial.names))
    return np.asarray(np.nansum((there - trial.seen) ** 2, axis=(1, 2)))


def _opensim_tool(trial: Trial, folder: Path) -> Callable[[], object]:
    """OpenSim's tool, ready to run."""
    opensim = quiet_opensim()
    _write_markers(folder / f"{trial.name}.trc", trial)
    tool, model = opensim.InverseKinematicsTool(), opensim.Model(str(trial.path))
    tool.setModel(model)
    tool.setMarkerDataFileName(str(folder / f"{trial.name}.trc"))
    tool.setStartTime(0)
    tool.setEndTime((len(trial.seen) - 1) / RATE_HZ)
    tool.setOutputMotionFileName(str(folder / f"{trial.name}.mot"))
    tool.set_report_errors(False)
    for name in trial.names:
        task = opensim.IKMarkerTask()
        task.setName(name)
        task.setApply(True)
        task.setWeight(1.0)
        tool.upd_IKTaskSet().cloneAndAppend(task)

    def run(_kept: object = model) -> object:  # the tool does not keep its model alive
        return tool.run()

    return run


def _write_markers(path: Path, trial: Trial) -> None:
    """The markers as TRC, to the nanometre."""
    count, frames = len(trial.names), len(trial.seen)
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{RATE_HZ}\t{RATE_HZ}\t{frames}\t{count}\tm\t{RATE_HZ}\t1\t{frames}",
        "Frame#\tTime\t" + "\t\t\t".join(trial.names) + "\t\t",
        "\t\t" + "\t".join(f"X{k}\tY{k}\tZ{k}" for k in range(1, count + 1)),
        "",
    ]
    for number, row in enumerate(trial.seen.reshape(frames, -1)):
        places = "\t".join(f"{value:.9f}" for value in row)
        lines.append(f"{number + 1}\t{number / RATE_HZ:.6f}\t{places}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read_poses(model: OsimModel, path: Path) -> Floats:
    """OpenSim's answer as q (T, Q)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("endheader")
    columns = lines[start + 1].split("\t")
    table = np.array([[float(word) for word in line.split()] for line in lines[start + 2 :]])
    unit = [np.pi / 180 if coordinate.rotational else 1.0 for coordinate in model.chain.coordinates]
    return np.asarray(table[:, [columns.index(name) for name in model.chain.coordinate_names]] * unit)


def _turn(theirs: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float]:
    """Seconds of theirs, and of ours, called often before and after."""
    before = _mean_seconds(ours)
    slow = _seconds(theirs)
    return slow, (before + _mean_seconds(ours)) / 2


def _mean_seconds(work: Callable[[], object]) -> float:
    """Mean seconds of `work`, called for `ENOUGH_S`."""
    spent, calls = 0.0, 0
    while spent < ENOUGH_S:
        spent += _seconds(work)
        calls += 1
    return spent / calls


def _seconds(work: Callable[[], object]) -> float:
    """Seconds that a core worked on `work`, without those it gave to other programs."""
    start = time.process_time()
    work()
    return time.process_time() - start
