from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from crowd import LABELS, crowd
from good_files import trc
from moving import moving

from kinechain.errors import InputError
from kinechain.motion.dataset import check_motion
from kinechain.motion.files import read_motion, write_motion
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.motion.reading.reading import RefusedError
from kinechain.motion.reading.trc_file import read_trc
from laboratory import DATA, needs_data


def lines_of(motion: xr.Dataset, folder: Path) -> list[list[str]]:
    """The cells of the file's lines."""
    path = folder / "walk.trc"
    write_motion(motion, path)
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [line.split("\t") for line in text.splitlines()]


def test_the_header_says_what_follows(tmp_path: Path) -> None:
    kind, fields, values, names, axes, blank, *rows = lines_of(moving(), tmp_path)
    assert kind[:3] == ["PathFileType", "4", "(X/Y/Z)"]
    said = dict(zip(fields, values, strict=True))
    assert (said["NumFrames"], said["NumMarkers"], said["Units"]) == ("40", "33", "px")
    assert said["DataRate"] == said["CameraRate"] == said["OrigDataRate"] == "29.970"
    assert (said["OrigDataStartFrame"], said["OrigNumFrames"]) == ("1", "40")
    assert names[:2] == ["Frame#", "Time"]
    assert names[2::3] == list(KEYPOINTS)
    assert axes[2:8] == ["X1", "Y1", "Z1", "X2", "Y2", "Z2"]
    assert axes[-1] == "Z33"
    assert blank == [""]
    assert len(rows) == 40
    assert {len(row) for row in rows} == {2 + 3 * 33} == {len(axes)}


def test_positions_stand_upright_and_the_unseen_is_empty(tmp_path: Path) -> None:
    motion = moving()
    rows = lines_of(motion, tmp_path)[6:]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 41)]
    assert [float(row[1]) for row in rows] == pytest.approx(motion["time"].values, abs=1e-6)
    cells = np.array([[float(cell) if cell else np.nan for cell in row[2:]] for row in rows])
    x, y, z = (cells[:, axis::3] for axis in range(3))
    np.testing.assert_allclose(x, motion["position"].sel(space="x"), atol=1e-4)
    np.testing.assert_allclose(y, -motion["position"].sel(space="y"), atol=1e-4)
    seen = np.isfinite(motion["position"].sel(space="x").values)
    assert (~seen).any()
    assert (z[seen] == 0).all()
    assert np.isnan(z[~seen]).all()


def test_a_head_is_above_the_heels(tmp_path: Path) -> None:
    motion = moving()
    motion["position"].loc[{"space": "y", "keypoints": "nose"}] = 100.0
    motion["position"].loc[{"space": "y", "keypoints": "left_heel"}] = 900.0
    motion["position"].loc[{"space": "x"}] = 5.0
    row = lines_of(motion, tmp_path)[6]
    nose, heel = (2 + 3 * KEYPOINTS.index(name) for name in ("nose", "left_heel"))
    assert float(row[nose + 1]) > float(row[heel + 1])


def test_the_file_is_named_after_the_film(tmp_path: Path) -> None:
    """Not by the name it had while it was being written."""
    assert lines_of(moving(), tmp_path)[0][3] == "walk, Übung 1.trc"


def test_a_name_with_tabs_and_lines_cannot_break_the_table(tmp_path: Path) -> None:
    motion = moving()
    motion.attrs["source_file"] = "a\tb\nc.mp4"
    first, second, *_ = lines_of(motion, tmp_path)
    assert first[3:] == ["a b c.trc"]
    assert second[0] == "DataRate"


def places(motion: xr.Dataset) -> np.ndarray:
    return motion["position"].transpose("time", "keypoints", "space").values


def test_markers_are_written_and_read_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "walk.trc").write_bytes(trc())
    motion = read_motion(tmp_path / "walk.trc")
    np.testing.assert_allclose(places(motion), crowd(20), atol=1e-6)
    motion["position"][3, :, 4] = np.nan
    motion["confidence"][3, 4] = np.nan
    write_motion(motion, tmp_path / "again.trc")
    again = read_motion(tmp_path / "again.trc")
    xr.testing.assert_allclose(again, motion, atol=1e-6)
    assert tuple(again["keypoints"].values) == LABELS


@pytest.mark.parametrize(("unit", "metre"), [("mm", 0.001), ("m", 1.0), ("cm", 0.01)])
def test_units_of_the_header_are_used(unit: str, metre: float) -> None:
    reading = read_trc(trc(unit=unit, metre=metre))
    np.testing.assert_allclose(reading.position.transpose(0, 2, 1), crowd(20), atol=1e-5)
    assert reading.warnings == ()


def test_millimetres_called_metres_are_noticed() -> None:
    reading = read_trc(trc(unit="m", metre=0.001))
    np.testing.assert_allclose(reading.position.transpose(0, 2, 1), crowd(20), atol=1e-5)
    assert "millimetres were taken" in reading.warnings[0]


VARIATIONS: dict[str, Callable[[str], str]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no empty line": lambda text: text.replace("\n\n", "\n"),
    "no line of axes": lambda text: "\n".join(line for line in text.split("\n") if "X1" not in line),
    "trailing tabs": lambda text: text.replace("\n", "\t\t\n"),
    "white space for tabs": lambda text: text.replace("\t\t\t", "\t").replace("\t", "   "),
    "empty lines at the end": lambda text: text + "\n\n  \n",
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_habits_of_other_programs_are_read(name: str) -> None:
    reading = read_trc(VARIATIONS[name](trc().decode()).encode())
    assert reading.names == LABELS
    np.testing.assert_allclose(reading.position.transpose(0, 2, 1), crowd(20), atol=1e-5)


def test_a_missing_number_a_gap_and_the_origin_are_unseen() -> None:
    lines = trc().decode().split("\n")
    first = lines[6].split("\t")
    first[2:5], first[5:8], first[8:11] = ["", "", ""], ["nan", "NaN", "1.0"], ["0.0", "0", "0.000"]
    lines[6] = "\t".join(first)
    reading = read_trc("\n".join(lines).encode())
    assert np.isnan(reading.position[0, :, :3]).all()
    assert np.isfinite(reading.position[1:]).all()


def test_times_tell_the_rate_and_where_the_file_began() -> None:
    text = trc().decode().split("\n")
    rows = [line.split("\t") for line in text[6:-1]]
    later = [[row[0], f"{0.52 + at / 60:.3f}", *row[2:]] for at, row in enumerate(rows)]
    text[6:-1] = ["\t".join(row) for row in later]
    reading = read_trc("\n".join(text).encode())
    assert reading.rate_hz == pytest.approx(60, rel=2e-3)
    assert reading.attributes["start_s"] == pytest.approx(0.52)
    np.testing.assert_allclose(np.diff(reading.time), 1 / 60, atol=1e-4)
    assert "frames a second, though it says 100" in reading.warnings[0]


def test_times_that_stand_still_give_way_to_the_rate() -> None:
    lines = trc().decode().split("\n")
    lines[6:-1] = ["\t".join(["1", "0.0", *line.split("\t")[2:]]) for line in lines[6:-1]]
    reading = read_trc("\n".join(lines).encode())
    np.testing.assert_allclose(reading.time, np.arange(20) / 100)
    assert "do not increase" in reading.warnings[0]


REFUSALS = {
    "nothing": (b"", "is no TRC file"),
    "another text": (b"Dear Anna,\n\nhow are you?\n", "is no TRC file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\r", "is no text file"),
    "a header alone": (b"\n".join(trc().split(b"\n")[:6]), "no numbers"),
    "one frame": (b"\n".join(trc().split(b"\n")[:7]), "fewer than two frames"),
    "words for numbers": (trc().replace(b"\t0.010", b"\tsoon"), "'soon' in line 8"),
    "no markers": (b"Frame#\tTime\n1\t0.0\n2\t0.1\n", "names no markers"),
    "too many cells": (trc().replace(b"\n2\t", b"\n2\t5\t5\t5\t"), "cells in line 8"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_read_is_refused_in_words(name: str) -> None:
    content, reason = REFUSALS[name]
    with pytest.raises(RefusedError, match=reason):
        read_trc(content)


HALPE = {
    "left_hip": "LHip", "right_hip": "RHip", "left_knee": "LKnee", "right_knee": "RKnee",
    "left_ankle": "LAnkle", "right_ankle": "RAnkle", "left_heel": "LHeel", "right_heel": "RHeel",
    "left_foot_index": "LBigToe", "right_foot_index": "RBigToe", "left_shoulder": "LShoulder",
    "right_shoulder": "RShoulder", "nose": "Nose",
}  # fmt: skip
HEIGHTS = (0.95, 0.95, 0.5, 0.5, 0.08, 0.08, 0.03, 0.03, 0.02, 0.02, 1.4, 1.4, 1.55)


def sports2d(size: float, unit: str, up: float) -> bytes:
    """Keypoints in a plane, as Sports2D writes them: named as HALPE 26 does, z 0."""
    names = list(HALPE.values())
    head = ["PathFileType\t4\t(X/Y/Z)\tdemo_px_person00.trc", "DataRate\tNumFrames\tNumMarkers\tUnits"]
    head += [f"30\t20\t{len(names)}\t{unit}", "Frame#\tTime\t" + "\t\t\t".join(names)]
    rows = []
    for frame in range(20):
        cells = [
            f"{size * (0.5 + frame / 25):.4f}\t{size * (2 * (up < 0) + up * y):.4f}\t0.0" for y in HEIGHTS
        ]
        rows.append("\t".join([str(frame), f"{frame / 30:.4f}", *cells]))
    return "\n".join([*head, "", *rows]).encode()


@pytest.mark.parametrize("unit", ["px", "m"])
@pytest.mark.parametrize("up", [1.0, -1.0])
def test_keypoints_in_pixels_become_those_of_a_capture(tmp_path: Path, unit: str, up: float) -> None:
    """Also where the file says m of its pixels, and whichever way its y goes."""
    path = tmp_path / "demo_px.trc"
    path.write_bytes(sports2d(400.0, unit, up))
    motion = read_motion(path)
    assert tuple(motion["keypoints"].values) == KEYPOINTS
    assert motion.attrs["units"] == "px"
    assert motion.attrs["source_kind"] == "video"
    height = motion["position"].sel(space="y").mean("time")
    assert float(height.sel(keypoints="left_heel") - height.sel(keypoints="nose")) == pytest.approx(
        400 * 1.52
    )
    assert np.isnan(motion["position"].sel(keypoints="left_wrist")).all()
    assert any("does not tell the picture's size" in line for line in motion.attrs["warnings"])
    assert float(motion["position"].sel(space="x").max()) < motion.attrs["frame_width"]
    assert float(motion["position"].sel(space="y").max()) < motion.attrs["frame_height"]


def test_keypoints_in_metres_in_a_plane_are_marked_as_planar(tmp_path: Path) -> None:
    path = tmp_path / "demo_m.trc"
    path.write_bytes(sports2d(1.0, "m", 1.0))
    motion = read_motion(path)
    assert motion.attrs["planar"] is True
    assert tuple(motion["keypoints"].values) == tuple(HALPE.values())
    check_motion(motion)
    (tmp_path / "lab.trc").write_bytes(trc())
    lab = read_motion(tmp_path / "lab.trc")
    assert "planar" not in lab.attrs


def test_keypoints_without_legs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "demo_px.trc"
    path.write_bytes(sports2d(400.0, "px", -1.0).replace(b"Knee", b"Thing"))
    with pytest.raises(InputError, match="lacks left_knee, right_knee"):
        read_motion(path)


@needs_data
@pytest.mark.parametrize(
    ("name", "markers", "rate_hz"),
    [("opensim/example3DWalking/markers_walk.trc", 41, 100.0), ("bmc/walk1.trc", 28, 150.0)],
)
def test_a_laboratorys_trc_is_a_person_in_metres(name: str, markers: int, rate_hz: float) -> None:
    motion = read_motion(DATA / name)
    assert motion.sizes["keypoints"] == markers
    assert motion.attrs["fps"] == pytest.approx(rate_hz, rel=1e-3)
    heights = motion["position"].sel(space="y")
    assert 0.9 < float(heights.max() - heights.min()) < 2.0
    assert motion.attrs["warnings"] == []
