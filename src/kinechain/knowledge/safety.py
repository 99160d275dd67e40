"""Red flags, which come before everything, and the rules for stopping an exercise."""

from typing import Annotated, Literal

from pydantic import Field

from kinechain.knowledge.entry import Entry, Status, Text

Level = Literal["emergency", "urgent", "soon"]
LEVELS: tuple[Level, ...] = ("emergency", "urgent", "soon")
"""The most severe first."""


class RedFlag(Entry):
    """One question that is asked before anything is measured. `region` is `all` or a pain region."""

    evidence_id: str
    region: str
    level: Level
    question: Text
    sources: tuple[str, ...] = ()
    status: Status
    note: str | None = None


class LevelOfUrgency(Entry):
    """What a person is told when a flag of this level was answered yes."""

    name: Text
    advice: Text


class StopRule(Entry):
    """A sign on which an exercise is stopped or eased."""

    text: Text
    then: Text


class StopRules(Entry):
    """The whole of stop_rules.yaml: how to read pain during exercise, when to stop, when to be seen."""

    evidence_id: str
    pain_guide: Text
    stop_now: Annotated[dict[str, StopRule], Field(min_length=1)]
    see_a_clinician: Text
    review_after_days: Annotated[int, Field(ge=7, le=84)]
    sources: tuple[str, ...]
    note: Text
