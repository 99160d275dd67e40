"""The C3D format: its header, parameters, points and analog samples, from the bytes of a file.

Written in plain Python and numpy, so that a damaged file can at worst raise `DamagedC3DError`, and so that
it can be read by a process which may open nothing (`reading_child`). All three kinds of processor (Intel,
DEC, MIPS) and both kinds of number (integer, floating point) are read. The format's authority is the user
guide of C3D.org (Motion Lab Systems, 2008); the tests hold the result against ezc3d's.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Value = list[str] | Floats

BLOCK = 512
KEY = 0x50
FIRST_PROCESSOR = 83
INTEL, DEC, MIPS = 1, 2, 3
TEXT, BYTE, INTEGER, REAL = -1, 1, 2, 4
# A file of a walk has some hundreds of parameters.
MOST_PARAMETERS, MOST_DIMENSIONS = 20_000, 7
HEADER_EVENTS_KEY, MOST_HEADER_EVENTS = 12345, 18


class DamagedC3DError(Exception):
    """The bytes are no C3D file, or contradict themselves."""


@dataclass(frozen=True, slots=True)
class C3DFile:
    """What a C3D file holds, in its own units.

    `parameters` by group and name, both in capitals: texts, or numbers in an array whose first dimension
    is the file's first. `points` (frames, points, 4) are x, y, z and the fourth word, negative where the
    point was not seen. `analog` (samples, channels) is scaled; it has `samples_per_frame` rows a frame.
    `first_frame` counts from 1, as the laboratory does.
    """

    parameters: Mapping[str, Mapping[str, Value]]
    points: NDArray[np.floating]
    analog: Floats
    rate_hz: float
    samples_per_frame: int
    first_frame: int
    promised_frames: int
    header_events: tuple[tuple[str, float], ...]

    def texts(self, group: str, name: str) -> list[str]:
        """A parameter's texts, with those of its continuations (``LABELS2`` ...); empty if it has none."""
        found: list[str] = []
        members = self.parameters.get(group, {})
        for key in (name, *(f"{name}{number}" for number in range(2, 100))):
            value = members.get(key)
            if not isinstance(value, list):
                break
            found += value
        return found

    def numbers(self, group: str, name: str) -> Floats:
        """A parameter's numbers; an empty array if it has none."""
        value = self.parameters.get(group, {}).get(name)
        return np.empty(0) if value is None or isinstance(value, list) else value

    def number(self, group: str, name: str) -> float | None:
        """A parameter's first number, if it has one that is finite."""
        values = self.numbers(group, name).ravel(order="F")
        return float(values[0]) if values.size and np.isfinite(values[0]) else None


@dataclass(frozen=True, slots=True)
class _Words:
    """How this file's processor writes numbers."""

    processor: int

    def integers(self, data: bytes | memoryview, *, signed: bool = True) -> NDArray[np.int64]:
        order = ">" if self.processor == MIPS else "<"
        return np.frombuffer(data, dtype=f"{order}{'i' if signed else 'u'}2").astype(np.int64)

    def reals(self, data: bytes | memoryview) -> NDArray[np.float32]:
        if self.processor != DEC:
            order = ">" if self.processor == MIPS else "<"
            return np.frombuffer(data, dtype=f"{order}f4").astype(np.float32, copy=False)
        halves = np.frombuffer(data, dtype="<u2").astype(np.uint32).reshape(-1, 2)
        bits = halves[:, 0] << 16 | halves[:, 1]
        # A VAX F float has its exponent biased by 128 and its fraction from 0.5: a quarter of IEEE's reading.
        with np.errstate(all="ignore"):
            read = bits.view(np.float32) / np.float32(4)
        return np.where(halves[:, 0] & 0x7F80, read, np.float32(0))


@dataclass(frozen=True, slots=True)
class _Header:
    points: int
    analog_a_frame: int
    first_frame: int
    last_frame: int
    scale: float
    data_block: int
    samples_per_frame: int
    rate_hz: float
    events: tuple[tuple[str, float], ...]


def read_c3d_bytes(data: bytes) -> C3DFile:
    """The C3D file whose whole content is `data`. Raises `DamagedC3DError`."""
    try:
        return _read(data)
    except (struct.error, ValueError, IndexError, OverflowError) as error:
        raise DamagedC3DError(str(error)) from error


def _read(data: bytes) -> C3DFile:
    if len(data) < 2 * BLOCK or data[1] != KEY:
        raise DamagedC3DError("it does not begin as a C3D file does")
    start = (data[0] - 1) * BLOCK
    if not 0 < start <= len(data) - 4:
        raise DamagedC3DError("its parameters are not where it says")
    processor = data[start + 3] - FIRST_PROCESSOR
    if processor not in (INTEL, DEC, MIPS):
        raise DamagedC3DError("it does not say which processor wrote it")
    words = _Words(processor)
    header = _header(data, words)
    parameters = _parameters(data, start + 4, words)
    return _with_data(data, words, header, parameters)


def _header(data: bytes, words: _Words) -> _Header:
    integers = words.integers(data[:BLOCK], signed=False)
    scale, rate = (float(words.reals(data[at : at + 4])[0]) for at in (12, 20))
    return _Header(
        points=int(integers[1]),
        analog_a_frame=int(integers[2]),
        first_frame=int(integers[3]),
        last_frame=int(integers[4]),
        scale=scale,
        data_block=int(integers[8]),
        samples_per_frame=int(integers[9]),
        rate_hz=rate,
        events=_header_events(data, words, integers),
    )


def _header_events(data: bytes, words: _Words, integers: NDArray[np.int64]) -> tuple[tuple[str, float], ...]:
    """Events of old files: a name of four letters and a time in seconds each."""
    if integers[149] != HEADER_EVENTS_KEY:
        return ()
    count = min(int(integers[150]), MOST_HEADER_EVENTS)
    times = words.reals(data[304 : 304 + 4 * count])
    names = [data[396 + 4 * at : 400 + 4 * at].decode("latin-1").strip(" \0") for at in range(count)]
    return tuple(zip(names, (float(time) for time in times), strict=True))


def _parameters(data: bytes, start: int, words: _Words) -> dict[str, dict[str, Value]]:
    names: dict[int, str] = {}
    found: list[tuple[int, str, Value]] = []
    for group, name, content in _entries(data, start, words):
        if group < 0:
            names[-group] = name
        else:
            found.append((group, name, _value(content, words)))
    parameters: dict[str, dict[str, Value]] = {name: {} for name in names.values()}
    for group, name, value in found:
        if group in names:
            parameters[names[group]].setdefault(name, value)
    return parameters


def _entries(data: bytes, start: int, words: _Words) -> Iterator[tuple[int, str, bytes]]:
    """Group or parameter one by one: the group's number (negative for the group itself), name, content."""
    at = start
    for _ in range(MOST_PARAMETERS):
        if at + 2 > len(data):
            return
        length, group = abs(struct.unpack_from("b", data, at)[0]), struct.unpack_from("b", data, at + 1)[0]
        if length == 0 or group == 0:
            return
        offset_at = at + 2 + length
        offset = int(words.integers(data[offset_at : offset_at + 2], signed=False)[0])
        name = data[at + 2 : offset_at].decode("latin-1").strip().upper()
        yield group, name, data[offset_at + 2 : offset_at + offset] if offset else data[offset_at + 2 :]
        if offset == 0:
            return
        at = offset_at + offset
    raise DamagedC3DError("it has too many parameters")


def _value(content: bytes, words: _Words) -> Value:
    kind, count = struct.unpack_from("bB", content, 0)
    if kind not in (TEXT, BYTE, INTEGER, REAL) or count > MOST_DIMENSIONS:
        raise DamagedC3DError("a parameter has no kind that there is")
    shape = tuple(content[2 : 2 + count])
    if len(shape) != count:
        raise DamagedC3DError("a parameter is cut short")
    size = int(np.prod(shape, dtype=np.float64)) * abs(kind)
    raw = content[2 + count : 2 + count + size]
    if len(raw) < size:
        raise DamagedC3DError("a parameter is cut short")
    if kind == TEXT:
        return _text(raw, shape)
    if kind == BYTE:
        numbers = np.frombuffer(raw, dtype=np.int8).astype(np.float64)
    elif kind == INTEGER:
        numbers = words.integers(raw).astype(np.float64)
    else:
        numbers = words.reals(raw).astype(np.float64)
    return numbers.reshape(shape or (1,), order="F")


def _text(raw: bytes, shape: Sequence[int]) -> list[str]:
    length = shape[0] if shape else 1
    if length == 0:
        return []
    pieces = [raw[at : at + length] for at in range(0, len(raw), length)]
    return [_decoded(piece) for piece in pieces]


def _decoded(raw: bytes) -> str:
    """Today's programs write UTF-8, older ones one byte a letter."""
    plain = raw.split(b"\0", 1)[0].strip()
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("latin-1")


def _with_data(
    data: bytes, words: _Words, header: _Header, parameters: Mapping[str, Mapping[str, Value]]
) -> C3DFile:
    outline = C3DFile(parameters, np.empty((0, 0, 4)), np.empty((0, 0)), 0.0, 1, 1, 0, header.events)
    points = _count(outline, "POINT", "USED", header.points)
    samples = max(header.samples_per_frame, 1) if header.analog_a_frame else 1
    if header.analog_a_frame % samples:
        raise DamagedC3DError("its analog samples do not fill its frames")
    channels = header.analog_a_frame // samples
    scale = outline.number("POINT", "SCALE") or header.scale
    if scale == 0:
        raise DamagedC3DError("its scale is 0")
    start = (int(outline.number("POINT", "DATA_START") or 0) or header.data_block) - 1
    start = BLOCK * (start if start > 0 else header.data_block - 1)
    words_a_frame = 4 * points + header.analog_a_frame
    if words_a_frame == 0 or start <= 0:
        raise DamagedC3DError("it holds neither points nor analog samples")
    width = 4 if scale < 0 else 2
    there = max(0, len(data) - start) // (width * words_a_frame)
    first, promised = _promised_frames(outline, header, there)
    frames = min(promised, there)
    raw = memoryview(data)[start : start + frames * words_a_frame * width]
    rate = outline.number("POINT", "RATE") or header.rate_hz
    table = _table(raw, words, frames, words_a_frame, real=scale < 0, signed=True)
    return C3DFile(
        parameters=parameters,
        points=_points(table[:, : 4 * points].reshape(frames, points, 4), scale),
        analog=_analog(raw, words, outline, table[:, 4 * points :], channels, real=scale < 0),
        rate_hz=float(rate),
        samples_per_frame=samples,
        first_frame=first,
        promised_frames=promised,
        header_events=header.events,
    )


def _count(file: C3DFile, group: str, name: str, otherwise: int) -> int:
    said = file.number(group, name)
    if said is None:
        return otherwise
    # Counts over 32,767 were written into a signed word.
    return int(said) % 65536


def _promised_frames(file: C3DFile, header: _Header, there: int) -> tuple[int, int]:
    """The first frame's number and how many frames are meant to follow: of several places that say so the
    first that fits the size of the file, for words of 16 bits overflow in long recordings.
    """
    first = header.first_frame
    candidates = []
    start, end = (_long(file.numbers("TRIAL", f"ACTUAL_{name}_FIELD")) for name in ("START", "END"))
    if start is not None and end is not None and end >= start:
        first = start
        candidates.append(end - start + 1)
    candidates.append(header.last_frame - header.first_frame + 1)
    candidates += [int(file.number("POINT", "LONG_FRAMES") or 0), _count(file, "POINT", "FRAMES", 0)]
    possible = [count for count in candidates if count > 0]
    if not possible:
        raise DamagedC3DError("it does not say how many frames it has")
    return first, next((count for count in possible if count <= there), possible[0])


def _long(words: Floats) -> int | None:
    """A number over two words of 16 bits, the low one first."""
    if words.size != 2:
        return None
    low, high = (int(word) % 65536 for word in words.ravel())
    return low + 65536 * high


def _table(
    raw: memoryview, words: _Words, frames: int, words_a_frame: int, *, real: bool, signed: bool
) -> NDArray[np.floating]:
    numbers = words.reals(raw) if real else words.integers(raw, signed=signed).astype(np.float32)
    return numbers.reshape(frames, words_a_frame)


def _points(points: NDArray[np.floating], scale: float) -> NDArray[np.floating]:
    """Integers are to be scaled; real numbers already are."""
    if scale > 0:
        points = points * np.array([scale, scale, scale, 1], dtype=np.float32)
    return points


def _analog(
    raw: memoryview, words: _Words, file: C3DFile, analog: NDArray[np.floating], channels: int, *, real: bool
) -> Floats:
    """In physical units: (word - offset) * scale * general scale."""
    if channels == 0:
        return np.empty((0, 0))
    unsigned = not real and "UNSIGNED" in [text.upper() for text in file.texts("ANALOG", "FORMAT")]
    if unsigned:
        wide = _table(raw, words, *_shape(analog, raw), real=False, signed=False)
        analog = wide[:, wide.shape[1] - analog.shape[1] :]
    general = file.number("ANALOG", "GEN_SCALE")
    scale = _by_channel(file, "SCALE", channels, 1.0) * (1.0 if general is None else general)
    offset = _by_channel(file, "OFFSET", channels, 0.0)
    offset = offset % 65536 if unsigned else offset
    samples: Floats = (analog.reshape(-1, channels).astype(np.float64) - offset) * scale
    return samples


def _shape(analog: NDArray[np.floating], raw: memoryview) -> tuple[int, int]:
    frames = len(analog)
    return frames, (len(raw) // 2 // frames if frames else analog.shape[1])


def _by_channel(file: C3DFile, name: str, channels: int, otherwise: float) -> Floats:
    parts = [file.numbers("ANALOG", key).ravel(order="F") for key in (name, f"{name}2", f"{name}3")]
    given = np.concatenate(parts)[:channels]
    return np.concatenate([given, np.full(channels - len(given), otherwise)])
