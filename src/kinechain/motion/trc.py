"""A `Motion` as a TRC file, the plain-text marker format of OpenSim and Sports2D.

Positions are in the motion's unit; y points up and z is 0, as Sports2D writes them. TRC has no place
for confidence: a keypoint that was not seen is left empty.
"""

from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.printable import printable


def write_trc(motion: xr.Dataset, path: Path) -> None:
    """Write `motion` to `path`, which it replaces."""
    names = [str(name) for name in motion["keypoints"].values]
    time = motion["time"].values
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
    position = motion["position"].transpose("time", "keypoints", "space").values
    for number, (moment, row) in enumerate(zip(time, position, strict=True), start=1):
        cells = [_cell(x, -y) for x, y in row]
        lines.append("\t".join([str(number), f"{moment:.6f}", *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cell(x: float, y: float) -> str:
    return f"{x:.4f}\t{y:.4f}\t0.0000" if np.isfinite(x) and np.isfinite(y) else "\t\t"
