"""The child process that decodes a video: the file is its standard input, messages its output.

Started by `video.FrameReader` through `child.Child`.
"""

import contextlib
import importlib
import os
import pkgutil
from typing import BinaryIO

import av

from kinechain.capture import frame_messages
from kinechain.capture.camera_notes import CameraNotes, read_camera_notes
from kinechain.capture.demuxing import RefusedError, Video
from kinechain.capture.frame_messages import MAXIMUM_SECONDS, Ending, FrameHeader, Refusal, VideoInfo
from kinechain.capture.picture import Picture
from kinechain.capture.timing import FrameClock, Thinning, slowed_by
from kinechain.confinement import allow_time, confine

MEMORY_BYTES = 3 << 30
OPENING_CPU_SECONDS = 60
# Ten times what a slow machine needs for a frame: a stop, not a schedule.
CPU_SECONDS_PER_FRAME, CPU_SECONDS_PER_PIXEL = 0.05, 1e-7
LONGEST_CPU_SECONDS = 4 * 3600
USUAL_RATE_HZ = 30.0


def main(arguments: list[str]) -> None:
    """Arguments: the longest side and the highest rate wanted, and the rate at which the video was recorded
    where somebody says so; each a number or empty.
    """
    out = os.dup(1)
    os.dup2(2, 1)  # a library that prints would garble the messages
    max_side = int(arguments[0]) if arguments[0] else None
    thinning = Thinning(float(arguments[1]) if arguments[1] else None)
    recorded_hz = float(arguments[2]) if arguments[2] else None
    _load_lazy_modules()
    # Opened here, as nothing can be opened later.
    with open(0, "rb", buffering=0) as file, contextlib.suppress(BrokenPipeError):
        try:
            confine(MEMORY_BYTES, OPENING_CPU_SECONDS)
        except OSError:
            _write(out, frame_messages.refused(Refusal.UNCONFINED))
            return
        try:
            _decode(file, out, max_side, thinning, recorded_hz)
        except RefusedError as error:
            _write(out, frame_messages.refused(error.refusal))
        except MemoryError:
            _write(out, frame_messages.refused(Refusal.MEMORY))


def _decode(
    file: BinaryIO, out: int, max_side: int | None, thinning: Thinning, recorded_hz: float | None
) -> None:
    """Say what the video is, then its frames, then how it ended."""
    notes = read_camera_notes(file)
    video = Video(file)
    picture: Picture | None = None
    slowed = slowed_by(recorded_hz or notes.capture_rate_hz, video.extent.rate_hz)
    clock = FrameClock(video.stream.time_base, 1 / (video.extent.rate_hz or USUAL_RATE_HZ), slowed)
    out_of_order, last_s = 0, 0.0
    for index, stamp, frame in video.frames():
        if picture is None:
            picture = Picture(frame, video.stream.sample_aspect_ratio, max_side)
            _announce(out, video, picture, slowed, notes)
        time_s = clock.time_of(stamp)
        if time_s is None:
            out_of_order += 1
            continue
        if time_s > MAXIMUM_SECONDS:
            raise RefusedError(Refusal.TOO_LONG)
        last_s = time_s
        if thinning.keeps(time_s):
            _write(out, frame_messages.frame(FrameHeader(index, time_s, *picture.size)))
            _write(out, picture.upright(frame))
    if picture is None:
        raise RefusedError(Refusal.NO_FRAME)
    _write(out, frame_messages.ended(Ending(video.damaged, out_of_order, last_s)))


def _announce(out: int, video: Video, picture: Picture, slowed: float, notes: CameraNotes) -> None:
    extent = video.extent
    info = VideoInfo(
        *picture.seen,
        extent.duration_s / slowed,
        extent.rate_hz * slowed,
        extent.frames,
        90 * picture.orientation.quarter_turns,
        slowed,
        notes.focal_35mm,
    )
    frames = extent.frames or extent.duration_s * min(extent.rate_hz, 1000)
    per_frame = CPU_SECONDS_PER_FRAME + CPU_SECONDS_PER_PIXEL * info.width * info.height
    allow_time(int(min(2 * OPENING_CPU_SECONDS + frames * per_frame, LONGEST_CPU_SECONDS)))
    _write(out, frame_messages.opened(info))


def _load_lazy_modules() -> None:
    """PyAV imports some of its parts when a file first needs them, which would then be refused."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if module.name not in {"av.__main__", "av.datasets"}:
            importlib.import_module(module.name)


def _write(out: int, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(out, rest) :]
