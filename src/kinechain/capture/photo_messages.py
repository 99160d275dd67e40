"""What the photo's child process tells us: what the picture is and its pixels, or why it is no good.

One message: its length, then JSON; the pixels follow it. The child may have been taken over by a hostile
file, so everything is checked when it is read.
"""

import json
import math
import struct
from dataclasses import asdict, dataclass
from enum import StrEnum

from kinechain.capture.frame_messages import MAXIMUM_MESSAGE, Source
from kinechain.child import MessageError

# A phone's picture of 50 million pixels, and what a scan may have; more is scaled down by its owner.
MAXIMUM_PIXELS = 64_000_000
# A picture comes out no longer than this: a body is looked at in 256 pixels.
LONGEST_SIDE = 2048
LENGTH = struct.Struct("<I")


class PhotoRefusal(StrEnum):
    """Why a file is no good."""

    NOT_A_PHOTO = "not_a_photo"
    HEIC = "heic"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    MEMORY = "memory"
    UNCONFINED = "unconfined"


@dataclass(frozen=True, slots=True)
class PhotoHeader:
    """`width` and `height` of the pixels that follow, upright; `stored_longer` is the file's own longer side,
    before it was scaled down. `focal_35mm` is the lens's 35 mm equivalent in mm, None where the file does not
    say.
    """

    width: int
    height: int
    stored_longer: int
    focal_35mm: float | None = None


def opened(header: PhotoHeader) -> bytes:
    """The message before the pixels."""
    return _message({"opened": asdict(header)})


def refused(refusal: PhotoRefusal) -> bytes:
    """The message that a file is no good."""
    return _message({"refused": refusal.value})


def read_message(source: Source) -> PhotoHeader | PhotoRefusal:
    """The message. Raises MessageError for anything that is none."""
    (length,) = LENGTH.unpack(source.read(LENGTH.size))
    if length > MAXIMUM_MESSAGE:
        raise MessageError
    body = source.read(length)
    try:
        said = json.loads(body)
        return PhotoRefusal(said["refused"]) if "refused" in said else _header(said["opened"])
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise MessageError from error


def _message(said: dict[str, object]) -> bytes:
    body = json.dumps(said).encode()
    return LENGTH.pack(len(body)) + body


def _header(said: dict[str, float | None]) -> PhotoHeader:
    focal = float(said["focal_35mm"] or 0)
    width, height, stored = (int(said[name] or 0) for name in ("width", "height", "stored_longer"))
    if not (1 <= min(width, height) <= max(width, height) <= LONGEST_SIDE and 1 <= stored <= MAXIMUM_PIXELS):
        raise ValueError
    if not 0 <= focal < math.inf:
        raise ValueError
    return PhotoHeader(width, height, stored, focal or None)
