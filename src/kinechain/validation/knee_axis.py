"""How far a laboratory's knee axis is turned from the line through its own markers on the knee.

Plug-in Gait lays the knee axis by a marker on the thigh; where the knee carries markers on both sides, these
say where it is too. An axis turned by 20 to 30 deg puts the knee's centre, half a knee's width inside the
lateral marker, some 2 to 3 cm ahead or behind, and with it bends of knee and hip by 4 to 8 deg.
"""

import numpy as np

from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats, keypoint
from kinechain.validation.laboratory_view import LaboratoryView

# Origin of the thigh (the knee's centre), tips of its long axis and of that to the left, in Plug-in Gait.
CENTRE, UP, LEFT = "FEO", "FEP", "FEL"


def knee_axis_turns(view: LaboratoryView) -> dict[Side, float]:
    """Degrees about the thigh from the laboratory's knee axis to the line through the markers, for each side
    that has markers on both sides of the knee; the median over the walk.
    """
    found = {side: _turn(view, side) for side in SIDES}
    return {side: turn for side, turn in found.items() if turn is not None}


def _turn(view: LaboratoryView, side: Side) -> float | None:
    names = [f"{side}_knee_lateral", f"{side}_knee_medial"]
    outputs = [view.output(f"{side[0].upper()}{part}") for part in (CENTRE, UP, LEFT)]
    if not set(names) <= set(view.motion["keypoints"].values) or any(track is None for track in outputs):
        return None
    centre, up, left = (track @ view.rotation.T for track in outputs if track is not None)
    lateral, medial = (keypoint(view.motion, name) for name in names)
    across = (lateral - medial) * (1.0 if side == "left" else -1.0)
    turns = _angle_about(up - centre, left - centre, across)
    return float(np.nanmedian(turns)) if np.isfinite(turns).any() else None


def _angle_about(axis: Floats, one: Floats, other: Floats) -> Floats:
    """Degrees (frames,) from `one` to `other` about `axis`, all (frames, 3)."""
    along = axis / np.linalg.norm(axis, axis=1, keepdims=True)
    first, second = (vector - (vector * along).sum(axis=1, keepdims=True) * along for vector in (one, other))
    sine = (np.cross(first, second) * along).sum(axis=1)
    return np.asarray(np.degrees(np.arctan2(sine, (first * second).sum(axis=1))))
