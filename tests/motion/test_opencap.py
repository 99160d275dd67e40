from pathlib import Path

import pytest
from good_files import trc

from kinechain.errors import InputError
from kinechain.motion.files import read_motion


def session(folder: Path, *trials: str) -> Path:
    (folder / "MarkerData").mkdir(parents=True)
    (folder / "OpenSimData" / "Kinematics").mkdir(parents=True)
    for trial in trials:
        (folder / "MarkerData" / f"{trial}.trc").write_bytes(trc(unit="m", metre=1.0))
    (folder / "sessionMetadata.yaml").write_text("height_m: 1.86\nmass_kg: 83.0\nsubjectID: somebody\n")
    return folder


def test_a_session_of_one_trial_is_read_with_its_person(tmp_path: Path) -> None:
    folder = session(tmp_path / "OpenCapData", "neutral", "walk")
    for path in (folder, folder / "MarkerData", folder / "MarkerData" / "walk.trc"):
        motion = read_motion(path)
        assert motion.attrs["source_file"] == "walk.trc"
        assert motion.attrs["subject"] == {"height_m": 1.86, "mass_kg": 83.0}


def test_of_several_trials_one_must_be_given(tmp_path: Path) -> None:
    folder = session(tmp_path / "OpenCapData", "neutral", "walk1", "walk2")
    with pytest.raises(
        InputError, match=r"holds 2 trials; give one of them: MarkerData/walk1.trc, MarkerData/walk2"
    ):
        read_motion(folder)
    assert read_motion(folder / "MarkerData" / "walk2.trc").attrs["source_file"] == "walk2.trc"


def test_another_folder_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no OpenCap session"):
        read_motion(tmp_path)
    with pytest.raises(InputError, match="holds no trial"):
        read_motion(session(tmp_path / "empty"))


@pytest.mark.parametrize("said", ["[", "5", "height_m: tall\nmass_kg: 9000", "x" * 10, ""])
def test_what_a_session_says_of_the_person_may_be_nonsense(tmp_path: Path, said: str) -> None:
    folder = session(tmp_path / "OpenCapData", "walk")
    (folder / "sessionMetadata.yaml").write_text(said)
    assert "subject" not in read_motion(folder).attrs


def test_a_trial_elsewhere_has_no_session(tmp_path: Path) -> None:
    (tmp_path / "sessionMetadata.yaml").write_text("mass_kg: 83.0\n")
    (tmp_path / "walk.trc").write_bytes(trc())
    assert "subject" not in read_motion(tmp_path / "walk.trc").attrs
