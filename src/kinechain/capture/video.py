"""Reading a video: what it is, and its frames one by one.

Decoding happens in a child process that can neither reach the network nor open a file
(`decode_child`), so that a hostile or damaged video harms nobody.
"""

import math
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kinechain.capture import frame_messages
from kinechain.capture.frame_messages import (
    MAXIMUM_PIXELS,
    MAXIMUM_SECONDS,
    Ending,
    FrameHeader,
    Refusal,
    VideoInfo,
)
from kinechain.child import Child, ChildEndedError, ChildStalledError, MessageError
from kinechain.errors import InputError, KinechainError
from kinechain.outside_file import open_outside
from kinechain.printable import printable

__all__ = ["Frame", "FrameReader", "VideoInfo", "open_video", "read_frames"]

STALL_SECONDS = 60.0
# A video that ends this much before its stated length, and by more than a few frames, was cut short.
# (Sound often runs a little longer than the picture, and some formats state only the longer of the two.)
CUT_SHORT_SECONDS, CUT_SHORT_FRAMES = 0.5, 3

AGAIN = "copy the video afresh from the camera"
CONVERT = "convert it to an H.264 mp4 and try again"
REASONS = {
    Refusal.NOT_A_VIDEO: "is not a video that can be read, or its end is missing; "
    "give a whole mp4, mov, mkv, webm or avi, copied afresh from the camera",
    Refusal.NO_PICTURE: "has no picture, only sound or data; give a video of the walk",
    Refusal.CODEC: f"is coded in a way that is not supported; {CONVERT}",
    Refusal.TOO_LONG: f"is longer than {MAXIMUM_SECONDS / 60:.0f} minutes; "
    "cut out the walk, a minute is plenty",
    Refusal.TOO_LARGE: f"has frames of more than {MAXIMUM_PIXELS // 1_000_000} million pixels; "
    "scale it down to 4K or less",
    Refusal.NO_FRAME: "is damaged: not one frame could be decoded; copy it afresh from the camera",
    Refusal.MEMORY: f"needs too much memory to decode; {CONVERT}",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a video.

    `index` counts the file's decoded frames from 0, skipped ones included; `time_s` is seconds from
    the first frame; `image` is RGB, shape (height, width, 3), and belongs to the receiver.
    """

    index: int
    time_s: float
    image: NDArray[np.uint8]


def open_video(path: Path | str) -> VideoInfo:
    """What a video is. Its first frame is decoded to make sure. Raises InputError as `read_frames`."""
    with read_frames(path, max_side=1) as reader:
        return reader.info


def read_frames(
    path: Path | str,
    *,
    max_side: int | None = None,
    max_rate_hz: float | None = None,
    recorded_hz: float | None = None,
) -> "FrameReader":
    """The frames of a video, upright, in square pixels and in order of time.

    A longer side above `max_side` pixels is scaled down to it; a rate above `max_rate_hz` is thinned
    to it by time stamp, as evenly as the frames allow. The times of a slow motion are put right where the
    file, or somebody (`recorded_hz`), says at what rate it was recorded. Data requirements: mp4, mov, mkv,
    webm or avi; at most 10 minutes.

    Raises InputError, here or at any frame, with one line that says what is wrong with the file and
    what to do. Damaged frames are left out and a video that was cut short is read as far as it goes:
    the reader's `warnings` say so at the end.
    """
    if max_side is not None and max_side < 1:
        raise ValueError(f"max_side must be at least 1 pixel, not {max_side}")
    if max_rate_hz is not None and not 0 < max_rate_hz < math.inf:
        raise ValueError(f"max_rate_hz must be above 0, not {max_rate_hz}")
    if recorded_hz is not None and not 0 < recorded_hz < math.inf:
        raise ValueError(f"recorded_hz must be above 0, not {recorded_hz}")
    return FrameReader(Path(path), max_side, max_rate_hz, recorded_hz)


class FrameReader(Iterator[Frame]):
    """An iterator over frames. `info` is known from the start; `warnings`, one line each, are
    complete when the frames have run out. Closing it early, or forgetting it, ends the decoding.
    """

    def __init__(
        self, path: Path, max_side: int | None, max_rate_hz: float | None, recorded_hz: float | None
    ) -> None:
        self._name = printable(str(path))
        self._exhausted = False
        self.warnings: list[str] = []
        arguments = ["" if limit is None else str(limit) for limit in (max_side, max_rate_hz, recorded_hz)]
        with open_outside(
            path, self._name, wanted="video file", if_empty="copy the video afresh from the camera"
        ) as file:
            self._child = Child("kinechain.capture.decode_child", arguments, file, STALL_SECONDS)
        first = self._receive()
        if not isinstance(first, VideoInfo):
            raise self._nonsense()
        self.info: VideoInfo = first

    def __next__(self) -> Frame:
        if self._exhausted:
            raise StopIteration
        message = self._receive()
        if isinstance(message, FrameHeader):
            return self._frame(message)
        if not isinstance(message, Ending):
            raise self._nonsense()
        self.close()
        self.warnings += _warnings(self._name, self.info, message)
        raise StopIteration

    def close(self) -> None:
        """Stop decoding; there are no more frames. May be called twice."""
        self._exhausted = True
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _frame(self, header: FrameHeader) -> Frame:
        image = np.empty((header.height, header.width, 3), dtype=np.uint8)
        try:
            self._child.read_into(image.data.cast("B"))
        except (ChildEndedError, ChildStalledError) as error:
            raise self._failure(error) from None
        return Frame(header.index, header.time_s, image)

    def _receive(self) -> VideoInfo | FrameHeader | Ending:
        try:
            message = frame_messages.read_message(self._child)
        except MessageError:
            raise self._nonsense() from None
        except (ChildEndedError, ChildStalledError) as error:
            raise self._failure(error) from None
        if isinstance(message, Refusal):
            raise self._refusal(message)
        return message

    def _refusal(self, refusal: Refusal) -> KinechainError:
        self.close()
        if refusal is Refusal.UNCONFINED:
            return KinechainError(
                "this system does not let a process lock itself up (seccomp), so no video is opened; "
                "allow seccomp filters in its container or kernel settings"
            )
        return InputError(f"{self._name} {REASONS[refusal]}")

    def _failure(self, error: ChildEndedError | ChildStalledError) -> InputError:
        self.close()
        if isinstance(error, ChildStalledError):
            return InputError(f"{self._name} gave no frame for {STALL_SECONDS:.0f} seconds; {CONVERT}")
        if self._child.signal == signal.SIGXCPU:
            return InputError(f"{self._name} takes far too long to decode for its length; {CONVERT}")
        return InputError(f"{self._name} broke the decoder, so it is damaged or of a rare kind; {CONVERT}")

    def _nonsense(self) -> InputError:
        self.close()
        return InputError(f"{self._name} misled the decoder and was not trusted; {CONVERT}")


def _warnings(name: str, info: VideoInfo, ending: Ending) -> list[str]:
    warnings = []
    rate_hz = info.rate_hz or 1.0
    if info.slowed != 1:
        times, way = (info.slowed, "slower") if info.slowed > 1 else (1 / info.slowed, "faster")
        warnings.append(
            f"{name} plays {times:.3g} times {way} than it was recorded ({rate_hz:.3g} frames a second); "
            "its times were put right"
        )
    if info.duration_s - ending.last_time_s > max(CUT_SHORT_SECONDS, CUT_SHORT_FRAMES / rate_hz):
        warnings.append(
            f"{name} should last {info.duration_s:.1f} s but can be read only up to "
            f"{ending.last_time_s:.1f} s; it is cut short or damaged, and only that part was used"
        )
    if ending.damaged:
        warnings.append(f"{name} has {ending.damaged} damaged frame(s), which were left out")
    if ending.out_of_order:
        warnings.append(
            f"{name} has {ending.out_of_order} frame(s) whose time does not come after the one before; "
            "they were left out"
        )
    return warnings
