from fractions import Fraction

import numpy as np
import pytest

from kinechain.capture.timing import FrameClock, Thinning, slowed_by


def test_clock_counts_from_the_first_stamp() -> None:
    clock = FrameClock(Fraction(1, 90_000), 1 / 30)
    assert [clock.time_of(stamp) for stamp in (900, 3900, 9900)] == pytest.approx([0, 1 / 30, 0.1])


def test_frames_without_a_stamp_follow_at_the_rate() -> None:
    clock = FrameClock(Fraction(1, 1000), 0.04)
    assert [clock.time_of(stamp) for stamp in (None, None, 5000, None)] == pytest.approx(
        [0, 0.04, 0.08, 0.12]
    )


def test_no_time_base_means_no_stamps() -> None:
    clock = FrameClock(None, 0.5)
    assert [clock.time_of(stamp) for stamp in (7, 7)] == [0, 0.5]


def test_time_never_stands_still_or_runs_back() -> None:
    clock = FrameClock(Fraction(1, 1000), 0.04)
    assert [clock.time_of(stamp) for stamp in (0, 40, 40, 20, 80)] == [0, 0.04, None, None, 0.08]


@pytest.mark.parametrize(("rate", "limit"), [(240, 60), (50, 30), (59.94, 30), (120, 50), (30, 60)])
def test_thinning_keeps_the_rate_and_spreads_the_loss(rate: float, limit: float) -> None:
    thinning = Thinning(limit)
    times = [time for time in np.arange(0, 10, 1 / rate) if thinning.keeps(time)]
    assert len(times) == pytest.approx(10 * min(rate, limit), abs=1)
    gaps = np.diff(times)
    assert gaps.max() <= 1 / min(rate, limit) + 1 / rate + 1e-9  # never two ticks in a row empty


def test_no_limit_keeps_all() -> None:
    assert all(Thinning(None).keeps(time) for time in (0, 0.001, 0.002))


@pytest.mark.parametrize(
    ("recorded_hz", "played_hz", "times"),
    [
        (None, 30, 1),
        (240, 30, 8),
        (120, 29.97, 4.004),
        (60, 59.94, 1),
        (30, 24.5, 1),
        (2, 30, 1 / 15),
        (240, 0, 1),
    ],
)
def test_how_much_slower_than_life(recorded_hz: float | None, played_hz: float, times: float) -> None:
    assert slowed_by(recorded_hz, played_hz) == pytest.approx(times, rel=1e-3)


def test_a_slow_motion_s_clock_runs_as_life_does() -> None:
    clock = FrameClock(Fraction(1, 600), 1 / 30, 8)
    assert [clock.time_of(stamp) for stamp in (0, 20, None)] == pytest.approx([0, 1 / 240, 2 / 240])
