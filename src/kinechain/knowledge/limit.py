"""`Limit`: something about a person that keeps an exercise back today, or makes it begin gently."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry, Status, Text

Effect = Literal["no_programme", "ask_first", "gentler", "leave_out"]
"""No exercises before somebody has looked; the plan is shown to a clinician first; every exercise begins a
step lower; the exercises that name the limit are left out.
"""


class LimitSign(Entry):
    """What in a case shows the limit: an age, one of its pains, or a measure below a value.

    A pain shows it where all that is said of a pain holds for one: above an intensity (0 to 10), brought on
    by one of the words, and new. A pain whose days are not told is not taken as new, unless it was brought on
    by one of the words: then nothing says that it is old.
    """

    age_below: Annotated[float, Field(gt=0)] | None = None
    age_at_least: Annotated[float, Field(gt=0)] | None = None
    pain_above: Annotated[float, Field(ge=0, le=10)] | None = None
    since_days_below: Annotated[float, Field(gt=0)] | None = None
    provoked_by: tuple[str, ...] = ()
    measure: str | None = None
    below: float | None = None

    @property
    def of_pain(self) -> bool:
        """Whether it is one of the pains that shows the limit."""
        return self.pain_above is not None or self.since_days_below is not None or bool(self.provoked_by)

    @model_validator(mode="after")
    def _is_one_sign(self) -> Self:
        given = (self.age_below, self.age_at_least, self.measure)
        if sum(each is not None for each in given) + self.of_pain != 1:
            raise ValueError("one of age_below, age_at_least, measure, or what is said of a pain")
        if (self.measure is None) != (self.below is None):
            raise ValueError("a measure needs below, and nothing else has it")
        return self


class Limit(Entry):
    """`ask` is the question that a person can answer yes to; `when` what the case shows by itself.

    `say` is said where it bears on the plan, `always` in any plan where the limit holds, `always_shown` in
    its place where nobody told it and the case shows it. `see_within_days` is when somebody is to look at it.
    """

    name: Text
    effect: Effect
    say: Text
    always: Text | None = None
    always_shown: Text | None = None
    see_within_days: Annotated[int, Field(ge=0, le=14)] | None = None
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
