import math
import struct

import pytest

from kinechain.capture.orientation import Orientation


def matrix(degrees: float, mirror: bool = False) -> bytes:
    """Mirror first, then turn clockwise; y points down."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b, c, d = cos, sin, -sin, cos
    if mirror:
        a, b = -a, -b
    unit = 1 << 16
    return struct.pack("=9i", *(round(value * unit) for value in (a, b, 0, c, d, 0, 0, 0, 1 << 14)))


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("turns", range(4))
def test_right_angles(turns: int, mirror: bool) -> None:
    assert Orientation.from_display_matrix(matrix(90 * turns, mirror)) == Orientation(turns, mirror)


def test_a_slanted_angle_is_rounded() -> None:
    assert Orientation.from_display_matrix(matrix(95)) == Orientation(1)
    assert Orientation.from_display_matrix(matrix(-4)) == Orientation(0)


@pytest.mark.parametrize("nonsense", [b"", b"short", bytes(36)])
def test_no_matrix_leaves_the_picture_alone(nonsense: bytes) -> None:
    assert Orientation.from_display_matrix(nonsense) == Orientation()
