"""The measures of standing, from the body's plane that a picture shows."""

from collections.abc import Callable

import numpy as np

from kinechain.measurement import Side
from kinechain.posture.seen_stance import Floats
from kinechain.posture.stance_space import StanceSpace

# The detector draws people more even than they are: of a shoulder that stands higher than the trunk has it,
# and of a knee beside the leg's line, it shows so much. Slopes on rendered people, rounded
# (benchmarks/photo_posture.py). Of a pelvis that tips it shows a third, too little to tell any by.
SHOULDERS_SHOWN, KNEES_SHOWN = 0.62, 0.80

Value = Callable[[StanceSpace, Side | None], Floats]


def head_forward_angle(space: StanceSpace, _side: Side | None) -> Floats:
    """Degrees from the vertical, of the line from the shoulders to the ears, forward positive."""
    (ear, high), (shoulder, low) = space.middle("ear"), space.middle("shoulder")
    return np.degrees(np.arctan2(ear - shoulder, high - low))


def plumb_line_offset(space: StanceSpace, _side: Side | None) -> Floats:
    """Metres by which the ears are ahead of the ankles."""
    return space.middle("ear")[0] - space.middle("ankle")[0]


def shoulder_height_difference(space: StanceSpace, _side: Side | None) -> Floats:
    """Metres by which the left shoulder is higher than the right.

    What the leaning of the whole trunk makes of it is seen in full, what stands out against the trunk is seen
    as less than it is.
    """
    shown = space.up["left_shoulder"] - space.up["right_shoulder"]
    apart = space.across["left_shoulder"] - space.across["right_shoulder"]
    (shoulder, high), (hip, low) = space.middle("shoulder"), space.middle("hip")
    of_trunk = -apart * (shoulder - hip) / (high - low)
    return np.asarray(of_trunk + (shown - of_trunk) / SHOULDERS_SHOWN)


def knee_valgus_angle(space: StanceSpace, side: Side | None) -> Floats:
    """Degrees between thigh and shank from the front, knee to the inside positive."""
    thigh, shank = (_outward(space, side, *ends) for ends in (("hip", "knee"), ("knee", "ankle")))
    return np.degrees(shank - thigh) / KNEES_SHOWN


def _outward(space: StanceSpace, side: Side | None, upper: str, lower: str) -> Floats:
    """How far (rad) the line from `upper` down to `lower` leans outwards."""
    left = space.across[f"{side}_{lower}"] - space.across[f"{side}_{upper}"]
    down = space.up[f"{side}_{upper}"] - space.up[f"{side}_{lower}"]
    return np.asarray(np.arctan2(left if side == "left" else -left, down))


FROM_THE_SIDE: dict[str, Value] = {
    "head_forward_angle": head_forward_angle,
    "plumb_line_offset": plumb_line_offset,
}
FROM_THE_FRONT: dict[str, Value] = {
    "shoulder_height_difference": shoulder_height_difference,
    "knee_valgus_angle": knee_valgus_angle,
}
