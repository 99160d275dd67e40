import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastparquet
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from good_files import c3d
from moving import moving

from kinechain.child import MessageError
from kinechain.errors import InputError, KinechainError
from kinechain.motion import parquet
from kinechain.motion.attributes import attributes_json
from kinechain.motion.dataset import check_motion
from kinechain.motion.files import read_motion, write_motion
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.motion.parquet import read_parquet, write_parquet
from kinechain.motion.reading.parquet_messages import (
    HEADER,
    TABLE,
    MotionTable,
    Refusal,
    pieces,
    read_message,
    refused,
)
from kinechain.motion.reading.parquet_table import METADATA_KEY, table_bytes

# Far above what any file takes, also beside other tests; a hang would be minutes.
PATIENCE_S = 40.0


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "walk.parquet"
    write_parquet(moving(), path)
    return path


def as_table(motion: xr.Dataset, **changes: Any) -> MotionTable:
    table = MotionTable(
        attributes_json(motion.attrs),
        KEYPOINTS,
        motion["time"].values,
        motion["position"].values,
        motion["confidence"].values,
    )
    return replace(table, **changes)


def refusal(path: Path) -> str:
    """The one line with which a file is refused, in time."""
    start = time.monotonic()
    with pytest.raises(InputError) as raised:
        read_parquet(path)
    assert time.monotonic() - start < PATIENCE_S
    line = str(raised.value)
    assert "\n" not in line
    assert path.name in line
    return line


def test_what_was_saved_comes_back_exactly(saved: Path) -> None:
    back, motion = read_parquet(saved), moving()
    xr.testing.assert_identical(back, motion)
    assert back["position"].values.tobytes() == motion["position"].values.tobytes()
    assert {name: type(value) for name, value in back.attrs.items()} == {
        name: type(value) for name, value in motion.attrs.items()
    }


def test_a_laboratorys_walk_comes_back_exactly_less_its_forces(tmp_path: Path) -> None:
    walk, path = tmp_path / "walk.c3d", tmp_path / "walk.parquet"
    walk.write_bytes(c3d())
    motion = read_motion(walk)
    motion.attrs["planar"] = False
    write_motion(motion, path)
    back = read_motion(path)
    assert "force" in motion
    assert "force" not in back
    for name in ("position", "confidence"):
        np.testing.assert_array_equal(back[name], motion[name])
    assert tuple(back["space"].values) == ("x", "y", "z")
    assert tuple(back["keypoints"].values) == tuple(motion["keypoints"].values)
    assert json.loads(json.dumps(motion.attrs)) == back.attrs
    assert back.attrs["events"] == [["left", "foot_strike", 0.05], ["right", "foot_off", 0.1]]
    assert back.attrs["subject"] == {"mass_kg": 60.0, "height_m": 1.7}


def test_any_program_can_read_the_columns(saved: Path) -> None:
    file, motion = fastparquet.ParquetFile(str(saved)), moving()
    rows = file.to_pandas(categories=[])
    assert list(rows.columns) == ["time", "keypoint", "x", "y", "confidence"]
    assert list(rows["keypoint"][:33]) == list(KEYPOINTS)
    heel = rows[rows["keypoint"] == "left_heel"]
    np.testing.assert_array_equal(heel["time"], motion["time"])
    np.testing.assert_array_equal(heel["y"], motion["position"].sel(keypoints="left_heel", space="y"))
    assert json.loads(file.key_value_metadata[METADATA_KEY])["person"] == 2


def test_ten_minutes_at_sixty_frames_a_second_fit(tmp_path: Path) -> None:
    motion = moving(36_000, rate_hz=60.0)
    write_parquet(motion, tmp_path / "long.parquet")
    xr.testing.assert_identical(read_parquet(tmp_path / "long.parquet"), motion)


def test_numpy_numbers_in_the_attributes_are_saved_as_numbers(tmp_path: Path) -> None:
    motion = moving()
    motion.attrs |= {"frames": np.int64(50), "fps": np.float32(29.5), "note": object()}
    write_motion(motion, tmp_path / "walk.parquet")
    attributes = read_motion(tmp_path / "walk.parquet").attrs
    assert attributes["frames"] == 50
    assert attributes["fps"] == 29.5
    assert "note" not in attributes


def test_what_is_no_motion_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "walk.parquet"
    path.write_bytes(b"old")
    with pytest.raises(InputError, match="confidence"):
        write_motion(moving().drop_vars("confidence"), path)
    assert path.read_bytes() == b"old"


def test_texts_from_outside_become_harmless(tmp_path: Path) -> None:
    attributes = dict(moving().attrs)
    attributes["source_file"] = "/home/somebody/\x1b[2Jwalk\u202e.mp4"
    attributes["warnings"] = ["one\ntwo\x07", "x" * 5000, *["more"] * 500]
    attributes["surprise"] = [[["?"]]]
    path = tmp_path / "walk.parquet"
    path.write_bytes(table_bytes(as_table(moving(), attributes=json.dumps(attributes))))
    back = read_parquet(path).attrs
    assert back["source_file"] == "?[2Jwalk?.mp4"
    assert back["warnings"][0] == "one two?"
    assert len(back["warnings"][1]) == 1000
    assert len(back["warnings"]) == 50
    assert "surprise" not in back


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"time,x,y\n0,1,2\n" * 50, "no Parquet file"),
        (b"PAR1", "is damaged"),
        (b"PAR1PAR1", "is damaged"),
        (b"PAR1" + b"\0" * 8 + b"PAR1", "is damaged"),
        (b"PAR1" + b"\xff" * 400 + b"PAR1", "is damaged"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "walk.parquet"
    path.write_bytes(content)
    assert reason in refusal(path)


def test_a_parquet_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sales.parquet"
    rows = pd.DataFrame({"time": [0.0, 1.0], "price": [2, 3]})
    fastparquet.write(str(path), rows)
    assert "not a motion that kinechain saved" in refusal(path)
    fastparquet.write(str(path), rows, custom_metadata={METADATA_KEY: "{}"})
    assert "not a motion that kinechain saved" in refusal(path)


@pytest.mark.parametrize("column", ["time", "x", "confidence"])
def test_a_column_of_words_is_refused(tmp_path: Path, column: str) -> None:
    path = tmp_path / "walk.parquet"
    numbers = {name: [0.0, 0.1] for name in ("time", "x", "y", "confidence")}
    rows = pd.DataFrame({**numbers, "keypoint": ["nose", "nose"], column: ["many", "words"]})
    fastparquet.write(str(path), rows, custom_metadata={METADATA_KEY: "{}"})
    assert "is damaged" in refusal(path)


@pytest.mark.parametrize("order", [[0, *range(2, 40 * 33)], [1, 0, *range(2, 40 * 33)]])
def test_a_table_with_rows_lost_or_exchanged_is_refused(saved: Path, order: list[int]) -> None:
    file = fastparquet.ParquetFile(str(saved))
    rows = file.to_pandas(categories=[]).iloc[[*range(33), *(33 + row for row in order if row < 39 * 33)]]
    attributes = file.key_value_metadata[METADATA_KEY]
    fastparquet.write(str(saved), rows, write_index=False, custom_metadata={METADATA_KEY: attributes})
    assert "is damaged" in refusal(saved)


def test_too_much_motion_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "walk.parquet"
    frames = 80_000
    empty = np.zeros((frames, 1))
    table = MotionTable("{}", ("nose",), np.arange(frames) / 200, np.zeros((frames, 2, 1)), empty)
    path.write_bytes(table_bytes(table))
    assert "more than 10 minutes" in refusal(path)


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(saved: Path, kept: float) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(kept * len(whole))])
    assert "its end is missing" in refusal(saved)


@pytest.mark.parametrize("seed", range(15))
def test_flipped_bits_are_refused_or_read_as_a_motion(saved: Path, seed: int) -> None:
    """A coordinate with one bit flipped can be as good as any; what must not be is a crash or a hang."""
    chance, content = random.Random(seed), bytearray(saved.read_bytes())
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    first = footer if seed % 3 else 0
    for _ in range((1, 4, 40)[seed // 5]):
        content[chance.randrange(first, len(content) - 4)] ^= 1 << chance.randrange(8)
    saved.write_bytes(content)
    start = time.monotonic()
    try:
        check_motion(read_parquet(saved))
        line = saved.name
    except InputError as error:
        line = str(error)
    assert time.monotonic() - start < PATIENCE_S
    assert "\n" not in line
    assert saved.name in line


CHANGES: dict[str, tuple[Callable[[xr.Dataset], dict[str, Any]], str]] = {
    "times that go back": (lambda m: {"time": m["time"].values[::-1]}, "increase"),
    "a time that is no number": (lambda m: {"time": np.full(m.sizes["time"], np.nan)}, "damaged"),
    "years": (lambda m: {"time": m["time"].values * 1e7}, "within 10 minutes"),
    "milliseconds": (lambda m: {"time": m["time"].values / 1000}, "times in seconds"),
    "a huge place": (lambda m: {"position": m["position"].values * 1e200}, "no camera"),
    "too much confidence": (lambda m: {"confidence": m["confidence"].values + 1}, "0 to 1"),
    "unknown keypoints": (lambda m: {"keypoints": tuple(f"k{i}" for i in range(33))}, "keypoints"),
    "no object": (lambda m: {"attributes": "[]"}, "no JSON object"),
    "a deep well": (lambda m: {"attributes": "[" * 100_000}, "no JSON object"),
    "nothing": (lambda m: {"attributes": "{}"}, "lacks the attribute"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_readable_table_that_is_no_motion_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "walk.parquet"
    make, reason = CHANGES[change]
    path.write_bytes(table_bytes(as_table(moving(), **make(moving()))))
    assert reason in refusal(path)


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "does not exist" in refusal(tmp_path / "none.parquet")
    os.mkfifo(tmp_path / "pipe.parquet")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.parquet")


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
    table = as_table(moving())
    message = read_message(Said(b"".join(bytes(piece) for piece in pieces(table))))
    assert isinstance(message, MotionTable)
    assert (message.attributes, message.keypoints) == (table.attributes, table.keypoints)
    np.testing.assert_array_equal(message.position, table.position)
    assert read_message(Said(refused(Refusal.MEMORY))) is Refusal.MEMORY


@pytest.mark.parametrize(
    "said",
    [
        HEADER.pack(b"X", 0, 0, 0, 2),
        HEADER.pack(TABLE, 1 << 31, 2, 33, 2),
        HEADER.pack(TABLE, 2, 1 << 31, 33, 2),
        HEADER.pack(TABLE, 2, 2, 1 << 31, 2),
        HEADER.pack(TABLE, 2, 2, 1, 2) + b"{}",
        HEADER.pack(TABLE, 2, 2, 1, 2) + b"[]",
        HEADER.pack(TABLE, 2, 2, 1, 2) + b"\xff\xff",
        HEADER.pack(TABLE, 90_000, 2, 1, 2) + b"[" * 90_000,
        HEADER.pack(TABLE, 35, 2, 1, 2) + b'{"attributes":1 ,"keypoints":["a"]}',
        HEADER.pack(TABLE, 35, 2, 1, 2) + b'{"attributes":"","keypoints":[123]}',
        HEADER.pack(TABLE, 35, 2, 2, 2) + b'{"attributes":"","keypoints":["a"]}',
        HEADER.pack(b"R", 4, 0, 0, 2) + b"fine",
    ],
)
def test_a_child_that_lies_is_not_believed(said: bytes) -> None:
    with pytest.raises(MessageError):
        read_message(Said(said))


ENDLESS = """
from kinechain.confinement import confine

def main(arguments):
    confine(1 << 30, 1)
    while True:
        pass
"""
SHORT = """
import os, struct

def main(arguments):
    text = b'{"attributes": "", "keypoints": []}'
    os.write(1, struct.pack("<cIIII", b"T", len(text), 9, 0, 2) + text)
"""
CHILDREN = {
    "dies": ("import os\ndef main(a): os.abort()", "broke the reader"),
    "hangs": ("import time\ndef main(a): time.sleep(60)", "could not be read in"),
    "computes": (ENDLESS, "far too long"),
    "babbles": ("import os\ndef main(a): os.write(1, b'z' * 4000)", "misled the reader"),
    "stops short": (SHORT, "broke the reader"),
}


@pytest.mark.parametrize("kind", CHILDREN)
def test_whatever_the_child_does_ends_in_one_line(
    saved: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    source, reason = CHILDREN[kind]
    (saved.parent / "impostor.py").write_text(source)
    monkeypatch.syspath_prepend(saved.parent)
    monkeypatch.setattr(parquet, "CHILD", "impostor")
    monkeypatch.setattr(parquet, "STALL_SECONDS", 2.0 if kind == "hangs" else 20.0)
    assert reason in refusal(saved)


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp exists on Linux only")
def test_a_system_that_cannot_confine_is_our_trouble_not_the_files(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (saved.parent / "unconfined.py").write_text(
        "import os\nfrom kinechain.motion.reading.parquet_messages import Refusal, refused\n"
        "def main(a): os.write(1, refused(Refusal.UNCONFINED))"
    )
    monkeypatch.syspath_prepend(saved.parent)
    monkeypatch.setattr(parquet, "CHILD", "unconfined")
    with pytest.raises(KinechainError, match="seccomp") as raised:
        read_parquet(saved)
    assert not isinstance(raised.value, InputError)
