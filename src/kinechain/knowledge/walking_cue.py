"""`WalkingCue`: one thing to keep in mind while walking, for what the walk showed."""

from kinechain.knowledge.entry import Entry, Status, Text
from kinechain.knowledge.link import Grade


class WalkingCue(Entry):
    """A cue of the walking practice. `conditions` are those it speaks to; none means it suits everybody."""

    evidence_id: str
    say: Text
    conditions: tuple[str, ...] = ()
    evidence: Grade
    sources: tuple[str, ...] = ()
    status: Status
    note: Text
