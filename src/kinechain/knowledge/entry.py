"""What every entry of ``knowledge/*.yaml`` has in common: frozen, and refusing fields it does not know."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]
"""Words for a reader: never empty."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""The name of an entry: lower case words joined by underscores."""

ChainLink = Literal[
    "shoe", "toes", "arch", "rearfoot", "ankle", "knee", "hip", "pelvis", "low_back", "upper_back",
    "shoulder", "neck", "head",
]  # fmt: skip
"""The links of the chain, from the ground up."""

Status = Literal["verified-in-store", "from-memory", "ours"]
"""How far a statement was followed back: its source's page or abstract was seen; it is recalled and not
looked up; or it is kinechain's own (a trial, a choice, an assumption)."""

Direction = Literal["low", "high"]
AnyDirection = Literal["low", "high", "either"]

ADULT_FROM_YEARS = 18
"""A norm that names no ages holds from this age on."""

Range = tuple[float, float]
"""Lowest and highest."""


class Entry(BaseModel):
    """One record of the knowledge, as written in YAML."""

    model_config = ConfigDict(frozen=True, extra="forbid")
