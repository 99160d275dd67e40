"""The formats that the confined child reads, by the name under which it is asked for them."""

from collections.abc import Callable

from kinechain.motion.reading.c3d import read_c3d, read_c3d_outputs
from kinechain.motion.reading.csv_file import read_csv
from kinechain.motion.reading.reading import Reading, RefusedError
from kinechain.motion.reading.storage_file import read_storage_markers
from kinechain.motion.reading.storage_forces import read_storage_forces
from kinechain.motion.reading.trc_file import read_trc

FORMATS: dict[str, Callable[[bytes, str | None], Reading]] = {
    "c3d": read_c3d,
    "c3d_outputs": lambda data, _person: read_c3d_outputs(data),
    "trc": read_trc,
    "csv": read_csv,
    "storage": read_storage_markers,
    "forces": read_storage_forces,
}
REHEARSED = {
    "trc": b"PathFileType\t4\t(X/Y/Z)\ta.trc\nDataRate\tNumFrames\tNumMarkers\tUnits\n100\t2\t1\tmm\n"
    b"Frame#\tTime\tA\n\t\tX1\tY1\tZ1\n\n1\t0.00\t1\t2\t900\n2\t0.01\t1\t2\t901\n",
    "c3d": bytes(2048),
}


def rehearse() -> None:
    """Read something of ours, so that whatever is imported on first use is there before the walls are."""
    for kind, data in REHEARSED.items():
        try:
            FORMATS[kind](data, None)
        except RefusedError:
            continue
