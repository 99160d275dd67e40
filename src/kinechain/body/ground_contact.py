"""Which foot each plate's force acts on, and when what a foot bears is known at all.

A plate is believed for a step only if one foot alone stood on it, and that foot with all of its sole. A foot
that stands beside the plates, or on a plate with the other, bears a force that nobody knows; a foot in the
air bears none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.convex_outline import distance_outside
from kinechain.body.fitted_body import FittedBody
from kinechain.body.inverse_dynamics import Pushes
from kinechain.body.own_body import Body
from kinechain.body.plate_wrenches import PlateWrenches
from kinechain.measurement import SIDES, Side

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

SOLE: Final = ("heel_sole", "first_metatarsal_sole", "hallux_sole", "fifth_metatarsal_sole")
"""Round the foot, so that they are its outline."""

# A part of the sole is on the floor where it is lower and slower than this. Swinging feet clear the floor by
# one or two centimetres but at more than 2 m/s (Winter 1992, Phys Ther 72:45; from memory).
LOW_M: Final = 0.03
SLOW_M_S: Final = 0.8
# The lowest that soles come is the floor, whatever the shoes and however well the feet were fitted.
FLOOR_SHARE: Final = 2
# A load for less than this, or weaker, is a touch and not a step.
SHORTEST_S: Final = 0.1
WEAKEST_N: Final = 50.0
LONGEST_GAP_FRAMES: Final = 2
# Plates tell strike and off to this of the moment at which a fitted sole comes to rest.
EDGE_S: Final = 0.08
# How far the pressure may seem to leave the foot, and a sole its plate, before something else must stand
# there: the errors of both, and the flesh around the points of the sole.
OUTSIDE_FOOT_M: Final = 0.06
OUTSIDE_PLATE_M: Final = 0.02
# A share of a step that may look wrong: its first and last frames, when the force is small.
TOLERATED: Final = 0.1


@dataclass(frozen=True, slots=True)
class PlateContact:
    """One foot on one plate in frames `first` to `last`, both included."""

    plate: int
    side: Side
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a plate measured in frames `first` to `last` is not used, and why, for the user."""

    plate: int
    sides: tuple[Side, ...]
    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """`sole` (T, 2, 4, 3) m, the outlines of both feet; `down` (T, 2, 4), which points rest on the floor."""

    sole: Floats
    down: Booleans


@dataclass(frozen=True, slots=True, eq=False)
class GroundContact:
    """What is believed. `known` (T, 2) says when the forces on the left and the right foot are; then `force`
    and `moment` (about the origin), (T, 2, 3), are these.
    """

    contacts: tuple[PlateContact, ...]
    refusals: tuple[Refusal, ...]
    known: Booleans
    force: Floats
    moment: Floats


def find_feet(fitted: FittedBody) -> Feet:
    """Where the soles are, and which parts of them rest on the floor."""
    from kinechain.body.kinematics import point_positions

    names = [f"{side}_{point}" for side in SIDES for point in SOLE]
    points = point_positions(fitted.chain, fitted.q, *fitted.body.places(names))
    sole = points.reshape(len(points), 2, len(SOLE), 3)
    speed = np.linalg.norm(np.gradient(sole, fitted.time, axis=0), axis=-1)
    lowest = sole[..., 2].min(axis=2)
    floor = np.percentile(lowest, FLOOR_SHARE, axis=0)[:, np.newaxis]
    return Feet(sole, (sole[..., 2] < floor + LOW_M) & (speed < SLOW_M_S))


def find_contacts(feet: Feet, plates: PlateWrenches, time: Floats) -> GroundContact:
    """Who stands on which plate. Frames as in `time` (T,) s.

    Where a plate's corners are not known (forces from a ``.mot``, a treadmill's belt), a foot partly beside
    it cannot be seen here; `loads` looks at whether the forces carry the body.
    """
    contacts: list[PlateContact] = []
    refusals: list[Refusal] = []
    for plate in range(plates.force.shape[1]):
        for first, last in _loaded_spans(plates, plate, time):
            verdict = _judge(feet, plates, plate, (first, last))
            (contacts if isinstance(verdict, PlateContact) else refusals).append(verdict)  # type: ignore[arg-type]
    return believed(tuple(contacts), tuple(refusals), feet, plates, time)


def believed(
    contacts: tuple[PlateContact, ...],
    refusals: tuple[Refusal, ...],
    feet: Feet,
    plates: PlateWrenches,
    time: Floats,
) -> GroundContact:
    """The forces of these contacts, and the frames in which a foot's force is known with them."""
    force, moment = np.zeros((2, len(time), 2, 3))
    measured = np.zeros((len(time), 2), dtype=np.bool_)
    for contact in contacts:
        frames, side = slice(contact.first, contact.last + 1), SIDES.index(contact.side)
        force[frames, side] += plates.force[frames, contact.plate]
        moment[frames, side] += plates.moment[frames, contact.plate]
        measured[frames, side] = True
    edge = round(EDGE_S / float(np.median(np.diff(time))))
    stands = np.asarray(feet.down.any(axis=2))
    known = ~stands | _widened(measured, edge)
    for refusal in refusals:
        for name in refusal.sides:
            side = SIDES.index(name)
            known[_stance(stands[:, side], refusal.first, refusal.last), side] = False
    return GroundContact(contacts, refusals, known, force, moment)


def pushes(body: Body, q: Floats, contact: GroundContact) -> Pushes:
    """The known forces on the bodies that bear them: the toes where the pressure is ahead of their joint."""
    from kinechain.body.kinematics import body_frames

    rotation, position = body_frames(body.chain, q)
    carrier = np.empty((len(q), 2), dtype=np.int64)
    for index, side in enumerate(SIDES):
        foot, toes = body.chain.body(f"{side}_foot"), body.chain.body(f"{side}_toes")
        centre = _pressure(contact.force[:, index], contact.moment[:, index], position[:, toes, 2])
        ahead = np.einsum("ti,ti->t", centre - position[:, toes], rotation[:, foot, :, 0])
        carrier[:, index] = np.where(ahead > 0, toes, foot)
    return Pushes(contact.force, contact.moment, carrier)


def _pressure(force: Floats, moment: Floats, height: Floats) -> Floats:
    """Where a force (T, 3) passes `height` (T,), (T, 3); far behind where there is none."""
    up = np.where(force[:, 2] > 0, force[:, 2], np.nan)
    x = (height * force[:, 0] - moment[:, 1]) / up
    y = (height * force[:, 1] + moment[:, 0]) / up
    return np.nan_to_num(np.stack([x, y, height], axis=1), nan=-np.inf, neginf=-1e9)


def _loaded_spans(plates: PlateWrenches, plate: int, time: Floats) -> Iterator[tuple[int, int]]:
    loaded = plates.loaded[:, plate].copy()
    for first, last in spans(~loaded):
        inner = first > 0 and last < len(loaded) - 1
        if inner and last - first < LONGEST_GAP_FRAMES:
            loaded[first : last + 1] = True
    for first, last in spans(loaded):
        strongest = plates.force[first : last + 1, plate, 2].max()
        if time[last] - time[first] >= SHORTEST_S and strongest >= WEAKEST_N:
            yield first, last


def spans(true: Booleans) -> list[tuple[int, int]]:
    """First and last frame of each run of True in (T,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(np.int8)))
    return [(int(first), int(after) - 1) for first, after in zip(edges[::2], edges[1::2], strict=True)]


def _judge(feet: Feet, plates: PlateWrenches, plate: int, span: tuple[int, int]) -> PlateContact | Refusal:
    first, last = span
    frames = slice(first, last + 1)
    weight = plates.force[frames, plate, 2]
    centre = plates.centre[frames, plate, :2]
    gap = distance_outside(centre[:, np.newaxis], feet.sole[frames, :, :, :2])
    off_foot = np.array([_share(gap[:, side] > OUTSIDE_FOOT_M, weight) for side in range(2)])
    owner = int(np.argmin(off_foot + 1e-3 * np.average(np.nan_to_num(gap), axis=0, weights=weight)))
    other = SIDES[1 - owner]
    if off_foot[owner] > 0.5:
        return Refusal(plate, (), first, last, f"no foot lies where plate {plate + 1} was pressed")
    if off_foot[owner] > TOLERATED:
        standing = tuple(side for index, side in enumerate(SIDES) if feet.down[frames, index].any())
        return Refusal(plate, standing, first, last, f"more than one foot pressed plate {plate + 1}")
    if _stands_on(feet, plates, plate, frames, 1 - owner) > TOLERATED:
        return Refusal(plate, SIDES, first, last, f"the {other} foot stood on plate {plate + 1} too")
    if _stands_beside(feet, plates, frames, owner) > TOLERATED:
        reason = f"the {SIDES[owner]} foot stood partly beside plate {plate + 1}"
        return Refusal(plate, (SIDES[owner],), first, last, reason)
    return PlateContact(plate, SIDES[owner], first, last)


def _share(wrong: Booleans, weight: Floats) -> float:
    return float(np.average(wrong, weights=weight))


def _stands_on(feet: Feet, plates: PlateWrenches, plate: int, frames: slice, side: int) -> float:
    """The share of frames in which a foot rests on a plate, well inside it. 0 where corners are unknown."""
    outline = plates.corners[plate, :, :2]
    if not np.isfinite(outline).all():
        return 0.0
    middle = outline.mean(axis=0)
    inner = middle + (outline - middle) * (
        1 - OUTSIDE_PLATE_M / np.linalg.norm(outline - middle, axis=1).min()
    )
    on = (distance_outside(feet.sole[frames, side, :, :2], inner) == 0) & feet.down[frames, side]
    return float(on.any(axis=1).mean())


def _stands_beside(feet: Feet, plates: PlateWrenches, frames: slice, side: int) -> float:
    """The share of frames in which some of a foot rests outside every plate. 0 where corners are unknown."""
    outlines = plates.corners[:, :, :2]
    if not np.isfinite(outlines).all():
        return 0.0
    points = feet.sole[frames, side, :, np.newaxis, :2]
    beside = distance_outside(points, outlines).min(axis=-1) > OUTSIDE_PLATE_M
    return float((beside & feet.down[frames, side]).any(axis=1).mean())


def _widened(true: Booleans, frames: int) -> Booleans:
    """True (T, 2) also for so many frames before and after."""
    wider = true.copy()
    for shift in range(1, frames + 1):
        wider[shift:] |= true[:-shift]
        wider[:-shift] |= true[shift:]
    return wider


def _stance(stands: Booleans, first: int, last: int) -> slice:
    """The frames around `first` to `last` in which a foot stands (T,)."""
    while first > 0 and stands[first - 1]:
        first -= 1
    while last < len(stands) - 1 and stands[last + 1]:
        last += 1
    return slice(first, last + 1)
