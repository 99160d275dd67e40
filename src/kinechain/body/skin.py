"""How far a marker's place on its bone is off at an instant, and for how long.

Skin slides on bone. By bone pins and fluoroscopy, markers on the thigh move by 10 to 30 mm peak to peak in
walking, on the shank by 5 to 15, on the foot by 2 to 6 (Leardini et al. 2005, Gait Posture 21:212; Peters
et al. 2010, Gait Posture 31:1; figures from memory); here as standard deviations of what is left about a
marker's mean place. A video's landmarks are off by more, and flicker.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SKIN_S = 0.15
"""Skin moves with the step: what it does at one moment it still does so long after (1/e)."""
VIDEO_S = 0.1
VIDEO_SD_M = 0.02
"""Of 3D keypoints of several cameras about their mean place (triangulated; a judgement)."""

SKIN_SD_MM: dict[str, float] = {
    "pelvis": 5.0,
    "thigh": 8.0,
    "shank": 5.0,
    "talus": 4.0,
    "foot": 2.0,
    "toes": 1.5,
    "lumbar": 6.0,
    "thorax": 6.0,
    "neck": 6.0,
    "head": 3.0,
    "upper_arm": 7.0,
    "forearm": 5.0,
}
"""By the body a marker sits on, without its side."""

BENT_SD_MM: dict[str, float] = {
    "heel": 5.0,
    "heel_lateral": 8.0,
    "heel_medial": 8.0,
    "heel_proximal": 8.0,
    "navicular": 8.0,
    "first_metatarsal_base": 5.0,
    "fifth_metatarsal_base": 5.0,
}
"""Markers of hindfoot and midfoot. Our foot is one body from ankle to ball, as in Plug-in Gait, and
a real one bends in between by 5 to 15 degrees (Leardini et al. 2007, Gait Posture 25:453; from memory): the
ball leads, and the markers behind it are allowed to differ.
"""

JOINTS_OF_VIDEO = frozenset(
    {
        *("hip", "knee", "ankle", "shoulder", "elbow", "wrist", "big_toe", "small_toe"),
        *("eye", "nose", "neck", "head", "mid_hip"),
    }
)
"""Names that video tools give; where most are of these, all points are keypoints."""


def is_video(names: Sequence[str]) -> bool:
    """Whether the points are keypoints of a video tool rather than markers."""
    return 2 * sum(bare(name) in JOINTS_OF_VIDEO for name in names) > len(names)


def bare(name: str) -> str:
    """A name without its side; ``right_scapula`` is a marker of its own."""
    return name.removeprefix("left_").removeprefix("right_")


def noise(names: Sequence[str], bodies: Sequence[str]) -> tuple[Floats, Floats]:
    """The sd (K,) m and correlation time (K,) s of markers under canonical `names` on `bodies`."""
    if is_video(names):
        return np.full(len(names), VIDEO_SD_M), np.full(len(names), VIDEO_S)
    own = [BENT_SD_MM.get(bare(n), SKIN_SD_MM[bare(b)]) for n, b in zip(names, bodies, strict=True)]
    sd = np.array(own) / 1000
    return sd, np.full(len(names), SKIN_S)
