"""`Film`: the walker's frames, cut out of the video, with the skeleton seen in each."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from PIL import Image

from kinechain.capture.region import Pixels
from kinechain.capture.video import read_frames
from kinechain.motion.dataset import Floats, middle
from kinechain.motion.stature import running_mean

# Enough for a person to see, small enough to send: about 8 kB a frame.
WIDTH, HEIGHT = 360, 400
MOST_FRAMES = 80
FASTEST_HZ = 30.0
QUALITY = 55
# Height of the cut-out in person heights (ear to heel).
ROOM = 1.45
# The window follows the person's mean over this time.
STEADY_S = 0.8


@dataclass(frozen=True, slots=True)
class FilmFrame:
    """One picture of the walker. `image` is a WebP file; `keypoints` has shape (33, 2), in pixels of
    that picture, NaN where a landmark was not seen; so has `fitted`, of the body that was fitted to them.
    """

    time_s: float
    image: bytes
    keypoints: NDArray[np.float64]
    fitted: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """The walker's frames in order, all `width` by `height` pixels."""

    width: int
    height: int
    frames: tuple[FilmFrame, ...]


def cut_film(
    path: Path, motion: xr.Dataset, start_s: float, end_s: float, *, fitted: Floats | None = None
) -> Film:
    """The walker of a video from `start_s` to `end_s`, followed by a window of fixed size.

    `motion` is in the video's own pixels, as captured. At most `MOST_FRAMES` frames, evenly spaced. Near
    the picture's edge the window stays inside it, and the person leaves the middle. `fitted` (time, 2, 33) is
    where a body that was fitted to the motion lies, in the same pixels.
    """
    tracks = [motion["position"].values, *([] if fitted is None else [fitted])]
    rate_hz = min(FASTEST_HZ, (MOST_FRAMES - 1) / max(end_s - start_s, 1.0))
    centre, size = _windows(motion)
    recorded_hz = motion.attrs["fps"] or None
    with (
        read_frames(path, max_rate_hz=rate_hz, recorded_hz=recorded_hz) as reader,
        ThreadPoolExecutor() as pool,
    ):
        corners = _inside(centre - size / 2, size, np.array([reader.info.width, reader.info.height]))
        frames = []
        for frame in reader:
            if frame.time_s > end_s:
                break
            if frame.time_s >= start_s:
                corner = _at(frame.time_s, motion, corners)
                scale = reader.info.width / frame.image.shape[1]
                image = pool.submit(_cut, frame.image, corner / scale, size / scale)
                points = [(_at(frame.time_s, motion, each).T - corner) * WIDTH / size[0] for each in tracks]
                frames.append((frame.time_s, image, points))
        pictures = tuple(FilmFrame(time_s, image.result(), *points) for time_s, image, points in frames)
    return Film(WIDTH, HEIGHT, pictures)


def _at(time_s: float, motion: xr.Dataset, values: Floats) -> Floats:
    """`values` (time, ...) between the two frames of the motion around a time; NaN if one is unknown."""
    time = motion["time"].values
    after = int(np.clip(np.searchsorted(time, time_s), 1, len(time) - 1))
    share = float(np.clip((time_s - time[after - 1]) / (time[after] - time[after - 1]), 0, 1))
    if share in (0, 1):
        return np.asarray(values[after - 1 + int(share)])
    return np.asarray((1 - share) * values[after - 1] + share * values[after])


def _windows(motion: xr.Dataset) -> tuple[Floats, Floats]:
    """The window's centre at each time (time, 2), smooth so that it does not shake, and its size
    (width, height), in pixels.
    """
    top, bottom = middle(motion, "ear")[:, 1], middle(motion, "heel")[:, 1]
    points = round(STEADY_S / float(np.median(np.diff(motion["time"].values))))
    centre = [running_mean(track, points) for track in (middle(motion, "hip")[:, 0], (top + bottom) / 2)]
    height = ROOM * float(np.nanpercentile(bottom - top, 90))
    return np.stack(centre, axis=1), np.array([height * WIDTH / HEIGHT, height])


def _inside(corners: Floats, size: Floats, picture: Floats) -> Floats:
    """The windows' corners, moved by as little as keeps each window inside the picture.

    `corners` has shape (time, 2); `size` and `picture` are width and height. A window larger than the
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
        out, "WEBP", quality=QUALITY, method=0
    )
    return out.getvalue()
