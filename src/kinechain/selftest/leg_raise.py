"""Straight leg raise from a film: the raised leg against the floor, as far as the knee stays straight.

The line from hip to ankle is read, which for a straight leg is the thigh's: on 48 pictures of rendered people
lying down it was off by -2.8 degrees with a spread of 2.4 between them, the line from hip to knee by about -6
with 3.3, because the detector puts the hip of somebody who lies too high. The mean is taken off (`bias` in
``knowledge/tests.yaml``). Of the leg further from the camera the detector makes one with the other, off by 17
degrees and more in a third of the pictures; so the raised leg has to be the nearer one.

Data requirements: one person lying, from the side of the raised leg, shoulder to foot in the picture, the
camera at floor height, still and level. Whether the resting toes turn out cannot be seen from the side.
"""

import numpy as np

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.selftest.film_score import FilmScore
from kinechain.selftest.filmed_body import (
    FilmedBody,
    highest_tries,
    is_nearer,
    knee_bend,
    off_square,
    other,
)

MEASURE = "straight_leg_raise_angle"
# Our choices.
LYING = 25.0
"""The trunk of somebody who lies is no steeper than this in the picture."""
STRAIGHT = 20.0
"""A knee that bends more is seen to bend: two keypoint errors of 8 degrees and a little."""
RESTS = 15.0
RAISED = 20.0
MOST_TRIES, WITHIN, RISE = 3, 10.0, 15.0


def score_leg_raise(body: FilmedBody, side: Side) -> FilmScore:
    """Degrees between the `side` leg and the horizontal, for each raise with a straight knee."""
    if why := _why_not(body, side):
        return FilmScore(MEASURE, why_not=why)
    raised, bend = leg_line(body, side), knee_bend(body, side)
    straight = np.where(bend <= STRAIGHT, raised, np.nan)
    tries = highest_tries(body, straight, most=MOST_TRIES, within=WITHIN, rise=RISE)
    if not tries or tries[0] < RAISED:
        return FilmScore(MEASURE, why_not=_not_raised(body, side, bend, raised))
    return FilmScore(MEASURE, tries, notes=_notes(body, side, raised, tries[0]))


def leg_line(body: FilmedBody, side: Side, end: str = "ankle") -> Floats:
    """Degrees of the line from hip to `end` above the horizontal, away from the head, shape (n,)."""
    away = np.sign(np.nanmedian((body.middle("hip") - body.middle("shoulder"))[:, 0]))
    leg = body.at(f"{side}_{end}") - body.at(f"{side}_hip")
    return np.asarray(np.degrees(np.arctan2(leg[:, 1], away * leg[:, 0])))


def trunk_slope(body: FilmedBody) -> float:
    """Degrees of the line from the hips to the shoulders from the horizontal, the median over the film."""
    trunk = body.middle("shoulder") - body.middle("hip")
    return float(np.nanmedian(np.degrees(np.arctan2(np.abs(trunk[:, 1]), np.abs(trunk[:, 0])))))


def _why_not(body: FilmedBody, side: Side) -> str:
    if missing := body.unseen([f"{side}_{part}" for part in ("hip", "knee", "ankle")]):
        return f"{missing} hardly seen; film from the {side} side with the whole body in the picture"
    slope = trunk_slope(body)
    if not slope <= LYING:
        return "nobody lies flat in this film; lie on your back, the camera level beside you at floor height"
    if off_square(body):
        return "the camera stood at an angle or above; place it square to the body's side, at floor height"
    if not is_nearer(body, side):
        return (
            f"the {side} leg is the further one from the camera and cannot be told from the other; film "
            f"from the {side} side (a mirrored film swaps the sides)"
        )
    return ""


def _not_raised(body: FilmedBody, side: Side, bend: Floats, raised: Floats) -> str:
    resting = body.held(leg_line(body, other(side)))
    highest = np.nanmax(body.held(raised))
    if np.isfinite(resting).any() and np.nanmax(resting) > RAISED > highest:
        return (
            f"the {other(side)} leg is the one raised in this film; give --side {other(side)}, or film the "
            f"{side} leg (a mirrored film swaps the sides)"
        )
    if highest >= RAISED and np.nanmin(np.where(raised >= RAISED, bend, np.inf)) > STRAIGHT:
        return f"the {side} knee was bent whenever the leg was up; raise it only as far as it stays straight"
    return f"the {side} leg is hardly raised in this film; begin lying flat and raise it as far as it goes"


def _notes(body: FilmedBody, side: Side, raised: Floats, best: float) -> tuple[str, ...]:
    notes = ["Whether the resting toes turn out cannot be seen from the side; look yourself."]
    if float(np.nanmax(body.held(leg_line(body, side, "knee")))) > best + 3:
        notes.insert(0, "Higher up the knee bent; only what was reached with a straight knee counts.")
    resting = other(side)
    up = body.held(raised) > best - RISE
    lifted = body.held(leg_line(body, resting))[up]
    bent = body.held(knee_bend(body, resting))[up]
    if np.isfinite(lifted).any() and (np.nanmedian(lifted) > RESTS or np.nanmedian(bent) > STRAIGHT + 10):
        notes.insert(
            0, f"The resting {resting} leg did not lie flat; that makes the result better than it is."
        )
    return tuple(notes)
