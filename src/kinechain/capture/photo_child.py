"""The child process that reads a photo: the file is its standard input, one message and pixels its output.

Started by `photo.read_photo` through `child.Child`.
"""

import contextlib
import os
import struct
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from kinechain.capture import photo_messages
from kinechain.capture.camera_notes import EQUIVALENTS_MM
from kinechain.capture.photo_messages import LONGEST_SIDE, MAXIMUM_PIXELS, PhotoHeader, PhotoRefusal
from kinechain.confinement import confine

MEMORY_BYTES, CPU_SECONDS = 2 << 30, 60
# Phones write JPEG, for portraits several in one file (MPO); screens and programs PNG and WebP. Their plugins
# are imported above, as nothing can be opened later.
PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMATS = ("JPEG", "PNG", "WEBP")
# What a file of the same family as mp4 calls itself when it is a HEIC or AVIF picture (ISO 23008-12).
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
# Kinds of file that are pictures, but none that a camera makes.
OTHER_KINDS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"%PDF")
# Exif 2.32: the block of the camera's settings, and the 35 mm equivalent of the focal length in it.
CAMERA_BLOCK, FOCAL_35MM = 0x8769, 0xA405
# What a damaged or hostile file makes the library raise.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, OverflowError, struct.error)


class RefusedError(Exception):
    """The file is no good."""

    def __init__(self, refusal: PhotoRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def main(_arguments: list[str]) -> None:
    """Reads the standard input."""
    out = os.dup(1)
    os.dup2(2, 1)  # a library that prints would garble the message
    warnings.simplefilter("ignore")
    Image.preinit()
    # Sizes are bounded below, with a refusal of their own.
    Image.MAX_IMAGE_PIXELS = None
    with open(0, "rb", buffering=1 << 16) as file, contextlib.suppress(BrokenPipeError):
        try:
            confine(MEMORY_BYTES, CPU_SECONDS)
        except OSError:
            _write(out, photo_messages.refused(PhotoRefusal.UNCONFINED))
            return
        try:
            _tell(file, out)
        except RefusedError as error:
            _write(out, photo_messages.refused(error.refusal))
        except MemoryError:
            _write(out, photo_messages.refused(PhotoRefusal.MEMORY))


def _tell(file: BinaryIO, out: int) -> None:
    image = _opened(file)
    if image.width * image.height > MAXIMUM_PIXELS:
        raise RefusedError(PhotoRefusal.TOO_LARGE)
    focal, stored_longer = _focal_35mm(image), max(image.size)
    upright = _upright(image)
    header = PhotoHeader(upright.width, upright.height, stored_longer, focal)
    _write(out, photo_messages.opened(header))
    _write(out, upright.tobytes())


def _opened(file: BinaryIO) -> Image.Image:
    start = file.read(16)
    file.seek(0)
    if start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS:
        raise RefusedError(PhotoRefusal.HEIC)
    if start.startswith(OTHER_KINDS):
        raise RefusedError(PhotoRefusal.OTHER_KIND)
    try:
        return Image.open(file, formats=FORMATS)
    except DAMAGE as error:
        raise RefusedError(PhotoRefusal.NOT_A_PHOTO) from error


def _upright(image: Image.Image) -> Image.Image:
    """The picture as it is meant to be seen, in RGB, no longer than `LONGEST_SIDE`."""
    try:
        # A JPEG is decoded at a half, a quarter or an eighth of its size where that is enough.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        shown = image.convert("RGB")
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), resample=Image.Resampling.BOX, reducing_gap=None)
        orientation = image.getexif()
    except DAMAGE as error:
        raise RefusedError(PhotoRefusal.DAMAGED) from error
    try:
        shown.getexif()[0x0112] = int(orientation.get(0x0112, 1))
        return ImageOps.exif_transpose(shown)
    except DAMAGE:
        return shown


def _focal_35mm(image: Image.Image) -> float | None:
    """The lens as the camera noted it, None where it says nothing sane."""
    try:
        value = float(image.getexif().get_ifd(CAMERA_BLOCK).get(FOCAL_35MM, 0))
    except (*DAMAGE, ZeroDivisionError):
        return None
    return value if EQUIVALENTS_MM[0] <= value <= EQUIVALENTS_MM[1] else None


def _write(out: int, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(out, rest) :]
