"""What one phone is to reach, as data: ``phone_table.yaml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from kinechain.measurement import EventKind
from kinechain.motion.course import FURTHEST_OFF_SIDE, SIDE_YAW
from kinechain.motion.dataset import Floats

TABLE = Path(__file__).with_name("phone_table.yaml")

Band = Literal["side", "oblique", "front"]
BANDS: Mapping[Band, tuple[float, float]] = {
    "side": (0.0, SIDE_YAW),
    "oblique": (SIDE_YAW, FURTHEST_OFF_SIDE),
    "front": (FURTHEST_OFF_SIDE, 90.0),
}
"""Degrees off the side, from and to."""
BAND_NAMES: Mapping[Band, str] = {
    band: "front" if band == "front" else f"{first:.0f}\u2013{last:.0f}\u00b0"
    for band, (first, last) in BANDS.items()
}


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MeasureTarget(_Entry):
    """How a measure's error is written, and the mean absolute error to be reached from each view."""

    unit: str
    decimals: int
    side: float | None = None
    oblique: float | None = None

    def of(self, band: Band) -> float | None:
        """None where nothing is to be reached."""
        return None if band == "front" else getattr(self, band)

    def written(self, error: Floats, truth: Floats) -> Floats:
        """Errors in the measure's own unit as the table writes them."""
        if self.unit == "%":
            return 100 * error / truth
        return 1000 * error if self.unit == "mm" else error


class EventTarget(_Entry):
    """The size of an event's error in ms that 95 of 100 are to keep within."""

    name: str
    side: float
    oblique: float

    def of(self, band: Band) -> float | None:
        """None where nothing is to be reached."""
        return None if band == "front" else float(getattr(self, band))


class PhoneTargets(_Entry):
    """All of ``phone_table.yaml``."""

    measures: Mapping[str, MeasureTarget]
    events: Mapping[EventKind, EventTarget]
    intervals: Mapping[Literal["side", "oblique"], tuple[float, float]]


@cache
def phone_targets() -> PhoneTargets:
    """The targets that belong to the installation."""
    return PhoneTargets.model_validate(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def band_of(off_side_deg: float) -> Band:
    """The view band that an angle off the side belongs to."""
    return next(band for band, (_, last) in BANDS.items() if off_side_deg <= last)
