"""What trials of a phone teach of its errors beyond what the fit itself says it leaves open.

For each measure and view: the offset, what of the error stays however many strides are averaged, and what
each stride has for itself. From the squared errors of clips' means is taken what their stated sd holds
already (the fit's own, and the spread between strides); what is left is fixed, and widened for a person whom
nobody has filmed (`error_model.for_a_new_person`). Where nothing is left, the offset is still only known as
well as the people agree on it.

Errors of one person are told by what the other people taught.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from kinechain.knowledge.measure import ErrorModel, MeasurableView
from kinechain.motion.dataset import Floats
from kinechain.validation.error_model import FEWEST_PEOPLE, for_a_new_person
from kinechain.validation.phone_statement import Errors, stated_sd, view_of
from kinechain.validation.phone_trial import MeanRow, StrideRow, TrialResult

SOURCE = "own_validation"
VIRTUAL = "virtual phones"


@dataclass(frozen=True, slots=True)
class PhoneError:
    """In the measure's unit, as ``measures.yaml`` wants it: what `clips` of how many `people` taught.
    `people_sd`: how far another person may be from their mean; `filmed`: what the clips show.
    """

    bias: float
    sd_fixed: float
    sd_per_stride: float
    people_sd: float
    clips: int
    people: int
    filmed: str = VIRTUAL

    @property
    def fixed(self) -> float:
        """What stays however many strides are averaged, the bias with it."""
        return math.hypot(self.bias, self.sd_fixed)

    def model(self, view: MeasurableView) -> ErrorModel:
        """As an error of the virtual phone; in the knowledge the bias is error (`knowledge_update`)."""
        return ErrorModel(
            input="video",
            view=view,
            bias=self.bias,
            sd_fixed=self.sd_fixed,
            sd_per_stride=self.sd_per_stride,
            people_sd=self.people_sd,
            sources=(SOURCE,),
            note=f"learnt from {self.filmed}",
        )


Learnt = Mapping[tuple[str, MeasurableView], PhoneError]


def learn_phone(results: Iterable[TrialResult], filmed: str = VIRTUAL) -> Learnt:
    """The errors of every measure and view of which enough people were filmed.

    `filmed`: what the clips show.
    """
    grouped: dict[tuple[str, MeasurableView], list[_Clip]] = {}
    for clip in _clips(results):
        grouped.setdefault((clip.row.measure, clip.view), []).append(clip)
    learnt = {key: _learnt(clips, filmed) for key, clips in grouped.items()}
    return {key: error for key, error in learnt.items() if error is not None}


def without_own(results: Sequence[TrialResult]) -> Callable[[str], Errors]:
    """For each person the errors that trials of the others taught."""

    @cache
    def errors_for(person: str) -> Errors:
        learnt = learn_phone([result for result in results if _person(result) != person])
        return {(measure, view): error.model(view) for (measure, view), error in learnt.items()}

    return errors_for


def _person(result: TrialResult) -> str:
    rows: Sequence[StrideRow | MeanRow] = result.strides or result.means
    return rows[0].person if rows else ""


@dataclass(frozen=True, slots=True, eq=False)
class _Clip:
    """One measurement of clip number `clip`: its mean, the errors of its strides, and the sds that the fit
    gives these.
    """

    clip: int
    view: MeasurableView
    row: MeanRow
    strides: Floats
    stride_sd: Floats

    @property
    def error(self) -> float:
        return self.row.value - self.row.truth

    @property
    def of_each_stride(self) -> float:
        """What the fit says that a single stride errs by for itself, as a variance."""
        own = float(np.mean(self.stride_sd**2)) - self.row.read.fit_sd**2
        return max(0.0, own) * len(self.strides) / (len(self.strides) - 1)


def _clips(results: Iterable[TrialResult]) -> Iterator[_Clip]:
    for number, result in enumerate(results):
        for row in result.means:
            own = [
                stride
                for stride in result.strides
                if stride.measure == row.measure and row.side in (None, stride.side)
            ]
            errors = np.array([stride.told.value - stride.truth for stride in own])
            sd = np.array([stride.told.sd for stride in own])
            yield _Clip(number, view_of(row.off_side), row, errors, sd)


def _learnt(clips: Sequence[_Clip], filmed: str) -> PhoneError | None:
    people = sorted({clip.row.person for clip in clips})
    if len(people) < FEWEST_PEOPLE:
        return None
    errors = _of_people(clips, lambda clip: clip.error)
    bias, per_stride = float(errors.mean()), _per_stride(clips)
    bare = ErrorModel(
        input="video",
        view=clips[0].view,
        bias=bias,
        sd_per_stride=max(per_stride, np.finfo(float).tiny),
        sources=(SOURCE,),
        note="without a fixed part",
    )
    left = _of_people(clips, lambda clip: (clip.error - bias) ** 2 - stated_sd(clip.row, bare) ** 2)
    widened = for_a_new_person(len(people))
    beyond = max(0.0, float(left.mean())) * widened**2
    return PhoneError(
        bias=bias,
        sd_fixed=float(np.sqrt(beyond + errors.var(ddof=1) / len(people))),
        sd_per_stride=per_stride,
        people_sd=widened * float(_of_people(clips, lambda clip: clip.row.truth).std(ddof=1)),
        clips=len({clip.clip for clip in clips}),
        people=len(people),
        filmed=filmed,
    )


def _of_people(clips: Sequence[_Clip], value: Callable[[_Clip], float]) -> Floats:
    """The mean of each person's values."""
    own: dict[str, list[float]] = {}
    for clip in clips:
        own.setdefault(clip.row.person, []).append(value(clip))
    return np.array([np.mean(values) for values in own.values()])


def _per_stride(clips: Sequence[_Clip]) -> float:
    """How much strides scatter about their clip's mean beyond what the fit says."""
    several = [clip for clip in clips if len(clip.strides) > 1]
    if not several:
        return 0.0
    seen = np.mean([clip.strides.var(ddof=1) for clip in several])
    said = np.mean([clip.of_each_stride for clip in several])
    return float(np.sqrt(max(0.0, seen - said)))
