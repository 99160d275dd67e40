"""Whether a walk and a trial of standing still can be of one person: facts, and distances on bones."""

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr

from kinechain.motion.dataset import keypoint
from kinechain.motion.markers.marker_table import SIDES

# By how much, as a share, one person's two trials may differ. Our choice: clothes, shoes and markers placed
# anew stay below these, two people often above.
FACTS = {"mass_kg": 0.15, "height_m": 0.05, "left_leg_length_m": 0.07, "right_leg_length_m": 0.07}
DISTANCES = 0.12
ON_ONE_BONE = (
    ("left_asis", "right_asis"),
    ("left_psis", "right_psis"),
    *((f"{side}_knee_lateral", f"{side}_ankle_lateral") for side in SIDES),
    *((f"{side}_heel", f"{side}_toe") for side in SIDES),
)
# Distances are shorter than these only where labels are wrong; a share of them says nothing then.
SHORTEST_M = 0.03


def why_not_same(walk: xr.Dataset, static: xr.Dataset) -> str | None:
    """What tells that two motions (m, canonical names) are of two people; None if nothing does."""
    return next(_differences(walk, static), None)


def _differences(walk: xr.Dataset, static: xr.Dataset) -> Iterator[str]:
    here, there = (_facts(motion) for motion in (walk, static))
    for name, most in FACTS.items():
        one, two = here.get(name, 0.0), there.get(name, 0.0)
        if one > 0 and two > 0 and _apart(one, two) > most:
            fact, unit = name.rsplit("_", 1)
            yield f"{fact.replace('_', ' ')} {two:.4g} {unit}, and {one:.4g} {unit} in the walk"
    for start, end in ON_ONE_BONE:
        one, two = (_distance(motion, start, end) for motion in (walk, static))
        if min(one, two) > SHORTEST_M and _apart(one, two) > DISTANCES:
            ends = f"{start} to {end}".replace("_", " ")
            yield f"{ends} {100 * two:.0f} cm, and {100 * one:.0f} cm in the walk"


def _facts(motion: xr.Dataset) -> Mapping[str, float]:
    return motion.attrs.get("subject") or {}


def _apart(one: float, two: float) -> float:
    return abs(one - two) / max(one, two)


def _distance(motion: xr.Dataset, start: str, end: str) -> float:
    """Median distance (m), NaN if the two are never seen together."""
    if not {start, end} <= set(motion["keypoints"].values):
        return np.nan
    apart = np.linalg.norm(keypoint(motion, start) - keypoint(motion, end), axis=1)
    return float(np.nanmedian(apart)) if np.isfinite(apart).any() else np.nan
