"""The rig's joint convention taken out: what all other walkers' angles are off by on average is no error of
the phone, but of where a drawn body has its joints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kinechain.validation.phone_targets import phone_targets
from kinechain.validation.phone_trial import MeanRow, StrideRow, TrialResult
from kinechain.validation.rendered_trial import RenderedTrial


def without_convention(trials: Sequence[RenderedTrial]) -> list[TrialResult]:
    """The trials' results, each angle less the mean error of that measure of the other walkers."""
    return [
        _corrected(trial, [other for other in trials if not same_walker(trial, other)]) for trial in trials
    ]


def same_walker(one: RenderedTrial, other: RenderedTrial) -> bool:
    """Whether a body walks the same walk in both, however changed."""
    return (one.plan.body, one.plan.walk) == (other.plan.body, other.plan.walk)


def mean_errors(trials: Iterable[RenderedTrial]) -> Mapping[str, float]:
    """By measure that is an angle, the mean over clips of a clip's mean error, degrees."""
    found: dict[str, list[float]] = {}
    for trial in trials:
        own: dict[str, list[float]] = {}
        for row in trial.result.strides:
            if phone_targets().measures[row.measure].unit == "deg":
                own.setdefault(row.measure, []).append(row.told.value - row.truth)
        for measure, errors in own.items():
            found.setdefault(measure, []).append(float(np.mean(errors)))
    return {measure: float(np.mean(errors)) for measure, errors in found.items()}


def _corrected(trial: RenderedTrial, others: Sequence[RenderedTrial]) -> TrialResult:
    off = mean_errors(others)
    return replace(
        trial.result,
        strides=tuple(_stride(row, off.get(row.measure, 0.0)) for row in trial.result.strides),
        means=tuple(_mean(row, off.get(row.measure, 0.0)) for row in trial.result.means),
    )


def _stride(row: StrideRow, off: float) -> StrideRow:
    told = replace(
        row.told, value=row.told.value - off, lower=row.told.lower - off, upper=row.told.upper - off
    )
    return replace(row, told=told)


def _mean(row: MeanRow, off: float) -> MeanRow:
    return replace(row, value=row.value - off)
