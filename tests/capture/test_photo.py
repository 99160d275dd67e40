"""Photos are read upright, in bounds, with what they say of the lens; whatever is none is refused in one
line.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kinechain.capture import photo_messages
from kinechain.capture.photo import Photo, read_photo
from kinechain.capture.photo_messages import LENGTH, LONGEST_SIDE, PhotoHeader, PhotoRefusal, read_message
from kinechain.child import MessageError
from kinechain.errors import InputError
from kinechain.motion.camera import FILM_DIAGONAL_MM
from kinechain.posture.seen_stance import photo_focal

ORIENTATION, CAMERA_BLOCK, FOCAL = 0x0112, 0x8769, 0xA405
RED, GREEN, BLUE = (230, 20, 20), (20, 200, 20), (20, 20, 230)


def scene() -> Image.Image:
    """Red above left, green above right, blue below; wider than high."""
    image = Image.new("RGB", (160, 96), BLUE)
    image.paste(RED, (0, 0, 80, 48))
    image.paste(GREEN, (80, 0, 160, 48))
    return image


def saved(path: Path, image: Image.Image, orientation: int = 1, focal: float | None = None) -> Path:
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    if focal is not None:
        notes.get_ifd(CAMERA_BLOCK)[FOCAL] = focal
    image.save(path, quality=95, exif=notes)
    return path


def near(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() < 40)


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_a_photo_is_read_with_its_lens(tmp_path: Path, ending: str) -> None:
    photo = read_photo(saved(tmp_path / f"photo.{ending}", scene(), focal=26))
    assert photo.size == (160, 96)
    assert photo.file == f"photo.{ending}"
    assert photo.focal_35mm == 26
    assert near(photo.image[10, 10], RED)
    assert near(photo.image[10, 150], GREEN)
    assert near(photo.image[90, 80], BLUE)


# How a camera that was held in that way stores the scene (Exif 2.32, 4.6.4 A).
STORED: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda image: image,
    2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
    4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
}


@pytest.mark.parametrize("orientation", STORED)
def test_a_photo_is_upright_however_the_camera_was_held(tmp_path: Path, orientation: int) -> None:
    photo = read_photo(saved(tmp_path / "photo.jpg", STORED[orientation](scene()), orientation))
    assert photo.size == (160, 96)
    assert near(photo.image[10, 10], RED)
    assert near(photo.image[10, 150], GREEN)


def test_a_large_photo_is_scaled_down(tmp_path: Path) -> None:
    photo = read_photo(saved(tmp_path / "photo.jpg", scene().resize((5000, 3000)), 6))
    assert photo.size == (round(LONGEST_SIDE * 0.6), LONGEST_SIDE)
    assert near(photo.image[-20, -20 + photo.size[0]], BLUE) or near(photo.image[20, 20], BLUE)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "P", "1"])
def test_pictures_of_every_mode_become_colours(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("photo.jpg" if mode in {"L", "CMYK"} else "photo.png")
    scene().convert(mode).save(path)
    assert read_photo(path).image.shape == (96, 160, 3)


@pytest.mark.parametrize("focal", [0, 3, 60_000])
def test_a_lens_that_is_none_is_not_believed(tmp_path: Path, focal: float) -> None:
    assert read_photo(saved(tmp_path / "photo.jpg", scene(), focal=focal)).focal_35mm is None


def test_a_35_mm_equivalent_is_of_the_diagonal() -> None:
    focal = photo_focal((3000, 4000), 26.0)
    assert focal.px == pytest.approx(26 / FILM_DIAGONAL_MM * 5000)
    guessed = photo_focal((3000, 4000), None)
    assert abs(guessed.px - focal.px) < guessed.sd_px
    assert guessed.sd_px > focal.sd_px


def _text(path: Path) -> None:
    path.write_text("dear photo")


def _cut_short(path: Path) -> None:
    noise = Image.fromarray(
        np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8).astype(np.uint8)
    )
    buffer = BytesIO()
    noise.save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue()[:20_000])


def _bomb(path: Path) -> None:
    Image.new("1", (16_000, 12_500)).save(path, "PNG")


def _heic(path: Path) -> None:
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))


def _gif(path: Path) -> None:
    scene().save(path, "GIF")


def _nothing(path: Path) -> None:
    path.touch()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_text, "no picture that can be read"),
        (_cut_short, "damaged or cut short"),
        (_bomb, "more than 64 million pixels"),
        (_heic, "HEIC.*JPEG"),
        (_gif, "cameras do not make"),
        (_nothing, "is empty"),
        (_folder, "is a folder"),
        (lambda path: None, "does not exist"),
    ],
)
def test_what_is_no_photo_is_refused_in_one_line(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "photo.jpg"
    make(path)
    with pytest.raises(InputError, match=words) as refused:
        read_photo(path)
    assert "\n" not in str(refused.value)
    assert "photo.jpg" in str(refused.value)


class Said:
    """A child that says this."""

    def __init__(self, data: bytes) -> None:
        self._data = BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._data.read(size)


def test_messages_arrive_as_they_were_sent() -> None:
    header = PhotoHeader(1500, 2000, 4000, 26.0)
    assert read_message(Said(photo_messages.opened(header))) == header
    assert read_message(Said(photo_messages.refused(PhotoRefusal.HEIC))) is PhotoRefusal.HEIC


@pytest.mark.parametrize(
    "data",
    [
        LENGTH.pack(10**6),
        LENGTH.pack(2) + b"[]",
        LENGTH.pack(2) + b"{}",
        LENGTH.pack(5) + b"\xff\xfe\xfd\xfc\xfb",
        photo_messages.opened(PhotoHeader(LONGEST_SIDE + 1, 10, 10)),
        photo_messages.opened(PhotoHeader(0, 10, 10)),
        photo_messages.opened(PhotoHeader(10, 10, -1)),
        photo_messages.opened(PhotoHeader(10, 10, 10, float("inf"))),
    ],
)
def test_a_child_that_talks_nonsense_is_not_believed(data: bytes) -> None:
    with pytest.raises(MessageError):
        read_message(Said(data))


def test_a_photo_knows_its_size() -> None:
    assert Photo("a.jpg", np.zeros((20, 10, 3), np.uint8)).size == (10, 20)
