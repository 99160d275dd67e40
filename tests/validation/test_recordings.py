"""Which files of a folder are walks, whose, and with which static trial."""

from pathlib import Path

import pytest

from kinechain.validation.recordings import find_recordings, find_static


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_statics_are_found_beside_and_are_no_walks(tmp_path: Path) -> None:
    touch(tmp_path, "zoo/P1/Static/P101.c3d", "zoo/P1/Straight/P105.c3d", "zoo/P2/Straight/P205.C3D")
    first, second = find_recordings(tmp_path)
    assert first.name == "zoo/P1/Straight/P105.c3d"
    assert first.static == tmp_path / "zoo/P1/Static/P101.c3d"
    assert first.collection == "zoo"
    assert second.static is None
    assert first.person != second.person


def test_walks_that_share_a_static_trial_are_one_person_s(tmp_path: Path) -> None:
    touch(tmp_path, "lab/static/S4_Cal_01.c3d", "lab/dynamic/S4-Gait03.c3d", "lab/dynamic/S4-Gait04.c3d")
    assert len({recording.person for recording in find_recordings(tmp_path)}) == 1


def test_without_statics_the_number_at_the_end_of_the_name_is_the_trial_s(tmp_path: Path) -> None:
    touch(tmp_path, "anna_walk_1.c3d", "anna_walk_2.c3d", "ben_walk_1.c3d", "7.c3d")
    people = [recording.person for recording in find_recordings(tmp_path)]
    assert people == ["7", "anna_walk", "anna_walk", "ben_walk"]


@pytest.mark.parametrize(
    "name", ["static.c3d", "S4_AM_Cal_01.c3d", "anna standing.c3d", "P1_calibration.c3d"]
)
def test_names_of_static_trials(tmp_path: Path, name: str) -> None:
    touch(tmp_path, name, "P1_walk.c3d")
    assert [recording.name for recording in find_recordings(tmp_path)] == ["P1_walk.c3d"]


def test_calf_is_not_cal(tmp_path: Path) -> None:
    touch(tmp_path, "calf_pain_walk.c3d")
    assert len(find_recordings(tmp_path)) == 1


def test_of_several_static_trials_the_one_most_like_the_walk_counts(tmp_path: Path) -> None:
    touch(tmp_path, "P1_static.c3d", "P2_static.c3d", "P2_walk.c3d")
    assert find_static(tmp_path / "P2_walk.c3d") == tmp_path / "P2_static.c3d"


def test_files_whose_truth_is_known_from_elsewhere_count_whatever_their_ending(tmp_path: Path) -> None:
    touch(tmp_path, "bmc/walk1.trc", "other/walk1.trc")
    assert [recording.name for recording in find_recordings(tmp_path)] == ["bmc/walk1.trc"]
