"""`GuidedTest`: a test a person can do at home: how, how it is scored, what it tells and how well."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.case import Person
from kinechain.knowledge.entry import Direction, Entry, Range, Status, Text
from kinechain.knowledge.measure import Asymmetry, Norm
from kinechain.knowledge.verdict import PersonalNorm, pooled_norm

MDC95 = 1.96 * math.sqrt(2)
"""The smallest change that is more than noise 95 times in 100, in sds of one result's error."""

ScoreWay = Literal["tape", "phone_angle", "video", "photo", "stopwatch", "count", "yes_no"]
"""What reads the result off: a tape measure, a phone laid against the limb, a clip, a picture, a watch,
counting, or a look that answers yes or no.
"""


class Cheat(Entry):
    """A way in which the body makes the result better than it is, and how to see that."""

    what: Text
    how_to_see: Text


class TestNorm(Norm):
    """What healthy people show in a test; `n` is how many of them were measured, where it is known."""

    __test__ = False  # pytest would take the name for a test

    n: Annotated[int, Field(ge=2)] | None = None


class LikelihoodRatios(Entry):
    """How much more often the answer yes (`yes`), or no (`no`), comes from those who have the condition."""

    yes: Annotated[float, Field(ge=0.5, le=2.5)]
    no: Annotated[float, Field(ge=0.5, le=2.5)]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    status: Status
    note: Text

    @model_validator(mode="after")
    def _cannot_both_speak_for_it(self) -> Self:
        if (self.yes - 1) * (self.no - 1) > 0:
            raise ValueError("yes and no cannot both speak for the condition, or both against it")
        return self


class Caution(Entry):
    """A result below which something else than the norm counts, from an age on; `says` ends the reason."""

    below: float
    from_years: Annotated[float, Field(ge=0)]
    says: Text
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    status: Status

    def holds_for(self, value: float, person: Person) -> bool:
        """Whether it is to be said of this result; of nobody whose age is not known."""
        return person.age_years is not None and person.age_years >= self.from_years and value < self.below


class ShoeFact(Entry):
    """The answer of the case (under ``shoes``) that a score is: in words for yes and no, or so many `times`
    the number.
    """

    field: Literal["sole", "heel_mm", "wear"]
    if_yes: Text | None = None
    if_no: Text | None = None
    times: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _is_words_or_a_number(self) -> Self:
        if (self.times is None) != (self.if_yes is not None and self.if_no is not None):
            raise ValueError("give if_yes and if_no, or times")
        return self

    def written(self, value: float) -> str:
        """As it is written in a case file: ``sole: stiff``."""
        if self.times is not None:
            return f"{self.field}: {value * self.times:.0f}"
        return f"{self.field}: {self.if_yes if value else self.if_no}"


class Score(Entry):
    """One way to score a test, in the unit of its measure.

    `sd_error` is the standard deviation of the error of one result; a published smallest detectable change
    (MDC95) is divided by 1.96 and by the square root of 2 to give it. An error that grows with the result is
    `sd_share` of it, never less than `sd_least` and never more than `sd_error`. `sd_constant` is the part
    that more tries do not make smaller (the tool, where it is laid, the day); without it all of it is taken
    to stay. `bias` is a film's known constant offset, taken off what was read. `tries` and `combine` are how
    those were scored from whom the norm comes. `asymmetry` is the left-right difference that healthy people
    seldom exceed. A result outside `possible` was not measured in this unit; at `ceiling` the test is
    stopped. What `caution` holds for is not called typical, however many of that age show it. Where people
    spread lopsidedly (`skewed`), mean and sd tell no percentile. What is answered by
    yes or no is noted, and weighs nothing unless it has `likelihood_ratios`. What `belongs_to_shoes` is an
    answer of the case and counts there only.
    """

    measure: str
    unit: Annotated[str, Field(min_length=1)]
    way: ScoreWay
    how: Text
    sd_error: Annotated[float, Field(gt=0)] | None = None
    sd_constant: Annotated[float, Field(ge=0)] | None = None
    sd_share: Annotated[float, Field(gt=0, le=1)] | None = None
    sd_least: Annotated[float, Field(gt=0)] | None = None
    sd_basis: Text | None = None
    bias: float = 0.0
    status: Status
    sources: tuple[str, ...] = ()
    tries: Annotated[int, Field(ge=1, le=10)] = 1
    combine: Literal["mean", "best"] = "mean"
    possible: Range
    ceiling: float | None = None
    skewed: bool = False
    decimals: Annotated[int, Field(ge=0, le=4)]
    norms: tuple[TestNorm, ...] = ()
    no_norm_because: Text | None = None
    concern: Literal["low", "high", "either"] = "low"
    typical_sd_below: Annotated[float, Field(gt=0)] = 1.5
    typical_sd_above: Annotated[float, Field(gt=0)] = 1.5
    asymmetry: Asymmetry | None = None
    likelihood_ratios: LikelihoodRatios | None = None
    caution: Caution | None = None
    belongs_to_shoes: ShoeFact | None = None

    @model_validator(mode="after")
    def _has_a_possible_norm(self) -> Self:
        low, high = self.possible
        if not low < high or not all(low < norm.mean < high for norm in self.norms):
            raise ValueError(
                "possible needs a lowest and a highest value with every norm's mean between them"
            )
        if bool(self.norms) == bool(self.no_norm_because):
            raise ValueError("give norms, or say under no_norm_because why there are none")
        return self

    @model_validator(mode="after")
    def _has_an_error_if_a_number(self) -> Self:
        if (self.way == "yes_no") == (self.sd_error is not None):
            raise ValueError("a score needs its error (sd_error), an answer by yes or no has none")
        if (self.sd_error is None) != (self.sd_basis is None):
            raise ValueError("say under sd_basis where sd_error comes from")
        if self.sd_constant is not None and self.sd_constant > (self.sd_error or 0.0):
            raise ValueError("sd_constant is a part of sd_error and cannot be larger")
        if (self.sd_share is None) != (self.sd_least is None):
            raise ValueError("an error that is a share of the result (sd_share) needs its least (sd_least)")
        if self.sd_least is not None and self.sd_least > (self.sd_error or 0.0):
            raise ValueError("sd_least is the smallest that sd_error becomes and cannot be larger")
        if self.likelihood_ratios is not None and self.way != "yes_no":
            raise ValueError(
                "only an answer by yes or no has likelihood_ratios; a number is read against norms"
            )
        return self

    @property
    def name(self) -> str:
        """What it measures, in words."""
        return self.measure.replace("_", " ")

    def typical_band(self, norm: PersonalNorm) -> tuple[float, float]:
        """The ends of what is typical by that norm; the upper one no further than the test goes."""
        low, high = norm.band(self.typical_sd_below, self.typical_sd_above)
        return low, self.up_to_ceiling(high)

    def up_to_ceiling(self, value: float) -> float:
        """The value, or where the test ended if it lies beyond."""
        return value if self.ceiling is None else min(value, self.ceiling)

    @property
    def smallest_change(self) -> float | None:
        """The smallest change between two results that is more than noise, in the unit (MDC95); of a large
        result, where the error grows with it.
        """
        return None if self.sd_error is None else MDC95 * self.sd_error

    def smallest_change_from(self, value: float) -> float | None:
        """The smallest change from a result of `value` that is more than noise, in the unit."""
        sd = self.error_at(value)
        return None if sd is None else MDC95 * sd

    def error_at(self, value: float) -> float | None:
        """Standard deviation of the error of a result of that size; None for an answer by yes or no."""
        if self.sd_error is None or self.sd_share is None or self.sd_least is None:
            return self.sd_error
        return min(self.sd_error, math.hypot(self.sd_least, self.sd_share * value))

    def norm_for(self, person: Person) -> PersonalNorm | None:
        """The norm of this person's age and sex, None where none fits (a child is not one of the adults)."""
        norm = pooled_norm(self.norms, person)
        if norm is None or not self._has_no_room_below(norm):
            return norm
        return replace(norm, lopsided=True)

    def _has_no_room_below(self, norm: PersonalNorm) -> bool:
        """Whether what is typical would reach below nothing, if people spread as far down as up."""
        return (
            self.sd_share is not None
            and self.possible[0] == 0
            and norm.band(self.typical_sd_below, self.typical_sd_above)[0] <= 0
        )


class Informs(Entry):
    """A condition that the test bears on, and the direction of the result that speaks for it.

    `measure` says which of the test's scores does; without it, all that have a norm. `agrees` is the
    correlation of the result with what the condition is about, where that is another thing (standing with
    walking); `agrees_basis` says where it comes from.
    """

    condition: str
    direction: Direction
    measure: str | None = None
    agrees: Annotated[float, Field(gt=0, le=1)] = 1.0
    agrees_basis: Text | None = None

    @model_validator(mode="after")
    def _says_where_agrees_comes_from(self) -> Self:
        if (self.agrees < 1) != (self.agrees_basis is not None):
            raise ValueError("say under agrees_basis where agrees comes from")
        return self


class InsteadOf(Entry):
    """What the articles say of this test that was not taken over, and why not."""

    said: Text
    claims: Annotated[tuple[str, ...], Field(min_length=1)]
    why_not: Text


class GuidedTest(Entry):
    """A test somebody can do without a clinician. The first of its `scores` is the usual one.

    `rows` are the rows of the mission it answers. `minutes` counts both sides and setting up.
    """

    evidence_id: str | None = None
    rows: tuple[str, ...] = ()
    name: Text
    purpose: Text
    needs: tuple[Text, ...]
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    safety: Annotated[tuple[Text, ...], Field(min_length=1)]
    cheats: tuple[Cheat, ...]
    minutes: Annotated[float, Field(gt=0)]
    sided: bool
    scores: Annotated[tuple[Score, ...], Field(min_length=1)]
    informs: tuple[Informs, ...]
    instead_of: InsteadOf | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    note: Text

    @model_validator(mode="after")
    def _scores_stand_together(self) -> Self:
        pairs = [(score.measure, score.way) for score in self.scores]
        if len(set(pairs)) != len(pairs):
            raise ValueError("a measure is scored once in each way")
        units = {score.measure: score.unit for score in self.scores}
        if any(units[score.measure] != score.unit for score in self.scores):
            raise ValueError("a measure has one unit, whichever way it is scored")
        if any(each.measure is not None and each.measure not in units for each in self.informs):
            raise ValueError("informs names a measure that no score gives")
        if any(score.asymmetry is not None for score in self.scores) and not self.sided:
            raise ValueError("a test without sides cannot have an asymmetry threshold")
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """What it measures, the usual first."""
        return tuple(dict.fromkeys(score.measure for score in self.scores))

    def score_of(self, measure: str, way: ScoreWay | None = None) -> Score | None:
        """The score that gives `measure`, in that way or the usual one; None if it gives it in none."""
        fits = (score for score in self.scores if score.measure == measure and way in (None, score.way))
        return next(fits, None)

    def speaks_for(self, condition: str) -> tuple[tuple[Score, Informs], ...]:
        """The usual score of each measure that bears on `condition`, and what it tells of it."""
        return tuple(
            (score, each)
            for measure in self.measures
            for each in self.informs
            if each.condition == condition and each.measure in (None, measure)
            if (score := self.score_of(measure)) is not None
        )


def usual_scores(tests: Mapping[str, GuidedTest]) -> dict[str, tuple[GuidedTest, Score]]:
    """For each measure the test that gives it and the usual score; the first test of the file comes first."""
    found: dict[str, tuple[GuidedTest, Score]] = {}
    for test in tests.values():
        for score in test.scores:
            found.setdefault(score.measure, (test, score))
    return found
