"""Whatever a file holds, a reading or one clear line comes of it, in time, and nothing else."""

import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from good_files import ENDINGS, GOOD
from mutations import mutated

from kinechain.child import MessageError
from kinechain.errors import InputError, KinechainError
from kinechain.motion.files import motion_of_reading, read_model_outputs, read_motion
from kinechain.motion.reading import outside_reading
from kinechain.motion.reading.ground_forces import read_ground_forces
from kinechain.motion.reading.outside_reading import read_outside
from kinechain.motion.reading.reading import Forces, Reading, RefusedError
from kinechain.motion.reading.reading_formats import FORMATS
from kinechain.motion.reading.reading_messages import (
    HEADER,
    READING,
    REFUSED,
    Unconfined,
    pieces,
    read_message,
    refused,
    unconfined,
)

# Far above what any file takes, also beside other tests; a hang would be minutes.
PATIENCE_S = 40.0
READERS = {"c3d_outputs": read_model_outputs, "forces": read_ground_forces}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read(name: str, tmp_path: Path) -> None:
    kind, content = GOOD[name]
    path = tmp_path / f"walk{ENDINGS[kind]}"
    path.write_bytes(content)
    if name in {"c3d outputs", "trc in pixels"}:  # no outputs in it; no keypoints of a picture
        with pytest.raises(InputError):
            READERS.get(kind, read_motion)(path)
    else:
        READERS.get(kind, read_motion)(path)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", GOOD)
def test_a_damaged_file_is_read_or_refused(name: str) -> None:
    """As in the child, but without its walls; benchmarks/fuzz_files.py goes on for longer."""
    kind, content = GOOD[name]
    start = time.monotonic()
    for seed in range(200):
        with suppress(RefusedError, InputError):
            reading = FORMATS[kind](mutated(content, seed), None)
            if kind not in READERS:
                motion_of_reading(Path(f"walk{ENDINGS[kind]}"), reading)
    assert time.monotonic() - start < PATIENCE_S


@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_file_ends_in_an_answer_or_one_line(tmp_path: Path, seed: int) -> None:
    kind, content = list(GOOD.values())[seed % len(GOOD)]
    path = tmp_path / f"walk{ENDINGS[kind]}"
    path.write_bytes(mutated(content, 1000 + seed))
    start = time.monotonic()
    line = path.name
    try:
        READERS.get(kind, read_motion)(path)
    except InputError as error:
        line = str(error)
    assert line.isprintable()
    assert path.name in line
    assert time.monotonic() - start < PATIENCE_S


@pytest.mark.parametrize("ending", [".c3d", ".trc", ".csv", ".mot", ".sto"])
def test_an_empty_a_missing_and_another_file_are_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"walk{ending}"
    with pytest.raises(InputError, match="does not exist"):
        read_motion(path)
    path.touch()
    with pytest.raises(InputError, match="is empty"):
        read_motion(path)
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError, match=r"no text file|no C3D file"):
        read_motion(path)


def test_an_ending_that_is_not_known_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"walk\.xyz: a motion ends in \.parquet, \.c3d"):
        read_motion(tmp_path / "walk.xyz")


def a_reading() -> Reading:
    forces = Forces(
        np.arange(4.0), np.ones((4, 1, 3)), np.ones((4, 1, 3)), np.ones((4, 1)), np.ones((1, 4, 3))
    )
    return Reading(("A", "B"), np.arange(3.0), np.ones((3, 3, 2)), 100.0, ("hm",), {"planar": True}, forces)


class Said:
    """Bytes that a child may have sent."""

    def __init__(self, content: bytes) -> None:
        self.rest = content

    def read(self, size: int) -> bytes:
        taken, self.rest = self.rest[:size], self.rest[size:]
        assert len(taken) == size, "asked for more than was sent"
        return taken

    def read_into(self, view: memoryview) -> None:
        view[:] = self.read(len(view))


def test_a_message_comes_through_whole() -> None:
    sent = a_reading()
    got = read_message(Said(b"".join(bytes(piece) for piece in pieces(sent))))
    assert isinstance(got, Reading)
    assert (got.names, got.rate_hz, got.warnings, got.attributes) == (
        ("A", "B"),
        100.0,
        ("hm",),
        {"planar": True},
    )
    np.testing.assert_array_equal(got.position, sent.position)
    assert got.forces is not None
    np.testing.assert_array_equal(got.forces.corners, np.ones((1, 4, 3)))
    assert read_message(Said(refused("is odd"))) == "is odd"
    with pytest.raises(Unconfined):
        read_message(Said(unconfined()))


TEXT = b'{"names": ["a"], "warnings": [], "attributes": {}, "rate_hz": 1}'


@pytest.mark.parametrize(
    "said",
    [
        HEADER.pack(b"X", 0, 0, 0, 0, 0),
        HEADER.pack(READING, 1 << 31, 2, 1, 0, 0),
        HEADER.pack(READING, 2, 1 << 31, 1, 0, 0),
        HEADER.pack(READING, 2, 2, 1 << 31, 0, 0),
        HEADER.pack(READING, 2, 72_000, 1000, 0, 0),
        HEADER.pack(READING, 2, 2, 1, 1 << 31, 2),
        HEADER.pack(READING, 2, 2, 1, 16, 1 << 31),
        HEADER.pack(READING, 2, 2, 1, 0, 0) + b"{}",
        HEADER.pack(READING, 2, 2, 1, 0, 0) + b"\xff\xff",
        HEADER.pack(READING, 90_000, 2, 1, 0, 0) + b"[" * 90_000,
        HEADER.pack(READING, len(TEXT), 2, 2, 0, 0) + TEXT,
        HEADER.pack(READING, len(TEXT), 2, 1, 0, 0) + TEXT.replace(b'"a"', b"123"),
        HEADER.pack(READING, len(TEXT) + 1, 2, 1, 0, 0) + TEXT.replace(b"[]", b"[3]"),
        HEADER.pack(READING, len(TEXT) + 2, 2, 1, 0, 0) + TEXT.replace(b": 1", b": {1}"),
        HEADER.pack(REFUSED, 2, 0, 0, 0, 0) + b"\xff\xff",
    ],
)
def test_a_child_that_lies_is_not_believed(said: bytes) -> None:
    with pytest.raises(MessageError):
        read_message(Said(said))


LIES: dict[str, dict[str, Any]] = {
    "names that command a terminal": {"names": ("\x1b[2J", "B")},
    "the same name twice": {"names": ("A", "A")},
    "attributes of another kind": {"attributes": {"events": [["up", "foot_strike", 1.0]]}},
    "a subject of strings": {"attributes": {"subject": {"mass_kg": "much"}}},
    "times that go back": {"time": np.array([2.0, 1.0, 0.0])},
    "a place among the stars": {"position": np.full((3, 3, 2), 1e30)},
    "no rate": {"rate_hz": float("nan")},
}


@pytest.mark.parametrize("name", LIES)
def test_a_reading_that_lies_is_not_trusted(name: str) -> None:
    with pytest.raises(InputError, match="not to be trusted"):
        motion_of_reading(Path("walk.c3d"), replace(a_reading(), **LIES[name]))


SHOUTS = """
import os
from kinechain.motion.reading.reading_messages import refused
def main(a): os.write(1, refused("is\\x1b[2J " + "long " * 900))
"""
CHILDREN = {
    "dies": ("import os\ndef main(a): os.abort()", "broke the reader"),
    "hangs": ("import time\ndef main(a): time.sleep(60)", "could not be read in"),
    "babbles": ("import os\ndef main(a): os.write(1, b'z' * 4000)", "misled the reader"),
    "shouts": (SHOUTS, r"is\?\[2J long"),
}


@pytest.mark.parametrize("kind", CHILDREN)
def test_whatever_the_child_does_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    source, reason = CHILDREN[kind]
    (tmp_path / "impostor.py").write_text(source)
    path = tmp_path / "walk.c3d"
    path.write_bytes(b"something")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(outside_reading, "CHILD", "impostor")
    monkeypatch.setattr(outside_reading, "STALL_SECONDS", 2.0 if kind == "hangs" else 20.0)
    with pytest.raises(InputError, match=reason) as raised:
        read_outside(path, "c3d")
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 1000


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp exists on Linux only")
def test_a_system_that_cannot_confine_is_our_trouble_not_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "open_door.py").write_text(
        "import os\nfrom kinechain.motion.reading.reading_messages import unconfined\n"
        "def main(a): os.write(1, unconfined())"
    )
    path = tmp_path / "walk.c3d"
    path.write_bytes(b"something")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(outside_reading, "CHILD", "open_door")
    with pytest.raises(KinechainError, match="seccomp") as raised:
        read_outside(path, "c3d")
    assert not isinstance(raised.value, InputError)


THIEF = """
import socket
from kinechain.motion.reading import reading_child, reading_formats

def steal(data, person):
    done = []
    for theft in (lambda: open("/etc/passwd"), lambda: open("/proc/self/environ"), socket.socket):
        try:
            theft()
        except PermissionError:
            done.append("held back")
    return ", ".join(done)

def main(arguments):
    reading_formats.FORMATS["c3d"] = steal
    reading_formats.REHEARSED = {}
    reading_child.main(arguments)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp exists on Linux only")
def test_a_reader_that_is_taken_over_can_open_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken_over.py").write_text(THIEF)
    path = tmp_path / "walk.c3d"
    path.write_bytes(b"something")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(outside_reading, "CHILD", "taken_over")
    with pytest.raises(InputError, match="held back, held back, held back"):
        read_outside(path, "c3d")
