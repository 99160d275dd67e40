"""From a decoded frame to the upright, square-pixelled RGB picture that is handed on.

Runs inside the decoding child only.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import av.filter
from av.sidedata.sidedata import Type as SideDataType
from av.video.reformatter import Interpolation, VideoReformatter

from kinechain.capture.demuxing import RefusedError
from kinechain.capture.frame_messages import MAXIMUM_PIXELS, Refusal
from kinechain.capture.orientation import Orientation

if TYPE_CHECKING:
    from av.filter.graph import Graph
    from av.sidedata.sidedata import SideDataContainer
    from av.video.frame import VideoFrame

# A pixel three times as wide as high is the most that any format uses; more is a damaged header.
PIXEL_SHAPE_LIMIT = 3


class Picture:
    """Turns the frames of one video into pictures of one size.

    The first frame decides orientation and size. `seen` is (width, height) upright and in square
    pixels, `size` is what comes out: `seen` scaled so that its longer side is at most `max_side`.
    """

    def __init__(self, first: "VideoFrame", pixel_shape: Fraction | None, max_side: int | None) -> None:
        """`pixel_shape` is the width of a pixel over its height. Raises RefusedError if too large."""
        self.orientation = _orientation(first)
        width, height = _square(first.width, first.height, pixel_shape)
        if width * height > MAXIMUM_PIXELS:
            raise RefusedError(Refusal.TOO_LARGE)
        scale = min(1.0, max_side / max(width, height)) if max_side else 1.0
        self._stored = max(1, round(width * scale)), max(1, round(height * scale))
        swap = self.orientation.swaps_sides
        self.seen = (height, width) if swap else (width, height)
        self.size = (self._stored[1], self._stored[0]) if swap else self._stored
        self._smaller = self._stored[0] < first.width
        self._reformatter = VideoReformatter()
        self._turn = _turning(self._stored, self.orientation) if self.orientation.filters else None

    def upright(self, frame: "VideoFrame") -> memoryview:
        """The pixels of a frame: RGB, row after row, without padding."""
        rgb = self._reformatter.reformat(
            frame,
            width=self._stored[0],
            height=self._stored[1],
            format="rgb24",
            interpolation=Interpolation.AREA if self._smaller else Interpolation.BILINEAR,
            threads=1,
        )
        if self._turn is not None:
            self._turn.vpush(rgb)
            rgb = self._turn.vpull()
        return _without_padding(rgb)


def _orientation(frame: "VideoFrame") -> Orientation:
    side_data = cast("SideDataContainer", frame.side_data)  # PyAV types it as if it held one kind only
    if SideDataType.DISPLAYMATRIX not in side_data:
        return Orientation()
    return Orientation.from_display_matrix(bytes(side_data[SideDataType.DISPLAYMATRIX]))


def _square(width: int, height: int, pixel_shape: Fraction | None) -> tuple[int, int]:
    if not pixel_shape or not Fraction(1, PIXEL_SHAPE_LIMIT) <= pixel_shape <= PIXEL_SHAPE_LIMIT:
        return width, height
    return max(1, round(width * pixel_shape)), height


def _turning(size: tuple[int, int], orientation: Orientation) -> "Graph":
    graph = av.filter.Graph()
    graph.threads = 1
    rgb = av.VideoFormat("rgb24", *size)
    steps = [graph.add_buffer(width=size[0], height=size[1], format=rgb, time_base=Fraction(1, 1000))]
    steps += [graph.add(name, arguments) for name, arguments in orientation.filters]
    steps.append(graph.add("buffersink"))
    graph.link_nodes(*steps).configure()
    return graph


def _without_padding(rgb: "VideoFrame") -> memoryview:
    plane = rgb.planes[0]
    pixels, row = memoryview(plane).cast("B"), rgb.width * 3
    if plane.line_size == row:
        return pixels[: row * rgb.height]
    starts = range(0, plane.line_size * rgb.height, plane.line_size)
    return memoryview(b"".join([pixels[start : start + row] for start in starts]))
