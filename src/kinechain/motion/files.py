"""Reading and writing a `Motion` by its file's ending."""

from collections.abc import Callable
from pathlib import Path

import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.parquet import read_parquet, write_parquet
from kinechain.motion.trc import write_trc
from kinechain.printable import printable
from kinechain.whole_file import replace_file

WRITERS: dict[str, Callable[[xr.Dataset, Path], None]] = {".parquet": write_parquet, ".trc": write_trc}


def read_motion(path: Path | str) -> xr.Dataset:
    """The motion in a ``.parquet`` file that kinechain saved. Raises `InputError` for anything else."""
    path = Path(path)
    if path.suffix.lower() != ".parquet":
        raise InputError(f"{printable(path.name)}: a saved motion ends in .parquet")
    return read_parquet(path)


def write_motion(motion: xr.Dataset, path: Path | str) -> None:
    """Save `motion` as ``.parquet`` (whole) or ``.trc`` (positions only, for other programs).

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
