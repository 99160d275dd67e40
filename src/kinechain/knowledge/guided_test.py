"""`GuidedTest`: a test a person can do, what it tells and how well."""

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from kinechain.case import Person
from kinechain.knowledge.entry import ADULT_FROM_YEARS, Direction, Entry, Range, Text

MDC95 = 1.96 * math.sqrt(2)
"""The smallest change that is more than noise 95 times in 100, in sds of one result's error."""


class GuidedTest(Entry):
    """A test with its norm and its error, in the unit of its measure, as far as choosing it needs.

    `sd_error` is the standard deviation of one person's result from try to try; a published smallest
    detectable change (MDC95) is divided by 1.96 and by the square root of 2 to give it. The norm is that of
    healthy adults. A result outside `possible` was not measured in this unit.
    """

    evidence_id: str
    name: Text
    minutes: Annotated[float, Field(gt=0)]
    measure: str
    unit: Annotated[str, Field(min_length=1)]
    sided: bool
    norm_mean: float
    norm_sd: Annotated[float, Field(gt=0)]
    possible: Range
    sd_error: Annotated[float, Field(gt=0)]
    informs: str
    direction: Direction
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    note: Text

    @model_validator(mode="after")
    def _has_a_possible_norm(self) -> Self:
        if not self.possible[0] < self.norm_mean < self.possible[1]:
            raise ValueError("possible needs a lowest and a highest value with the norm's mean between them")
        return self

    @property
    def smallest_change(self) -> float:
        """The smallest change between two results that is more than noise, in the unit."""
        return MDC95 * self.sd_error

    def may_hold_for(self, person: Person) -> bool:
        """Whether its norm may be that of this person; no child is compared with adults."""
        return person.age_years is None or person.age_years >= ADULT_FROM_YEARS
