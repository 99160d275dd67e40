"""`Recording`: everybody in a video, followed through it."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.background import Grey, cell_size, small_grey
from kinechain.capture.camera_watch import CameraWatch, boxes_of
from kinechain.capture.linking import link
from kinechain.capture.tracklet import Follower, Tracklet
from kinechain.capture.video import Frame, read_frames
from kinechain.errors import InputError
from kinechain.printable import printable

# Pictures followed together by one thread. Longer runs waste less at their borders, need more memory and
# leave a core idle for longer at the end.
RUN = 24
# Each thread holds a run of pictures, so threads cost memory.
MOST_THREADS = 8
# A larger picture shows the landmark network, which sees 256 pixels, nothing more.
LARGEST_SIDE = 1920
# Walking holds little above 6 Hz (Winter 2009, section 3.5); faster films are thinned.
FASTEST_HZ = 62.0
# Shorter appearances are passers-by or mistakes.
SHORTEST_S = 0.4

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Recording:
    """The people of a video.

    `times` holds the seconds of each picture looked at, `people` their sightings by the picture's
    number, in the order in which they appear. `size` is (width, height) of the pictures; the file's own
    may be larger by `scale`. `frames` and `rate_hz` are the file's, `focal_35mm` the lens's 35 mm equivalent
    in mm where the file says it. `camera` (pictures, 4) is how the background lies in each picture, in
    pixels of the pictures: see `CameraWatch.path`. `rate_stated`: somebody said at what rate it was recorded.
    """

    path: Path
    frames: int
    rate_hz: float
    size: tuple[int, int]
    scale: float
    times: tuple[float, ...]
    people: tuple[Tracklet, ...]
    warnings: tuple[str, ...]
    focal_35mm: float | None = None
    camera: NDArray[np.float64] | None = None
    rate_stated: bool = False


def record(path: Path, on_progress: Progress | None = None, *, recorded_hz: float | None = None) -> Recording:
    """Follow everybody in a video, on all cores.

    `on_progress` is called with the pictures done and their expected number (None if unknown).
    `recorded_hz` is the frames a second at which a slow motion was recorded, for a file that does not say.
    Raises `InputError` if the video cannot be read or shows nobody.
    """
    with (
        read_frames(path, max_side=LARGEST_SIDE, max_rate_hz=FASTEST_HZ, recorded_hz=recorded_hz) as reader,
        _Followers() as followers,
    ):
        info = reader.info
        thinned = min(1.0, FASTEST_HZ / info.rate_hz) if info.rate_hz else 1.0
        expected = round(info.frames * thinned) if info.frames else None
        seen = _Seen(expected, on_progress)
        tracklets = list(_follow(reader, seen, followers))
    people = tuple(
        person
        for person in link(tracklets, seen.times, width=seen.size[0])
        if seen.times[person.last] - seen.times[person.first] >= SHORTEST_S
    )
    if not people:
        raise InputError(
            f"{printable(path.name)} shows nobody long enough to follow; film one person from head to feet"
        )
    return Recording(
        path=path,
        # Of a film that was thinned the last frames are not seen, of one cut short they are not there.
        frames=info.frames if info.frames and not reader.warnings else seen.last_index + 1,
        rate_hz=info.rate_hz,
        size=seen.size,
        scale=info.width / seen.size[0],
        times=tuple(seen.times),
        people=people,
        warnings=tuple(reader.warnings),
        focal_35mm=info.focal_35mm,
        camera=seen.camera_path(),
        rate_stated=recorded_hz is not None,
    )


class _Seen:
    """What is learnt of the video while its frames go by."""

    def __init__(self, expected: int | None, on_progress: Progress | None) -> None:
        self.times: list[float] = []
        self.size = (0, 0)
        self.last_index = 0
        self._watch = CameraWatch()
        self._cell = 1
        self._done = 0
        self._expected = expected
        self._on_progress = on_progress

    def read(self, frames: tuple[Frame, ...]) -> None:
        self.times += [frame.time_s for frame in frames]
        self.last_index = frames[-1].index
        height, width = frames[0].image.shape[:2]
        self.size = (width, height)
        self._cell = cell_size(frames[0].image.shape)

    def followed(self, run: "_Run") -> None:
        numbers = range(run.first, run.first + len(run.greys))
        self._watch.look(run.greys, [boxes_of(run.tracklets, number, self._cell) for number in numbers])
        self._done += len(run.greys)
        if self._on_progress:
            self._on_progress(self._done, self._expected)

    def camera_path(self) -> NDArray[np.float64]:
        return self._watch.path(self._cell)


@dataclass(frozen=True, slots=True)
class _Run:
    """What was found in consecutive pictures, the first of which has number `first`."""

    first: int
    greys: list[Grey]
    tracklets: list[Tracklet]


class _Followers(ThreadPoolExecutor):
    """A thread for each core, each with networks of its own, which start loading at once."""

    def __init__(self) -> None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
        self.threads = min(cores, MOST_THREADS)
        self._local = threading.local()
        super().__init__(self.threads, initializer=self._prepare)
        for _ in range(self.threads):
            self.submit(int)

    def _prepare(self) -> None:
        self._local.follower = Follower()

    def follow(self, run: tuple[Frame, ...], first: int) -> "Future[_Run]":
        """Everybody in the pictures of a run, and the pictures in small."""
        return self.submit(self._follow, run, first)

    def _follow(self, run: tuple[Frame, ...], first: int) -> _Run:
        pictures = [frame.image for frame in run]
        return _Run(
            first, [small_grey(picture) for picture in pictures], self._local.follower(pictures, first)
        )


def _follow(frames: Iterator[Frame], seen: _Seen, followers: _Followers) -> Iterator[Tracklet]:
    """Tracklets of every run, in order, with few more runs in memory than there are threads."""
    waiting: deque[Future[_Run]] = deque()
    while run := tuple(islice(frames, RUN)):
        first = len(seen.times)
        seen.read(run)
        waiting.append(followers.follow(run, first))
        if len(waiting) > followers.threads + 1:
            yield from _next(waiting, seen)
    while waiting:
        yield from _next(waiting, seen)


def _next(waiting: "deque[Future[_Run]]", seen: _Seen) -> list[Tracklet]:
    run = waiting.popleft().result()
    seen.followed(run)
    return run.tracklets
