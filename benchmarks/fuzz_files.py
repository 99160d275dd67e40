"""Damages good files of every format thousands of times and reads them: only a valid answer or a clear
refusal may come of it.

Readers run in this process, which cannot be more than 4 GiB, without the walls that surround them in use;
a file that raises anything but a refusal, takes longer than 2 s or makes a reading that breaks its bounds
is reported with its seed and ends the run with status 1. Files of ../shared/data are damaged too where
that folder is.

    python benchmarks/fuzz_files.py [../shared/data] [--times 3000] [--save]
"""

import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "motion"))

from good_files import GOOD  # type: ignore[import-not-found, unused-ignore]
from mutations import mutated  # type: ignore[import-not-found, unused-ignore]

from figures import Figure, command_line, finish
from kinechain.errors import InputError
from kinechain.motion.extent import MOST_FRAMES, MOST_NAMES
from kinechain.motion.files import motion_of_reading
from kinechain.motion.reading.reading import Reading, RefusedError
from kinechain.motion.reading.reading_formats import FORMATS

MEMORY_BYTES = 4 << 30
LONGEST_S = 2.0
LABORATORY = {
    "c3dparser/tests/data/Sydney/static/S4_AM_Cal_01.c3d": ("c3d", "c3d_outputs"),
    "c3dparser/tests/data/FMC/dynamic/MH0222_BP06.c3d": ("c3d",),
    "opensim/example3DWalking/markers_walk.trc": ("trc",),
    "opensim/example3DWalking/grf_walk.mot": ("forces", "storage"),
}


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--times", type=int, default=3000)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    files = dict(GOOD)
    for name, kinds in LABORATORY.items():
        if (options.data / name).is_file():
            files |= {
                f"{Path(name).name}, {kind}": (kind, (options.data / name).read_bytes()) for kind in kinds
            }
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for name, (kind, content) in files.items():
        times = options.times if len(content) < 100_000 else options.times // 10
        for seed in range(times):
            start = time.perf_counter()
            outcome = outcome_of(kind, mutated(content, seed))
            taken = time.perf_counter() - start
            slowest = max(slowest, taken)
            outcome = outcome if taken < LONGEST_S else "slow"
            outcomes[outcome] += 1
            if outcome not in {"read", "refused"}:
                sys.stderr.write(f"{name}, seed {seed}: {outcome} after {taken:.1f} s\n")
    broken = outcomes.total() - outcomes["refused"] - outcomes["read"]
    figures = [
        Figure("Damaged files", outcomes.total(), "", 0),
        Figure("Damaged files refused in words", outcomes["refused"], "", 0),
        Figure("Damaged files read as a valid walk", outcomes["read"], "", 0),
        Figure("Damaged files that broke a reader", broken, "", 0, "at most", 0),
        Figure("Slowest answer to a damaged file", slowest, "s", 2, "at most", LONGEST_S),
    ]  # fmt: skip
    finish("fuzz_files", figures, save=options.save)
    sys.exit(0 if set(outcomes) <= {"read", "refused"} else 1)


def outcome_of(kind: str, content: bytes) -> str:
    """``read``, ``refused`` or what went wrong."""
    try:
        return read(kind, content)
    except (RefusedError, InputError) as refusal:
        return "refused" if str(refusal) and len(str(refusal)) < 2000 else "an odd refusal"
    except Exception:  # noqa: BLE001  that is what is looked for
        return traceback.format_exc(limit=-2)


def read(kind: str, content: bytes) -> str:
    """Read it as the child would and check it as the parent would."""
    reading = FORMATS[kind](content, None)
    if not in_bounds(reading):
        return "a reading out of bounds"
    if kind not in {"c3d_outputs", "forces"}:
        motion_of_reading(Path(f"walk.{kind}"), reading)
    return "read"


def in_bounds(reading: Reading) -> bool:
    """Whether a reading could be sent and believed."""
    frames, axes, points = reading.position.shape
    fits = frames <= MOST_FRAMES and axes == 3 and points == len(reading.names) <= MOST_NAMES
    return bool(fits) and len(set(reading.names)) == points and len(reading.time) == frames


if __name__ == "__main__":
    main()
