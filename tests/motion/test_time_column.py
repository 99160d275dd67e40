"""Times of a table's rows that are not as they should be are named."""

import numpy as np
import pytest

from kinechain.motion.reading.time_column import times_from
from kinechain.motion.reading.trc_file import read_trc

EVEN = np.arange(200) / 100


def trc(frames: int, promised: int) -> bytes:
    head = [
        "PathFileType\t4\t(X/Y/Z)\tx.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        f"100\t100\t{promised}\t2\tm",
        "Frame#\tTime\tR.Heel\t\t\tL.Heel",
        "\t\tX1\tY1\tZ1\tX2\tY2\tZ2",
    ]
    rows = [f"{n + 1}\t{n / 100:.2f}\t{n / 100}\t0.1\t0.2\t{n / 100}\t0.1\t0.3" for n in range(frames)]
    return "\n".join([*head, *rows]).encode()


def test_even_times_are_taken_without_a_word() -> None:
    times = times_from(EVEN + 3.0, 100.0)
    assert times.warnings == ()
    assert times.start_s == 3.0


def test_a_hole_in_the_times_is_named() -> None:
    (warning,) = times_from(np.delete(EVEN, slice(50, 90)), 100.0).warnings
    assert "0.49 to 0.90 s" in warning
    (many,) = times_from(EVEN[np.arange(200) % 40 > 3], 100.0).warnings
    assert "and 1 more" in many


def test_a_clock_s_times_are_counted_from_its_midnight() -> None:
    times = times_from(EVEN + 1_760_000_000.0, 100.0)
    assert times.start_s == pytest.approx(1_760_000_000.0 % 86_400)
    assert times.time[-1] == pytest.approx(1.99)
    assert "clock" in times.warnings[0]


def test_a_header_that_promises_more_frames_is_told() -> None:
    assert any("promises 80" in warning for warning in read_trc(trc(50, 80)).warnings)
    assert not any("promises" in warning for warning in read_trc(trc(50, 50)).warnings)
