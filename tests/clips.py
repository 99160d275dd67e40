"""Small videos of known content for the tests."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

CODECS = {"mp4": "libx264", "mov": "libx264", "mkv": "libx264", "webm": "libvpx-vp9", "avi": "mpeg4"}
RED, GREEN, BLUE, BLACK = (250, 0, 0), (0, 250, 0), (0, 0, 250), (0, 0, 0)
WIDTH, HEIGHT = 96, 64


def picture(width: int = WIDTH, height: int = HEIGHT, noise: int = 0) -> Pixels:
    """Red, green over blue, black: every turn and mirror image of it differs."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = RED
    image[: height // 2, width // 2 :] = GREEN
    image[height // 2 :, : width // 2] = BLUE
    if noise:
        image[::4, ::4] = np.random.default_rng(noise).integers(0, 255, image[::4, ::4].shape)
    return image


def write(
    path: Path,
    *,
    codec: str | None = None,
    frames: int = 30,
    rate: int = 30,
    stamps_ms: list[int] | None = None,
    turn: int = 0,
    mirror: bool = False,
    pixel_shape: Fraction | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    pixels: str = "yuv420p",
    noisy: bool = False,
    options: dict[str, str] | None = None,
) -> Path:
    """A clip of `picture`; `stamps_ms` gives each frame's time in milliseconds."""
    with av.open(path, "w", options=options or {}) as container:
        stream = container.add_stream(codec or CODECS[path.suffix[1:]], rate=rate)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        if pixel_shape:
            stream.codec_context.sample_aspect_ratio = pixel_shape
        if turn or mirror:
            stream.set_display_rotation(-turn, hflip=mirror)
        if stamps_ms:
            stream.codec_context.time_base = Fraction(1, 1000)
        for index, stamp in enumerate(stamps_ms or range(frames)):
            frame = av.VideoFrame.from_ndarray(picture(*size, noise=index + 1 if noisy else 0))
            if stamps_ms:
                frame.pts, frame.time_base = stamp, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_sound(path: Path) -> Path:
    """Half a second of silence."""
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=16000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8192), np.float32), format="fltp", layout="mono")
        frame.rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def colour(image: Pixels, across: float, down: float) -> str:
    """The name of the colour at a place given in shares of the picture."""
    here = image[int(down * image.shape[0]), int(across * image.shape[1])].astype(int)
    names = {"red": RED, "green": GREEN, "blue": BLUE, "black": BLACK}
    return min(names, key=lambda name: int(np.abs(here - names[name]).sum()))


def corners(image: Pixels) -> list[str]:
    """Colours at top left, top right, bottom left, bottom right."""
    return [colour(image, across, down) for down in (0.2, 0.8) for across in (0.2, 0.8)]
