"""Reading a photo: its pixels, upright, and what its file says of the lens.

The file is parsed in a child process that can neither reach the network nor open a file (`photo_child`).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kinechain.capture.photo_messages import MAXIMUM_PIXELS, PhotoHeader, PhotoRefusal, read_message
from kinechain.capture.region import Pixels
from kinechain.errors import InputError, KinechainError
from kinechain.outside_reader import outside_reader
from kinechain.printable import printable

STALL_SECONDS = 60.0
AGAIN, SAVE_AS = "copy the photo afresh from the camera", "save it as a JPEG and try again"
REASONS = {
    PhotoRefusal.NOT_A_PHOTO: "is no picture that can be read; "
    "give a JPEG or PNG, copied afresh from the camera",
    PhotoRefusal.HEIC: f"is a HEIC or AVIF picture, which is not read yet; {SAVE_AS} "
    "(on an iPhone: Settings, Camera, Formats, Most Compatible)",
    PhotoRefusal.OTHER_KIND: f"is of a kind that cameras do not make; {SAVE_AS}",
    PhotoRefusal.DAMAGED: "is damaged or cut short; copy it afresh from the camera",
    PhotoRefusal.TOO_LARGE: f"has more than {MAXIMUM_PIXELS // 1_000_000} million pixels; scale it down, "
    "2,000 pixels high are plenty",
    PhotoRefusal.MEMORY: "needs too much memory to read; scale it down, 2,000 pixels high are plenty",
}


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """`image` is RGB, (height, width, 3), upright and no longer than `photo_messages.LONGEST_SIDE`; `file` is
    the name without its folder. `focal_35mm` is the lens's 35 mm equivalent in mm, where the file says it.
    """

    file: str
    image: Pixels
    focal_35mm: float | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


def read_photo(path: Path | str) -> Photo:
    """The photo in a file. Data requirements: JPEG, PNG or WebP of at most 64 million pixels.

    Raises `InputError`, in one line, where it is none.
    """
    path = Path(path)
    name = printable(str(path))
    with outside_reader(
        "kinechain.capture.photo_child", path, name, wanted="photo", again=AGAIN, stall_seconds=STALL_SECONDS
    ) as child:
        message = read_message(child)
        if isinstance(message, PhotoHeader):
            image = np.empty((message.height, message.width, 3), dtype=np.uint8)
            child.read_into(image.data.cast("B"))
            return Photo(printable(path.name, 255), image, message.focal_35mm)
    raise _refusal(name, message)


def _refusal(name: str, refusal: PhotoRefusal) -> KinechainError:
    if refusal is PhotoRefusal.UNCONFINED:
        return KinechainError(
            "this system does not let a process lock itself up (seccomp), so no photo is opened; "
            "allow seccomp filters in its container or kernel settings"
        )
    return InputError(f"{name} {REASONS[refusal]}")
