"""Standing on one leg from a film: seconds from the foot leaving the floor until it is down again.

Data requirements: one person from the front or the side, both feet in the picture, from before the foot is
lifted until it is down; the camera still.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.selftest.film_score import FilmScore
from kinechain.selftest.filmed_body import FilmedBody, other

MEASURE = "single_leg_stance_time"
# Our choices. Lengths are in shins, about 0.42 m of an adult.
UP, DOWN = 0.12, 0.06
"""A foot is up from 5 cm on, and down again under 2.5 cm."""
HOP = 0.30
"""A standing foot that moved by 12 cm has hopped, and the try is over."""
SHORTEST_S = 1.0
EDGE_S = 0.2
LONGEST_UNSEEN_S = 0.5
"""Feet side by side hide one another: one not seen for longer is taken to stand beside the other."""
LIFTED_SEEN = 0.1
PARTS = ("ankle", "heel", "foot_index")


@dataclass(frozen=True, slots=True)
class Stance:
    """One time on one leg; whether its beginning and its end are in the film."""

    start_s: float
    end_s: float
    begins: bool
    ends: bool

    @property
    def seconds(self) -> float:
        return self.end_s - self.start_s


def score_one_leg_stance(body: FilmedBody, side: Side, ceiling: float) -> FilmScore:
    """Seconds that the `side` leg was stood on, for each try, at most `ceiling`."""
    lifted = f"{other(side)}_ankle"
    if missing := body.unseen([f"{side}_ankle"]) or body.unseen([lifted], share=LIFTED_SEEN):
        return FilmScore(MEASURE, why_not=f"{missing} hardly seen; both feet have to be in the picture")
    stances = list(stances_on(body, side))
    whole = [each for each in stances if (each.begins and each.ends) or each.seconds >= ceiling]
    if whole:
        tries = tuple(min(each.seconds, ceiling) for each in whole)
        return FilmScore(MEASURE, tries, notes=_notes(len(stances) - len(whole)))
    if stances:
        longest = max(stances, key=lambda each: each.seconds)
        missed = "ends while the foot is still up" if longest.begins else "begins with the foot already up"
        return FilmScore(
            MEASURE,
            why_not=f"the film {missed}: at least {longest.seconds:.0f} s; film from before the foot lifts "
            "until it is down again",
        )
    if next(stances_on(body, other(side)), None) is not None:
        return FilmScore(
            MEASURE,
            why_not=f"the {other(side)} leg is stood on in this film; --side names the standing leg (a "
            "mirrored film swaps the sides)",
        )
    return FilmScore(MEASURE, why_not="no foot is lifted for a second in this film")


def stances_on(body: FilmedBody, side: Side) -> Iterator[Stance]:
    """Each time that the `side` leg alone is stood on, of a second or more."""
    lift = _beside_when_hidden(
        body, body.held(lowest_of_foot(body, other(side)) - lowest_of_foot(body, side))
    )
    at = body.at(f"{side}_ankle")[:, 0]
    for first, last in _spells(lift):
        moved = np.abs(at[first : last + 1] - np.nanmedian(at[first : first + 30]))
        hops = np.flatnonzero(moved > HOP)
        ends_at = first + int(hops[0]) if len(hops) else last
        stance = Stance(
            float(body.time[first]),
            float(body.time[ends_at]),
            bool(body.time[first] - body.time[0] > EDGE_S),
            bool(len(hops) > 0 or body.time[-1] - body.time[last] > EDGE_S),
        )
        if stance.seconds >= SHORTEST_S:
            yield stance


def lowest_of_foot(body: FilmedBody, side: Side) -> Floats:
    """Height of the lowest point of a foot, in shins, shape (n,)."""
    heights = np.stack([body.at(f"{side}_{part}")[:, 1] for part in PARTS])
    known = np.isfinite(heights).any(axis=0)
    lowest = np.full(heights.shape[1], np.nan)
    lowest[known] = np.nanmin(heights[:, known], axis=0)
    return lowest


def _beside_when_hidden(body: FilmedBody, lift: Floats) -> Floats:
    """`lift` with short gaps bridged, and 0 where the foot was hidden for longer."""
    seen = np.flatnonzero(np.isfinite(lift))
    if not len(seen):
        return np.zeros(len(lift))
    filled = np.interp(np.arange(len(lift)), seen, lift[seen])
    edges = np.concatenate([[-1], seen, [len(lift)]])
    longest = LONGEST_UNSEEN_S / float(body.time[1] - body.time[0])
    for before, after in pairwise(edges.tolist()):
        if after - before > longest:
            filled[before + 1 : after] = 0.0
    return filled


def _spells(lift: Floats) -> Iterator[tuple[int, int]]:
    """First and last frame of each spell in which the foot went up over `UP` and did not come down to `DOWN`.

    The bounds are where it crosses `DOWN`, on the way up and on the way down.
    """
    start = None
    for frame, is_up in enumerate(lift > DOWN):
        if is_up and start is None:
            start = frame
        elif not is_up and start is not None:
            if lift[start:frame].max() > UP:
                yield start, frame
            start = None
    if start is not None and lift[start:].max() > UP:
        yield start, len(lift) - 1


def _notes(cut_off: int) -> tuple[str, ...]:
    return (f"{cut_off} more that the film does not show whole were left out.",) if cut_off else ()
