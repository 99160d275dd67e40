"""How long everything after capture takes.

On the sample clip's motion, in the process that captured it, as the command `kinechain trace` does it:
measure (events, strides, measurements), reason, plan, film (the video's frames again, for the report) and
report. The first time counts, with the imports and the reading of the knowledge that fall into it.

Then `measure` alone, on landmarks saved to a file and read from it, as the walker's frames a second; the
reading, nearly all of it the start of the locked child process that reads, is told beside it. Sports2D is
said to do the same stage at 9.6 frames a second; that figure was given for that program on another occasion
and is not measured here.

    python benchmarks/after_capture.py [--rounds 20] [--save]
"""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

import kinechain as kc
from figures import Figure, busy_before, command_line, finish
from kinechain.case import Case, Pain, Person
from kinechain.demo import HEIGHT_M, sample_video

if TYPE_CHECKING:
    from kinechain.capture.film import Film

Result = TypeVar("Result")
SPORTS2D_FRAMES_A_SECOND = 9.6
CASE = Case(person=Person(height_m=HEIGHT_M, sex="female"), pain=(Pain(region="neck"),), red_flags=())


class Stages:
    """Seconds that each stage took, by its name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, work: Callable[[], Result]) -> Result:
        """Do `work` and note its wall time."""
        start = time.perf_counter()
        result = work()
        self.seconds[name] = time.perf_counter() - start
        return result


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="of measure on saved landmarks")
    options = parser.parse_args()
    busy = busy_before()
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "walk.parquet"
        stages = after_capture(saved)
        frames, read_s, measure_s = measure_saved(saved, options.rounds)
    ratio, ratio_read = (
        frames / time_s / SPORTS2D_FRAMES_A_SECOND for time_s in (measure_s, read_s + measure_s)
    )
    figures = [Figure(f"{name}, first time", seconds, "s", 2) for name, seconds in stages.seconds.items()]
    figures += [
        Figure("Everything after capture", sum(stages.seconds.values()), "s", 2, "at most", 2),
        Figure("Reading saved landmarks", read_s, "s", 2),
        Figure("Measure on saved landmarks", frames / measure_s, "frames a second", 0, headline=True),
        Figure("Measure against the figure given for Sports2D", ratio, "times", 0, "at least", 100),
        Figure("The same with the reading", ratio_read, "times", 0, headline=True),
    ]
    finish("after_capture", figures, save=options.save, busy=busy)


def after_capture(saved: Path) -> Stages:
    """Time each stage once; the motion is left in `saved`."""
    video = sample_video()
    motion = kc.capture(video)
    stages = Stages()
    walk = stages("Measure", lambda: kc.measure(motion, person=CASE.person))
    trace = stages("Reason", lambda: kc.trace(CASE, walk.measurements))
    plan = stages("Plan", lambda: kc.plan(trace, CASE, today=datetime.now(UTC).date()))

    def cut() -> "Film":
        from kinechain.capture.film import cut_film

        return cut_film(video, motion, *walk.span)

    def write() -> None:
        from kinechain.report import write_report

        write_report(saved.with_suffix(".html"), walk=walk, film=film, trace=trace, plan=plan, case=CASE)

    film = stages("Film", cut)
    stages("Report", write)
    from kinechain.motion.files import write_motion

    write_motion(motion, saved)
    return stages


def measure_saved(saved: Path, rounds: int) -> tuple[int, float, float]:
    """The walker's frames in `saved`, and the median seconds that reading and that measuring them takes."""
    reading, measuring = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        motion = kc.read_motion(saved)
        read = time.perf_counter()
        kc.measure(motion, person=CASE.person)
        reading.append(read - start)
        measuring.append(time.perf_counter() - read)
    return motion.sizes["time"], median(reading), median(measuring)


if __name__ == "__main__":
    main()
