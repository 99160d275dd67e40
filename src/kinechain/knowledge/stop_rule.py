"""Signs on which an exercise is eased or ended, and how pain during it is read."""

from typing import Annotated, Literal

from pydantic import Field

from kinechain.case import Case
from kinechain.knowledge.entry import Entry, Status, Text

Action = Literal["ease", "end", "same_day", "emergency"]
"""Do less; end the programme and see a clinician; the same within the day; call for help."""


class LogSign(Entry):
    """A sign that a log of sessions shows by itself. One of: pain during the latest session above this (of
    10); so many mornings in a row worse than usual; less than this share done in two sessions running.
    """

    pain_during_above: Annotated[float, Field(ge=0, le=10)] | None = None
    worse_mornings: Annotated[int, Field(ge=1, le=7)] | None = None
    done_below: Annotated[float, Field(gt=0, le=1)] | None = None


class StopRule(Entry):
    """A sign on which an exercise is stopped or eased. Without `when`, only the person can report it."""

    text: Text
    then: Text
    action: Action
    when: LogSign | None = None


class ManyPlaces(Entry):
    """What is said where pain is given in so many regions, of both sides each counted once."""

    at_least: Annotated[int, Field(ge=3, le=9)]
    say: Text
    status: Status

    def said_of(self, case: Case) -> tuple[str, ...]:
        """The sentence where it applies to the case; nothing otherwise."""
        return (self.say,) if len({pain.region for pain in case.pain}) >= self.at_least else ()


class StopRules(Entry):
    """The whole of stop_rules.yaml: how to read pain during exercise, when to stop, when to be seen.

    A morning is worse than usual when its pain is above both `fine_up_to` and the person's usual pain. After
    `easier_after_break_days` without a session one begins again a step lower. `enough_of_a_week` is the share
    of a week's sessions that must be done before a dose grows.
    """

    evidence_id: str
    pain_guide: Text
    fine_up_to: Annotated[float, Field(ge=0, le=10)]
    accepted_up_to: Annotated[float, Field(ge=0, le=10)]
    stop_now: Annotated[dict[str, StopRule], Field(min_length=1)]
    easier_after_break_days: Annotated[int, Field(ge=7, le=60)]
    enough_of_a_week: Annotated[float, Field(gt=0, le=1)]
    see_a_clinician: Text
    review_after_days: Annotated[int, Field(ge=7, le=84)]
    many_places: ManyPlaces
    sources: tuple[str, ...]
    status: Status
    note: Text
