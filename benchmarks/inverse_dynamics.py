"""Joint moments by MuJoCo against OpenSim's inverse dynamics, of one body in one motion.

What is compared, and how, is in `kinechain.validation.opensim_inverse_dynamics`. Printed: the largest
difference of any joint's moment, and frames per second of processor time of both.

Data requirements: none. Needs the extras `lab` and `comparisons`.

    pip install -e '.[lab,comparisons]'
    python benchmarks/inverse_dynamics.py [--frames 240] [--save]
"""

import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, command_line, finish
from kinechain.validation.opensim_inverse_dynamics import compare_inverse_dynamics


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--frames", type=int, default=240)
    options = parser.parse_args()
    for module in ("mujoco", "opensim"):
        if importlib.util.find_spec(module) is None:
            sys.stderr.write(f"{module} is not installed; run: pip install -e '.[lab,comparisons]'\n")
            sys.exit(2)
    finish("inverse_dynamics", list(figures(options.frames)), save=options.save)


def figures(frames: int) -> Iterator[Figure]:
    """The figures of a motion of so many frames."""
    with tempfile.TemporaryDirectory() as folder:
        found = compare_inverse_dynamics(frames, Path(folder))
    yield Figure("Joint moments: largest difference", found.difference, "N m", 5, "at most", 0.1)
    yield Figure("Largest joint moment", found.greatest, "N m")
    yield Figure("Ours", found.our_rate, "frames/s", 0)
    yield Figure("OpenSim's tool", found.their_rate, "frames/s", 0)
    yield Figure("Ours to OpenSim's", found.our_rate / found.their_rate, "times", 1, "at least", 20)


if __name__ == "__main__":
    main()
