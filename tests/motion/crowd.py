"""Markers of a body that strides along, for files: not a gait, but of a person's size and speed."""

import numpy as np

LABELS = (
    "LASI",
    "RASI",
    "SACR",
    "LKNE",
    "RKNE",
    "LANK",
    "RANK",
    "LHEE",
    "RHEE",
    "LTOE",
    "RTOE",
    "C7",
    "LFHD",
)
HEIGHTS_M = (0.95, 0.95, 1.0, 0.5, 0.5, 0.08, 0.08, 0.03, 0.03, 0.03, 0.03, 1.4, 1.6)


def crowd(frames: int = 50, speed_m_s: float = 1.2, rate_hz: float = 100.0) -> np.ndarray:
    """Positions (frames, 13, 3) in metres of `LABELS`: x ahead, y left, z up."""
    time = np.arange(frames)[:, np.newaxis] / rate_hz
    side = np.array([{"L": 0.1, "R": -0.1}.get(label[0], 0.0) for label in LABELS])
    swing = 0.2 * np.sin(2 * np.pi * time + np.sign(side) * np.pi / 2) * (side != 0)
    x = 0.4 + speed_m_s * time + swing + 0.01 * np.arange(len(LABELS))
    y = np.broadcast_to(0.3 + side, x.shape)
    z = np.array(HEIGHTS_M) + 0.02 * np.sin(4 * np.pi * time) + 0.001
    return np.stack([x, y, np.broadcast_to(z, x.shape)], axis=2)
