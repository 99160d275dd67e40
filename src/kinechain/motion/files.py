"""Reading and writing a `Motion` by its file's ending."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.motion.attributes import LONGEST_WARNING, MOST_WARNINGS
from kinechain.motion.dataset import check_motion, make_marker_motion
from kinechain.motion.parquet import read_parquet, write_parquet
from kinechain.motion.reading.opencap import subject_of_session, trial_of_session
from kinechain.motion.reading.outside_reading import read_outside
from kinechain.motion.reading.pixel_motion import pixel_motion
from kinechain.motion.reading.reading import Reading
from kinechain.motion.trc import write_trc
from kinechain.printable import printable
from kinechain.whole_file import replace_file

WRITERS: dict[str, Callable[[xr.Dataset, Path], None]] = {".parquet": write_parquet, ".trc": write_trc}
# Endings of files of markers, and how the confined reader calls their formats.
MARKER_FORMATS = {".c3d": "c3d", ".trc": "trc", ".csv": "csv", ".mot": "storage", ".sto": "storage"}
# What a reader may say of a walk beside its markers; everything else is left behind.
READ_ATTRIBUTES = ("events", "subject", "planar", "start_s")
ENDINGS = (".parquet", *MARKER_FORMATS)


def read_motion(path: Path | str, person: int | str | None = None) -> xr.Dataset:
    """The motion in a file: ``.parquet`` (that kinechain saved), ``.c3d``, ``.trc``, ``.csv``, ``.mot`` or
    ``.sto`` with markers, or the folder of an OpenCap session with one trial.

    `person` chooses one by number (from 1) or name where a file has several. Raises `InputError`, in one
    line, for any other file and any that is damaged.
    """
    path = Path(path)
    if path.is_dir():
        path = trial_of_session(path)
    ending = path.suffix.lower()
    if ending == ".parquet":
        return read_parquet(path)
    if ending not in MARKER_FORMATS:
        raise InputError(
            f"{printable(path.name)}: a motion ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        )
    return motion_of_reading(path, read_outside(path, MARKER_FORMATS[ending], person))


def motion_of_reading(path: Path, reading: Reading) -> xr.Dataset:
    """The `Motion` in what a confined reader found in the file at `path`. Raises `InputError`."""
    if reading.attributes.get("units") == "px":
        return _in_pixels(path, reading)
    attributes = {name: value for name, value in reading.attributes.items() if name in READ_ATTRIBUTES}
    if path.suffix.lower() == ".trc" and (subject := subject_of_session(path)):
        attributes["subject"] = subject
    try:
        motion = make_marker_motion(
            reading.time,
            reading.position,
            reading.names,
            fps=reading.rate_hz,
            source_file=printable(path.name),
            warnings=_printable(reading),
            forces=reading.forces,
            more=attributes,
        )
        check_motion(motion)
    except InputError as error:
        raise InputError(f"{printable(str(path))} is not to be trusted: {error}") from None
    return motion


def _printable(reading: Reading) -> list[str]:
    return [printable(line, LONGEST_WARNING) for line in reading.warnings[:MOST_WARNINGS]]


def _in_pixels(path: Path, reading: Reading) -> xr.Dataset:
    try:
        motion = pixel_motion(replace(reading, warnings=tuple(_printable(reading))), printable(path.name))
        check_motion(motion)
    except InputError as error:
        raise InputError(f"{printable(str(path))} is not to be trusted: {error}") from None
    return motion


def read_model_outputs(path: Path | str) -> dict[str, NDArray[np.float64]]:
    """What the laboratory's own model wrote into a C3D file: name to values (time, 3), in its own units.

    For comparison only. Raises `InputError` as `read_motion`, and where there are none.
    """
    reading = read_outside(Path(path), "c3d_outputs")
    return {name: reading.position[:, :, index] for index, name in enumerate(reading.names)}


def write_motion(motion: xr.Dataset, path: Path | str) -> None:
    """Save `motion` as ``.parquet`` (less its forces) or ``.trc`` (positions only, for other programs).

    An old file at `path` is replaced only once the new one is whole. Raises `InputError` if it cannot
    be written.
    """
    path = Path(path)
    check_ending(path)
    writer = WRITERS[path.suffix.lower()]
    replace_file(path, lambda temporary: writer(motion, temporary))


def check_ending(path: Path) -> None:
    """Raise `InputError` if a motion cannot be saved under this name."""
    if path.suffix.lower() not in WRITERS:
        raise InputError(f"{path.name}: a motion is saved as {' or '.join(WRITERS)}")
