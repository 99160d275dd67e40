"""The measurements parted by how they came about: in walking, in photos, in a clip of standing, by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kinechain.measurement import Measurement
from kinechain.report.measurement_table import (
    MeasureGroup,
    MeasureRow,
    NormNotes,
    described_rows,
    measurement_groups,
)
from kinechain.report.vocabulary import Vocabulary

Manner = Literal["walking", "photo", "standing", "hand"]

_TITLES: Final[dict[Manner, str]] = {
    "walking": "Measured in walking",
    "photo": "Measured in photos, standing",
    "standing": "Measured in a clip of standing",
    "hand": "Measured by hand",
}
_COUNTED: Final[dict[Manner, str]] = {
    "walking": "strides",
    "photo": "photos",
    "standing": "pictures",
    "hand": "tries",
}


@dataclass(frozen=True, slots=True)
class MeasuredPart:
    """What one manner of measuring gave; `counted` is what its numbers are means of."""

    manner: Manner
    title: str
    counted: str
    groups: tuple[MeasureGroup, ...]
    described: tuple[MeasureRow, ...]

    @property
    def rows(self) -> tuple[MeasureRow, ...]:
        """Every row of it."""
        return (*self.described, *(row for group in self.groups for row in group.rows))


def manner_of(measured: Measurement) -> Manner:
    """How a measurement came about, by its method's own words."""
    if measured.method.startswith("keypoints in a photo"):
        return "photo"
    if measured.method.startswith("keypoints in a clip of standing"):
        return "standing"
    return "hand" if measured.method.startswith(("by hand", "guided test")) else "walking"


def measured_parts(
    measurements: Sequence[Measurement], words: Vocabulary, notes: NormNotes
) -> tuple[MeasuredPart, ...]:
    """The parts that have a value, walking first; what weakens their norms goes to `notes`."""
    parts = (_part(manner, measurements, words, notes) for manner in _TITLES)
    return tuple(part for part in parts if part.rows)


def _part(
    manner: Manner, measurements: Sequence[Measurement], words: Vocabulary, notes: NormNotes
) -> MeasuredPart:
    mine = [m for m in measurements if m.value is not None and manner_of(m) == manner]
    beside = [m for m in measurements if m.value is None and m.measure in {each.measure for each in mine}]
    counted = _COUNTED[manner]
    return MeasuredPart(
        manner,
        _TITLES[manner],
        counted,
        measurement_groups((*mine, *beside), words, notes, counted),
        described_rows((*mine, *beside), words, counted),
    )
