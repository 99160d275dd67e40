"""`Dose`: how much of an exercise, in numbers; and what it takes of a day."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry

Quantity = Literal["sets", "repetitions", "hold_s", "minutes", "times_per_week", "form"]
"""What a rule may change. `form` is the place in an exercise's list of forms, 0 the easiest."""

SECONDS_A_REPETITION = 4.0
SECONDS_BETWEEN_HOLDS = 3.0
SECONDS_BETWEEN_SETS = 30.0
"""For an estimate of how long a session takes (our choices)."""

DAYS_A_WEEK = 7


class Dose(Entry):
    """How much: sets of repetitions, each held so many seconds; or minutes in one go. What does not apply is
    None. `parts` is how many drills one set holds; `each_side`: all of it on the left and on the right.
    """

    sets: Annotated[int, Field(ge=1, le=10)] | None = None
    repetitions: Annotated[int, Field(ge=1, le=50)] | None = None
    hold_s: Annotated[int, Field(ge=1, le=120)] | None = None
    minutes: Annotated[float, Field(ge=0.5, le=90)] | None = None
    times_per_week: Annotated[int, Field(ge=1, le=14)]
    form: Annotated[int, Field(ge=0, le=9)] = 0
    each_side: bool = False
    parts: Annotated[int, Field(ge=1, le=6)] = 1

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if not (self.repetitions or self.hold_s or self.minutes):
            raise ValueError("a dose needs repetitions, hold_s or minutes")
        if self.minutes and (self.sets or self.repetitions or self.hold_s):
            raise ValueError("a dose is counted in minutes, or in sets, repetitions and holds")
        return self

    @property
    def sessions_a_day(self) -> int:
        """More than one only where a week has more of them than days."""
        return -(-self.times_per_week // DAYS_A_WEEK)

    @property
    def days_per_week(self) -> int:
        """On how many days of the week it is done."""
        return min(self.times_per_week, DAYS_A_WEEK)

    @property
    def session_minutes(self) -> float:
        """How long one session takes, pauses included (an estimate)."""
        sides = 2 if self.each_side else 1
        if self.minutes:
            return self.minutes * sides
        each = SECONDS_A_REPETITION if self.hold_s is None else self.hold_s + SECONDS_BETWEEN_HOLDS
        bouts = (self.sets or 1) * self.parts * sides
        pause = SECONDS_BETWEEN_SETS if self.repetitions else 0.0
        return (bouts * (self.repetitions or 1) * each + (bouts - 1) * pause) / 60

    @property
    def day_minutes(self) -> float:
        """What it takes of a day on which it is done."""
        return self.session_minutes * self.sessions_a_day

    @property
    def amount(self) -> tuple[int, float]:
        """What orders two doses of one exercise: the form first, then how much of it a week, in seconds."""
        each = (self.minutes or 0) * 60 or (self.hold_s or 1) * (self.repetitions or 1) * (self.sets or 1)
        return self.form, each * self.times_per_week
