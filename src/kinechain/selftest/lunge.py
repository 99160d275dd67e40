"""Knee to wall from a film: how far the shin leans at the deepest lunge with the heel down.

Data requirements: one person from the side, the front foot's toes, heel, ankle and knee in the picture, the
camera still and level. The angle is that in the picture: square to the camera is assumed, and refused where
the shoulders show that it was not.
"""

import numpy as np
from numpy.typing import NDArray

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.selftest.film_score import FilmScore
from kinechain.selftest.filmed_body import FilmedBody, highest_tries, off_square, other

Bools = NDArray[np.bool_]

MEASURE = "knee_to_wall_angle"
# Our choices. Lengths are in shins, about 0.42 m of an adult.
SHORTEST_FOOT, SHORTEST_THIGH = 0.38, 0.75
"""A foot seen shorter than this (in shins), or a thigh beside its own shin, is none seen from the side: the
detector has mixed the legs, as in 5 of 70 pictures of rendered people, or the camera stood elsewhere.
"""
HEEL_UP = 0.10
"""About 4 cm: what the heel keypoint may wander before the heel counts as lifted."""
HEEL_RISE_PER_DEG = 0.0037
"""The detector puts a heel that stands higher the more the shin leans, by so many shins a degree: 39
pictures of rendered people in lunges, whose heels were down; 0.037 shins are left about that line.
"""
BESIDE = 0.2
SMALLEST_LUNGE = 5.0
MOST_TRIES, WITHIN, RISE = 3, 6.0, 8.0
UNSEEN = "A heel that lifts by less than about 4 cm is not seen in a film; look, or lay paper under it."
"""Of the lunges the three deepest count, if they come within 6 degrees of the deepest: practice is left
out.
"""


def score_lunge(body: FilmedBody, side: Side) -> FilmScore:
    """Degrees that the shin of the `side` leg leans forward from upright, for each lunge."""
    if why := _why_not(body, side):
        return FilmScore(MEASURE, why_not=why)
    tilt, lifted = shin_tilt(body, side), heel_lifted(body, side)
    tries = highest_tries(body, np.where(lifted, np.nan, tilt), most=MOST_TRIES, within=WITHIN, rise=RISE)
    if not tries:
        return FilmScore(
            MEASURE, why_not="the heel is never seen down while the knee is; keep it on the floor"
        )
    if tries[0] < SMALLEST_LUNGE:
        return FilmScore(
            MEASURE, why_not=f"the {side} shin never leans forward; is this the test, and this leg?"
        )
    return FilmScore(MEASURE, tries, notes=_notes(body, tilt, lifted, tries[0]))


def shin_tilt(body: FilmedBody, side: Side) -> Floats:
    """Degrees of the shin from upright towards the toes, shape (n,)."""
    shin = body.at(f"{side}_knee") - body.at(f"{side}_ankle")
    return np.degrees(np.arctan2(_facing(body, side) * shin[:, 0], shin[:, 1]))


def heel_lifted(body: FilmedBody, side: Side) -> Bools:
    """Whether the heel stands clearly higher over the toes than in the lowest quarter of the film, (n,)."""
    over_toes = body.at(f"{side}_heel")[:, 1] - body.at(f"{side}_foot_index")[:, 1]
    over_toes = over_toes - HEEL_RISE_PER_DEG * np.maximum(shin_tilt(body, side), 0.0)
    known = over_toes[np.isfinite(over_toes)]
    flat = float(np.percentile(known, 25)) if len(known) else np.nan
    return np.asarray(over_toes > flat + HEEL_UP)


def _facing(body: FilmedBody, side: Side) -> float:
    """1 where the foot points to the picture's right, -1 to its left."""
    return float(np.sign(_foot(body, side)))


def _foot(body: FilmedBody, side: Side) -> float:
    return float(np.nanmedian(body.at(f"{side}_foot_index")[:, 0] - body.at(f"{side}_heel")[:, 0]))


def _thigh_per_shin(body: FilmedBody, side: Side) -> float:
    thigh, shin = (
        float(np.nanmedian(np.linalg.norm(body.at(f"{side}_knee") - body.at(f"{side}_{end}"), axis=1)))
        for end in ("hip", "ankle")
    )
    return thigh / shin


def _why_not(body: FilmedBody, side: Side) -> str:
    parts = [f"{side}_{part}" for part in ("hip", "knee", "ankle", "heel", "foot_index")]
    if missing := body.unseen(parts):
        return f"{missing} hardly seen; film from the {side} side with the whole leg in the picture"
    if off_square(body):
        return "the camera stood at an angle; place it square to the side of the body, at knee height"
    if abs(_foot(body, side)) < SHORTEST_FOOT:
        return f"the {side} foot does not point across the picture; film from the side"
    if _thigh_per_shin(body, side) < SHORTEST_THIGH:
        return (
            f"the points on the {side} leg do not fit one leg; film from the other side, or in better light"
        )
    ahead = _facing(body, side) * (body.at(f"{side}_ankle") - body.at(f"{other(side)}_ankle"))[:, 0]
    if np.isfinite(ahead).mean() > 0.3 and float(np.nanmedian(ahead)) < -BESIDE:
        return (
            f"the {other(side)} foot stands in front in this film; give --side {other(side)}, or film the "
            f"{side} leg (a mirrored film swaps the sides)"
        )
    return ""


def _notes(body: FilmedBody, tilt: Floats, lifted: Bools, best: float) -> tuple[str, ...]:
    with_heel_up = body.held(np.where(lifted, tilt, np.nan))
    if np.isfinite(with_heel_up).any() and float(np.nanmax(with_heel_up)) > best + 1:
        return (
            "The heel lifted in the deepest part; only what was reached with the heel down counts.",
            UNSEEN,
        )
    return (UNSEEN,)
