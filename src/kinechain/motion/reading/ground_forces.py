"""Forces of the ground from a file of their own (``.mot``, ``.sto``), beside a motion's markers."""

from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.dataset import check_forces, force_dataset
from kinechain.motion.reading.outside_reading import read_outside
from kinechain.printable import printable

ENDINGS = (".mot", ".sto")


def read_ground_forces(path: Path | str) -> xr.Dataset:
    """The force variables of a `Motion`, from OpenSim's file of external loads.

    ``plate_time`` is the file's own. The corners of plates are not in such a file, hence NaN. Raises
    `InputError`, in one line, for any other file and any that is damaged.
    """
    path = Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{printable(path.name)}: a file of forces ends in {' or '.join(ENDINGS)}")
    reading = read_outside(path, "forces")
    if reading.forces is None:
        raise InputError(f"{printable(str(path))} holds no forces")
    forces = force_dataset(reading.forces)
    try:
        check_forces(forces)
    except InputError as error:
        raise InputError(f"{printable(str(path))} is not to be trusted: {error}") from None
    return forces


def with_forces(motion: xr.Dataset, path: Path | str) -> xr.Dataset:
    """`motion` (markers, metres) with the forces in the file at `path`, on the motion's clock.

    Both files must have been recorded on one clock, as OpenSim's are. Raises `InputError` where they do not
    overlap, where the motion has forces already, or as `read_ground_forces`.
    """
    name = printable(str(path))
    if motion.attrs["units"] != "m" or motion.sizes["space"] != 3:
        raise InputError(f"{name}: forces go with markers in metres, not with a video")
    if "force" in motion:
        raise InputError(f"{name}: the walk's own file has forces already; leave one of them out")
    forces = read_ground_forces(path)
    start_s = float(motion.attrs.get("start_s", 0.0))
    forces = forces.assign_coords(plate_time=forces["plate_time"] - start_s)
    times = forces["plate_time"].values
    last = float(motion["time"].values[-1])
    if times[-1] <= 0 or times[0] >= last:
        raise InputError(
            f"{name} was recorded from {times[0] + start_s:.2f} to {times[-1] + start_s:.2f} s, the markers "
            f"from {start_s:.2f} to {start_s + last:.2f} s; give the forces of the same walk"
        )
    inside = (times >= -1.0) & (times <= last + 1.0)
    return motion.merge(forces.isel(plate_time=np.flatnonzero(inside)), combine_attrs="override")
