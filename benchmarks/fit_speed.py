"""How fast a whole walk is fitted, with its covariance, and how long size and marker places take before.

Frames of one walk per second of processor time, on one core, kernels compiled: the banded estimate over all
frames at once and the covariance of every coordinate at every instant (`kinechain.validation.fit_speed`), and
`kinechain.body.fit.fit_body` as a whole, which calibrates first.

Data requirements: none. Needs the extra `lab`.

    pip install -e '.[lab]'
    python benchmarks/fit_speed.py [--save]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from figures import Figure, busy_before, command_line, finish

sys.path.append(str(Path(__file__).parents[1] / "tests" / "body"))
ROUNDS, SECONDS = 5, 2.4


def main() -> None:
    """Run it."""
    options = command_line(__doc__).parse_args()
    if importlib.util.find_spec("numba") is None:
        sys.stderr.write("numba is not installed; run: pip install -e '.[lab]'\n")
        sys.exit(2)
    busy_before()
    finish("fit_speed", list(figures()), save=options.save)


def figures() -> Iterator[Figure]:
    """The figures of a made walk."""
    from kinechain.validation.fit_speed import fit_speed

    found = fit_speed()
    yield Figure("Whole trajectory with covariance", found.rate, "frames/s", 0, "at least", 1000)
    yield Figure("Calibration, fit and covariance", calibrated_s(), "s", 2, "at most", 2)


def calibrated_s() -> float:
    """Processor time of a whole `fit_body`, the median of some rounds."""
    from known_body import WHOLE, walker

    from kinechain.body.fit import fit_body

    walk = walker(WHOLE, seconds=SECONDS, seed=1).walk()
    fit_body(walk)
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        fit_body(walk)
        taken.append(time.process_time() - start)
    return median(taken)


if __name__ == "__main__":
    main()
