"""What the child that reads a Parquet file tells us: one table or one refusal.

A message is a header, then a text (JSON), then for a table its numbers. The child may have been taken
over by a hostile file, so every size is checked before it is believed; what the numbers and names mean
is for whoever asked to check.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kinechain.child import MessageError
from kinechain.motion.extent import MOST_FRAMES, MOST_MARKERS, MOST_POINTS

Floats = NDArray[np.float64]
MOST_KEYPOINTS = MOST_MARKERS
MOST_TEXT_BYTES = 1 << 20
CAMERA_NUMBERS = 4

HEADER = struct.Struct("<cIIII")  # kind, bytes of text, frames, keypoints, axes
TABLE, REFUSED = b"T", b"R"
NUMBER = np.dtype("<f8")


class Refusal(StrEnum):
    """Why a file is no good."""

    NOT_PARQUET = "not_parquet"
    NOT_A_MOTION = "not_a_motion"
    DAMAGED = "damaged"
    TOO_LONG = "too_long"
    MEMORY = "memory"
    UNCONFINED = "unconfined"


@dataclass(frozen=True, slots=True)
class MotionTable:
    """A motion as the file has it: `time` (n,), `position` (n, 2 or 3, k), `confidence` (n, k), the names of
    the k keypoints, the attributes as the file's JSON, and where there is one `camera` (n, 4).
    """

    attributes: str
    keypoints: tuple[str, ...]
    time: Floats
    position: Floats
    confidence: Floats
    camera: Floats | None = None


class Source(Protocol):
    """Something that gives an exact number of bytes."""

    def read(self, size: int) -> bytes: ...

    def read_into(self, view: memoryview) -> None: ...


def refused(refusal: Refusal) -> bytes:
    """The message that a file is no good."""
    return HEADER.pack(REFUSED, len(refusal), 0, 0, 0) + refusal.encode()


def pieces(table: MotionTable) -> Iterator[bytes | memoryview]:
    """The message that carries a table, piece by piece."""
    camera = () if table.camera is None else (table.camera,)
    said = {"attributes": table.attributes, "keypoints": table.keypoints, "camera": bool(camera)}
    text = json.dumps(said).encode()
    yield HEADER.pack(TABLE, len(text), len(table.time), len(table.keypoints), table.position.shape[1])
    yield text
    for numbers in (table.time, table.position, table.confidence, *camera):
        yield np.ascontiguousarray(numbers, dtype=NUMBER).data.cast("B")


def read_message(source: Source) -> MotionTable | Refusal:
    """The child's message. Raises MessageError for anything that is none."""
    kind, length, frames, keypoints, axes = HEADER.unpack(source.read(HEADER.size))
    if kind not in (TABLE, REFUSED) or length > MOST_TEXT_BYTES or axes > 3:
        raise MessageError
    if frames > MOST_FRAMES or keypoints > MOST_KEYPOINTS or frames * keypoints > MOST_POINTS:
        raise MessageError
    try:
        text = source.read(length).decode("utf-8")
        if kind == REFUSED:
            return Refusal(text)
        attributes, names, camera = _parse(text)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise MessageError from error
    if len(names) != keypoints:
        raise MessageError
    return MotionTable(
        attributes,
        names,
        _numbers(source, (frames,)),
        _numbers(source, (frames, axes, keypoints)),
        _numbers(source, (frames, keypoints)),
        _numbers(source, (frames, CAMERA_NUMBERS)) if camera else None,
    )


def _parse(text: str) -> tuple[str, tuple[str, ...], bool]:
    said = json.loads(text)
    attributes, names = said["attributes"], said["keypoints"]
    if not isinstance(attributes, str) or not isinstance(names, list):
        raise TypeError
    if not all(isinstance(name, str) for name in names):
        raise TypeError
    return attributes, tuple(names), said.get("camera") is True


def _numbers(source: Source, shape: tuple[int, ...]) -> Floats:
    numbers = np.empty(shape, dtype=NUMBER)
    if numbers.size:
        source.read_into(numbers.reshape(-1).data.cast("B"))
    return numbers
