"""Rules that change a dose: plain enough to be read aloud, exact enough for a machine to apply."""

from typing import Annotated, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from kinechain.knowledge.dose import Dose, Quantity
from kinechain.knowledge.entry import Entry, Text

Step = Annotated[str, StringConstraints(pattern=r"^([+-]\d+(\.\d+)?|half|=\d+(\.\d+)?)$")]
"""``+10``, ``-1``, ``half``, or ``=8`` for going back to 8."""

QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)


class Change(Entry):
    """What a rule does to a dose: one quantity grows, shrinks or is halved, as far as `up_to` or `down_to`;
    others may be set beside it.
    """

    sets: Step | None = None
    repetitions: Step | None = None
    hold_s: Step | None = None
    minutes: Step | None = None
    times_per_week: Step | None = None
    form: Step | None = None
    up_to: Annotated[float, Field(gt=0)] | None = None
    down_to: Annotated[float, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _moves_one_quantity(self) -> Self:
        moving = [name for name, step in self.steps.items() if not step.startswith("=")]
        if len(moving) != 1:
            raise ValueError("a rule moves exactly one quantity; others may only be set, such as '=8'")
        if (self.up_to is not None) == (self.down_to is not None):
            raise ValueError("a rule that adds needs up_to, one that takes away needs down_to")
        if self.grows != (self.up_to is not None):
            raise ValueError("up_to belongs to a rule that adds, down_to to one that takes away")
        return self

    @property
    def steps(self) -> dict[Quantity, str]:
        """The steps that are given."""
        return {name: step for name in QUANTITIES if (step := getattr(self, name)) is not None}

    @property
    def moved(self) -> Quantity:
        """The quantity that grows or shrinks."""
        return next(name for name, step in self.steps.items() if not step.startswith("="))

    @property
    def grows(self) -> bool:
        """Whether it adds."""
        return self.steps[self.moved].startswith("+")

    def applied(self, dose: Dose) -> Dose | None:
        """The changed dose, never beyond the rule's own bound; None where it is there already, or where the
        dose has no such quantity.
        """
        now = getattr(dose, self.moved)
        if now is None:
            return None
        step = self.steps[self.moved]
        moved = now / 2 if step == "half" else now + float(step)
        if self.up_to is not None:
            moved = min(moved, self.up_to)
        if self.down_to is not None:
            moved = max(moved, self.down_to)
        moved = _whole(self.moved, moved)
        if (moved <= now) if self.grows else (moved >= now):
            return None
        beside = {n: _whole(n, float(s[1:])) for n, s in self.steps.items() if s.startswith("=")}
        return Dose.model_validate(dose.model_dump() | beside | {self.moved: moved})


def _whole(quantity: Quantity, value: float) -> float:
    """Minutes may be halves; everything else is counted, and half of a count is rounded up."""
    return round(value * 2) / 2 if quantity == "minutes" else int(-(-value // 1))


class GoodEnough(Entry):
    """When a dose may grow: all of these, in every session of the last week."""

    all_sets_done: bool = True
    pain_during_at_most: Annotated[float, Field(ge=0, le=5)] = 5.0
    pain_next_morning_at_most: Annotated[float, Field(ge=0, le=5)]


class Progression(Entry):
    """``after_weeks`` at one dose, if the log is good enough, then the dose grows."""

    after_weeks: Annotated[int, Field(ge=1, le=12)]
    if_: Annotated[GoodEnough, Field(alias="if")]
    then: Change
    say: Text

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if not self.then.grows:
            raise ValueError("a progression adds; what takes away belongs under regression")
        return self


class Regression(Entry):
    """If a stop rule says do less, then the dose shrinks. `if_` names those rules; none means any of them."""

    if_: Annotated[tuple[str, ...], Field(alias="if")] = ()
    then: Change
    say: Text

    @model_validator(mode="after")
    def _shrinks(self) -> Self:
        if self.then.grows:
            raise ValueError("a regression takes away; what adds belongs under progression")
        return self
