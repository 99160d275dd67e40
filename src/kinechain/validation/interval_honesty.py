"""Whether stated 95 % intervals hold the truth, for people from whom nothing was learnt.

One person at a time is left out; offset and errors of each measure are learnt from the others
(`error_model`), the left-out person's values get intervals from them as `kinechain measure` would state them,
and it is counted how many hold the laboratory's value.

Data requirements: at least five people, so that four remain to learn from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.knowledge import load, measurement_sd
from kinechain.knowledge.measure import ErrorModel
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.validation.agreement import IN_95_OF_100, Difference
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.compared_walk import ComparedWalk, StrideComparison
from kinechain.validation.error_model import LearntError, learn_error


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One value of a left-out person: its error with the others' offset taken off, and its stated sd."""

    measure: str
    person: str
    error: float
    sd: float

    @property
    def inside(self) -> bool:
        """Whether the 95 % interval holds the laboratory's value."""
        return abs(self.error) <= IN_95_OF_100 * self.sd


def differences(walks: Iterable[ComparedWalk], measure: str) -> list[Difference]:
    """Ours less theirs for every stride of one measure."""
    return [
        Difference(walk.recording.person, stride.side or "", stride.ours - stride.theirs)
        for walk in walks
        for stride in walk.strides
        if stride.measure == measure
    ]


def fit_errors(walks: Iterable[ComparedWalk], measure: str) -> dict[tuple[str, str], float]:
    """What the fit left open in one measure, for each leg that was compared; the mean over its walks."""
    found: dict[tuple[str, str], list[float]] = {}
    for walk in walks:
        for side in {stride.side for stride in walk.strides if stride.measure == measure}:
            sd = walk.fit_sd.get((measure, side))
            if sd is not None:
                found.setdefault((walk.recording.person, side or ""), []).append(sd)
    return {leg: float(np.mean(sds)) for leg, sds in found.items()}


def learn_from(walks: Sequence[ComparedWalk], measure: str) -> LearntError | None:
    """The error of one measure, as far as these walks tell it."""
    least = compared_outputs().measures[measure].least_sd_fixed
    return learn_error(differences(walks, measure), fit_errors(walks, measure), least)


def held_out(walks: Sequence[ComparedWalk], measures: Iterable[str]) -> tuple[HeldOut, ...]:
    """Every value of every person, judged by what the other people taught."""
    return tuple(value for measure in measures for value in _held_out(walks, measure))


def _held_out(walks: Sequence[ComparedWalk], measure: str) -> Iterator[HeldOut]:
    for person in sorted({walk.recording.person for walk in walks}):
        others = [walk for walk in walks if walk.recording.person != person]
        learnt = learn_from(others, measure)
        if learnt is not None:
            for walk in walks:
                if walk.recording.person == person:
                    yield from _values(walk, measure, learnt)


def _values(walk: ComparedWalk, measure: str, learnt: LearntError) -> Iterator[HeldOut]:
    for side, strides in strides_by_side(walk, measure).items():
        ours = np.array([stride.ours for stride in strides])
        theirs = float(np.mean([stride.theirs for stride in strides]))
        error = float(ours.mean()) - learnt.bias - theirs
        sd = stated_sd(measure, ours, learnt, walk.fit_sd.get((measure, side), 0.0))
        yield HeldOut(measure, walk.recording.person, error, sd)


@dataclass(frozen=True, slots=True)
class LegMeans:
    """One measure of one leg (or the whole body) in one walk: means over the strides that both saw."""

    side: Side | None
    ours: float
    theirs: float


def leg_means(walk: ComparedWalk, measure: str) -> tuple[LegMeans, ...]:
    """The means of one measure over each leg's strides."""
    return tuple(
        LegMeans(
            side,
            float(np.mean([stride.ours for stride in strides])),
            float(np.mean([stride.theirs for stride in strides])),
        )
        for side, strides in strides_by_side(walk, measure).items()
    )


def strides_by_side(walk: ComparedWalk, measure: str) -> Mapping[Side | None, list[StrideComparison]]:
    """The compared strides of one measure."""
    found: dict[Side | None, list[StrideComparison]] = {}
    for stride in walk.strides:
        if stride.measure == measure:
            found.setdefault(stride.side, []).append(stride)
    return found


def stated_sd(measure: str, ours: Floats, learnt: LearntError, fit_sd: float) -> float:
    """The sd that a mean over these strides would be given, if `learnt` were in ``measures.yaml``."""
    error = ErrorModel(
        input="markers",
        sd_fixed=learnt.sd_fixed,
        sd_per_stride=learnt.sd_per_stride,
        bias=learnt.bias,
        sources=("own_validation",),
        note="learnt from the other people",
    )
    entry = load().measure(measure).model_copy(update={"error": (error,)})
    spread = float(ours.std(ddof=1)) if len(ours) > 1 else None
    return measurement_sd(entry, "markers", spread, len(ours), float(ours.mean()), fit_sd=fit_sd)
