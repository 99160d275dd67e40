"""Straight leg raise from a film: the thigh against the floor, as far as the knee stays straight.

Data requirements: one person lying, from the side, shoulder to foot in the picture, the camera at floor
height, still and level. Whether the resting toes turn out cannot be seen from the side.
"""

import numpy as np

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.selftest.film_score import FilmScore
from kinechain.selftest.filmed_body import FilmedBody, highest_tries, knee_bend, off_square, other

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
    """Degrees between the `side` thigh and the horizontal, for each raise with a straight knee."""
    if why := _why_not(body, side):
        return FilmScore(MEASURE, why_not=why)
    raised, bend = thigh_raise(body, side), knee_bend(body, side)
    straight = np.where(bend <= STRAIGHT, raised, np.nan)
    tries = highest_tries(body, straight, most=MOST_TRIES, within=WITHIN, rise=RISE)
    if not tries or tries[0] < RAISED:
        return FilmScore(MEASURE, why_not=_not_raised(body, side, bend, raised))
    return FilmScore(MEASURE, tries, notes=_notes(body, side, raised, tries[0]))


def thigh_raise(body: FilmedBody, side: Side) -> Floats:
    """Degrees of the line from hip to knee above the horizontal, away from the head, shape (n,)."""
    away = np.sign(np.nanmedian((body.middle("hip") - body.middle("shoulder"))[:, 0]))
    thigh = body.at(f"{side}_knee") - body.at(f"{side}_hip")
    return np.asarray(np.degrees(np.arctan2(thigh[:, 1], away * thigh[:, 0])))


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
    return ""


def _not_raised(body: FilmedBody, side: Side, bend: Floats, raised: Floats) -> str:
    resting = body.held(thigh_raise(body, other(side)))
    if np.isfinite(resting).any() and np.nanmax(resting) > RAISED and np.nanmax(body.held(raised)) < RAISED:
        return (
            f"the {other(side)} leg is the one raised in this film; give --side {other(side)}, or film the "
            f"{side} leg (a mirrored film swaps the sides)"
        )
    if (
        np.nanmax(body.held(raised)) >= RAISED
        and np.nanmin(np.where(raised >= RAISED, bend, np.inf)) > STRAIGHT
    ):
        return f"the {side} knee was bent whenever the leg was up; raise it only as far as it stays straight"
    return f"the {side} leg is hardly raised in this film; begin lying flat and raise it as far as it goes"


def _notes(body: FilmedBody, side: Side, raised: Floats, best: float) -> tuple[str, ...]:
    notes = ["Whether the resting toes turn out cannot be seen from the side; look yourself."]
    if float(np.nanmax(body.held(raised))) > best + 3:
        notes.insert(0, "Higher up the knee bent; only what was reached with a straight knee counts.")
    resting = other(side)
    up = body.held(raised) > best - RISE
    lifted = body.held(thigh_raise(body, resting))[up]
    bent = body.held(knee_bend(body, resting))[up]
    if np.isfinite(lifted).any() and (np.nanmedian(lifted) > RESTS or np.nanmedian(bent) > STRAIGHT + 10):
        notes.insert(
            0, f"The resting {resting} leg did not lie flat; that makes the result better than it is."
        )
    return tuple(notes)
