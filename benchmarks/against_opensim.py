"""How fast, and how well, inverse kinematics fits an OpenSim model, beside OpenSim's own tool.

The same full-body model (40 coordinates), the same markers, the same weights, one core each, one run:

- a real walk (41 markers, 238 frames of 100 Hz, OpenSim's example3DWalking, where it is on this machine),
  played to and fro four times, as a session's trials would add up;
- a made one: smooth motion of every coordinate within its range, with what skin and cameras add.

What is compared, and how, is in `kinechain.validation.opensim_inverse_kinematics` and `opensim_trials`.

    python benchmarks/against_opensim.py [--rounds 3] [--save]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, busy_before, command_line, finish
from kinechain.motion.files import read_motion
from kinechain.validation.opensim_inverse_kinematics import compare_inverse_kinematics
from kinechain.validation.opensim_trials import (
    Trial,
    made_trial,
    recorded_trial,
    to_and_fro,
    with_marker_file,
)
from pose2sim_models import MARKERS, SIMPLE, pose2sim_file

WALK = Path(__file__).parents[2].joinpath("shared", "data", "opensim", "example3DWalking", "markers_walk.trc")
MADE_FRAMES = 1000
TIMES = 4


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
        found = [figure for trial in trials(folder) for figure in figures(trial, folder, options.rounds)]
    finish("against_opensim", found, save=options.save, busy=busy)


def trials(folder: Path) -> Iterator[Trial]:
    """What both are to fit; their models are written to `folder`."""
    base = with_marker_file(pose2sim_file(SIMPLE), pose2sim_file(MARKERS), folder / "base.osim")
    if WALK.is_file():
        yield to_and_fro(recorded_trial(base, read_motion(WALK), folder / "recorded.osim"), TIMES)
    yield made_trial(base, MADE_FRAMES)


def figures(trial: Trial, folder: Path, rounds: int) -> Iterator[Figure]:
    """What the rounds say."""
    found = compare_inverse_kinematics(trial, folder, rounds)
    yield Figure(f"OpenSim's tool, {trial.name}", found.their_rate, "frames/s")
    yield Figure(f"kinechain, {trial.name}", found.our_rate, "frames/s", 0, headline=True)
    yield Figure(f"kinechain over OpenSim, {trial.name}", found.times_as_fast, "times", 0, "at least", 250)
    yield Figure(f"cost over OpenSim's, {trial.name}", found.cost, "", 6, "at most", 1.0)
    yield Figure(f"frames that cost more than OpenSim's, {trial.name}", found.costlier_frames, "%")
    yield Figure(f"distance of markers, RMS, {trial.name}", 1000 * found.distance, "mm", 2)


if __name__ == "__main__":
    main()
