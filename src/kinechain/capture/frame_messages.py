"""What the decoding child tells us: one opening or refusal, then frames, then an ending.

Each message is a kind and a length, then that many bytes; a frame's pixels follow its message. The
child may have been taken over by a hostile file, so everything is checked when it is read.
"""

import json
import math
import struct
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Protocol

from kinechain.child import MessageError

# Bigger than any phone's video (8K is 33 million); an uncompressed frame is then 120 MB at most.
MAXIMUM_PIXELS = 40_000_000
MAXIMUM_SECONDS = 600.0
MAXIMUM_MESSAGE = 4096

HEADER = struct.Struct("<cI")
FRAME = struct.Struct("<qdII")


class Kind(StrEnum):
    """The first byte of a message."""

    OPENED = "O"
    REFUSED = "R"
    FRAME = "F"
    ENDED = "E"


class Refusal(StrEnum):
    """Why a file is no good."""

    NOT_A_VIDEO = "not_a_video"
    NO_PICTURE = "no_picture"
    CODEC = "codec"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    NO_FRAME = "no_frame"
    MEMORY = "memory"
    UNCONFINED = "unconfined"


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a video says of itself.

    `width` and `height` are in square pixels as the picture is meant to be seen, after `rotation`
    (degrees clockwise that were applied: 0, 90, 180 or 270) and before any scaling down.
    `duration_s` and `rate_hz`, an average, are the file's word and may be wrong in a damaged one;
    `frames` is None where the file does not say. Both are as it was recorded: a slow motion plays
    `slowed` times slower, which all times here leave out. `focal_35mm` is the lens's 35 mm equivalent
    in mm, None where the file does not say.
    """

    width: int
    height: int
    duration_s: float
    rate_hz: float
    frames: int | None
    rotation: int
    slowed: float = 1.0
    focal_35mm: float | None = None


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """One frame, but for its pixels."""

    index: int
    time_s: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How the reading ended: frames left out as damaged, frames left out because their time did not
    advance, and the time of the last good frame.
    """

    damaged: int
    out_of_order: int
    last_time_s: float


class Source(Protocol):
    """Something that gives an exact number of bytes."""

    def read(self, size: int) -> bytes: ...


def opened(info: VideoInfo) -> bytes:
    """The message that a video could be opened."""
    return _message(Kind.OPENED, json.dumps(asdict(info)).encode())


def refused(refusal: Refusal) -> bytes:
    """The message that a file is no good."""
    return _message(Kind.REFUSED, refusal.encode())


def frame(header: FrameHeader) -> bytes:
    """The message before a frame's pixels."""
    return _message(Kind.FRAME, FRAME.pack(header.index, header.time_s, header.width, header.height))


def ended(ending: Ending) -> bytes:
    """The last message."""
    return _message(Kind.ENDED, json.dumps(asdict(ending)).encode())


def read_message(source: Source) -> VideoInfo | Refusal | FrameHeader | Ending:
    """The next message. Raises MessageError for anything that is none."""
    letter, length = HEADER.unpack(source.read(HEADER.size))
    if length > MAXIMUM_MESSAGE:
        raise MessageError
    body = source.read(length)
    try:
        return _parse(Kind(letter.decode("ascii")), body)
    except (ValueError, TypeError, KeyError, struct.error) as error:
        raise MessageError from error


def _message(kind: Kind, body: bytes) -> bytes:
    return HEADER.pack(kind.encode(), len(body)) + body


def _parse(kind: Kind, body: bytes) -> VideoInfo | Refusal | FrameHeader | Ending:
    if kind is Kind.OPENED:
        return _video_info(json.loads(body))
    if kind is Kind.REFUSED:
        return Refusal(body.decode("ascii"))
    if kind is Kind.FRAME:
        header = FrameHeader(*FRAME.unpack(body))
        _require(header.index >= 0 and 0 <= header.time_s < math.inf and _fits(header.width, header.height))
        return header
    said = json.loads(body)
    ending = Ending(int(said["damaged"]), int(said["out_of_order"]), float(said["last_time_s"]))
    _require(min(ending.damaged, ending.out_of_order) >= 0 and 0 <= ending.last_time_s < math.inf)
    return ending


def _video_info(said: dict[str, float | None]) -> VideoInfo:
    def number(name: str) -> float:
        value = float(said[name] or 0)
        _require(0 <= value < math.inf)
        return value

    frames = None if said["frames"] is None else int(number("frames"))
    info = VideoInfo(
        width=int(number("width")),
        height=int(number("height")),
        duration_s=number("duration_s"),
        rate_hz=number("rate_hz"),
        frames=frames,
        rotation=int(number("rotation")),
        slowed=number("slowed"),
        focal_35mm=number("focal_35mm") or None,
    )
    _require(_fits(info.width, info.height) and info.rotation in {0, 90, 180, 270} and info.slowed > 0)
    return info


def _fits(width: int, height: int) -> bool:
    return width > 0 and height > 0 and width * height <= MAXIMUM_PIXELS


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError
