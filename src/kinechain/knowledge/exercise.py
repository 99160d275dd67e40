"""`ExerciseEntry`: an exercise with everything a person needs to do it safely."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry, Text
from kinechain.knowledge.link import Grade


class DoseEntry(Entry):
    """How much. What does not apply is left out."""

    sets: Annotated[int, Field(ge=1, le=10)] | None = None
    repetitions: str | None = None
    hold_s: str | None = None
    minutes: str | None = None
    times_per_week: Annotated[str, Field(min_length=1)]
    weeks: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if not (self.repetitions or self.hold_s or self.minutes):
            raise ValueError("a dose needs repetitions, hold_s or minutes")
        return self


class Benefit(Entry):
    """What trials found the exercise to do for pain in one region. This is evidence of benefit, which is not
    evidence that the thing exercised brought the pain about.
    """

    region: str
    evidence: Grade
    weight: Annotated[float, Field(ge=0, le=1)]
    why: Text
    sources: Annotated[tuple[str, ...], Field(min_length=1)]


class ExerciseEntry(Entry):
    """One exercise. `conditions` are those it works on; `benefits` the regions it was tried for."""

    evidence_id: str
    name: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    dose: DoseEntry
    dose_basis: Text
    progression: Annotated[tuple[Text, ...], Field(min_length=1)]
    regression: Annotated[tuple[Text, ...], Field(min_length=1)]
    not_if: Annotated[tuple[Text, ...], Field(min_length=1)]
    stop_rules: Annotated[tuple[str, ...], Field(min_length=1)]
    weeks_to_effect: tuple[Annotated[int, Field(ge=1)], int]
    conditions: tuple[str, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    retest: tuple[str, ...] = ()
    effect: Text
    evidence: Grade
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Text

    @model_validator(mode="after")
    def _serves_something(self) -> Self:
        if not (self.conditions or self.benefits):
            raise ValueError("an exercise serves at least one condition or region")
        return self
