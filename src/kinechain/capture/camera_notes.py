"""What a phone notes of its camera in an mp4 or mov: the lens's focal length, the rate of recording.

The library that decodes shows what stands at the file's level only, and an iPhone notes the lens at the
picture's track, so the boxes are read here. Runs inside the decoding child only: the file is a stranger's.

Sources: ISO 14496-12 (boxes); Apple, QuickTime File Format, metadata atoms; Apple, AVMetadataKey
quickTimeMetadataKeyCameraFocalLength35mmEquivalent (a text such as "26.00mm", at the video's track; older
phones write a whole number); Android's MPEG4Writer (com.android.capture.fps, at the file's level).
"""

import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

FOCAL_KEY = "com.apple.quicktime.camera.focal_length.35mm_equivalent"
CAPTURE_RATE_KEY = "com.android.capture.fps"
# Where metadata may stand, from the movie's box down.
PATHS = ((b"meta",), (b"udta", b"meta"), (b"trak", b"meta"), (b"trak", b"udta", b"meta"))
# An index of ten minutes of video takes a few million bytes.
MOST_BYTES = 1 << 26
MOST_BOXES, MOST_KEYS = 10_000, 1000
# From the widest lens of a phone to the longest of a camera (mm), and from a slow time lapse to the fastest
# phone (frames a second).
EQUIVALENTS_MM = (5.0, 1000.0)
RATES_HZ = (0.01, 8000.0)
# Types of values: text, numbers by their format. Whole numbers 21 and 22 are as long as they are.
TEXT, SIGNED, UNSIGNED = 1, (21, 65, 66, 67, 74), (22, 75, 76, 77, 78)
FLOATS = {23: ">f", 24: ">d"}


@dataclass(frozen=True, slots=True)
class CameraNotes:
    """None where the file says nothing sane. `focal_35mm`: 35 mm equivalent of the focal length, in mm.
    `capture_rate_hz`: frames a second when it was recorded, whatever it plays at.
    """

    focal_35mm: float | None = None
    capture_rate_hz: float | None = None


def read_camera_notes(file: BinaryIO) -> CameraNotes:
    """The notes of an open file of any kind, which is left where it begins. Raises nothing of its own."""
    try:
        movie = _movie(file)
        said = dict(_items(movie)) if movie else {}
    except (struct.error, ValueError, OverflowError):
        said = {}
    finally:
        file.seek(0)
    return CameraNotes(
        _number(said.get(FOCAL_KEY), EQUIVALENTS_MM), _number(said.get(CAPTURE_RATE_KEY), RATES_HZ)
    )


def _movie(file: BinaryIO) -> bytes | None:
    """The movie's box; everything else of the file is passed over."""
    place = 0
    for _ in range(MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            return None
        size, kind = struct.unpack_from(">I4s", head)
        start = 16 if size == 1 else 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", head, 8)
        if kind == b"moov":
            file.seek(place + start)
            return _read(file, size - start) if start <= size <= MOST_BYTES else None
        if size < start or size > 1 << 62:
            return None
        place += size
    return None


def _read(file: BinaryIO, size: int) -> bytes:
    """As many bytes of an unbuffered file, or those that there are."""
    parts, left = [], size
    while left and (part := file.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each box in a row of them, up to the first that makes no sense."""
    place = 0
    for _ in range(MOST_BOXES):
        if place + 8 > len(data):
            return
        size, kind = struct.unpack_from(">I4s", data, place)
        if not 8 <= size <= len(data) - place:
            return
        yield kind, data[place + 8 : place + size]
        place += size


def _inside(data: bytes, path: tuple[bytes, ...]) -> Iterator[bytes]:
    """The content of every box at the end of a path."""
    if not path:
        yield data
        return
    for kind, content in _boxes(data):
        if kind == path[0]:
            yield from _inside(content, path[1:])


def _items(movie: bytes) -> Iterator[tuple[str, float | str]]:
    """Keys and values of all metadata in a movie's box."""
    for path in PATHS:
        for content in _inside(movie, path):
            # An mp4's box begins with a version, a mov's with its first box at once.
            parts = dict(_boxes(content if content[4:8] == b"hdlr" else content[4:]))
            keys = list(_keys(parts.get(b"keys", b"")))
            for kind, item in _boxes(parts.get(b"ilst", b"")):
                number = int.from_bytes(kind, "big")
                if 1 <= number <= len(keys):
                    values = (_value(data) for data in _inside(item, (b"data",)))
                    yield from ((keys[number - 1], value) for value in values if value is not None)


def _keys(content: bytes) -> Iterator[str]:
    place = 8
    for _ in range(min(MOST_KEYS, int.from_bytes(content[4:8], "big"))):
        size = int.from_bytes(content[place : place + 4], "big")
        if size < 8 or place + size > len(content):
            return
        yield content[place + 8 : place + size].decode("utf-8", "replace")
        place += size


def _value(data: bytes) -> float | str | None:
    kind, raw = int.from_bytes(data[1:4], "big"), data[8:]
    if kind == TEXT:
        return raw[:100].decode("utf-8", "replace")
    if kind in FLOATS and len(raw) == struct.calcsize(FLOATS[kind]):
        return float(struct.unpack(FLOATS[kind], raw)[0])
    if kind in SIGNED + UNSIGNED and 0 < len(raw) <= 8:
        return int.from_bytes(raw, "big", signed=kind in SIGNED)
    return None


def _number(value: float | str | None, sane: tuple[float, float]) -> float | None:
    """The first number in a value, None where there is none or it is out of all bounds."""
    if isinstance(value, str):
        found = re.search(r"\d{1,6}(\.\d{1,6})?", value)
        value = float(found.group()) if found else None
    if value is None or not math.isfinite(value) or not sane[0] <= value <= sane[1]:
        return None
    return float(value)
