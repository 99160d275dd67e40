"""Whether a laboratory's knee axis lies where the knee bends.

Plug-in Gait lays the knee axis by a marker on the thigh. If it is turned about the thigh, the knee seems to
go into varus or valgus as it bends: its cross-talk (Ramakrishnan and Kadaba, 1991, J Biomech 24:969, from
memory; Naaim et al., 2019, Gait Posture 72:34). Where the knee carries markers on both sides, these say
where its axis is, too. An axis turned by 20 to 30 deg puts the knee's centre, half a knee's width inside the
lateral marker, some 2 to 3 cm ahead or behind, and with it bends of knee and hip by 4 to 8 deg.
"""

import numpy as np

from kinechain.measurement import SIDES, Side
from kinechain.motion.dataset import Floats, keypoint
from kinechain.validation.laboratory_view import LaboratoryView

# Origin of the thigh (the knee's centre), tips of its long axis and of that to the left, in Plug-in Gait.
CENTRE, UP, LEFT = "FEO", "FEP", "FEL"
KNEE = "KneeAngles"
# A knee that bends less (deg) shows no slope.
LEAST_BEND = 20.0


def knee_axis_turns(view: LaboratoryView) -> dict[Side, float]:
    """Degrees about the thigh from the laboratory's knee axis to the line through the markers, for each side
    that has markers on both sides of the knee; the median over the walk.
    """
    found = {side: _turn(view, side) for side in SIDES}
    return {side: turn for side, turn in found.items() if turn is not None}


def cross_talks(view: LaboratoryView) -> dict[Side, float]:
    """Degrees by which each knee axis seems to be turned about the thigh: the angle whose tangent is the
    slope of the laboratory's varus over its flexion, through the walk.
    """
    found: dict[Side, float] = {}
    for side in SIDES:
        knee = view.output(f"{side[0].upper()}{KNEE}")
        seen = None if knee is None else knee[np.isfinite(knee).all(axis=1)]
        if seen is not None and len(seen) > 1 and np.ptp(seen[:, 0]) > LEAST_BEND:
            slope, _ = np.polyfit(seen[:, 0], seen[:, 1], 1)
            found[side] = float(np.degrees(np.arctan(slope)))
    return found


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
