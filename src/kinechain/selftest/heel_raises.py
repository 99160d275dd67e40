"""Heel raises from a film: how many full ones in a row, and how high.

Data requirements: one person from the side, the whole leg and both feet in the picture, the camera at knee
height, still and level. The height needs the person's height: a shin stands in for the scale.
"""

from dataclasses import dataclass

import numpy as np

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.selftest.film_score import FilmScore
from kinechain.selftest.filmed_body import SHIN_PER_HEIGHT, FilmedBody, knee_bend, other
from kinechain.selftest.one_leg_stance import DOWN, lowest_of_foot

COUNT, HEIGHT = "single_leg_heel_raises", "heel_raise_height"
# Our choices. Lengths are in shins, about 0.42 m of an adult.
SMALLEST = 0.08
"""A heel that rises by less than 3.5 cm is not told from one that stands."""
FULL = 2 / 3
"""A raise is full that gets to this share of the first three's highest."""
LOWERED = 0.5
"""Between two raises the heel comes down by at least this share of it."""
READ_SHARE = 0.83
"""What the detector shows of a heel's height: 60 pictures of rendered people, 0.03 shins left."""
PAUSE_S = 5.0
"""A raise takes two beats of 60 a minute; one may be left out, after two the row is over."""
BENT = 25.0
BOTH_DOWN_SHARE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Raises:
    """The full raises in a row: when, and how high over the toes, in shins."""

    times: Floats
    heights: Floats
    rest: float
    """The heel's height over the toes while it is down, in shins."""


def score_heel_raises(body: FilmedBody, side: Side, height_m: float | None) -> tuple[FilmScore, FilmScore]:
    """The count of full raises on the `side` leg, and their mean height in metres."""
    if why := _why_not(body, side):
        return FilmScore(COUNT, why_not=why), FilmScore(HEIGHT, why_not=why)
    raises = find_raises(body, side)
    if raises is None:
        hardly = f"the {side} heel hardly rises in this film; is this the test, and this leg?"
        return FilmScore(COUNT, why_not=hardly), FilmScore(HEIGHT, why_not=hardly)
    if why := _both_feet_down(body, side, raises):
        return FilmScore(COUNT, why_not=why), FilmScore(HEIGHT, why_not=why)
    count = FilmScore(COUNT, (float(len(raises.times)),), notes=_notes(body, side, raises))
    if height_m is None:
        return count, FilmScore(HEIGHT, why_not="it needs the person's height (--height 1.68) for the scale")
    scale = SHIN_PER_HEIGHT * height_m / own_shin(body, side) / READ_SHARE
    return count, FilmScore(HEIGHT, (float(raises.heights.mean()) * scale,))


def find_raises(body: FilmedBody, side: Side) -> Raises | None:
    """The full raises before the first long pause, None where the heel hardly rises."""
    from scipy.signal import find_peaks

    over = body.held(heel_over_toes(body, side))
    known = over[np.isfinite(over)]
    rest = float(np.percentile(known, 10))
    rise = np.where(np.isfinite(over), over - rest, 0.0)
    highest = float(rise.max())
    if highest < SMALLEST:
        return None
    peaks, _ = find_peaks(np.pad(rise, 1), prominence=max(LOWERED * FULL * highest, SMALLEST / 2))
    peaks = peaks - 1
    reference = float(rise[peaks[:3]].max())
    full = peaks[rise[peaks] >= FULL * reference]
    pauses = np.flatnonzero(np.diff(body.time[full]) > PAUSE_S)
    row = full[: pauses[0] + 1] if len(pauses) else full
    return Raises(body.time[row], rise[row], rest)


def heel_over_toes(body: FilmedBody, side: Side) -> Floats:
    """Height of the heel over the toes, in shins, shape (n,)."""
    return np.asarray(body.at(f"{side}_heel")[:, 1] - body.at(f"{side}_foot_index")[:, 1])


def own_shin(body: FilmedBody, side: Side) -> float:
    """The usual length of that side's shin, in shins: the other leg, bent, may be seen longer."""
    shin = body.at(f"{side}_knee") - body.at(f"{side}_ankle")
    return float(np.nanmedian(np.linalg.norm(shin, axis=1)))


def _why_not(body: FilmedBody, side: Side) -> str:
    if missing := body.unseen([f"{side}_{part}" for part in ("knee", "ankle", "heel", "foot_index")]):
        return f"{missing} hardly seen; film from the {side} side with the whole leg in the picture"
    return ""


def _both_feet_down(body: FilmedBody, side: Side, raises: Raises) -> str:
    """The other foot is compared with the floor that the toes of this one stand on."""
    lift = body.held(lowest_of_foot(body, other(side)) - body.at(f"{side}_foot_index")[:, 1])
    during = (body.time >= raises.times[0]) & (body.time <= raises.times[-1]) & np.isfinite(lift)
    if not during.any() or float((lift[during] < DOWN).mean()) < BOTH_DOWN_SHARE:
        return ""
    swapped = find_raises(body, other(side))
    if swapped is not None and len(swapped.times) > len(raises.times):
        return f"the {other(side)} leg does the raises in this film; give --side {other(side)}"
    return "both feet are on the floor; lift the other foot well off it"


def _notes(body: FilmedBody, side: Side, raises: Raises) -> tuple[str, ...]:
    bend = knee_bend(body, side)
    at = np.searchsorted(body.time, raises.times)
    bent = bend[np.clip(at, 0, len(bend) - 1)]
    if np.isfinite(bent).any() and float(np.nanmedian(bent)) > BENT:
        return ("The knee was bent at the top; with a straight knee the count may be lower.",)
    return ()
