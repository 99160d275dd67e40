"""The lens that filmed a motion: what the file says of it, or else what is assumed of a phone."""

from dataclasses import dataclass

import xarray as xr

# Focal length as a share of the picture's longer side. Main cameras of phones have 24-28 mm
# (35 mm equivalent) for photos and crop to about 26-31 mm for video: 26/36 = 0.72 to 31/36 = 0.86.
ASSUMED_FOCAL = 0.8
# Standard deviation of the share: phones vary, lenses zoom.
FOCAL_SD = 0.15

# A 35 mm equivalent compares the pictures' diagonals; that of a film of 36 by 24 mm is 43.27 mm long.
FILM_DIAGONAL_MM = 43.27
# What the equivalent leaves open for a video. Whether it is of the lens's photo or of the video's own part of
# the sensor differs, and a crop that steadies the picture, up to 10 %, may or may not be in it (one phone of
# 26 mm states 27 mm for its video; another of 28 mm has the field of view of 27 mm before it is steadied).
# So a little longer than stated, and no better known than this share. Our choice.
CROPPED, STATED_SD = 1.03, 0.06


@dataclass(frozen=True, slots=True)
class Focal:
    """The focal length in pixels of the picture, and its standard deviation."""

    px: float
    sd_px: float


def focal_of(motion: xr.Dataset) -> Focal:
    """The focal length of the camera that filmed a motion: its file's, or else the range that phones have.

    Data requirements: a motion in pixels. The principal point is taken as the picture's middle.
    """
    if "focal_px" in motion.attrs:
        return Focal(float(motion.attrs["focal_px"]), float(motion.attrs["focal_sd_px"]))
    longer = max(motion.attrs["frame_width"], motion.attrs["frame_height"])
    return Focal(ASSUMED_FOCAL * longer, FOCAL_SD * longer)


def focal_of_equivalent(equivalent_mm: float, width: float, height: float) -> Focal:
    """The focal length for a picture of `width` by `height` pixels whose file states a 35 mm equivalent."""
    px = CROPPED * equivalent_mm / FILM_DIAGONAL_MM * (width**2 + height**2) ** 0.5
    return Focal(px, STATED_SD * px)
