"""How fast, and how well, inverse kinematics fits an OpenSim model, beside OpenSim's own tool.

The same full-body model (40 coordinates), the same markers, the same weights, one core each, one run:

- a real walk (41 markers, 238 frames of 100 Hz, OpenSim's example3DWalking, where it is on this machine),
  played to and fro four times, as a session's trials would add up. The walk is shrunk or stretched to the
  model's size, and each marker is fixed to its body where it lies on average;
- a made one: smooth motion of every coordinate within its range, its markers with 5 mm of slow error, as skin
  makes, and 0.5 mm of noise.

OpenSim's tool writes its answer to a file, and its cost is computed from there, as the sum over frames and
markers of weight times squared distance. Our time is that of the call `inverse_kinematics`, kernels compiled;
OpenSim's that of `InverseKinematicsTool.run` with its report of errors off. The two take turns: ours for a
second, theirs once, ours for a second. Seconds are those of the processor, so that other programs that want the
core do not count.

    python benchmarks/against_opensim.py [--rounds 3] [--save]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from figures import Figure, busy_before, command_line, finish
from kinechain.body.inverse_kinematics import inverse_kinematics
from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.osim import OsimModel, read_osim
from pose2sim_models import MARKERS, SIMPLE, pose2sim_file

Floats = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared" / "data"
WALK = DATA / "opensim" / "example3DWalking" / "markers_walk.trc"
# Markers of the walk that lie where the model has a landmark too.
LANDMARKS = {
    "R.Shoulder": "r_shoulder_study", "L.Shoulder": "L_shoulder_study",
    "R.Elbow": "r_lelbow_study", "L.Elbow": "L_lelbow_study",
    "R.Wrist": "r_lwrist_study", "L.Wrist": "L_lwrist_study",
    "R.ASIS": "r.ASIS_study", "L.ASIS": "L.ASIS_study", "R.PSIS": "r.PSIS_study", "L.PSIS": "L.PSIS_study",
    "R.Knee": "r_knee_study", "L.Knee": "L_knee_study",
    "R.Ankle": "r_ankle_study", "L.Ankle": "L_ankle_study",
    "R.Heel": "r_calc_study", "L.Heel": "L_calc_study", "R.MT5": "r_5meta_study", "L.MT5": "L_5meta_study",
    "R.Toe": "r_toe_study", "L.Toe": "L_toe_study",
}  # fmt: skip
# The bodies that carry the others.
CARRIERS = {
    "Clavicle": "torso", "Biceps": "humerus", "Forearm": "radius", "S2": "pelvis", "TH": "femur", "SH": "tibia",
}  # fmt: skip
SIZES = np.linspace(0.9, 1.15, 26)
MADE_FRAMES, RATE_HZ = 1000, 100.0
TIMES = 4


@dataclass(frozen=True)
class Trial:
    """A model's file and markers seen on it: `seen` (T, K, 3) m."""

    name: str
    path: Path
    names: list[str]
    seen: Floats


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    busy = busy_before()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = base_model(folder)
        trials = [made_trial(base)]
        if WALK.is_file():
            trials.insert(0, real_trial(base, folder))
        found = [figure for trial in trials for figure in figures(trial, folder, options.rounds)]
    finish("against_opensim", found, save=options.save, busy=busy)


def figures(trial: Trial, folder: Path, rounds: int) -> list[Figure]:
    """What the rounds say."""
    model = read_osim(trial.path)
    weight = np.ones(len(trial.names))
    tool = opensim_tool(trial, folder)
    ours = inverse_kinematics(model.chain, *points(model, trial.names), trial.seen, weight)
    times = [turn(tool, lambda: ours_again(model, trial)) for _ in range(rounds)]
    theirs = read_poses(model, folder / f"{trial.name}.mot")
    cost = squared(model, trial, theirs).sum()
    frames = len(trial.seen)
    slow, fast = (median(column) for column in zip(*times, strict=True))
    ratio = median(a / b for a, b in times)
    return [
        Figure(f"OpenSim's tool, {trial.name}", frames / slow, "frames/s"),
        Figure(f"kinechain, {trial.name}", frames / fast, "frames/s", 0, headline=True),
        Figure(f"kinechain over OpenSim, {trial.name}", ratio, "times", 0, "at least", 250),
        Figure(f"cost over OpenSim's, {trial.name}", ours.cost.sum() / cost, "", 6, "at most", 1.0),
        Figure(
            f"frames that cost more than OpenSim's, {trial.name}",
            100 * float((ours.cost > squared(model, trial, theirs) * (1 + 1e-6)).mean()), "%", 1,
        ),
        Figure(f"distance of markers, RMS, {trial.name}", 1000 * rms(ours.cost, trial), "mm", 2),
    ]  # fmt: skip


def ours_again(model: OsimModel, trial: Trial) -> None:
    """The call that is timed."""
    inverse_kinematics(model.chain, *points(model, trial.names), trial.seen, np.ones(len(trial.names)))


def points(model: OsimModel, names: list[str]) -> tuple[NDArray[np.int64], Floats]:
    """Bodies (K,) and places (K, 3) of the markers."""
    markers = [model.markers[name] for name in names]
    return np.array([m.body for m in markers]), np.array([m.place for m in markers])


def squared(model: OsimModel, trial: Trial, q: Floats) -> Floats:
    """(T,) the sum of squared distances of q (T, Q)."""
    there = point_positions(model.chain, q, *points(model, trial.names))
    return np.asarray(np.nansum((there - trial.seen) ** 2, axis=(1, 2)))


def rms(cost: Floats, trial: Trial) -> float:
    """Root mean square distance of the markers seen."""
    return float(np.sqrt(cost.sum() / np.isfinite(trial.seen).all(axis=2).sum()))


def base_model(folder: Path) -> Path:
    """Pose2Sim's simple model with its markers."""
    markers = next(ET.parse(pose2sim_file(MARKERS)).iter("MarkerSet"))  # noqa: S314
    return with_markers(pose2sim_file(SIMPLE), markers, folder / "base.osim")


def with_markers(model: Path, markers: ET.Element, out: Path) -> Path:
    """OpenSim's model with other markers, in one file."""
    document = ET.parse(model)  # noqa: S314  what it parses is what we fetched or wrote
    for old in document.iter("MarkerSet"):
        old[:] = list(markers)
    document.write(out, encoding="utf-8", xml_declaration=True)
    return out


def marker_set(markers: dict[str, tuple[str, Floats]]) -> ET.Element:
    """A set of markers, each on a body at a place."""
    made = ET.Element("MarkerSet")
    objects = ET.SubElement(made, "objects")
    for name, (body, place) in markers.items():
        marker = ET.SubElement(objects, "Marker", name=name)
        ET.SubElement(marker, "socket_parent_frame").text = f"/bodyset/{body}"
        ET.SubElement(marker, "location").text = " ".join(repr(float(value)) for value in place)
    return made


def real_trial(base: Path, folder: Path) -> Trial:
    """The recorded walk, its markers fixed to the model."""
    names, seen = read_walk(WALK)
    model = read_osim(base)
    landmarks = [name for name in names if name in LANDMARKS]
    where = points(model, [LANDMARKS[name] for name in landmarks])
    few = seen[::20][:, [names.index(name) for name in landmarks]]
    size = min(SIZES, key=lambda s: inverse_kinematics(model.chain, *where, few / s).cost.sum() * s**2)
    seen = seen / size
    on_landmarks = seen[:, [names.index(name) for name in landmarks]]
    rotation, position = body_frames(model.chain, inverse_kinematics(model.chain, *where, on_landmarks).q)
    fixed: dict[str, tuple[str, Floats]] = {}
    for index, name in enumerate(names):
        body = carrier(model, name)
        there = np.einsum("tji,tj->ti", rotation[:, body], seen[:, index] - position[:, body])
        fixed[name] = model.chain.bodies[body], np.nanmean(there, axis=0)
    with_markers(base, marker_set(fixed), folder / "real.osim")
    to_and_fro = np.concatenate([seen, seen[::-1]] * TIMES)
    return Trial("a recorded walk", folder / "real.osim", names, to_and_fro)


def carrier(model: OsimModel, name: str) -> int:
    """The body that carries a marker of the walk."""
    if name in LANDMARKS:
        return model.markers[LANDMARKS[name]].body
    body = next(body for start, body in CARRIERS.items() if name.rpartition(".")[2].startswith(start))
    return model.chain.body(body if body in {"torso", "pelvis"} else f"{body}_{name[0].lower()}")


def read_walk(path: Path) -> tuple[list[str], Floats]:
    """Names and positions (T, K, 3) m of a TRC file in millimetres."""
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [name for name in lines[3].split("\t")[2:] if name.strip()]
    rows = [line.split("\t")[2 : 2 + 3 * len(names)] for line in lines[5:] if line.strip()]
    numbers = [[float(word) if word.strip() else np.nan for word in row] for row in rows]
    return names, np.array(numbers).reshape(len(rows), -1, 3) / 1000


def made_trial(base: Path) -> Trial:
    """Smooth motion of every coordinate, and what skin and cameras add."""
    model, rng = read_osim(base), np.random.default_rng(0)
    chain, time_s = model.chain, np.arange(MADE_FRAMES) / RATE_HZ
    low = np.where(np.isfinite(chain.lowest), chain.lowest, -0.5)
    high = np.where(np.isfinite(chain.highest), chain.highest, 0.5)
    swing = np.minimum(0.4 * (high - low), 0.5)
    phase = 2 * np.pi * time_s[:, None] * rng.uniform(0.5, 1.2, len(low)) + rng.uniform(0, 6, len(low))
    q = (low + high) / 2 + swing * np.sin(phase)
    q[:, chain.coordinate("pelvis_tx")] = 1.2 * time_s
    q[:, chain.locked] = chain.default[chain.locked]
    names = list(model.markers)
    seen = point_positions(chain, q, *points(model, names))
    slow = gaussian_filter1d(rng.normal(size=seen.shape), 15, axis=0)
    seen += 0.005 * slow / slow.std() + 0.0005 * rng.normal(size=seen.shape)
    return Trial("made motion", base, names, np.round(seen, 9))


def opensim_tool(trial: Trial, folder: Path) -> Callable[[], object]:
    """OpenSim's tool, ready to run."""
    opensim = quiet_opensim()
    write_trc(folder / f"{trial.name}.trc", trial)
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
    kept = (tool, model)  # the tool does not keep the model alive

    def run() -> None:
        kept[0].run()

    return run


def write_trc(path: Path, trial: Trial) -> None:
    """The markers for OpenSim, to the nanometre."""
    count, frames = len(trial.names), len(trial.seen)
    axes = "\t".join(f"X{k}\tY{k}\tZ{k}" for k in range(1, count + 1))
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{RATE_HZ}\t{RATE_HZ}\t{frames}\t{count}\tm\t{RATE_HZ}\t1\t{frames}",
        "Frame#\tTime\t" + "\t\t\t".join(trial.names) + "\t\t",
        f"\t\t{axes}",
        "",
    ]
    for t, row in enumerate(trial.seen.reshape(frames, -1)):
        lines.append(f"{t + 1}\t{t / RATE_HZ:.6f}\t" + "\t".join(f"{value:.9f}" for value in row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_poses(model: OsimModel, path: Path) -> Floats:
    """OpenSim's answer as q (T, Q)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("endheader")
    columns = lines[start + 1].split("\t")
    table = np.array([[float(word) for word in line.split()] for line in lines[start + 2 :]])
    unit = [np.pi / 180 if coordinate.rotational else 1.0 for coordinate in model.chain.coordinates]
    return np.asarray(table[:, [columns.index(name) for name in model.chain.coordinate_names]] * unit)


def quiet_opensim() -> Any:  # noqa: ANN401  it has no types
    """The module, without its messages."""
    import opensim

    opensim.Logger.setLevelString("off")
    return opensim


def turn(theirs: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float]:
    """Seconds of theirs, and of ours, called often before and after."""
    before = mean_seconds(ours)
    slow = seconds(theirs)
    return slow, (before + mean_seconds(ours)) / 2


def mean_seconds(work: Callable[[], object]) -> float:
    """Mean seconds of `work`, called for a second."""
    spent, calls = 0.0, 0
    while spent < 1.0:
        spent += seconds(work)
        calls += 1
    return spent / calls


def seconds(work: Callable[[], object]) -> float:
    """Seconds that a core worked on `work`, without those it gave to other programs."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
