"""The rows about speed, and about figures beside other programs'."""

from pathlib import Path

from kinechain.validation.fit_speed import fit_speed
from kinechain.validation.opensim_rows import opensim_rows
from kinechain.validation.table import Row, make_row


def program_rows(folder: Path) -> tuple[Row, ...]:
    """All of them. `folder` holds the laboratories' walks."""
    found = fit_speed()
    fit = make_row(
        "fit_speed", {"speed": found.rate}, f"{found.coordinates} coordinates, {found.frames} frames"
    )
    return (fit, *opensim_rows(folder))
