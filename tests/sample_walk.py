"""The sample clip that comes with the installation, and clips made of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from kinechain.demo import sample_video

Pixels = NDArray[np.uint8]

RATE_HZ = 30
FRAMES = 230
# Frames in which a foot is seen to strike, read from the clip by eye, and the steps a minute they make.
STRIKES = (78, 97, 116, 133, 152)
CADENCE = 97.0


def pictures(start: int = 0, stop: int = FRAMES) -> Iterator[Pixels]:
    """Frames `start` up to `stop` of the sample clip."""
    with av.open(sample_video()) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index >= stop:
                return
            if index >= start:
                yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def write(path: Path, images: Iterable[Pixels], *, rate: int = RATE_HZ, turn: int = 0) -> Path:
    """A clip of `images`; `turn` is the rotation, in degrees clockwise, that the file asks a player for."""
    with av.open(path, "w") as container:
        stream: VideoStream | None = None
        for image in images:
            if stream is None:
                stream = container.add_stream("libx264", rate=rate)
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = "yuv420p"
                # Nearly without loss, so that a clip differs from the sample by what was done to it alone.
                stream.options = {"crf": "8", "preset": "ultrafast"}
                if turn:
                    stream.set_display_rotation(-turn)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image)))
        assert stream is not None
        container.mux(stream.encode(None))
    return path


def resized(image: Pixels, width: int, height: int) -> Pixels:
    """The picture in another size."""
    return np.asarray(Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS))


def mirrored(image: Pixels) -> Pixels:
    """The picture as in a mirror."""
    return np.ascontiguousarray(image[:, ::-1])


def halved(image: Pixels) -> Pixels:
    """The picture at half its size, in whole pairs of pixels, as video is coded."""
    height, width = image.shape[:2]
    return resized(image, width // 4 * 2, height // 4 * 2)


def crossing() -> Iterator[Pixels]:
    """The sample walk at half its size, and its mirror image that walks the other way in front of it."""
    film = [halved(image) for image in pictures()]
    still = np.median(np.stack(film[::25]), axis=0).astype(np.int16)
    for image in film:
        moving = _solid(np.abs(image - still).max(axis=2) > 30)
        yield np.where(moving[:, ::-1, np.newaxis], image[:, ::-1], image)


def _solid(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask without specks and with a margin."""
    from scipy.ndimage import binary_dilation, binary_opening

    return np.asarray(binary_dilation(binary_opening(mask), iterations=3))
