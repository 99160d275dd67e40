"""A small good file of every format, to be read and to be damaged."""

from typing import Any

import numpy as np
from c3d_writer import DEC, MIPS, Recorded, c3d_bytes
from crowd import LABELS, crowd


def trc(frames: int = 20, unit: str = "mm", metre: float = 0.001) -> bytes:
    """As OpenSim writes it."""
    axes = "\t".join(f"X{n}\tY{n}\tZ{n}" for n in range(1, len(LABELS) + 1))
    head = [
        "PathFileType\t4\t(X/Y/Z)\twalk.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"100.00\t100.00\t{frames}\t{len(LABELS)}\t{unit}\t100.00\t1\t{frames}",
        "Frame#\tTime\t" + "\t\t\t".join(LABELS) + "\t\t",
        f"\t\t{axes}",
        "",
    ]
    places = crowd(frames).reshape(frames, -1) / metre
    rows = [
        "\t".join([str(n + 1), f"{n / 100:.3f}", *(f"{x:.5f}" for x in row)]) for n, row in enumerate(places)
    ]
    return "\n".join(head + rows).encode() + b"\n"


def csv(frames: int = 20) -> bytes:
    """One row of header."""
    head = ",".join(["time", *(f"{label}_{axis}" for label in LABELS for axis in "xyz")])
    places = crowd(frames).reshape(frames, -1)
    rows = [",".join([f"{n / 100:.3f}", *(f"{x:.6f}" for x in row)]) for n, row in enumerate(places)]
    return "\n".join([head, *rows]).encode() + b"\n"


def nexus(frames: int = 20) -> bytes:
    """Trajectories as Vicon Nexus exports them, after a section of devices."""
    labels = ",,,".join(f"Anna:{label}" for label in LABELS)
    head = ["Devices", "1000", ",,Force", "Frame,Sub Frame,Fx", ",,N", "1,0,0.5", "", "Trajectories", "100"]
    head += [
        f",,{labels},,",
        "Frame,Sub Frame," + ",".join("XYZ" * len(LABELS)),
        ",," + ",".join(["mm"] * 39),
    ]
    places = 1000 * crowd(frames).reshape(frames, -1)
    rows = [",".join([str(n + 1), "0", *(f"{x:.4f}" for x in row)]) for n, row in enumerate(places)]
    return "\r\n".join([*head, *rows, "", ""]).encode()


def ground_mot(samples: int = 200, start_s: float = 0.0) -> bytes:
    """Forces of two feet one after the other, y up, as OpenSim's external loads."""
    names = ["ground_force_vx", "ground_force_vy", "ground_force_vz"]
    names += ["ground_force_px", "ground_force_py", "ground_force_pz"]
    names += [f"1_{name}" for name in names]
    names += ["ground_torque_x", "ground_torque_y", "ground_torque_z"]
    names += ["1_ground_torque_x", "1_ground_torque_y", "1_ground_torque_z"]
    table = np.zeros((samples, 18))
    half = samples // 2
    table[:half, [0, 1, 2]], table[half:, [6, 7, 8]] = (30.0, 700.0, -20.0), (10.0, 650.0, 15.0)
    table[:half, [3, 5]], table[half:, [9, 11]] = (0.2, -0.1), (0.7, 0.1)
    table[:half, 13], table[half:, 16] = 4.0, -3.0
    head = ["ground", "version=1", f"nRows={samples}", "nColumns=19", "inDegrees=yes", "endheader"]
    head.append("\t".join(["time", *names]))
    rows = [
        "\t".join([f"{start_s + n / 400:.4f}", *(f"{x:.6g}" for x in row)]) for n, row in enumerate(table)
    ]
    return "\n".join([*head, *rows]).encode() + b"\n"


def markers_sto(frames: int = 20) -> bytes:
    """Places of markers, three numbers a cell."""
    head = [
        "DataRate=100",
        "DataType=Vec3",
        "version=3",
        "Units=m",
        "endheader",
        "\t".join(["time", *LABELS]),
    ]
    rows = [
        "\t".join([f"{n / 100:.3f}", *(",".join(f"{x:.6f}" for x in place) for place in frame)])
        for n, frame in enumerate(crowd(frames))
    ]
    return "\n".join([*head, *rows]).encode() + b"\n"


def c3d(**how: int) -> bytes:
    """With two plates, events and a subject."""
    rng = np.random.default_rng(3)
    corners = np.array([[0.5, 0, 0, 0.5], [0.5, 0.5, 0, 0], [0, 0, 0, 0]])
    more: dict[str, dict[str, Any]] = {
        "FORCE_PLATFORM": {
            "USED": [2],
            "TYPE": [2, 4],
            "CORNERS": 1000 * np.stack([corners, corners + np.array([[0.6], [0], [0]])], axis=2),
            "ORIGIN": np.array([[0.0, 0.0], [0.0, 0.0], [-40.0, -40.0]]),
            "CHANNEL": np.arange(1, 13).reshape(6, 2, order="F"),
            "CAL_MATRIX": np.stack([np.eye(6), np.eye(6)], axis=2),
        },
        "EVENT": {
            "USED": [2],
            "CONTEXTS": ["Left", "Right"],
            "LABELS": ["Foot Strike", "Foot Off"],
            "TIMES": np.array([[0.0, 0.0], [0.05, 0.1]]),
        },
        "PROCESSING": {"Bodymass": [60.0], "Height": [1700.0]},
        "SUBJECTS": {"NAMES": ["Anna"]},
    }
    analog = np.round(rng.uniform(-300, 100, (200, 12)))
    return c3d_bytes(Recorded(LABELS, 1000 * crowd(20), analog, more=more), **how)


GOOD: dict[str, tuple[str, bytes]] = {
    "c3d, reals": ("c3d", c3d()),
    "c3d, integers": ("c3d", c3d(scale=1)),
    "c3d, DEC": ("c3d", c3d(processor=DEC)),
    "c3d, MIPS": ("c3d", c3d(processor=MIPS)),
    "c3d outputs": ("c3d_outputs", c3d()),
    "trc": ("trc", trc()),
    "trc in pixels": ("trc", trc(unit="px")),
    "csv": ("csv", csv()),
    "csv of Nexus": ("csv", nexus()),
    "forces": ("forces", ground_mot()),
    "markers in sto": ("storage", markers_sto()),
}
ENDINGS = {
    "c3d": ".c3d",
    "c3d_outputs": ".c3d",
    "trc": ".trc",
    "csv": ".csv",
    "forces": ".mot",
    "storage": ".sto",
}
