"""`MovementBreak`: how often to get up, and for how long, for who sits or stands all day."""

from typing import Annotated

from pydantic import Field

from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.entry import Entry, Text
from kinechain.knowledge.exercise import Basis
from kinechain.knowledge.link import Grade


class MovementBreak(Entry):
    """Said when the case says so (`when`); `{value}` in `say` is that answer. Where two hold for one thing of
    the day (`instead_of` names the other's id), only the first is said.
    """

    name: Text
    when: CaseFact
    every_minutes: Annotated[int, Field(ge=10, le=120)]
    minutes: Annotated[float, Field(gt=0, le=15)]
    say: Text
    instead_of: tuple[str, ...] = ()
    evidence: Grade
    basis: Basis
    claims: tuple[str, ...] = ()
