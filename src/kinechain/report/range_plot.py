"""One measure on its own line: left and right with their errors, over the typical range."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinechain.measurement import Measurement, Side
from kinechain.report.number_format import MARGIN_SDS

_MARGIN_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class RangeDot:
    """A value with its 95 % range, as places in percent of the width."""

    side: Side | None
    at: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class RangePlot:
    """The dots and the typical band; `band_at` is None where no typical range is known."""

    dots: tuple[RangeDot, ...]
    band_at: str | None
    band_width: str
    start: float
    width: float

    def place(self, value: float) -> str:
        """Where a value lies, in percent of the width."""
        return _place(value, self.start, self.width)


def range_plot(told: Sequence[Measurement], typical: tuple[float, float] | None) -> RangePlot | None:
    """The plot of measurements that have values; None without any."""
    spans = [(m, m.value, MARGIN_SDS * m.sd) for m in told if m.value is not None and m.sd is not None]
    if not spans:
        return None
    low = min(*(v - e for _, v, e in spans), *(typical or ()), spans[0][1])
    high = max(*(v + e for _, v, e in spans), *(typical or ()), spans[0][1])
    room = (high - low) * _MARGIN_SHARE or 1.0
    start, width = low - room, high - low + 2 * room

    def place(value: float) -> str:
        return _place(value, start, width)

    return RangePlot(
        dots=tuple(RangeDot(m.side, place(v), place(v - e), place(v + e)) for m, v, e in spans),
        band_at=None if typical is None else place(typical[0]),
        band_width="" if typical is None else f"{100 * (typical[1] - typical[0]) / width:.1f}%",
        start=start,
        width=width,
    )


def _place(value: float, start: float, width: float) -> str:
    return f"{100 * (value - start) / width:.1f}%"
