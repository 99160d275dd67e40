"""Photos given to the command: told from films by their names, refused in one line where they are no good."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import sample_walk
from drawn_people import FOLDER, needs_drawing
from kinechain.cli import app
from kinechain.errors import InputError
from kinechain.measurement import Side
from kinechain.walk_files import Chosen, check_chosen, is_photo, is_video, sort_files
from laboratory import needs_data


def refused(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["measure", *map(str, arguments)])
    assert isinstance(result.exception, InputError)
    return str(result.exception)


@pytest.mark.parametrize("name", ["side.jpg", "SIDE.JPEG", "front.png", "front.HEIC"])
def test_a_photo_is_told_by_its_ending(name: str) -> None:
    assert is_photo(Path(name))
    assert not is_video(Path(name))


def test_photos_are_sorted_from_films() -> None:
    alone = sort_files([Path("side.jpg"), Path("front.png")])
    assert alone.only_photos
    assert (alone.photos, alone.clips) == ((Path("side.jpg"), Path("front.png")), ())
    beside = sort_files([Path("side.jpg"), Path("walk.mp4")])
    assert not beside.only_photos
    assert (beside.walk, beside.photos) == (Path("walk.mp4"), (Path("side.jpg"),))
    assert set(beside.paths) == {Path("side.jpg"), Path("walk.mp4")}
    with pytest.raises(InputError, match="given twice"):
        sort_files([Path("side.jpg"), Path("side.jpg")])


def test_what_is_said_of_a_film_is_not_said_of_a_photo(tmp_path: Path) -> None:
    photo, markers = tmp_path / "side.jpg", tmp_path / "walk.c3d"
    photo.touch()
    markers.touch()
    for chosen, option in ((Chosen(person=2), "--person"), (Chosen(recorded_hz=240.0), "--recorded-at")):
        with pytest.raises(InputError, match=option):
            check_chosen(sort_files([photo]), chosen)
    with pytest.raises(InputError, match="standing still"):
        check_chosen(sort_files([photo], static=markers), Chosen())
    with pytest.raises(InputError, match="laboratory"):
        check_chosen(sort_files([photo, markers]), Chosen())


def test_a_bad_photo_is_one_line(tmp_path: Path) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("no photo")
    assert "no picture that can be read" in refused(text)
    assert "does not exist" in refused(tmp_path / "nothing.jpg")
    empty = tmp_path / "wall.png"
    Image.new("RGB", (600, 800), (120, 130, 140)).save(empty)
    assert "shows nobody" in refused(empty)
    assert "child's height" in refused(_walking(tmp_path), "--age", "7")


def _walking(folder: Path) -> Path:
    """The woman of the sample clip in the middle of a step."""
    image = np.ascontiguousarray(next(iter(sample_walk.pictures(80, 81)))[440:994, 700:1400])
    path = folder / "walking.png"
    Image.fromarray(image).save(path)
    return path


def test_somebody_who_walks_is_not_measured_as_standing(tmp_path: Path) -> None:
    line = refused(_walking(tmp_path))
    assert "walking.png" in line
    assert "as in a walk" in line


@needs_data
@needs_drawing
def test_drawn_people_are_measured_within_the_stated_error(tmp_path: Path) -> None:
    from kinechain.rendering.body_mesh import load_body
    from photo_posture import HIP_LINE, photograph, shots

    rng = np.random.default_rng(11)
    paths: list[Path] = []
    truth: dict[tuple[str, Side | None], float] = {}
    for number, shot in enumerate(shots(6, seed=11)):
        if number in {0, 5}:
            paths.append(tmp_path / f"{shot.view}.jpg")
            truth |= photograph(load_body(FOLDER, shot.body, shot.stature), shot, paths[-1], rng)
            height = shot.stature
    result = CliRunner().invoke(app, ["measure", *map(str, paths), "--height", f"{height:.2f}", "--json"])
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said["source"]["kind"] == "photo"
    assert [said["source"]["view"], said["more_sources"][0]["view"]] == ["front", "side"]
    told = {(m["measure"], m["side"]): m for m in said["measurements"] if m["value"] is not None}
    truth.pop((HIP_LINE, None))
    assert set(truth) == set(told)
    for key, true in truth.items():
        assert abs(told[key]["value"] - true) < 3 * told[key]["sd"], key
