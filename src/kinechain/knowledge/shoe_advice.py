"""`ShoeAdvice`: a line about shoes or insoles, said only when the case itself says that it applies."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.entry import Entry, Status, Text
from kinechain.knowledge.link import Grade


class AtLeast(Entry):
    """A measure whose worse side is this much or more, in the measure's unit."""

    measure: str
    value: float


class ShoeAdvice(Entry):
    """All that is given must hold: an answer of the case (`when`), a measured value (`measured`), one of the
    pain `regions`, one of the `conditions` among the likely contributors; none of `unless`. `{value}` in the
    advice stands for the answer. `instead_of` names lines that are not said as well.
    """

    evidence_id: Annotated[str, Field(pattern=r"^I\d\d[a-z]?$")]
    when: CaseFact | None = None
    measured: AtLeast | None = None
    regions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    advice: Text
    evidence: Grade
    claims: tuple[str, ...] = ()
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    status: Status

    @model_validator(mode="after")
    def _applies_to_somebody(self) -> Self:
        if not (self.when or self.measured or self.regions or self.conditions):
            raise ValueError("advice on shoes needs when, measured, regions or conditions")
        return self
