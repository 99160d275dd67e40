"""`SeenStance`: one picture of somebody who stands, or a short clip of it, as points in pixels."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.capture.level_lines import CameraHold
from kinechain.motion.camera import FILM_DIAGONAL_MM, Focal, focal_of
from kinechain.motion.keypoints import INDEX

if TYPE_CHECKING:
    from kinechain.capture.photographed import Photographed

Floats = NDArray[np.float64]

# Phones' main cameras have 24 to 28 mm (35 mm equivalent), their front cameras 22 to 31: as a share of the
# longer side of a picture of 4 to 3, 0.64 to 0.90. Our choice of mean and sd, wide, for people crop.
PHOTO_FOCAL, PHOTO_FOCAL_SD = 0.75, 0.12
# What a photo's stated equivalent leaves open: rounding, and what the phone's own correction of the lens
# cuts.
STATED_FOCAL_SD = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class SeenStance:
    """`points` (33, 2) px and their `spread` (33, 2) between looks or frames; `confidence` (33,), 0 to 1.
    `size` is the picture's width and height, `hold` what the picture's own lines say of the camera.
    """

    kind: str
    file: str
    frames: int
    rate_hz: float
    points: Floats
    spread: Floats
    confidence: Floats
    size: tuple[int, int]
    focal: Focal
    hold: CameraHold | None = None

    def point(self, name: str) -> Floats:
        """One keypoint, (2,) px."""
        return np.asarray(self.points[INDEX[name]])

    def middle(self, part: str) -> Floats:
        """Halfway between the left and the right `part`, (2,) px."""
        return (self.point(f"left_{part}") + self.point(f"right_{part}")) / 2

    def apart(self, part: str) -> Floats:
        """From the right to the left `part`, (2,) px."""
        return self.point(f"left_{part}") - self.point(f"right_{part}")


def stance_of_photo(seen: "Photographed") -> SeenStance:
    """What was seen in a photo."""
    from kinechain.capture.level_lines import camera_hold

    photo = seen.photo
    focal = photo_focal(photo.size, photo.focal_35mm)
    return SeenStance(
        kind="photo",
        file=photo.file,
        frames=1,
        rate_hz=0.0,
        points=seen.points,
        spread=seen.spread,
        confidence=seen.confidence,
        size=photo.size,
        focal=focal,
        hold=camera_hold(photo.image, seen.box, focal.px),
    )


def photo_focal(size: tuple[int, int], focal_35mm: float | None) -> Focal:
    """The lens of a photo of `size` (px) as its file tells it, or else as phones have it."""
    if focal_35mm is None:
        return Focal(PHOTO_FOCAL * max(size), PHOTO_FOCAL_SD * max(size))
    px = focal_35mm / FILM_DIAGONAL_MM * float(np.hypot(*size))
    return Focal(px, STATED_FOCAL_SD * px)


def stance_of_clip(motion: xr.Dataset) -> SeenStance:
    """Somebody who stands in a clip: the middle of all frames.

    Data requirements: a checked `Motion` in pixels in which the person stands.
    """
    position, confidence = motion["position"].values, motion["confidence"].values
    points = np.nanmedian(position, axis=0).T
    return SeenStance(
        kind="video",
        file=str(motion.attrs["source_file"]),
        frames=int(motion.attrs["frames"]),
        rate_hz=round(float(motion.attrs["fps"]), 3),
        points=points,
        spread=np.nanstd(position, axis=0).T,
        confidence=np.nanmean(confidence, axis=0),
        size=(int(motion.attrs["frame_width"]), int(motion.attrs["frame_height"])),
        focal=focal_of(motion),
    )
