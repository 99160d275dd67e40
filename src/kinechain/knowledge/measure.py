"""`Measure`: what is measured, in which way, with what error, and what is typical for whom."""

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.case import Person, Sex
from kinechain.knowledge.entry import ADULT_FROM_YEARS, ChainLink, Direction, Entry, Range, Status, Text
from kinechain.measurement import Activity, Way

MeasurableView = Literal["side", "front"]
Input = Literal["video", "markers", "photo"]
MeasurableWay = Literal["side", "front", "markers", "photo_side", "photo_front"]
WAYS_OF: dict[Activity, tuple[MeasurableWay, ...]] = {
    "walking": ("side", "front", "markers"),
    "standing": ("photo_side", "photo_front", "markers"),
}
"""The ways of seeing somebody who walks or stands; a photo, or a short clip of standing, is one of them."""
SHOWN: dict[MeasurableWay, str] = {
    "side": "the side view does",
    "front": "the front view does",
    "markers": "markers do",
    "photo_side": "a photo from the side does",
    "photo_front": "a photo from the front does",
}
NOT_OF_WALKING = "it is told of somebody who stands: give photos from the side and the front"

NO_SOURCE = "recalled"
"""The entry of sources.yaml that stands for having none."""


class ErrorModel(Entry):
    """The error of one way of measuring.

    The fixed part does not shrink with more strides (scale, place of the landmarks); the part per
    stride does. Each is given in the measure's unit, in percent of the value, or both (they then add
    as squares).
    `bias` is a known constant offset, to be subtracted from what is read. `people_sd` is how far a person is
    from the mean of those in whom the error was found. A video and a photo have a view.
    """

    input: Input
    view: MeasurableView | None = None
    sd_fixed: Annotated[float, Field(ge=0)] = 0.0
    sd_fixed_percent: Annotated[float, Field(ge=0)] = 0.0
    sd_per_stride: Annotated[float, Field(ge=0)] = 0.0
    sd_per_stride_percent: Annotated[float, Field(ge=0)] = 0.0
    bias: float = 0.0
    people_sd: Annotated[float, Field(gt=0)] | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    note: Text

    @property
    def way(self) -> MeasurableWay | None:
        """How the body is seen."""
        if self.input == "photo":
            return "photo_side" if self.view == "side" else "photo_front"
        return "markers" if self.input == "markers" else self.view

    @model_validator(mode="after")
    def _has_a_view_if_a_camera_saw_it(self) -> Self:
        if (self.input != "markers") != (self.view is not None):
            raise ValueError("an error of a video or a photo needs its view, and no other has one")
        return self

    @model_validator(mode="after")
    def _has_an_sd(self) -> Self:
        parts = (self.sd_fixed, self.sd_fixed_percent, self.sd_per_stride, self.sd_per_stride_percent)
        if not any(parts):
            raise ValueError("an error entry needs a standard deviation: sd_fixed or sd_per_stride")
        return self

    def fixed(self, value: float) -> float:
        """The part that stays however many strides are averaged, in the measure's unit."""
        return math.hypot(self.sd_fixed, self.sd_fixed_percent / 100 * value)

    def per_stride(self, value: float) -> float:
        """The part that averages out over strides, for one stride, in the measure's unit."""
        return math.hypot(self.sd_per_stride, self.sd_per_stride_percent / 100 * value)


class Norm(Entry):
    """What healthy people show: mean and spread between people. Without `sex`: of both; without `age`: of
    adults, never of children.
    """

    age: Range | None = None
    sex: Sex | None = None
    mean: float
    sd: Annotated[float, Field(gt=0)]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    status: Status
    note: str | None = None

    def may_hold_for(self, person: Person) -> bool:
        """Whether nothing known about the person rules this group out."""
        if self.sex is not None and person.sex not in (None, self.sex):
            return False
        youngest, oldest = self.age or (ADULT_FROM_YEARS, math.inf)
        if person.age_years is None:
            return oldest >= ADULT_FROM_YEARS
        return youngest <= person.age_years < oldest + 1

    @property
    def was_looked_up(self) -> bool:
        """Whether it names any source; a norm that is recalled and no more judges nobody."""
        return set(self.sources) != {NO_SOURCE}


class Asymmetry(Entry):
    """The left-right difference beyond which sides count as unequal, in the unit or in percent."""

    value: Annotated[float, Field(gt=0)] | None = None
    percent: Annotated[float, Field(gt=0)] | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    basis: Text

    @model_validator(mode="after")
    def _has_one_threshold(self) -> Self:
        if (self.value is None) == (self.percent is None):
            raise ValueError("give the asymmetry threshold once: as value or as percent")
        return self

    def threshold(self, left: float, right: float) -> float:
        """The threshold for these two sides, in the measure's unit."""
        if self.value is not None:
            return self.value
        return (self.percent or 0.0) / 100 * abs(left + right) / 2


class SmallestChange(Entry):
    """The smallest change between two visits that is more than noise (MDC), in the measure's unit."""

    value: Annotated[float, Field(gt=0)]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    note: Text


class Cutoff(Entry):
    """A cut-off somebody published or proposes. It is shown to readers; the verdict comes from the norm."""

    side_of_concern: Direction
    value: float
    sources: tuple[str, ...] = ()
    note: Text


class Measure(Entry):
    """One measure: definition, unit, views, errors, norms.

    `views` are those from which a video gives it; markers give it where `error` says how well.
    `markers_needed` names the markers without which they do not. `cannot_classify` says why a video's value
    is shown but never judged, nor counted for or against anything.
    """

    evidence_id: str | None = None
    name: Text
    meaning: Text
    definition: Text
    unit: Annotated[str, Field(min_length=1)]
    link: ChainLink
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)] = ("walking",)
    sided: bool
    decimals: Annotated[int, Field(ge=0, le=4)]
    views: tuple[MeasurableView, ...]
    matters_when: Literal["low", "high", "either"]
    typical_sd_below: Annotated[float, Field(gt=0)] = 2.0
    typical_sd_above: Annotated[float, Field(gt=0)] = 2.0
    possible: Range | None = None
    error: tuple[ErrorModel, ...] = ()
    markers_needed: Text | None = None
    cannot_classify: Text | None = None
    cannot_tell: dict[MeasurableWay, Text] = Field(default_factory=dict)
    norms: tuple[Norm, ...] = ()
    no_norm_because: Text | None = None
    smallest_change: SmallestChange | None = None
    cutoffs: tuple[Cutoff, ...] = ()
    asymmetry: Asymmetry | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _says_for_each_way_how_well_or_why_not(self) -> Self:
        told = [error.way for error in self.error]
        filmed = {error.view for error in self.of_camera("video")}
        if filmed != set(self.views) or len(set(told)) != len(told):
            raise ValueError("each view that gives the measure needs one error entry, and no other")
        ways = {way for activity in self.activities for way in WAYS_OF[activity]}
        silent = ways - {*told, *self.cannot_tell}
        if silent:
            raise ValueError(f"say under cannot_tell why {SHOWN[min(silent)]} not give it")
        if set(told) & set(self.cannot_tell):
            raise ValueError("a view either gives the measure or stands under cannot_tell, not both")
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if ("markers" in self.cannot_tell) == bool(self.markers_needed):
            raise ValueError("say which markers give it (markers_needed), or under cannot_tell why none do")
        if bool(self.norms) == bool(self.no_norm_because):
            raise ValueError("give norms, or say under no_norm_because why there are none")
        if self.asymmetry is not None and not self.sided:
            raise ValueError("a measure without sides cannot have an asymmetry threshold")
        return self

    def error_for(self, way: Way | None) -> ErrorModel | None:
        """The error of that way of seeing, None if it cannot give the measure.

        From behind counts as from the front, and a slanting view as one from the side: how much less sure it
        is, the fit says.
        """
        wanted = {"back": "front", "oblique": "side"}.get(way or "", way)
        return next((error for error in self.error if error.way == wanted), None)

    def of_camera(self, source: Input) -> tuple[ErrorModel, ...]:
        """The errors of the views from which a video, or photos, give it."""
        return tuple(error for error in self.error if error.input == source)

    def cannot_tell_because(self, way: Way | None) -> str | None:
        """Why that way of seeing cannot give the measure, None when it can."""
        if self.error_for(way) is not None:
            return None
        seen: MeasurableWay | None = "front" if way == "back" else None if way == "oblique" else way
        if seen is not None:
            return self.cannot_tell.get(seen, NOT_OF_WALKING)
        if not self.views:
            return self.cannot_tell.get("side", NOT_OF_WALKING)
        return f"the camera stood at an angle; this needs a view from the {' or '.join(self.views)}"

    def impossible_because(self, value: float) -> str | None:
        """Why `value` cannot be true of a body, None when it can."""
        if self.possible is None or self.possible[0] <= value <= self.possible[1]:
            return None
        low, high = self.possible
        read = f"{value:.{self.decimals}f} {self.unit}"
        when = "in a walk" if "walking" in self.activities else "in standing"
        return f"{read} is not possible {when} ({low:g} to {high:g}); landmarks were lost"
