"""A C3D file of anything, in every way that the format knows: three processors, integers or real numbers."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

INTEL, DEC, MIPS = 1, 2, 3
Parameters = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Recorded:
    """What a file is to hold: `points` (frames, points, 3), NaN where not seen, `analog` (samples, channels)
    and `more` parameters.
    """

    labels: Sequence[str]
    points: np.ndarray
    analog: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    rate_hz: float = 100.0
    first_frame: int = 1
    unit: str = "mm"
    more: Parameters = field(default_factory=dict)
    header_events: Sequence[tuple[str, float]] = ()


def c3d_bytes(recorded: Recorded, *, processor: int = INTEL, scale: float = -0.1) -> bytes:
    """The file's content; a positive `scale` writes integers."""
    frames, count, _ = recorded.points.shape
    channels = recorded.analog.shape[1]
    samples = len(recorded.analog) // frames if channels else 0
    groups = _groups(recorded, frames, samples, scale)
    section = _section(groups, processor)
    blocks = -(-len(section) // 512)
    groups["POINT"]["DATA_START"] = [2 + blocks]
    section = _section(groups, processor).ljust(512 * blocks, b"\0")
    header = np.zeros(256, dtype=np.uint16)
    header[0] = 2 | 0x50 << 8
    header[1:5] = count, channels * samples, recorded.first_frame % 65536, 0
    header[4] = (recorded.first_frame + frames - 1) % 65536
    header[8:10] = 2 + blocks, samples
    words = bytearray(_integers(header, processor))
    words[0:2] = bytes([2, 0x50])
    words[12:16], words[20:24] = _reals([scale], processor), _reals([recorded.rate_hz], processor)
    for at, (label, time) in enumerate(recorded.header_events):
        words[298:300] = _integers(np.array([12345]), processor)
        words[300:302] = _integers(np.array([len(recorded.header_events)]), processor)
        words[304 + 4 * at : 308 + 4 * at] = _reals([time], processor)
        words[396 + 4 * at : 400 + 4 * at] = label.encode().ljust(4)
    return bytes(words) + section + _data(recorded, frames, samples, processor, scale)


def _groups(recorded: Recorded, frames: int, samples: int, scale: float) -> dict[str, dict[str, Any]]:
    count, channels = recorded.points.shape[1], recorded.analog.shape[1]
    point: dict[str, Any] = {
        "USED": [count],
        "FRAMES": [frames % 65536],
        "SCALE": [float(scale)],
        "RATE": [float(recorded.rate_hz)],
        "DATA_START": [0],
        "UNITS": [recorded.unit] if recorded.unit else [],
    }
    for number, start in enumerate(range(0, max(count, 1), 255), start=1):
        point["LABELS" if number == 1 else f"LABELS{number}"] = list(recorded.labels[start : start + 255])
    analog: dict[str, Any] = {
        "USED": [channels],
        "RATE": [float(recorded.rate_hz * samples)],
        "GEN_SCALE": [1.0],
    }
    analog |= {"SCALE": np.ones(channels), "OFFSET": np.zeros(channels, dtype=int)}
    analog |= {"LABELS": [f"channel {number}" for number in range(channels)]}
    groups: dict[str, dict[str, Any]] = {"POINT": point, "ANALOG": analog}
    for name, members in recorded.more.items():
        groups.setdefault(name, {}).update(members)
    return groups


def _section(groups: Parameters, processor: int) -> bytes:
    content = b""
    for number, (group, members) in enumerate(groups.items(), start=1):
        content += _entry(-number, group, b"\0", processor)
        for name, value in members.items():
            content += _entry(number, name, _value(value, processor) + b"\0", processor)
    content += b"\0\0"
    return bytes([1, 0x50, min(255, -(-(len(content) + 4) // 512)), 83 + processor]) + content


def _entry(group: int, name: str, content: bytes, processor: int) -> bytes:
    offset = _integers(np.array([2 + len(content)]), processor)
    return struct.pack("bb", len(name), group) + name.encode() + offset + content


def _value(value: Any, processor: int) -> bytes:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        raw = [item.encode() for item in value]
        width = max((len(item) for item in raw), default=0)
        return struct.pack("bBBB", -1, 2, width, len(raw)) + b"".join(item.ljust(width) for item in raw)
    array = np.asarray(value)
    shape = bytes([array.ndim, *array.shape])
    flat = array.ravel(order="F")
    if array.dtype.kind == "f":
        return b"\x04" + shape + _reals(flat, processor)
    return b"\x02" + shape + _integers(flat, processor)


def _integers(values: np.ndarray, processor: int) -> bytes:
    order = ">" if processor == MIPS else "<"
    return (np.asarray(values).astype(np.int64) & 0xFFFF).astype(f"{order}u2").tobytes()


def _reals(values: Any, processor: int) -> bytes:
    numbers = np.asarray(values, dtype=np.float32)
    if processor != DEC:
        return numbers.astype(">f4" if processor == MIPS else "<f4").tobytes()
    bits = (numbers * np.float32(4)).view(np.uint32)
    bits = np.where(numbers == 0, 0, bits)
    halves = np.stack([bits >> 16, bits & 0xFFFF], axis=-1).astype("<u2")
    return halves.tobytes()


def _data(recorded: Recorded, frames: int, samples: int, processor: int, scale: float) -> bytes:
    unseen = np.isnan(recorded.points).any(axis=2)
    places = np.where(unseen[..., None], 0.0, recorded.points)
    if scale > 0:
        places = np.round(places / scale)
    points = np.concatenate([places, np.where(unseen, -1.0, 0.0)[..., None]], axis=2).reshape(frames, -1)
    analog = recorded.analog.reshape(frames, -1) if samples else np.empty((frames, 0))
    table = np.concatenate([points, analog], axis=1)
    return _integers(np.round(table), processor) if scale > 0 else _reals(table, processor)
