"""What a `Walk` told, ready to be compared."""

from typing import NamedTuple

from kinechain.gait.walk import Walk
from kinechain.measurement import Side


class Told(NamedTuple):
    """A measured value and its standard deviation."""

    value: float
    sd: float


def told(walk: Walk) -> dict[tuple[str, Side | None], Told]:
    """Every measure that has a value, by id and side."""
    return {
        (m.measure, m.side): Told(m.value, m.sd)
        for m in walk.measurements
        if m.value is not None and m.sd is not None
    }
