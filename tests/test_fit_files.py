"""A fit as files: what is written, what is refused, and that the numbers are those of the fit."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kinechain.cli import main
from kinechain.errors import InputError
from kinechain.motion.files import write_motion
from kinechain.walk_files import sort_files
from synthetic_markers import markers
from synthetic_walker import HEALTHY

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: exit status, output, errors."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kinechain", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return command


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lab") / "walk.trc"
    write_motion(markers(HEALTHY.walk()), path)
    return path


def columns(path: Path) -> dict[str, np.ndarray]:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("endheader") + 1
    table = np.array([line.split("\t") for line in lines[start + 1 :]], dtype=float)
    return dict(zip(lines[start].split("\t"), table.T, strict=True))


def test_motion_errors_and_model_are_written(walk: Path, tmp_path: Path, run: Run) -> None:
    status, out, _ = run("fit", walk, "-o", tmp_path / "fitted.mot", "--json")
    assert status == 0
    said = json.loads(out)
    assert [Path(file).name for file in said["files"]] == ["fitted.mot", "fitted_sd.mot", "fitted_model.osim"]
    motion, sd = columns(tmp_path / "fitted.mot"), columns(tmp_path / "fitted_sd.mot")
    assert set(motion) == set(sd)
    assert len(motion["time"]) == said["frames"]
    assert 45 < np.ptp(motion["left_knee_flexion"]) < 80
    assert (sd["left_knee_flexion"] > 0).all()
    # Heel and tip of the foot do not tell how the toes bend, nor anything how the shank turns.
    assert "left_toe_extension" in said["unknown"]
    assert "left_knee_flexion" not in said["unknown"]
    assert "<Model" in (tmp_path / "fitted_model.osim").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{walk}", "-o", "{folder}/fitted.txt"], "saved as .mot"),
        (["{walk}", "-o", "{folder}/absent/fitted.mot"], "absent"),
        (["{folder}/none.trc", "-o", "{folder}/fitted.mot"], "none.trc"),
        (["{walk}", "-o", "{folder}/fitted.mot", "--model", "{walk}"], "walk.trc"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    arguments: list[str], said: str, walk: Path, tmp_path: Path, run: Run
) -> None:
    status, _, error = run("fit", *(argument.format(walk=walk, folder=tmp_path) for argument in arguments))
    assert status == 2
    assert error.count("\n") == 1
    assert said in error
    assert not list(tmp_path.glob("*.mot"))


def test_a_walk_and_its_forces_are_told_apart() -> None:
    files = sort_files([Path("ground.mot"), Path("walk.trc")], Path("static.trc"))
    assert (files.walk.name, files.forces and files.forces.name) == ("walk.trc", "ground.mot")
    assert len(files.paths) == 3


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["ground.mot"], "not a walk"),
        (["one.trc", "two.c3d"], "one walk at a time"),
        (["walk.trc", "a.mot", "b.sto"], "one file of ground reaction forces"),
    ],
)
def test_what_cannot_be_one_walk_is_refused(names: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        sort_files([Path(name) for name in names])


def test_validation_writes_over_no_walk(tmp_path: Path, run: Run) -> None:
    status, _, error = run("validate", tmp_path, "-o", tmp_path / "walk.md")
    assert status == 2
    assert "write it elsewhere" in error
    status, _, error = run("validate", tmp_path, "-o", tmp_path / "walk.c3d")
    assert status == 2
    assert "saved as .md" in error
