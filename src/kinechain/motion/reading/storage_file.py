"""OpenSim's storage files (``.mot``, ``.sto``), from their bytes: a header, then columns over time.

They hold joint angles, forces of the ground, or positions of markers; the columns' names tell which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinechain.motion.reading.reading import Floats, Reading, RefusedError
from kinechain.motion.reading.text_markers import TextMarkers, markers_of_person
from kinechain.motion.reading.text_table import cells_of, lines_of, number_table
from kinechain.motion.reading.time_column import Times, times_from

HEADER_LINES = 200
TRIPLE = re.compile(r"(.+?)(?:[_. :|]?(?:t|p)?)([xyz123])", re.IGNORECASE)
LOADS = re.compile(r"force|torque|moment", re.IGNORECASE)
AXES = {"x": 0, "y": 1, "z": 2, "1": 0, "2": 1, "3": 2}


@dataclass(frozen=True, slots=True)
class Storage:
    """A storage file: what its header says (names in small letters), and its columns over time."""

    facts: Mapping[str, str]
    times: Times
    columns: Mapping[str, Floats]


def read_storage(data: bytes) -> Storage:
    """The table in a storage file. Raises `RefusedError`."""
    lines = lines_of(data)
    end = next(
        (at for at, line in enumerate(lines[:HEADER_LINES]) if line.strip().lower() == "endheader"), None
    )
    if end is None:
        raise RefusedError("is no OpenSim storage file: it has no line 'endheader'")
    head = next((at for at in range(end + 1, len(lines)) if lines[at].strip()), len(lines) - 1)
    separator = "\t" if "\t" in lines[head] else None
    labels = [label for label in cells_of(lines[head], separator) if label]
    if len(labels) < 2 or labels[0].lower() != "time":
        raise RefusedError("has no column 'time' first, as a storage file has")
    facts = _facts(lines[:end])
    body = lines[head + 1 :]
    if facts.get("datatype", "").lower() == "vec3":
        body = [line.replace(",", separator or " ") for line in body]
        labels = [labels[0], *(f"{label}_{axis}" for label in labels[1:] for axis in "xyz")]
    table = number_table(body, separator, len(labels), head + 2)
    columns = dict(zip(labels[1:], table[:, 1:].T, strict=True))
    if len(columns) < len(labels) - 1:
        raise RefusedError("has two columns of the same name; it is damaged")
    return Storage(facts, times_from(table[:, 0], None), columns)


def read_storage_markers(data: bytes, person: int | str | None = None) -> Reading:
    """The markers of one person in a storage file. Raises `RefusedError` where it holds none."""
    storage = read_storage(data)
    found = triples(storage.columns)
    if LOADS.search(" ".join(storage.columns)) or 3 * len(found) < max(1, len(storage.columns) / 2):
        raise RefusedError(
            "holds no positions of markers, but angles or forces; give the markers, and the forces of the "
            "ground beside them"
        )
    position = np.stack(list(found.values()), axis=2)
    return markers_of_person(
        TextMarkers(list(found), position, storage.times, storage.facts.get("units")), person
    )


def triples(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Points (time, 3) of which all three columns are there: ``LASI_x``, ``LASI.Y``, ``LASI_tz``."""
    parts: dict[str, dict[int, Floats]] = {}
    for label, values in columns.items():
        match = TRIPLE.fullmatch(label.strip())
        if match:
            parts.setdefault(match[1].strip(), {}).setdefault(AXES[match[2].lower()], values)
    whole = {name: part for name, part in parts.items() if len(part) == 3}
    return {name: np.stack([part[axis] for axis in range(3)], axis=1) for name, part in whole.items()}


def _facts(lines: list[str]) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}
