"""Frames to a clip as a phone would save it: with its sensor's noise and a codec's losses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinechain.whole_file import replace_file

Picture = NDArray[np.uint8]
# Constant rate factors of H.264: a phone's own file is near the first, one sent on by a messenger the last.
COMPRESSIONS = {"light": 20, "usual": 25, "strong": 32}
# Where phones note the 35 mm equivalent of their lens's focal length.
FOCAL_KEY = "com.apple.quicktime.camera.focal_length.35mm_equivalent"
# A field of noise larger than the picture, from which every frame takes another part.
SPARE = 64


def write_clip(
    frames: Iterable[Picture],
    path: Path | str,
    *,
    fps: float,
    compression: int = COMPRESSIONS["usual"],
    noise: float = 2.5,
    seed: int = 0,
    focal_35mm: float | None = None,
) -> Path:
    """Saves frames (height, width, 3) of one even size as an H.264 file; returns its path.

    `noise`: sd of the sensor's grain in grey levels; `compression`: the codec's constant rate factor, 0 to
    51. `focal_35mm` (mm) is noted in the file as phones note their lens. An old file is replaced only once
    the new one is whole. Raises `InputError` if it cannot be written, `ValueError` without frames.
    """
    path = Path(path)
    grain = _Grain(noise, np.random.default_rng(seed))
    notes = {} if focal_35mm is None else {FOCAL_KEY: f"{focal_35mm:.2f}mm"}
    codec = _Codec(fps, compression, notes)
    replace_file(path, lambda temporary: _write(frames, temporary, codec, grain))
    return path


@dataclass(frozen=True, slots=True)
class _Codec:
    fps: float
    compression: int
    notes: Mapping[str, str]


def _write(frames: Iterable[Picture], path: Path, codec: _Codec, grain: "_Grain") -> None:
    import av
    from av.video.stream import VideoStream

    size: tuple[int, ...] | None = None
    with av.open(path, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(codec.notes)
        stream = container.add_stream("libx264", rate=Fraction(codec.fps).limit_denominator(1001))
        assert isinstance(stream, VideoStream)
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(codec.compression), "preset": "veryfast", "threads": "1"}
        for frame in frames:
            if size is None:
                size = stream.height, stream.width = frame.shape[:2]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grain.on(frame), format="rgb24")))
        if size is None:
            raise ValueError("a clip needs at least one frame")
        container.mux(stream.encode(None))


class _Grain:
    """A sensor's noise, the same for the three colours as most of what a phone's own cleaning leaves."""

    def __init__(self, sd: float, rng: np.random.Generator) -> None:
        self._rng, self._sd = rng, sd
        self._field = np.zeros((0, 0, 1), np.int16)

    def on(self, frame: Picture) -> Picture:
        if self._sd == 0:
            return np.ascontiguousarray(frame)
        height, width = frame.shape[:2]
        wanted = (height + SPARE, width + SPARE, 1)
        if self._field.shape != wanted:
            self._field = np.round(self._rng.normal(0, self._sd, wanted)).astype(np.int16)
        down, right = self._rng.integers(0, SPARE, 2)
        noisy = frame + self._field[down : down + height, right : right + width]
        return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)
