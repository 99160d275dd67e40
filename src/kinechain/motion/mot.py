"""Columns over time as OpenSim's motion file (``.mot``), which opens beside a model there."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from kinechain.printable import printable


def write_mot(path: Path, time: ArrayLike, columns: Mapping[str, ArrayLike], *, in_degrees: bool) -> None:
    """Write `columns`, each (n,) over `time` (n,) in seconds, to `path`, which it replaces.

    `in_degrees` tells OpenSim the unit of the rotational ones. Raises ValueError for columns of other
    lengths, or names that the format cannot hold, and OSError if it cannot be written.
    """
    moments = np.asarray(time, dtype=np.float64)
    values = [np.asarray(column, dtype=np.float64) for column in columns.values()]
    if any(column.shape != moments.shape for column in values) or moments.ndim != 1:
        raise ValueError("every column needs one number for each time")
    if any(not name or name != "".join(name.split()) for name in columns):
        raise ValueError("a column's name must not be empty or hold white space")
    table = np.column_stack([moments, *values])
    lines = [
        printable(path.stem),
        "version=1",
        f"nRows={table.shape[0]}",
        f"nColumns={table.shape[1]}",
        f"inDegrees={'yes' if in_degrees else 'no'}",
        "endheader",
        "\t".join(["time", *columns]),
        *("\t".join(f"{number:.10g}" for number in row) for row in table.tolist()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
