from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from moving import moving

from kinechain.motion.files import write_motion
from kinechain.motion.keypoints import KEYPOINTS


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
