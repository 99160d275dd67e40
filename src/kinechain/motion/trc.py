"""A `Motion` as a TRC file, the plain-text marker format of OpenSim and Sports2D.

Markers in metres are written as they are, in the laboratory's axes. Positions in pixels get y up and z 0,
as Sports2D writes them. TRC has no place for confidence, forces, events or the person: a point that
was not seen is left empty.
"""

from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.printable import printable


def write_trc(motion: xr.Dataset, path: Path) -> None:
    """Write `motion` to `path`, which it replaces."""
    names = [str(name) for name in motion["keypoints"].values]
    start_s = float(motion.attrs.get("start_s", 0.0))
    time = motion["time"].values + start_s
    rate = f"{motion.attrs['fps']:.3f}"
    lines = [
        # `path` may be a temporary name, so the film's stands here.
        f"PathFileType\t4\t(X/Y/Z)\t{Path(printable(motion.attrs['source_file'])).stem}.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{len(time)}\t{len(names)}\t{motion.attrs['units']}\t{rate}\t1\t{len(time)}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(names) + 1)),
        "",
    ]
    rows = _places(motion).reshape(len(time), -1).tolist()
    decimals = 7 if motion.attrs["units"] == "m" else 4
    for number, (moment, row) in enumerate(zip(time, rows, strict=True), start=1):
        # A number that is not itself is NaN.
        cells = ["" if value != value else f"{value:.{decimals}f}" for value in row]  # noqa: PLR0124
        lines.append("\t".join([str(number), f"{moment:.6f}", *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _places(motion: xr.Dataset) -> np.ndarray:
    """Positions (time, keypoints, 3), all three NaN where a point was not seen whole."""
    position = motion["position"].transpose("time", "keypoints", "space").values
    if motion.sizes["space"] == 2:
        position = np.concatenate([position * [1, -1], np.zeros_like(position[..., :1])], axis=2)
    seen = np.isfinite(position).all(axis=2, keepdims=True)
    return np.where(seen, position, np.nan)
