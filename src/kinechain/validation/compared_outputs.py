"""What of a laboratory's model is compared with what of ours, and what differs by convention, as data."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

TABLE = Path(__file__).with_name("compared_outputs.yaml")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class LaboratoryOutput(_Entry):
    """One of the laboratory's outputs, or the line from one of its points to another."""

    output: str | None = None
    component: Annotated[int, Field(ge=0, le=2)] = 0
    factor: Literal[-1, 1] = 1
    start: Annotated[str | None, Field(alias="from")] = None
    end: Annotated[str | None, Field(alias="to")] = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.output is None) == (self.start is None or self.end is None):
            raise ValueError("give either an output or the two points of a line")
        return self


class ComparedMeasure(_Entry):
    """One measure that laboratories give too."""

    convention: Annotated[str, Field(min_length=1)]
    least_sd_fixed: Annotated[float, Field(gt=0)]
    joints: Literal["extremes", "hallux"] | None = None
    least_rise: float | None = None
    teaches: bool = True


class ComparedOutputs(_Entry):
    """All of ``compared_outputs.yaml``."""

    outputs: Mapping[str, LaboratoryOutput]
    measures: Mapping[str, ComparedMeasure]

    def of(self, joints: Literal["extremes", "hallux"]) -> tuple[str, ...]:
        """The measures that count for one target."""
        return tuple(name for name, measure in self.measures.items() if measure.joints == joints)

    @property
    def teaching(self) -> tuple[str, ...]:
        """The measures whose differences are our error."""
        return tuple(name for name, measure in self.measures.items() if measure.teaches)


@cache
def compared_outputs() -> ComparedOutputs:
    """What the table says."""
    return ComparedOutputs.model_validate(yaml.safe_load(TABLE.read_text(encoding="utf-8")))
