"""Opening an untrusted video and getting its frames out. Runs inside the decoding child only."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import av

from kinechain.capture.frame_messages import MAXIMUM_PIXELS, MAXIMUM_SECONDS, Refusal

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

# Demuxers allowed to look at the file, by libavformat's names: mp4 and mov, mkv and webm, avi.
FORMATS = "mov,matroska,avi"
# What phones, cameras and converters write. Sound and subtitles are never decoded.
CODECS = (
    "h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "libvpx", "libvpx-vp9", "mpeg4", "mpeg1video",
    "mpeg2video", "h263", "msmpeg4v2", "msmpeg4", "mjpeg", "prores", "dnxhd", "ffv1", "huffyuv", "ffvhuff",
    "utvideo", "rawvideo", "v210", "dvvideo", "wmv1", "wmv2", "wmv3", "vc1", "theora", "svq3", "cinepak",
)  # fmt: skip
READ_BYTES = 1 << 18
READ_ERRORS_ALLOWED = 20
DECODER_THREADS = min(4, os.cpu_count() or 1)


class RefusedError(Exception):
    """The file is no good."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is of a video, by its own word: `frames` is None where it does not say."""

    duration_s: float
    rate_hz: float
    frames: int | None


class Video:
    """The video in an open file."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises RefusedError if it is none that can be read."""
        self.damaged = 0
        self._container = _open(file)
        self.stream = _picture_stream(self._container)
        self.extent = _extent(self._container, self.stream)
        if self.extent.duration_s > MAXIMUM_SECONDS:
            raise RefusedError(Refusal.TOO_LONG)

    def frames(self) -> Iterator[tuple[int, int | None, "VideoFrame"]]:
        """Each good frame with its index among all that were decoded and its time stamp; the others
        are counted in `damaged`.
        """
        # An avi has no presentation times. Its decoding times are those of the frames as they come out.
        by_decoding = self._container.format.name == "avi"
        index = -1
        for packet in _packets(self._container, self.stream):
            for frame in self._decode(packet):
                index += 1
                if frame.is_corrupt:
                    self.damaged += 1
                else:
                    yield index, frame.dts if by_decoding else frame.pts, frame

    def _decode(self, packet: "Packet[VideoStream] | None") -> list["VideoFrame"]:
        try:
            return self.stream.codec_context.decode(packet)
        except av.EOFError:
            return []
        except MemoryError:
            raise
        except av.FFmpegError:
            self.damaged += 1
            return []


def _open(file: BinaryIO) -> "InputContainer":
    try:
        return av.open(
            file,
            mode="r",
            options={
                "format_whitelist": FORMATS,
                "codec_whitelist": ",".join(CODECS),
                "protocol_whitelist": "none",
            },
            metadata_errors="replace",
            buffer_size=READ_BYTES,
        )
    except MemoryError:
        raise
    except (av.FFmpegError, ValueError) as error:
        raise RefusedError(Refusal.NOT_A_VIDEO) from error


def _picture_stream(container: "InputContainer") -> "VideoStream":
    """The first moving picture; a cover image in a music file is none."""
    for stream in container.streams.video:
        if stream.disposition & av.stream.Disposition.attached_pic:
            continue
        context = stream.codec_context
        if context is None or context.name not in CODECS:
            raise RefusedError(Refusal.CODEC)
        if context.width * context.height > MAXIMUM_PIXELS:
            raise RefusedError(Refusal.TOO_LARGE)
        stream.thread_type = "AUTO"
        stream.thread_count = DECODER_THREADS
        return stream
    raise RefusedError(Refusal.NO_PICTURE)


def _extent(container: "InputContainer", stream: "VideoStream") -> Extent:
    """What the headers say, or, where they do not give a length (a browser's recording), what
    a pass over the packets finds.
    """
    duration_s, frames = 0.0, stream.frames or None
    if stream.duration and stream.time_base:
        duration_s = float(stream.duration * stream.time_base)
    elif container.duration:
        duration_s = container.duration / av.time_base
    rate_hz = float(stream.average_rate or stream.guessed_rate or 0)
    if duration_s > 0 and rate_hz > 0:
        return Extent(duration_s, rate_hz, frames)
    return _scan(container, stream)


def _scan(container: "InputContainer", stream: "VideoStream") -> Extent:
    stamps = [packet.pts for packet in _packets(container, stream) if packet and packet.pts is not None]
    try:
        container.seek(0)
    except av.FFmpegError as error:
        raise RefusedError(Refusal.NO_FRAME) from error
    time_base = float(stream.time_base or 0)
    span_s = (max(stamps) - min(stamps)) * time_base if stamps else 0.0
    if span_s <= 0:
        return Extent(0.0, 0.0, None)
    rate_hz = (len(stamps) - 1) / span_s
    return Extent(span_s + 1 / rate_hz, rate_hz, len(stamps))


def _packets(container: "InputContainer", stream: "VideoStream") -> Iterator["Packet[VideoStream] | None"]:
    """The picture's packets, past damage where the container lets one go on; None (flush) at the end."""
    for _ in range(READ_ERRORS_ALLOWED):
        try:
            for packet in container.demux(stream):
                if packet.size:
                    yield packet
            break
        except MemoryError:
            raise
        except av.FFmpegError:
            continue
    yield None
