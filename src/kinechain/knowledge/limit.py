"""`Limit`: something about a person that keeps an exercise back today, or makes it begin gently."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry, Status, Text

Effect = Literal["no_programme", "ask_first", "gentler", "leave_out"]
"""No exercises before somebody has looked; the plan is shown to a clinician first; every exercise begins a
step lower; the exercises that name the limit are left out.
"""


class LimitSign(Entry):
    """What in a case shows the limit: an age, the worst pain (0 to 10), or a measure below a value."""

    age_below: Annotated[float, Field(gt=0)] | None = None
    age_at_least: Annotated[float, Field(gt=0)] | None = None
    pain_above: Annotated[float, Field(ge=0, le=10)] | None = None
    measure: str | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _is_one_sign(self) -> Self:
        given = (self.age_below, self.age_at_least, self.pain_above, self.measure)
        if sum(each is not None for each in given) != 1:
            raise ValueError("one of age_below, age_at_least, pain_above, measure")
        if (self.measure is None) != (self.below is None):
            raise ValueError("a measure needs below, and nothing else has it")
        return self


class Limit(Entry):
    """`ask` is the question that a person can answer yes to; `when` what the case shows by itself."""

    name: Text
    effect: Effect
    say: Text
    ask: Text | None = None
    when: LimitSign | None = None
    sources: tuple[str, ...] = ()
    status: Status
    note: Text | None = None

    @model_validator(mode="after")
    def _can_be_known(self) -> Self:
        if self.ask is None and self.when is None:
            raise ValueError("a limit needs ask or when, or nobody ever learns of it")
        return self
