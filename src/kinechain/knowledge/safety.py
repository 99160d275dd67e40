"""Red flags, which come before everything."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry, Status, Text

Level = Literal["emergency", "urgent", "soon"]
LEVELS: tuple[Level, ...] = ("emergency", "urgent", "soon")
"""The most severe first."""

EVERYBODY = "all"
"""The region of a flag that is asked whatever hurts."""


class RedFlag(Entry):
    """One question that is asked before anything is measured.

    `region` is `all` or a pain region, `also` names further ones. `from_years` and `below_years` say of whom
    it is asked. `age_alone` marks a flag that the age by itself answers. `accuracy` is how well the signs
    behind it sorted people in clinicians' hands.
    """

    evidence_id: str
    region: str
    also: tuple[str, ...] = ()
    level: Level
    from_years: Annotated[int, Field(gt=0, lt=120)] | None = None
    below_years: Annotated[int, Field(gt=0, lt=120)] | None = None
    age_alone: bool = False
    question: Text
    accuracy: Text | None = None
    sources: tuple[str, ...] = ()
    status: Status
    note: Text | None = None

    @model_validator(mode="after")
    def _asks_one_thing_of_some_people(self) -> Self:
        if not self.question.endswith("?"):
            raise ValueError("a red flag is a question and ends with a question mark")
        if self.region == EVERYBODY and self.also:
            raise ValueError("what is asked of everybody needs no further regions")
        if self.age_alone and self.from_years is None and self.below_years is None:
            raise ValueError("age_alone needs from_years or below_years")
        return self

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions it is asked for; `all` stands for every one."""
        return (self.region, *self.also)

    def is_asked(self, region: str | None, age_years: float | None = None) -> bool:
        """Whether somebody with pain in `region` is asked it; of whom no age is known, everything is."""
        return not {EVERYBODY, region}.isdisjoint(self.regions) and self._fits(age_years)

    def answered_by_age(self, age_years: float | None) -> bool | None:
        """What the age by itself answers; None when it answers nothing."""
        return self._fits(age_years) if self.age_alone and age_years is not None else None

    def _fits(self, age_years: float | None) -> bool:
        if age_years is None:
            return True
        too_young = self.from_years is not None and age_years < self.from_years
        too_old = self.below_years is not None and age_years >= self.below_years
        return not (too_young or too_old)


class LevelOfUrgency(Entry):
    """What a person is told when a flag of this level was answered yes."""

    name: Text
    advice: Text
