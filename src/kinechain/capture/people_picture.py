"""A picture of the people in a video, each with a number to give to ``--person``."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kinechain.capture.recording import Recording
from kinechain.capture.region import Pixels
from kinechain.capture.video import read_frames
from kinechain.errors import InputError
from kinechain.printable import printable

WIDTH = 1280
ENDINGS = (".png", ".jpg", ".jpeg")
COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#0072b2", "#ffffff")


def check_picture_ending(path: Path) -> None:
    """Raise `InputError` if a picture cannot be saved under this name."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{printable(path.name)}: the picture of the people is saved as .png or .jpg")


def write_people_picture(recording: Recording, walker: int, path: Path) -> None:
    """Write a PNG or JPEG that shows every person at least once; `walker` is marked as chosen."""
    numbers = _pictures_that_show_all(recording)
    pictures = _read(recording, numbers)
    drawn = [_draw(pictures[number], number, recording, walker) for number in numbers if number in pictures]
    sheet = Image.new("RGB", (WIDTH, sum(image.height for image in drawn)))
    top = 0
    for image in drawn:
        sheet.paste(image, (0, top))
        top += image.height
    sheet.save(path)


def _pictures_that_show_all(recording: Recording) -> list[int]:
    """The fewest pictures, found greedily, that together show everybody."""
    left = set(range(len(recording.people)))
    numbers: list[int] = []
    while left:
        shown = {
            number: {person for person in left if number in recording.people[person].sightings}
            for person in left
            for number in recording.people[person].sightings
        }
        best = max(
            shown, key=lambda number: (len(shown[number]), -abs(number - _middle(recording, shown[number])))
        )
        numbers.append(best)
        left -= shown[best]
    return sorted(numbers)


def _middle(recording: Recording, people: set[int]) -> float:
    """Middle of the time in which these people are seen, where they show best."""
    return float(np.mean([(recording.people[p].first + recording.people[p].last) / 2 for p in people]))


def _read(recording: Recording, numbers: Sequence[int]) -> dict[int, Pixels]:
    wanted = {recording.times[number]: number for number in numbers}
    found: dict[int, Pixels] = {}
    with read_frames(
        recording.path, max_side=max(recording.size), recorded_hz=recording.rate_hz or None
    ) as reader:
        for frame in reader:
            number = next((wanted[time] for time in wanted if abs(time - frame.time_s) < 1e-4), None)
            if number is not None:
                found[number] = frame.image
            if len(found) == len(wanted):
                break
    return found


def _draw(picture: Pixels, number: int, recording: Recording, walker: int) -> Image.Image:
    scale = WIDTH / picture.shape[1]
    image = Image.fromarray(picture).resize((WIDTH, round(picture.shape[0] * scale)))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=22)
    for person, tracklet in enumerate(recording.people, start=1):
        sighting = tracklet.sightings.get(number)
        if sighting is None:
            continue
        colour = COLOURS[(person - 1) % len(COLOURS)]
        points = sighting.points * scale
        (left, top), (right, bottom) = points.min(axis=0) - 12, points.max(axis=0) + 12
        draw.rectangle((left, top, right, bottom), outline=colour, width=3)
        label = f" {person} {'(measured) ' if person == walker else ''}"
        at = (max(0.0, min(left, WIDTH - 140)), max(0.0, top - 30))
        draw.rectangle(draw.textbbox(at, label, font=font), fill="black")
        draw.text(at, label, fill=colour, font=font)
    return image
