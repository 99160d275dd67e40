"""`LeftOut`: what the collected evidence describes and kinechain does not measure or weigh, and why."""

from typing import Annotated

from pydantic import Field

from kinechain.knowledge.entry import Entry, Status, Text


class LeftOut(Entry):
    """A measure or a clinician's rule that is known and not used. `figures` keep what was found about it;
    `instead` says what is used in its place, where anything is.
    """

    evidence_id: str
    name: Text
    figures: Text
    because: Text
    instead: Text | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    status: Status
