"""When each decoded frame was taken, and which to keep."""

from fractions import Fraction

# A rate that varies, or that somebody rounded, is off by less than this; slow motion by twice or more.
VARIES = 1.3


def slowed_by(recorded_hz: float | None, played_hz: float) -> float:
    """How many times slower than life a video plays that was recorded at `recorded_hz` (None: as it plays).

    Below 1 it is a time lapse.
    """
    if not recorded_hz or not played_hz or 1 / VARIES < recorded_hz / played_hz < VARIES:
        return 1.0
    return recorded_hz / played_hz


class FrameClock:
    """Gives each frame its time in seconds of life from the first one.

    Times come from the file's time stamps, so a varying frame rate is kept. A frame without a stamp
    follows the one before it by `interval_s`, and so does every frame where the `time_base` (seconds
    a unit of the stamps) is not known. Both are the file's, which plays `slowed` times slower than life.
    """

    def __init__(self, time_base: Fraction | None, interval_s: float, slowed: float = 1.0) -> None:
        self._time_base = (time_base or Fraction(0)) / Fraction(slowed)
        self._interval_s = interval_s / slowed
        self._origin_s: float | None = None
        self._last_s: float | None = None

    def time_of(self, stamp: int | None) -> float | None:
        """Seconds from the first frame, or None for a frame that does not come after the last one."""
        guess_s = 0.0 if self._last_s is None else self._last_s + self._interval_s
        if stamp is None or not self._time_base:
            time_s = guess_s
        else:
            stamp_s = float(stamp * self._time_base)
            if self._origin_s is None:
                self._origin_s = stamp_s - guess_s
            time_s = stamp_s - self._origin_s
        if self._last_s is not None and time_s <= self._last_s:
            return None
        self._last_s = time_s
        return time_s


class Thinning:
    """Keeps at most `rate_hz` frames a second, spread as evenly as the frames allow.

    A clock ticks at that rate and the first frame after each tick is kept. A frame may come a little
    before its tick, so time stamps that a container rounded (Matroska: to a millisecond) lose none.
    """

    _EARLY = 0.2  # of a tick

    def __init__(self, rate_hz: float | None) -> None:
        self._rate_hz = rate_hz
        self._last_tick = -1

    def keeps(self, time_s: float) -> bool:
        """Whether to keep the frame at `time_s`; ask in order of time."""
        if self._rate_hz is None:
            return True
        tick = int(time_s * self._rate_hz + self._EARLY)
        if tick <= self._last_tick:
            return False
        self._last_tick = tick
        return True
