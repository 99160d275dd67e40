"""A `Motion` as a Parquet file: one row per frame and keypoint, attributes in the file's metadata."""

import json
from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.motion.dataset import check_motion

METADATA_KEY = b"kinechain.motion/1"
COLUMNS = ("time", "keypoint", "x", "y", "confidence")


def write_parquet(motion: xr.Dataset, path: Path) -> None:
    """Write `motion` to `path`, which it replaces."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    frames, keypoints = motion.sizes["time"], motion.sizes["keypoints"]
    position = motion["position"].transpose("time", "keypoints", "space").values.reshape(-1, 2)
    table = pa.table(
        {
            "time": np.repeat(motion["time"].values, keypoints),
            "keypoint": pa.array(np.tile(motion["keypoints"].values.astype(str), frames)).dictionary_encode(),
            "x": position[:, 0],
            "y": position[:, 1],
            "confidence": motion["confidence"].values.reshape(-1),
        }
    )
    metadata = {METADATA_KEY: json.dumps(motion.attrs).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), path)


def read_parquet(path: Path) -> xr.Dataset:
    """The motion that `write_parquet` wrote. Raises `InputError` for any other file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        attributes = json.loads((table.schema.metadata or {})[METADATA_KEY])
        columns = {name: table.column(name).to_numpy() for name in COLUMNS}
    except (pa.ArrowException, OSError, KeyError, ValueError):
        raise InputError(f"{path.name} is not a motion that kinechain saved") from None
    keypoints = list(dict.fromkeys(columns["keypoint"]))
    shape = (-1, len(keypoints))
    if len(columns["time"]) % len(keypoints):
        raise InputError(f"{path.name} is damaged: some frames lack keypoints")
    position = np.stack([columns["x"].reshape(shape), columns["y"].reshape(shape)], axis=1)
    motion = xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), position),
            "confidence": (("time", "keypoints"), columns["confidence"].reshape(shape)),
        },
        coords={"time": columns["time"].reshape(shape)[:, 0], "space": ["x", "y"], "keypoints": keypoints},
        attrs=attributes,
    )
    check_motion(motion)
    return motion
