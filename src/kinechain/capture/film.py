"""`Film`: the walker's frames, cut out of the video, with the skeleton seen in each."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from PIL import Image

from kinechain.capture.region import Pixels
from kinechain.capture.video import read_frames
from kinechain.motion.dataset import Floats, middle

# Enough for a person to see, small enough to send: about 8 kB a frame.
WIDTH, HEIGHT = 360, 400
MOST_FRAMES = 120
FASTEST_HZ = 30.0
QUALITY = 55
# Height of the cut-out in person heights (ear to heel).
ROOM = 1.45


@dataclass(frozen=True, slots=True)
class FilmFrame:
    """One picture of the walker. `image` is a WebP file; `keypoints` has shape (33, 2), in pixels of
    that picture, NaN where a landmark was not seen.
    """

    time_s: float
    image: bytes
    keypoints: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Film:
    """The walker's frames in order, all `width` by `height` pixels."""

    width: int
    height: int
    frames: tuple[FilmFrame, ...]


def cut_film(path: Path, motion: xr.Dataset, start_s: float, end_s: float) -> Film:
    """The walker of a video from `start_s` to `end_s`, followed by a window of fixed size.

    `motion` is in the video's own pixels, as captured. At most `MOST_FRAMES` frames, evenly chosen. Near
    the picture's edge the window stays inside it, and the person leaves the middle.
    """
    time = motion["time"].values
    wanted = _choose(time, start_s, end_s)
    centre, size = _windows(motion)
    frames = []
    with read_frames(path, max_rate_hz=1 / max(1e-3, float(np.median(np.diff(time))))) as reader:
        corners = _inside(centre - size / 2, size, np.array([reader.info.width, reader.info.height]))
        for frame in reader:
            if frame.time_s > time[wanted[-1]] + 1e-6:
                break
            row = int(np.argmin(abs(time - frame.time_s)))
            if row in wanted and abs(time[row] - frame.time_s) < 1e-3:
                scale = reader.info.width / frame.image.shape[1]
                image = _cut(frame.image, corners[row] / scale, size[row] / scale)
                keypoints = (motion["position"].values[row].T - corners[row]) * WIDTH / size[row][0]
                frames.append(FilmFrame(float(time[row]), image, keypoints))
    return Film(WIDTH, HEIGHT, tuple(frames))


def _choose(time: Floats, start_s: float, end_s: float) -> list[int]:
    """Rows of `motion`, evenly spaced, no more than allowed."""
    rows = np.flatnonzero((time >= start_s) & (time <= end_s))
    every = max(1, round((1 / FASTEST_HZ) / float(np.median(np.diff(time)))), -(-len(rows) // MOST_FRAMES))
    return [int(row) for row in rows[::every]]


def _windows(motion: xr.Dataset) -> tuple[Floats, Floats]:
    """Centre and size (width, height) in pixels of the window at each time; smooth, so it does not shake."""
    time = motion["time"].values
    top, bottom = middle(motion, "ear")[:, 1], middle(motion, "heel")[:, 1]
    middle_x = middle(motion, "hip")[:, 0]
    track = np.stack([middle_x, (top + bottom) / 2, bottom - top], axis=1)
    known = np.isfinite(track).all(axis=1)
    # A parabola follows a steady walk; a walk of many passes gets one piece for each two seconds.
    pieces = max(1, int((time[-1] - time[0]) / 2))
    knots = np.linspace(time[0], time[-1], pieces + 2)[1:-1] if pieces > 1 else np.array([])
    from scipy.interpolate import LSQUnivariateSpline

    smooth = np.stack(
        [LSQUnivariateSpline(time[known], column, knots, k=2)(time) for column in track[known].T], axis=1
    )
    height = np.full(len(time), ROOM * float(np.median(smooth[:, 2])))
    return smooth[:, :2], np.stack([height * WIDTH / HEIGHT, height], axis=1)


def _inside(corners: Floats, size: Floats, picture: Floats) -> Floats:
    """The windows' corners, moved by as little as keeps each window inside the picture.

    `corners` and `size` have shape (time, 2), `picture` is its width and height. A window larger than the
    picture is moved so that it holds all of it.
    """
    spare = picture - size
    return np.clip(corners, np.minimum(spare, 0), np.maximum(spare, 0))


def _cut(picture: Pixels, corner: Floats, size: Floats) -> bytes:
    """The window as a WebP file; what lies beyond the picture repeats the colour of its edge."""
    rows, columns = (
        np.clip(np.arange(round(start), round(start + length)), 0, available - 1)
        for start, length, available in zip(
            corner[::-1].tolist(), size[::-1].tolist(), picture.shape[:2], strict=True
        )
    )
    part = Image.fromarray(picture[np.ix_(rows, columns)])
    out = io.BytesIO()
    part.resize((WIDTH, HEIGHT), resample=Image.Resampling.BILINEAR, reducing_gap=2.0).save(
        out, "WEBP", quality=QUALITY, method=2
    )
    return out.getvalue()
