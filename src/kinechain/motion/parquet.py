"""A `Motion` as a Parquet file, for keeping, less its forces; see `parquet_table` for its layout.

Reading happens in a child process that can neither reach the network nor open a file
(`parquet_child`), so that a hostile or damaged file harms nobody.
"""

from pathlib import Path

import xarray as xr

from kinechain.errors import InputError, KinechainError
from kinechain.motion.attributes import attributes_from_json, attributes_json
from kinechain.motion.dataset import CAMERA, SPACE, SPACE_3D, check_motion, with_camera
from kinechain.motion.extent import LONGEST_S
from kinechain.motion.reading.parquet_messages import MotionTable, Refusal, read_message
from kinechain.outside_reader import outside_reader
from kinechain.printable import printable

CHILD = "kinechain.motion.reading.parquet_child"
STALL_SECONDS = 60.0
AGAIN = "capture the video again, or take a whole copy of the file"
REASONS = {
    Refusal.NOT_PARQUET: f"is no Parquet file, or its end is missing; {AGAIN}",
    Refusal.NOT_A_MOTION: "is not a motion that kinechain saved; give a video, or a file from: capture --out",
    Refusal.DAMAGED: f"is damaged; {AGAIN}",
    Refusal.TOO_LONG: f"holds more than {LONGEST_S / 60:.0f} minutes of motion; cut out the walk",
    Refusal.MEMORY: f"needs too much memory to read, so it is damaged or no motion; {AGAIN}",
}


def write_parquet(motion: xr.Dataset, path: Path) -> None:
    """Write a `Motion` to `path`, which it replaces. Forces of the ground are not kept: their own file is.

    Raises `InputError` if it is no `Motion`, and OSError if it cannot be written.
    """
    from kinechain.motion.reading.parquet_table import table_bytes

    check_motion(motion)
    table = MotionTable(
        attributes_json(motion.attrs),
        tuple(str(name) for name in motion["keypoints"].values),
        motion["time"].values,
        motion["position"].values,
        motion["confidence"].values,
        motion[CAMERA].values if CAMERA in motion else None,
    )
    path.write_bytes(table_bytes(table))


def read_parquet(path: Path) -> xr.Dataset:
    """The motion that `write_parquet` wrote.

    Raises `InputError` for any other file, with one line that says what is wrong with it and what to
    do. Texts in the attributes come back printable and of a sane length.
    """
    name = printable(str(path))
    table = _table(path, name)
    try:
        motion = xr.Dataset(
            {
                "position": (("time", "space", "keypoints"), table.position),
                "confidence": (("time", "keypoints"), table.confidence),
            },
            coords={"time": table.time, "space": _axes(table), "keypoints": list(table.keypoints)},
            attrs=attributes_from_json(table.attributes),
        )
        if table.camera is not None:
            motion = with_camera(motion, table.camera)
        check_motion(motion)
    except InputError as error:
        raise InputError(f"{name} is not to be trusted: {error}; {AGAIN}") from None
    return motion


def _axes(table: MotionTable) -> list[str]:
    return list(SPACE_3D if table.position.shape[1] == len(SPACE_3D) else SPACE)


def _table(path: Path, name: str) -> MotionTable:
    with outside_reader(
        CHILD, path, name, wanted="saved motion", again=AGAIN, stall_seconds=STALL_SECONDS
    ) as child:
        message = read_message(child)
    if isinstance(message, Refusal):
        raise _refusal(name, message)
    return message


def _refusal(name: str, refusal: Refusal) -> KinechainError:
    if refusal is Refusal.UNCONFINED:
        return KinechainError(
            "this system does not let a process lock itself up (seccomp), so no saved motion is opened; "
            "allow seccomp filters in its container or kernel settings"
        )
    return InputError(f"{name} {REASONS[refusal]}")
