"""`NormCurve`: one angle over the stride in healthy people."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry, Text

PERCENT = tuple(range(0, 101, 5))
"""The points of the stride at which a norm curve is given, in percent from foot strike."""


class NormCurve(Entry):
    """Mean and standard deviation between people at `PERCENT`, in degrees."""

    name: Text
    population: Text
    licence: Text
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    mean: tuple[float, ...]
    sd: tuple[Annotated[float, Field(gt=0)], ...]

    @model_validator(mode="after")
    def _covers_the_stride(self) -> Self:
        if not len(self.mean) == len(self.sd) == len(PERCENT):
            raise ValueError(f"mean and sd need {len(PERCENT)} numbers each, one every 5 % of the stride")
        return self
