"""The table of marker sets, ``marker_sets.yaml``, read and checked."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from kinechain.errors import KnowledgeError
from kinechain.plain_yaml import load_plain_yaml

TABLE = Path(__file__).with_name("marker_sets.yaml")
SIDES = ("left", "right")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=3)]
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$")]
Labels = tuple[Label, ...]


def plain(label: str) -> str:
    """A label without separators and case: ``L.ASIS`` and ``l_asis`` are both ``lasis``."""
    return "".join(character for character in label if character.isalnum()).casefold()


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Landmarks(_Entry):
    """The names of one part of the body; a sided one stands for two."""

    sided: tuple[Name, ...] = ()
    midline: tuple[Name, ...] = ()


class MarkerSet(_Entry):
    """One marker set: kinechain's names and the labels that mean them, without their side."""

    title: Text
    source: Text
    names: dict[Name, Labels]
    also: dict[Name, Labels] = {}

    @cached_property
    def stems(self) -> dict[str, list[tuple[str, int]]]:
        """What a label without its side may mean: names with the label's place in the name's list."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, labels in (*self.names.items(), *self.also.items()):
            for rank, label in enumerate(labels):
                found.setdefault(plain(label), []).append((name, rank))
        return found


class Unused(_Entry):
    """Labels whose meaning is known and that the body has no use for."""

    sided: Labels
    midline: Labels


class Ability(_Entry):
    """Something that can be measured with a landmark out of each line of `needs`."""

    what: Text
    sided: bool
    needs: tuple[tuple[Name, ...], ...]


class MarkerTable(_Entry):
    """All of ``marker_sets.yaml``."""

    landmarks: dict[Name, Landmarks]
    sets: dict[Name, MarkerSet]
    unused: Unused
    abilities: tuple[Ability, ...]

    @cached_property
    def sided(self) -> frozenset[str]:
        """Names that stand for two landmarks."""
        return frozenset(name for part in self.landmarks.values() for name in part.sided)

    @cached_property
    def midline(self) -> frozenset[str]:
        """Names that stand for one."""
        return frozenset(name for part in self.landmarks.values() for name in part.midline)

    @cached_property
    def parts(self) -> dict[str, str]:
        """The part of the body that each name, without its side, belongs to."""
        return {
            name: part for part, names in self.landmarks.items() for name in (*names.sided, *names.midline)
        }

    @model_validator(mode="after")
    def _knows_every_name(self) -> Self:
        if both := self.sided & self.midline:
            raise ValueError(f"{min(both)} is both sided and on the midline")
        for where, name in self._named():
            if name not in self.parts:
                raise ValueError(f"{where}: {name} is no landmark")
        for key, entry in self.sets.items():
            for stem, meanings in entry.stems.items():
                if len({name in self.sided for name, _ in meanings}) < len(meanings):
                    raise ValueError(f"sets.{key}: {stem} means two things")
        return self

    def _named(self) -> Iterator[tuple[str, str]]:
        for key, entry in self.sets.items():
            yield from ((f"sets.{key}", name) for name in (*entry.names, *entry.also))
        for ability in self.abilities:
            yield from (("abilities", name) for need in ability.needs for name in need)


@cache
def marker_table() -> MarkerTable:
    """The table that belongs to the installation; read and checked once.

    Raises
    ------
    KnowledgeError
        Naming the entry that is missing, misspelt or ambiguous.

    """
    content = load_plain_yaml(TABLE.read_bytes(), TABLE.name)
    try:
        table = MarkerTable.model_validate(content)
    except ValidationError as problem:
        fault = problem.errors(include_url=False, include_context=False)[0]
        place = ", ".join(str(part) for part in fault["loc"])
        raise KnowledgeError(f"{TABLE.name}, {place}: {fault['msg']}") from None
    own: dict[str, tuple[str, ...]] = {
        name: (name,) for name in (*sorted(table.sided), *sorted(table.midline))
    }
    written = table.sets["kinechain"]
    whole = MarkerSet(title=written.title, source=written.source, names=own)
    return table.model_copy(update={"sets": table.sets | {"kinechain": whole}})
