from pathlib import Path

import numpy as np
import pytest
from crowd import LABELS, crowd
from good_files import csv, nexus

from kinechain.errors import InputError
from kinechain.motion.files import read_motion
from kinechain.motion.reading.csv_file import read_csv
from kinechain.motion.reading.reading import Reading, RefusedError
from laboratory import DATA, needs_data


def check(reading: Reading) -> None:
    assert reading.names == LABELS
    np.testing.assert_allclose(reading.position.transpose(0, 2, 1), crowd(20), atol=1e-5)
    np.testing.assert_allclose(reading.time, np.arange(20) / 100, atol=1e-9)
    assert reading.rate_hz == pytest.approx(100)


def named(separator: str) -> bytes:
    text = csv().decode()
    head, rest = text.split("\n", 1)
    for axis in "xyz":
        head = head.replace(f"_{axis}", separator + axis)
    return f"{head}\n{rest}".encode()


def two_rows() -> bytes:
    """Markers over axes, with times before them."""
    head = "time," + ",".join(label for label in LABELS for _ in "xyz")
    return f"{head}\n,{','.join('xyz' * len(LABELS))}\n".encode() + csv().split(b"\n", 1)[1]


def test_one_row_of_header_is_read_whatever_parts_the_axis_from_the_name() -> None:
    check(read_csv(csv()))
    for separator in (".", " ", ":", "_"):
        check(read_csv(named(separator)))
    check(read_csv(csv().replace(b"_x", b"_X").replace(b"time", b"Time (s)")))
    quoted = ",".join(f'"{cell}"' for cell in csv().decode().split("\n")[0].split(","))
    check(read_csv(quoted.encode() + b"\n" + csv().split(b"\n", 1)[1]))


def test_two_rows_of_header_are_read() -> None:
    check(read_csv(two_rows()))


def test_an_export_of_nexus_is_read_at_its_rate_and_in_its_unit() -> None:
    """One subject's prefix goes, as in every other file."""
    check(read_csv(nexus()))


def test_decimal_commas_between_semicolons_are_read() -> None:
    check(read_csv(csv().replace(b",", b";").replace(b".", b",")))


def test_milliseconds_are_seconds() -> None:
    lines = csv().decode().replace("time", "time_ms").split("\n")
    rows = [line.split(",", 1) for line in lines[1:-1]]
    text = "\n".join([lines[0], *(f"{1000 * float(time):.0f},{rest}" for time, rest in rows)])
    check(read_csv(text.encode()))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (csv().replace(b"time", b"frame"), "neither times nor a rate"),
        (b"time,speed\n0,1\n0.1,2\n", "names no markers"),
        (b"", "no numbers|neither times"),
        (csv().split(b"\n", 1)[0], "no numbers"),
        (b"\0" * 100, "no text file"),
    ],
)
def test_what_is_no_walk_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_csv(content)


def test_the_file_becomes_a_motion(tmp_path: Path) -> None:
    (tmp_path / "walk.csv").write_bytes(csv())
    motion = read_motion(tmp_path / "walk.csv")
    assert motion.attrs["source_file"] == "walk.csv"
    assert motion.attrs["units"] == "m"


@needs_data
def test_a_table_without_times_says_what_it_needs() -> None:
    with pytest.raises(InputError, match="add a column named time, in seconds"):
        read_motion(DATA / "gaitmap" / "mocap_sample.csv")
