"""Which way up a video is meant to be seen."""

import math
import struct
from dataclasses import dataclass

DISPLAY_MATRIX = struct.Struct("=9i")


@dataclass(frozen=True, slots=True)
class Orientation:
    """First mirror the stored picture left to right if `mirrored`, then turn it clockwise by
    `quarter_turns` (0 to 3) right angles.
    """

    quarter_turns: int = 0
    mirrored: bool = False

    @classmethod
    def from_display_matrix(cls, matrix: bytes) -> "Orientation":
        """Read the 3x3 fixed-point matrix that phones put into a file (ISO 14496-12, track header).

        A stored point (p, q), y down, is shown at (a p + c q, b p + d q). Angles between right
        angles are rounded to the nearest. A matrix that is none leaves the picture as it is.
        """
        if len(matrix) != DISPLAY_MATRIX.size:
            return cls()
        a, b, _, c, d, *_ = DISPLAY_MATRIX.unpack(matrix)
        determinant = a * d - b * c
        if determinant == 0:
            return cls()
        mirrored = determinant < 0
        # The image of the first axis gives the angle; mirroring first reverses that axis.
        angle = math.atan2(-b, -a) if mirrored else math.atan2(b, a)
        return cls(round(angle / (math.pi / 2)) % 4, mirrored)

    @property
    def swaps_sides(self) -> bool:
        """Whether width becomes height."""
        return self.quarter_turns % 2 == 1

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The libavfilter steps (name, arguments) that bring the stored picture upright."""
        turns: tuple[tuple[tuple[str, str], ...], ...] = (
            (),
            (("transpose", "clock"),),
            (("hflip", ""), ("vflip", "")),
            (("transpose", "cclock"),),
        )
        return ((("hflip", ""),) if self.mirrored else ()) + turns[self.quarter_turns]
