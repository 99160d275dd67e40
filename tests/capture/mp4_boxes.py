"""Metadata put into an mp4 or mov as phones put it there."""

import struct
from pathlib import Path

# Types of values (QuickTime File Format, well-known types).
TEXT, INTEGER, FLOAT = 1, 21, 23
Item = tuple[int, bytes]


def box(kind: bytes, content: bytes) -> bytes:
    """A box with its length."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def meta(items: dict[str, Item], *, version: bool) -> bytes:
    """A box of keys and values; in an mp4 it begins with a version."""
    handler = box(b"hdlr", bytes(8) + b"mdta" + bytes(12) + b"\0")
    keys = box(
        b"keys", struct.pack(">II", 0, len(items)) + b"".join(box(b"mdta", name.encode()) for name in items)
    )
    values = [box(b"data", struct.pack(">II", kind, 0) + value) for kind, value in items.values()]
    rows = [box(struct.pack(">I", number), value) for number, value in enumerate(values, start=1)]
    return box(b"meta", (bytes(4) if version else b"") + handler + keys + box(b"ilst", b"".join(rows)))


def tag(path: Path, items: dict[str, Item], *, at_track: bool, version: bool = False) -> Path:
    """Put `items` into the movie's box of the file, or into those of its tracks."""
    data = path.read_bytes()
    extra = meta(items, version=version)
    out = b""
    for kind, content in rows(data):
        if kind == b"moov":
            tracks = b"".join(
                box(inner, part + (extra if inner == b"trak" and at_track else b""))
                for inner, part in rows(content)
            )
            out += box(kind, tracks + (b"" if at_track else extra))
        else:
            out += box(kind, content)
    path.write_bytes(out)
    return path


def rows(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of boxes in a row."""
    found, place = [], 0
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        found.append((kind, data[place + 8 : place + size]))
        place += size
    return found
