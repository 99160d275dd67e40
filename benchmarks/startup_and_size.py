"""How soon kinechain answers, how much room it takes on disk, and how much memory at work.

``kinechain --help``: wall time, median of five after one that is not counted. Installed size: every file
in the site-packages of a virtual environment into which nothing but kinechain was installed, given with
--venv. Memory: of ``kinechain measure`` on a clip of 60 s, the sample clip again and again, the largest sum
of the resident memory of all its processes, looked up in /proc every 50 ms (Linux only). Pages that
processes share are counted in each, so the true figure is a little smaller.

    python benchmarks/startup_and_size.py [--venv PATH] [--no-memory] [--save]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import av

from figures import Figure, busy_before, command_line, finish
from kinechain.demo import sample_video

CLIP_S = 60.0
EVERY_S = 0.05
RUN = (sys.executable, "-m", "kinechain.cli")


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--venv", type=Path, help="a virtual environment that holds kinechain alone")
    parser.add_argument("--no-memory", action="store_true", help="leave the clip of 60 s out")
    options = parser.parse_args()
    busy = busy_before()
    figures = [Figure("kinechain --help", help_seconds(), "s", 2, "at most", 0.5)]
    if options.venv:
        figures.append(Figure("Installed size", megabytes(options.venv), "MB", 0, "at most", 900))
    if not options.no_memory and Path("/proc/self/status").is_file():
        memory = measure_memory() / 1e9
        figures.append(Figure("Memory of measure, clip of 60 s", memory, "GB", 2, "at most", 1.5))
    finish("startup_and_size", figures, save=options.save, busy=busy)


def help_seconds() -> float:
    """Median wall time of ``--help``; the first, which may have to compile, is left out."""
    times = []
    for _ in range(6):
        start = time.perf_counter()
        subprocess.run([*RUN, "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return median(times[1:])


def megabytes(venv: Path) -> float:
    """Size of the files in the environment's site-packages, each file once."""
    packages = list(venv.glob("lib*/python*/site-packages")) + list(venv.glob("Lib/site-packages"))
    if not packages:
        sys.stderr.write(f"{venv} holds no site-packages; give the folder of a virtual environment\n")
        sys.exit(2)
    files = (path.lstat() for folder in packages for path in folder.rglob("*") if not path.is_dir())
    return sum({(status.st_dev, status.st_ino): status.st_size for status in files}.values()) / 1e6


def measure_memory() -> int:
    """Largest resident memory, in bytes, of ``kinechain measure`` with its child processes."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "minute.mp4"
        repeat(sample_video(), clip, CLIP_S)
        process = subprocess.Popen([*RUN, "measure", str(clip)], stdout=subprocess.DEVNULL)
        largest = 0
        while process.poll() is None:
            largest = max(largest, sum(resident(pid) for pid in tree(process.pid)))
            time.sleep(EVERY_S)
        if process.returncode != 0:
            sys.exit(f"kinechain measure ended with status {process.returncode}")
    return largest


def repeat(source: Path, target: Path, duration_s: float) -> None:
    """The picture of `source` over and over until `duration_s`, its packets copied as they are."""
    with av.open(target, "w") as out:
        copied = None
        start_s = 0.0
        while start_s < duration_s:
            with av.open(source) as container:
                stream = container.streams.video[0]
                if stream.duration is None or stream.time_base is None:
                    sys.exit(f"{source.name} does not say how long it is")
                copied = copied or out.add_stream_from_template(stream)
                shift = round(start_s / stream.time_base)
                for packet in container.demux(stream):
                    if packet.pts is None or packet.dts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    if packet.pts * stream.time_base < duration_s:
                        packet.stream = copied
                        out.mux(packet)
                start_s += float(stream.duration * stream.time_base)


def tree(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    try:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text(encoding="ascii").split():
                yield from tree(int(child))
    except OSError:
        return


def resident(pid: int) -> int:
    """Resident memory of a process in bytes; 0 once it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
