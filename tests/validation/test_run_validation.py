"""A whole run over a folder."""

import shutil
from pathlib import Path

import pytest

from kinechain.errors import InputError
from kinechain.validation import run
from kinechain.validation.run import run_validation
from laboratory import DATA, needs_data

CHILD = "biomechzoo/raw_c3d_files/HC030A"


def test_a_folder_without_walks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no walk"):
        run_validation(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        run_validation(tmp_path / "nowhere")


def test_a_broken_file_is_a_row_and_not_the_end(tmp_path: Path) -> None:
    for name in ("one.c3d", "two.c3d"):
        (tmp_path / name).write_bytes(b"no C3D at all" * 50)
    calls: list[tuple[int, int | None]] = []
    found = run_validation(tmp_path, lambda done, expected: calls.append((done, expected)), programs=False)
    assert [failure.name for failure in found.failures] == ["one.c3d", "two.c3d"]
    assert all("damaged" in failure.reason for failure in found.failures)
    assert str(tmp_path) not in "".join(failure.reason for failure in found.failures)
    assert calls == [(0, 2), (1, 2), (2, 2)]
    rows = {row.key: row for row in found.rows}
    assert rows["files"].reached == "failed 2"
    assert not found.all_met


def test_a_fault_of_ours_is_a_row_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError("by us")

    monkeypatch.setattr(run, "laboratory_truth", fail)
    (tmp_path / "walk.c3d").write_bytes(b"")
    monkeypatch.setattr("kinechain.motion.files.read_motion", lambda _path: None)
    monkeypatch.setattr("kinechain.motion.files.read_model_outputs", lambda _path: {})
    (failure,) = run_validation(tmp_path, programs=False).failures
    assert failure.reason == "a fault in kinechain: ZeroDivisionError: by us"


def test_the_same_files_have_the_same_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "walk.c3d").write_bytes(b"one")
    first = run_validation(tmp_path, programs=False).data
    assert run_validation(tmp_path, programs=False).data == first
    (tmp_path / "walk.c3d").write_bytes(b"other")
    assert run_validation(tmp_path, programs=False).data.fingerprint != first.fingerprint


@needs_data
def test_one_child_end_to_end_without_the_list_that_others_made(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the fitted body needs the extra lab")
    shutil.copytree(DATA / CHILD, tmp_path / "HC030A")
    found = run_validation(tmp_path, programs=False)
    assert found.failures == ()
    (walk,) = found.walks
    assert walk.recording.static is not None
    assert walk.on_plates.missed == ()
    assert len(walk.on_plates.errors) == 4
    assert {curve.angle for curve in walk.curves} == {"hip_flexion", "knee_flexion", "ankle_dorsiflexion"}
    rows = {row.key: row for row in found.rows}
    assert rows["strikes"].verdict == rows["stride_length"].verdict == rows["walking_speed"].verdict == "yes"
    assert rows["intervals"].verdict == "not run"
    assert found.learnt == {}
