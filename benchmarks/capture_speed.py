"""How much of the time of `capture` and of the whole `trace` is the landmark network itself.

On the sample clip, in one run and on the same cores: (a) nothing but the calls of the landmark network
that capture makes, as many, on as many threads, on prepared pictures, with the networks already loaded;
(b) `kinechain.capture`; (c) the command `kinechain trace`: capture, measure, reason, plan, film, report.
One capture goes before, to count the calls and to load what is imported late. (a), (b) and (c) are then
timed one after the other, some rounds of it, and each ratio is the median of its rounds.

    python benchmarks/capture_speed.py [--rounds 3] [--save]
"""

import contextlib
import io
import itertools
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

from figures import Figure, busy_before, command_line, finish, usable_cores
from kinechain.assets import asset_path
from kinechain.capture.capture import capture
from kinechain.capture.landmarker import SIDE, Landmarker, Sighting
from kinechain.capture.network import Floats, Network
from kinechain.capture.region import Pixels, Region
from kinechain.capture.video import open_video, read_frames
from kinechain.cli import app
from kinechain.demo import HEIGHT_M, sample_video

PICTURES = 24


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    busy = busy_before()
    video = sample_video()
    calls = calls_of_capture(video)
    networks = [Network(asset_path("pose_landmark_heavy.tflite")) for _ in range(usable_cores())]
    pictures = prepared_pictures(video)
    rounds = [
        (
            seconds(lambda: bare_calls(networks, pictures, calls)),
            seconds(lambda: capture(video)),
            seconds(lambda: trace(video)),
        )
        for _ in range(options.rounds)
    ]
    found = figures(rounds, calls, open_video(video).frames or 0)
    finish("capture_speed", found, save=options.save, busy=busy)


def figures(rounds: Sequence[tuple[float, float, float]], calls: int, frames: int) -> list[Figure]:
    """What the rounds say."""
    bare, captured, traced = (median(column) for column in zip(*rounds, strict=True))
    ratio_captured = median(b / a for a, b, _ in rounds)
    ratio_traced = median(c / a for a, _, c in rounds)
    return [
        Figure("Landmark network alone", bare, "s", 2),
        Figure("Calls of the landmark network", calls, "", 0),
        Figure("Capture", captured, "s", 2),
        Figure("Trace, from video to report", traced, "s", 2),
        Figure("Capture over the network alone", ratio_captured, "times", 2, "at most", 1.3),
        Figure("Trace over the network alone", ratio_traced, "times", 2, "at most", 1.5),
        Figure("Capture, frames of the film", frames / captured, "a second", 1, "at least", 25),
        Figure("Trace, frames of the film", frames / traced, "a second", 1, "at least", 25),
    ]


def calls_of_capture(video: Path) -> int:
    """How often one capture of `video` calls the landmark network. The same every time."""
    called: list[None] = []
    look = Landmarker.__call__

    def counting(self: Landmarker, picture: Pixels, region: Region) -> Sighting:
        called.append(None)
        return look(self, picture, region)

    with patch.object(Landmarker, "__call__", counting):
        capture(video)
    return len(called)


def prepared_pictures(video: Path) -> list[Floats]:
    """Inputs for the landmark network, cut out of the middle of frames spread over `video`."""
    with read_frames(video, max_rate_hz=3) as reader:
        images = [frame.image for frame in itertools.islice(reader, PICTURES)]
    height, width = images[0].shape[:2]
    region = Region(width / 2, height / 2, height * 0.8, 0.0)
    return [region.cut(image, SIDE).astype(np.float32) / np.float32(255) for image in images]


def bare_calls(networks: Sequence[Network], pictures: Sequence[Floats], calls: int) -> None:
    """Call the networks `calls` times in all, each on a thread of its own that takes the next picture."""
    left = iter(range(calls))

    def work(network: Network) -> None:
        for number in left:
            network(pictures[number % len(pictures)])

    with ThreadPoolExecutor(len(networks)) as pool:
        list(pool.map(work, networks))


def trace(video: Path) -> None:
    """The command, in this process."""
    options = ["--pain", "neck", "--height", str(HEIGHT_M), "--red-flags", "none"]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        report = Path(folder) / "report.html"
        app(["trace", str(video), *options, "--report", str(report)], standalone_mode=False)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of `work`."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
