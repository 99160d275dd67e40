"""`KnownWalk`: what is known of a walk from outside its file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from kinechain.measurement import Side

WALKS = Path(__file__).with_name("known_walks.yaml")


class KnownWalk(BaseModel):
    """One entry of ``known_walks.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    speed_mps: Annotated[float, Field(gt=0)] | None = None
    contacts: dict[Side, tuple[tuple[float, float], ...]] = Field(default_factory=dict)


@cache
def known_walks() -> Mapping[str, KnownWalk]:
    """By the file's path within the folder of data."""
    entries = yaml.safe_load(WALKS.read_text(encoding="utf-8"))
    return {walk.file: walk for walk in (KnownWalk.model_validate(entry) for entry in entries)}
