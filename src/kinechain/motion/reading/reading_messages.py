"""What the child that reads a file of markers tells us: one `Reading` or why there is none.

A message is a header, then a text, then for a reading its numbers. The child may have been taken over by
a hostile file, so every size is checked before it is believed; what the numbers and names mean is for
whoever asked to check.
"""

import json
import struct
from collections.abc import Iterator
from typing import Protocol

import numpy as np

from kinechain.child import MessageError
from kinechain.motion.extent import MOST_FRAMES, MOST_NAMES, MOST_PLATE_SAMPLES, MOST_PLATES, MOST_VALUES
from kinechain.motion.reading.reading import Floats, Forces, Reading

MOST_TEXT_BYTES = 4 << 20

HEADER = struct.Struct("<cIIIII")  # kind, bytes of text, frames, points, plates, plate samples
READING, REFUSED, UNCONFINED = b"M", b"R", b"U"
NUMBER = np.dtype("<f8")
TEXTS = ("names", "warnings", "attributes")


class Source(Protocol):
    """Something that gives an exact number of bytes."""

    def read(self, size: int) -> bytes: ...

    def read_into(self, view: memoryview) -> None: ...


class Unconfined(Exception):  # noqa: N818  no error of the file's
    """The child could not lock itself up, and read nothing."""


def refused(reason: str) -> bytes:
    """The message that a file is no good, and why."""
    text = reason.encode()[:MOST_TEXT_BYTES]
    return HEADER.pack(REFUSED, len(text), 0, 0, 0, 0) + text


def unconfined() -> bytes:
    """The message that the child may not lock itself up here."""
    return HEADER.pack(UNCONFINED, 0, 0, 0, 0, 0)


def pieces(reading: Reading) -> Iterator[bytes | memoryview]:
    """The message that carries a reading, piece by piece."""
    said = {name: getattr(reading, name) for name in TEXTS}
    text = json.dumps({**said, "rate_hz": reading.rate_hz}).encode()
    frames, _, points = reading.position.shape
    samples, plates = reading.forces.free_moment.shape if reading.forces else (0, 0)
    yield HEADER.pack(READING, len(text), frames, points, plates, samples)
    yield text
    for numbers in _arrays(reading):
        yield np.ascontiguousarray(numbers, dtype=NUMBER).data.cast("B")


def _arrays(reading: Reading) -> list[Floats]:
    arrays = [reading.time, reading.position]
    if reading.forces is not None:
        forces = reading.forces
        arrays += [forces.time, forces.force, forces.centre, forces.free_moment, forces.corners]
    return [array for array in arrays if array.size]


def read_message(source: Source) -> Reading | str:
    """The child's reading, or its reason for having none.

    Raises MessageError for anything that is no message, Unconfined if the child could not work.
    """
    kind, length, *sizes = HEADER.unpack(source.read(HEADER.size))
    if kind not in {READING, REFUSED, UNCONFINED} or length > MOST_TEXT_BYTES:
        raise MessageError
    _check_sizes(*sizes)
    try:
        text = source.read(length).decode("utf-8")
        if kind == REFUSED:
            return text
        if kind == UNCONFINED:
            raise Unconfined
        names, warnings, attributes, rate_hz = _parse(text)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise MessageError from error
    frames, points, plates, samples = sizes
    if len(names) != points:
        raise MessageError
    time, position = _numbers(source, (frames,)), _numbers(source, (frames, 3, points))
    return Reading(names, time, position, rate_hz, warnings, attributes, _forces(source, samples, plates))


def _check_sizes(frames: int, points: int, plates: int, samples: int) -> None:
    in_bounds = frames <= MOST_FRAMES and points <= MOST_NAMES and frames * points <= MOST_VALUES
    if not in_bounds or plates > MOST_PLATES or plates * samples > MOST_PLATE_SAMPLES:
        raise MessageError


def _parse(text: str) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, object], float]:
    said = json.loads(text)
    names, warnings, attributes = (said[name] for name in TEXTS)
    if not all(isinstance(lines, list) for lines in (names, warnings)) or not isinstance(attributes, dict):
        raise TypeError
    if not all(isinstance(line, str) for line in (*names, *warnings)):
        raise TypeError
    return tuple(names), tuple(warnings), attributes, float(said["rate_hz"])


def _forces(source: Source, samples: int, plates: int) -> Forces | None:
    if samples == 0 or plates == 0:
        return None
    return Forces(
        time=_numbers(source, (samples,)),
        force=_numbers(source, (samples, plates, 3)),
        centre=_numbers(source, (samples, plates, 3)),
        free_moment=_numbers(source, (samples, plates)),
        corners=_numbers(source, (plates, 4, 3)),
    )


def _numbers(source: Source, shape: tuple[int, ...]) -> Floats:
    numbers = np.empty(shape, dtype=NUMBER)
    if numbers.size:
        source.read_into(numbers.reshape(-1).data.cast("B"))
    return numbers
