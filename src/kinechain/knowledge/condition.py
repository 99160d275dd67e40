"""`Condition` and `Explanation`: what may contribute to pain, and how it is observed."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.case import Case
from kinechain.knowledge.entry import AnyDirection, ChainLink, Entry, Status, Text

FactName = Literal[
    "habits.sitting_hours", "habits.screen_hours", "habits.hard_floor_standing_hours", "habits.daily_steps",
    "habits.stress", "habits.sleep", "habits.earlier_episodes", "habits.earlier_injury",
    "habits.recent_load_change", "habits.heavy_arm_work", "shoes.sole", "shoes.heel_mm", "shoes.wear",
    "shoes.support",
    "shoes.orthotics",
]  # fmt: skip


class Prior(Entry):
    """How often something is present in people like the user, before anything was seen."""

    probability: Annotated[float, Field(gt=0, lt=1)]
    status: Status
    sources: tuple[str, ...] = ()
    basis: Text


class CaseFact(Entry):
    """An answer in the case that settles whether something is present: one of `answers`, or a number that
    is `at_least` or `below` a bound.
    """

    fact: FactName
    answers: tuple[str | bool, ...] = ()
    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _has_one_rule(self) -> Self:
        if (bool(self.answers), self.at_least is not None, self.below is not None).count(True) != 1:
            raise ValueError("a fact needs exactly one of answers, at_least, below")
        return self

    def given(self, case: Case) -> str | float | bool | None:
        """The answer in the case, None when it was not asked."""
        part, name = self.fact.split(".")
        answer: str | float | bool | None = getattr(getattr(case, part), name)
        return answer

    def holds(self, case: Case) -> bool | None:
        """Whether the case says so; None when it was not asked."""
        answer = self.given(case)
        if answer is None:
            return None
        if self.at_least is not None:
            return float(answer) >= self.at_least
        if self.below is not None:
            return float(answer) < self.below
        return answer in self.answers


class Observation(Entry):
    """A measure that speaks for the condition when its value lies to one side of the norm, or, for what has
    a sign (left less right), far from its mean to either side.
    """

    measure: str
    direction: AnyDirection


class Condition(Entry):
    """Something about one link of the chain that may be present, seen through measures or answers.

    `shift_sd` is how far people with the condition lie from the norm's mean, in the norm's own standard
    deviations, to the side named by each observation.
    """

    name: Text
    meaning: Text
    link: ChainLink
    sided: bool
    modifiable: bool
    prior: Prior
    shift_sd: Annotated[float, Field(gt=0, le=4)] = 1.5
    observed_by: tuple[Observation, ...] = ()
    answered_by: CaseFact | None = None
    notes: tuple[Text, ...] = ()


class Explanation(Entry):
    """An ordinary explanation of pain that no camera sees; answered by a habit, where it was asked.

    `advice` is given where it may explain one of the pains, or wherever it hurts (`advised_anywhere`).
    """

    name: Text
    meaning: Text
    prior: Prior
    answered_by: CaseFact | None = None
    advice: Text | None = None
    advised_anywhere: bool = False
    notes: tuple[Text, ...] = ()
