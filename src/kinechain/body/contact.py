"""A foot on the floor: the points of its sole that bear stand still.

Where they stand, and how high, is not asked: shoes and the marker sets' floors differ by centimetres. The
toes are left out, as their bend would then be told by the contact alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.observation import Linearised
from kinechain.body.own_body import Body
from kinechain.errors import InputError
from kinechain.measurement import SIDES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SOLES = ("heel_sole", "first_metatarsal_sole", "fifth_metatarsal_sole")
STILL_SD_M = 0.012
"""Feet roll over the floor on their heel, ball and shoe: their points stand still within this only."""
STILL_S = 0.15
"""How long such a give lasts."""
LIFTED_M = 0.015
"""A point of the sole that is so much higher than its lowest has left the floor, though the foot bears."""


@dataclass(frozen=True, eq=False)
class SoleContact:
    """Points of one foot's sole, their bodies (P,) and places (P, 3), at `time` (T,) s; `bearing` (T,)."""

    points: tuple[Integers, Floats]
    time: Floats
    bearing: NDArray[np.bool_]

    def linearised(self, points: Floats) -> Linearised:
        """The cost of the sole's points (T, P, 3) not standing still."""
        low = points[..., 2] < points[..., 2].min(axis=1, keepdims=True) + LIFTED_M
        down = self.bearing[:, None] & low
        both = np.zeros(down.shape, dtype=np.bool_)
        both[1:] = down[1:] & down[:-1]
        # A random walk of the sd and memory of a give: only its steps cost, wherever the foot stands.
        apart = np.maximum(np.diff(self.time, prepend=self.time[0] - 1.0), 1e-4)[:, None]
        # Points of one stiff sole give together: all of them say no more of the foot's place than one.
        alike = np.maximum(both.sum(axis=1, keepdims=True), 1)
        stiffness = both / alike * STILL_S / (2 * STILL_SD_M**2 * apart)
        move = np.diff(points, axis=0, prepend=points[:1])
        pull = stiffness[..., None] * move
        gradient = pull.copy()
        gradient[:-1] -= pull[1:]
        own = stiffness.copy()
        own[:-1] += stiffness[1:]
        eye = np.eye(3)
        cost = 0.5 * (pull * move).sum(axis=(1, 2))
        return Linearised(cost, gradient, own[..., None, None] * eye, -stiffness[..., None, None] * eye)


def sole_contacts(
    body: Body, time: Floats, stances: tuple[tuple[str, float, float], ...]
) -> tuple[SoleContact, ...]:
    """The contacts of both feet of `body` in `stances`: (side, start, end), s, times as in `time` (T,).

    Raises `InputError` for a side that is neither left nor right.
    """
    found = []
    for side in SIDES:
        bearing = np.zeros(len(time), dtype=np.bool_)
        for _, start, end in (stance for stance in stances if stance[0] == side):
            bearing |= (time >= start) & (time <= end)
        if bearing.any():
            found.append(SoleContact(body.places([f"{side}_{sole}" for sole in SOLES]), time, bearing))
    strange = {side for side, _, _ in stances} - set(SIDES)
    if strange:
        raise InputError(f"a contact is of the left or the right foot, not {min(strange)!r}")
    return tuple(found)
