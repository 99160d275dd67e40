"""`ShortTermHelp`: what may ease a pain for a while and changes nothing for good, such as massage."""

from typing import Annotated

from pydantic import Field

from kinechain.knowledge.entry import Entry, Text
from kinechain.knowledge.link import Grade


class ShortTermHelp(Entry):
    """Said of the regions it was tried for, beside the exercises and never in their place."""

    evidence_id: str
    name: Text
    regions: Annotated[tuple[str, ...], Field(min_length=1)]
    advice: Text
    not_if: Annotated[tuple[Text, ...], Field(min_length=1)]
    evidence: Grade
    claims: tuple[str, ...] = ()
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    status: Text
