"""`Source`: where a figure or a statement comes from."""

from kinechain.knowledge.entry import Entry, Status, Text


class Source(Entry):
    """A paper, a page, or a trial of our own; `status` says how far it was followed back, and `kept_for` what
    it is about where it may be that no other entry names it yet.
    """

    citation: Text
    url: str | None
    status: Status
    confidence: str | None = None
    licence: str | None = None
    note: str | None = None
    kept_for: Text | None = None
