"""A foot flat on the floor: what tells how its markers sit on it, and so what angle of the ankle is zero.

In mid-stance, and in standing, the sole bears flat. Where both ends of a foot are still and low, its sole is
therefore level within a few degrees, however thick the shoe and however high a laboratory puts the markers on
heel and toe. Thus zero is a shank square to a flat sole, as in Plug-in Gait with its option "assume foot
flat".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.body.observation import Linearised
from kinechain.body.skin import bare

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BACK = frozenset({"heel", "heel_proximal", "heel_lateral", "heel_medial"})
FRONT = frozenset(
    {"toe", "first_metatarsal_head", "fifth_metatarsal_head", "big_toe", "small_toe", "hallux", "toe_tip"}
)
STILL_MPS = 0.12
"""Faster, an end of the foot is on its way."""
LOW_M = 0.015
"""Higher above where it is lowest, an end of the foot has left the floor."""
SMOOTHED_S = 0.1
SOLE_SD = np.radians(2.0)
"""Soles, shoes and floors are level within this; a judgement."""
TOES_SD = np.radians(3.0)
"""Toes bend up a little in a shoe with toe spring, and claw a little without one."""
LEVER_M = 100.0
"""Direction is told by two points this far up and down, whose places then weigh nothing."""


@dataclass(frozen=True, eq=False)
class Plumb:
    """An axis of a body that stands plumb: two points, `weight` (F,) rad^-2 of each frame's direction."""

    weight: Floats

    def linearised(self, points: Floats) -> Linearised:
        """The cost of the line through `points` (F, 2, 3), upper first, not being plumb."""
        weight = self.weight / LEVER_M**2
        lean = (points[:, 0] - points[:, 1]) / 2
        lean[:, 2] = 0.0
        gradient = np.stack([lean, -lean], axis=1) * weight[:, None, None] / 2
        information = np.zeros((*points.shape, 3))
        # The cross terms of the two points are left out: they would take away what the points' places weigh.
        information[..., 0, 0] = information[..., 1, 1] = weight[:, None] / 2
        cost = 0.5 * weight * (lean**2).sum(axis=1)
        return Linearised(cost, gradient, information, np.zeros_like(information))


@dataclass(frozen=True, eq=False)
class PlumbBody:
    """The upward axis of the body of index `body`, plumb in some of F frames; see `poses.Extra`."""

    carrier: Integers
    place: Floats
    seen: Plumb


def flat_feet(
    chain: Chain, names: Sequence[str], time: Floats, points: Floats
) -> dict[int, NDArray[np.bool_]]:
    """When the feet and the toes bear flat: (T,) for the index of each such body.

    `points` (T, K, 3) m in the walk frame, NaN where unseen, are of the landmarks `names` (K,).
    """
    found = {}
    for side in ("left", "right"):
        ends = [
            _resting(time, points[:, [k for k, name in enumerate(names) if name in _sided(side, end)]])
            for end in (BACK, FRONT)
        ]
        flat = ends[0] & ends[1]
        if flat.any():
            found[chain.body(f"{side}_foot")] = flat
            found[chain.body(f"{side}_toes")] = flat
    return found


def plumb_bodies(chain: Chain, flat: dict[int, NDArray[np.bool_]]) -> tuple[PlumbBody, ...]:
    """What the flat frames say, counted as one sighting of each body: a sole's slope is the same in all."""
    axis = np.array([[0.0, 0.0, LEVER_M], [0.0, 0.0, -LEVER_M]])
    return tuple(
        PlumbBody(
            np.array([body, body]),
            axis,
            Plumb(
                frames / (frames.sum() * (TOES_SD if bare(chain.bodies[body]) == "toes" else SOLE_SD) ** 2)
            ),
        )
        for body, frames in flat.items()
        if frames.any()
    )


def _sided(side: str, end: frozenset[str]) -> set[str]:
    return {f"{side}_{name}" for name in end}


def _resting(time: Floats, points: Floats) -> NDArray[np.bool_]:
    """(T,) whether an end of the foot, of which `points` (T, N, 3) are seen, is still and low."""
    nobody = np.zeros(len(time), dtype=np.bool_)
    if not points.shape[1] or len(time) < 3 or not np.isfinite(points).all(axis=(1, 2)).any():
        return nobody
    middle = points[:, int(np.isfinite(points).all(axis=2).sum(axis=0).argmax())]
    frames = min(max(1, round(SMOOTHED_S / float(np.median(np.diff(time))))), len(time))
    kernel = np.ones(frames) / frames
    smooth = np.column_stack([np.convolve(middle[:, axis], kernel, mode="same") for axis in range(3)])
    speed = np.linalg.norm(np.gradient(smooth, time, axis=0), axis=1)
    low = middle[:, 2] < np.nanpercentile(middle[:, 2], 5) + LOW_M
    half = frames // 2 + 1
    inside = np.ones(len(time), dtype=np.bool_)
    if len(time) > 4 * half:
        inside[:half] = inside[-half:] = False
    return np.asarray(low & (np.nan_to_num(speed, nan=np.inf) < STILL_MPS) & inside)
