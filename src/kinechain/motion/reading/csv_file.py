"""Markers in a CSV file, from its bytes.

Three layouts are read: the "Trajectories" that Vicon Nexus exports; two rows of header, markers over
x, y, z; one row of header, with columns such as ``LASI_x`` or ``LASI.Y``. Times come from a column
``time`` (seconds) or, in Nexus' layout, from its rate: a file with neither is refused, for no
speed could be told from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.motion.reading.reading import Floats, Reading, RefusedError
from kinechain.motion.reading.reading_checks import checked_rate
from kinechain.motion.reading.storage_file import triples
from kinechain.motion.reading.text_markers import TextMarkers, markers_of_person
from kinechain.motion.reading.text_table import cells_of, lines_of, number_table
from kinechain.motion.reading.time_column import Times, times_from

TIME = re.compile(r"(time|t|times|timestamp|seconds)( ?[_(\[]? ?(s|sec|seconds|ms)[)\]]?)?", re.IGNORECASE)
AXES = ("x", "y", "z")
HEADER_LINES = 50


@dataclass(frozen=True, slots=True)
class _Layout:
    """Labels of the columns (``marker_x``), where the numbers begin and end, unit and rate if it says."""

    labels: list[str]
    first: int
    last: int
    unit: str | None
    rate_hz: float | None


def read_csv(data: bytes, person: int | str | None = None) -> Reading:
    """The markers of one person in a CSV file. Raises `RefusedError`."""
    lines = lines_of(data)
    separator = _separator(lines)
    layout = _nexus(lines, separator) or _two_rows(lines, separator) or _one_row(lines, separator)
    body = lines[layout.first : layout.last]
    if separator == ";":
        body = [line.replace(",", ".") for line in body]
    table = number_table(body, separator, len(layout.labels), layout.first + 1)
    found = triples(dict(zip(layout.labels, table.T, strict=True)))
    if not found:
        raise RefusedError("names no markers: columns such as LASI_x, LASI_y, LASI_z are needed")
    position = np.stack(list(found.values()), axis=2)
    return markers_of_person(TextMarkers(list(found), position, _times(layout, table), layout.unit), person)


def _separator(lines: Sequence[str]) -> str:
    shown = "\n".join(lines[:HEADER_LINES])
    return max((";", "\t", ","), key=shown.count)


def _nexus(lines: list[str], separator: str) -> _Layout | None:
    """The section "Trajectories": rate, markers, axes, units, numbers up to an empty line."""
    start = next(
        (at for at, line in enumerate(lines) if line.split(separator)[0].strip().lower() == "trajectories"),
        None,
    )
    if start is None or start + 5 >= len(lines):
        return None
    rate, markers, axes, units = (cells_of(lines[start + at], separator) for at in range(1, 5))
    labels = _crossed(markers, axes)
    first = start + 5
    last = next((at for at in range(first, len(lines)) if not lines[at].strip(separator + " ")), len(lines))
    unit = next((cell for cell in units if cell), None)
    return _Layout(labels, first, last, unit, _number(rate[0] if rate else ""))


def _two_rows(lines: list[str], separator: str) -> _Layout | None:
    rows = [cells_of(line, separator) for line in lines[:HEADER_LINES]]
    for at in range(1, len(rows)):
        axes = [cell.lower() for cell in rows[at] if cell.lower() in AXES]
        if len(axes) >= 3 and len(axes) >= len([cell for cell in rows[at] if cell]) - 3:
            return _Layout(_crossed(rows[at - 1], rows[at]), at + 1, len(lines), None, None)
    return None


def _one_row(lines: list[str], separator: str) -> _Layout:
    at = next((at for at, line in enumerate(lines[:HEADER_LINES]) if line.strip()), 0)
    labels = cells_of(lines[at], separator)
    return _Layout([label.strip("\"'") for label in labels], at + 1, len(lines), None, None)


def _crossed(markers: Sequence[str], axes: Sequence[str]) -> list[str]:
    """Labels of columns whose marker stands above the first or above each of its three axes."""
    labels = []
    marker = ""
    for index, axis in enumerate(axes):
        above = markers[index].strip("\"'") if index < len(markers) else ""
        marker = above or marker
        name = axis.strip("\"'")
        labels.append(
            f"{marker}_{name}" if name.lower() in AXES else (above or name or f"column {index + 1}")
        )
    return labels


def _times(layout: _Layout, table: Floats) -> Times:
    at = next((at for at, label in enumerate(layout.labels) if TIME.fullmatch(label.strip())), None)
    if at is not None:
        scale = 0.001 if layout.labels[at].lower().rstrip(")] ").endswith("ms") else 1.0
        return times_from(table[:, at] * scale, layout.rate_hz)
    if layout.rate_hz is None:
        raise RefusedError("says neither times nor a rate; add a column named time, in seconds")
    return Times(np.arange(len(table)) / checked_rate(layout.rate_hz, len(table)))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
