"""Labels on the feet that were exchanged: of left and right, or of heel and toe.

Markers on one foot keep their distances, and the ankle is nearer to the heel than to the toes. This holds in
every frame of reference, so it is looked at before the floor and the way are found by the feet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats, keypoint
from kinechain.motion.markers.marker_table import SIDES

FOOT = (
    "heel",
    "toe",
    "toe_tip",
    "hallux",
    "first_metatarsal_head",
    "fifth_metatarsal_head",
    "ankle_lateral",
    "ankle_medial",
    "ankle",
)
ANKLE = ("ankle_lateral", "ankle_medial", "ankle")
# A marker that keeps its distances to the other foot to this (m), and those to its own foot this many times
# worse, sits on the other foot. Our choice: a foot's own markers move by about 1 cm against each other, feet
# by half a metre.
STEADY_M, WORSE = 0.04, 4.0
# The nearer of two markers is nearer than this share of the further one's distance, or nothing is concluded.
NEARER = 0.85
# Labels along the foot that may be exchanged: from the first marker the second is nearer than the third.
ALONG_THE_FOOT = (
    *((ankle, "heel", front) for ankle in ANKLE for front in ("toe", "toe_tip", "hallux")),
    *(("heel", head, "toe_tip") for head in ("toe", "fifth_metatarsal_head", "first_metatarsal_head")),
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Markers (canonical names) whose labels were exchanged, and what shows it."""

    markers: tuple[str, ...]
    reason: str


def find_exchanges(motion: xr.Dataset) -> tuple[Exchange, ...]:
    """Exchanged labels of the feet in a motion (m) with canonical names, in any frame."""
    sided = tuple(_between_sides(motion))
    return sided + tuple(_along_the_foot(motion, {name for exchange in sided for name in exchange.markers}))


def _between_sides(motion: xr.Dataset) -> Iterator[Exchange]:
    there = [name for name in FOOT if all(f"{side}_{name}" in motion["keypoints"].values for side in SIDES)]
    for name in there:
        others = [other for other in there if other != name]
        own, crossed = (
            max(
                _unsteady(motion, f"{one}_{name}", [f"{two}_{other}" for other in others])
                for one, two in pairs
            )
            for pairs in ((("left", "left"), ("right", "right")), (("left", "right"), ("right", "left")))
        )
        if crossed < STEADY_M and own > WORSE * crossed:
            label = name.replace("_", " ")
            yield Exchange(
                (f"left_{name}", f"right_{name}"),
                f"the left {label} marker keeps to the right foot and the right one to the left: "
                "their labels were exchanged",
            )


def _along_the_foot(motion: xr.Dataset, dropped: set[str]) -> Iterator[Exchange]:
    dropped = set(dropped)
    for side in SIDES:
        for triple in ALONG_THE_FOOT:
            seen_from, near, far = (f"{side}_{name}" for name in triple)
            if {seen_from, near, far} & dropped:
                continue
            to_near, to_far = (_median(motion, seen_from, end) for end in (near, far))
            if to_far < NEARER * to_near:
                dropped |= {near, far}
                yield Exchange((near, far), _reason(seen_from, (near, to_near), (far, to_far)))


def _reason(seen_from: str, near: tuple[str, float], far: tuple[str, float]) -> str:
    return (
        f"{near[0]} lies further from {seen_from} than {far[0]} does ({100 * near[1]:.0f} and "
        f"{100 * far[1]:.0f} cm): their labels were exchanged"
    ).replace("_", " ")


def _unsteady(motion: xr.Dataset, marker: str, others: Sequence[str]) -> float:
    """How much (m, sd) the distances to most of the `others` change; NaN if none is seen beside it."""
    spreads = [apart.std() for other in others if (apart := _distances(motion, marker, other)).size > 1]
    return float(np.median(spreads)) if spreads else np.nan


def _median(motion: xr.Dataset, one: str, two: str) -> float:
    apart = _distances(motion, one, two)
    return float(np.median(apart)) if apart.size else np.nan


def _distances(motion: xr.Dataset, one: str, two: str) -> Floats:
    """Those in frames that show both."""
    if not {one, two} <= set(motion["keypoints"].values):
        return np.empty(0)
    apart = np.linalg.norm(keypoint(motion, one) - keypoint(motion, two), axis=1)
    return np.asarray(apart[np.isfinite(apart)])
