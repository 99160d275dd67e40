"""`GuidedTest`: a test a person can do, what it tells and how well."""

from typing import Annotated

from pydantic import Field

from kinechain.knowledge.entry import Direction, Entry, Text


class GuidedTest(Entry):
    """A test with its norm and its error, in the unit of its measure, as far as choosing it needs.

    `sd_error` is the standard deviation of one person's result from try to try; a published smallest
    detectable change (MDC95) is divided by 1.96 and by the square root of 2 to give it.
    """

    evidence_id: str
    name: Text
    minutes: Annotated[float, Field(gt=0)]
    measure: str
    unit: Annotated[str, Field(min_length=1)]
    sided: bool
    norm_mean: float
    norm_sd: Annotated[float, Field(gt=0)]
    sd_error: Annotated[float, Field(gt=0)]
    informs: str
    direction: Direction
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    note: Text
