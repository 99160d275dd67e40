"""A motion's table in a Parquet file: one row per frame and keypoint, frame by frame, with the columns
``time``, ``keypoint``, ``x``, ``y``, in space ``z``, and ``confidence``, where the camera was watched
``camera_right``, ``camera_down``, ``camera_turn`` and ``camera_zoom``, and the attributes as JSON in the
file's metadata.
"""

import io
from typing import BinaryIO

import fastparquet
import numpy as np
import pandas as pd

from kinechain.motion.extent import MOST_FRAMES, MOST_POINTS
from kinechain.motion.reading.parquet_messages import (
    MOST_KEYPOINTS,
    MOST_TEXT_BYTES,
    Floats,
    MotionTable,
    Refusal,
)

METADATA_KEY = "kinechain.motion/1"
COLUMNS = ("time", "keypoint", "x", "y", "confidence")
AXES = ("x", "y", "z")
CAMERA_COLUMNS = ("camera_right", "camera_down", "camera_turn", "camera_zoom")
MOST_FILE_BYTES = 256 << 20
ENDING = b"PAR1"


class RefusedError(Exception):
    """The file is no good."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def table_bytes(table: MotionTable) -> bytes:
    """The whole file."""
    frames, count = table.confidence.shape
    codes = np.tile(np.arange(count), frames)
    camera = () if table.camera is None else table.camera.T
    rows = pd.DataFrame(
        {
            "time": np.repeat(table.time, count),
            "keypoint": pd.Categorical.from_codes(codes, list(table.keypoints)),
            **{
                name: axis.reshape(-1)
                for name, axis in zip(AXES, table.position.swapaxes(0, 1), strict=False)
            },
            "confidence": table.confidence.reshape(-1),
            **{name: np.repeat(move, count) for name, move in zip(CAMERA_COLUMNS, camera, strict=False)},
        }
    )
    buffer = _Kept()
    fastparquet.write(
        "motion.parquet",  # only a name: `open_with` decides where it goes
        rows,
        compression="SNAPPY",
        open_with=lambda *_: buffer,
        has_nulls=False,  # NaN stays a number, bit by bit
        write_index=False,
        stats=False,
        custom_metadata={METADATA_KEY: table.attributes},
    )
    return buffer.getvalue()


def read_table(file: BinaryIO) -> MotionTable:
    """The table of a file that `table_bytes` made.

    Raises RefusedError, and for a damaged file whatever the library may raise. Not for a process that
    has anything to lose.
    """
    data = file.read(MOST_FILE_BYTES + 1)
    if len(data) > MOST_FILE_BYTES:
        raise RefusedError(Refusal.TOO_LONG)
    if not data.endswith(ENDING):
        raise RefusedError(Refusal.NOT_PARQUET)
    parquet = fastparquet.ParquetFile(_Kept(data))
    attributes = parquet.key_value_metadata.get(METADATA_KEY)
    if not isinstance(attributes, str) or not set(COLUMNS) <= set(parquet.columns):
        raise RefusedError(Refusal.NOT_A_MOTION)
    sizes = [group.num_rows for group in parquet.row_groups]
    if len(attributes) > MOST_TEXT_BYTES // 8 or sum(map(abs, sizes)) > MOST_POINTS:
        raise RefusedError(Refusal.TOO_LONG)
    if min(sizes, default=0) < 1:
        raise RefusedError(Refusal.DAMAGED)
    # As words rather than categories, which would rely on a second description in the metadata.
    wanted = [*COLUMNS, *(name for name in ("z", *CAMERA_COLUMNS) if name in parquet.columns)]
    return _by_frame(parquet.to_pandas(columns=wanted, categories=[], index=False), attributes)


def _by_frame(rows: pd.DataFrame, attributes: str) -> MotionTable:
    codes, names = pd.factorize(rows["keypoint"])
    count = len(names)
    if not 0 < count <= MOST_KEYPOINTS or len(rows) % count:
        raise RefusedError(Refusal.DAMAGED)
    if len(rows) > min(count * MOST_FRAMES, MOST_POINTS):
        raise RefusedError(Refusal.TOO_LONG)
    time, confidence = (_grid(rows, name, count) for name in ("time", "confidence"))
    if (codes.reshape(-1, count) != np.arange(count)).any() or (time != time[:, :1]).any():
        raise RefusedError(Refusal.DAMAGED)
    position = np.stack([_grid(rows, name, count) for name in AXES if name in rows], axis=1)
    camera = None
    if set(CAMERA_COLUMNS) <= set(rows):
        camera = np.stack([_grid(rows, name, count)[:, 0] for name in CAMERA_COLUMNS], axis=1)
    return MotionTable(attributes, tuple(map(str, names)), time[:, 0], position, confidence, camera)


def _grid(rows: pd.DataFrame, name: str, count: int) -> Floats:
    numbers: Floats = rows[name].to_numpy(np.float64)
    return numbers.reshape(-1, count)


class _Kept(io.BytesIO):
    """Bytes in memory that outlive a library's wish to close its file."""

    def close(self) -> None:
        pass
