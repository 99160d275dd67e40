"""The picture that numbers the people."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import people
import pytest
from PIL import Image, ImageColor

from kinechain.capture.people_picture import (
    COLOURS,
    WIDTH,
    _pictures_that_show_all,
    check_picture_ending,
    write_people_picture,
)
from kinechain.capture.recording import Recording
from kinechain.errors import InputError


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_everybody_is_drawn_in_a_colour_of_their_own(
    tmp_path: Path, sample_recording: Recording, ending: str
) -> None:
    path = tmp_path / f"people.{ending}"
    write_people_picture(sample_recording, 2, path)
    with Image.open(path) as image:
        assert image.width == WIDTH
        pixels = np.asarray(image.convert("RGB"), int)
    for colour in COLOURS[: len(sample_recording.people)]:
        apart = np.abs(pixels - ImageColor.getrgb(colour)).max(axis=2)
        assert (apart < 25).sum() > 300


@pytest.mark.parametrize(
    ("seen", "pictures"),
    [
        ([(0, 100), (40, 60)], 1),
        ([(0, 30), (20, 60), (50, 90)], 2),
        ([(0, 10), (20, 30), (40, 50)], 3),
    ],
)
def test_as_few_pictures_as_will_do(
    sample_recording: Recording, seen: list[tuple[int, int]], pictures: int
) -> None:
    crowd = tuple(people.track(range(*when), lambda n: 300.0) for when in seen)
    numbers = _pictures_that_show_all(replace(sample_recording, people=crowd))
    assert len(numbers) == pictures
    assert all(any(number in person.sightings for number in numbers) for person in crowd)


@pytest.mark.parametrize("name", ["people", "people.txt", "people.pdf"])
def test_a_picture_of_an_unknown_kind_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"\.png or \.jpg"):
        check_picture_ending(Path(name))
    check_picture_ending(Path("People.PNG"))
