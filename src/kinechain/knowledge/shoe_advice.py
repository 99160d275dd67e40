"""`ShoeAdvice`: a line about shoes, said only when the case itself says that it applies."""

from typing import Annotated

from pydantic import Field

from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.entry import Entry, Text


class ShoeAdvice(Entry):
    """`{value}` in the advice stands for the answer in the case."""

    evidence_id: str
    when: CaseFact
    advice: Text
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
