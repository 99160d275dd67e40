"""How much of our differences goes with laboratories' own knee axes being turned."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.measurement import Side
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.compared_walk import ComparedWalk
from kinechain.validation.interval_honesty import leg_means

# An axis that is turned further (deg) does not lie where the knee bends. Our choice.
FURTHEST_TURN = 15.0
# Fewer legs tell nothing of how two things go together.
FEWEST_LEGS = 8


@dataclass(frozen=True, slots=True)
class KneeExplanation:
    """For one measure, over `legs` (of walks): how the difference goes with the laboratory's cross-talk
    (`correlation`), its spread, and the spread that is left without what goes with it, in degrees.
    """

    measure: str
    legs: int
    correlation: float
    spread: float
    left: float


def has_turned_knee(walk: ComparedWalk, side: Side | None) -> bool:
    """Whether the laboratory's knee axis of that leg is turned, by its own cross-talk or its own markers."""
    turns = [turned.get(side, 0.0) for turned in (walk.cross_talks, walk.knee_axis_turns) if side is not None]
    return any(abs(turn) > FURTHEST_TURN for turn in turns)


def knee_explanations(walks: Sequence[ComparedWalk]) -> tuple[KneeExplanation, ...]:
    """For each extreme of ankle, knee and hip that enough legs have."""
    found = (_explanation(walks, measure) for measure in compared_outputs().of("extremes"))
    return tuple(explanation for explanation in found if explanation is not None)


def _explanation(walks: Sequence[ComparedWalk], measure: str) -> KneeExplanation | None:
    pairs = np.array(
        [
            (walk.cross_talks[leg.side], leg.ours - leg.theirs)
            for walk in walks
            for leg in leg_means(walk, measure)
            if leg.side is not None and leg.side in walk.cross_talks
        ]
    )
    if len(pairs) < FEWEST_LEGS or not pairs.std(axis=0).all():
        return None
    turned, differences = pairs.T
    fitted = np.polyval(np.polyfit(turned, differences, 1), turned)
    return KneeExplanation(
        measure=measure,
        legs=len(pairs),
        correlation=float(np.corrcoef(turned, differences)[0, 1]),
        spread=float(differences.std(ddof=1)),
        left=float(np.sqrt(((differences - fitted) ** 2).sum() / (len(pairs) - 2))),
    )
