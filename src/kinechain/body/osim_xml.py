"""The elements of an OpenSim document, read in a confined child, and what stands in them."""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinechain.body.osim_child import LENGTH, MOST_DEPTH, MOST_ELEMENTS
from kinechain.child import Child, ChildEndedError, ChildStalledError
from kinechain.errors import InputError, KinechainError
from kinechain.outside_file import open_outside
from kinechain.printable import printable

Floats = NDArray[np.float64]

CHILD = "kinechain.body.osim_child"
STALL_SECONDS = 60.0
MOST_MESSAGE_BYTES = 64 << 20
AGAIN = "take a whole copy of the file, or save it again from OpenSim"
REASONS = {
    "large": "is larger than any model of a body; give a model of at most 64 MB",
    "not_xml": f"is damaged or no XML; {AGAIN}",
    "not_opensim": "is no OpenSim document; give a model saved by OpenSim (.osim)",
    "entities": "declares a document type or entities, which no OpenSim model needs; remove them",
}
TRUE, FALSE = {"true", "1"}, {"false", "0"}


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, its `name`, its own text, and the elements in it."""

    tag: str
    name: str
    text: str
    children: tuple["Element", ...]

    def __str__(self) -> str:
        return f"{self.tag} {printable(self.name, 80)!r}" if self.name else self.tag

    def first(self, *tags: str) -> "Element | None":
        """The first child with one of the tags."""
        return next((child for child in self.children if child.tag in tags), None)

    def every(self, tag: str) -> Iterator["Element"]:
        """Every element below with the tag, from the top down."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.every(tag)

    def objects(self, tag: str) -> tuple["Element", ...]:
        """What a set has in its `objects`, or nothing where there is no such set."""
        found = self.first(tag)
        listed = found.first("objects") if found else None
        return listed.children if listed else ()

    def word(self, *tags: str) -> str:
        """The text of the first child with one of the tags, or nothing."""
        found = self.first(*tags)
        return " ".join(found.text.split()) if found else ""

    def flag(self, tag: str, *, default: bool) -> bool:
        """Whether the child says true."""
        word = self.word(tag).lower()
        if word not in TRUE | FALSE | {""}:
            raise InputError(f"{self} has {tag} {printable(word, 40)!r}; it must be true or false")
        return word in TRUE if word else default

    def numbers(self, tag: str, count: int | None = None, default: Floats | None = None) -> Floats:
        """The finite numbers in the child: `count` of them, or at least one.

        Raises `InputError` where they are missing and there is no `default`, or are no numbers.
        """
        words = self.word(tag).split()
        if not words and default is not None:
            return default
        try:
            numbers = np.array([float(word) for word in words])
        except ValueError:
            numbers = np.array([np.nan])
        wanted = len(numbers) == count if count is not None else len(numbers) > 0
        if not wanted or not np.isfinite(numbers).all():
            raise InputError(f"{self} needs {count or 'some'} finite number(s) in {tag}")
        return numbers

    def number(self, tag: str, default: float | None = None) -> float:
        """The finite number in the child."""
        return float(self.numbers(tag, 1, None if default is None else np.array([default]))[0])


def read_document(path: Path) -> Element:
    """The document at `path`, without what is not about where bodies are. Raises `InputError`."""
    name = printable(str(path))
    with open_outside(path, name, wanted="model (.osim)", if_empty=AGAIN) as file:
        child = Child(CHILD, [], file, STALL_SECONDS)
    with child:
        try:
            said = _message(child)
        except ChildStalledError:
            raise InputError(f"{name} could not be read in {STALL_SECONDS:.0f} seconds; {AGAIN}") from None
        except ChildEndedError:
            long = child.signal == signal.SIGXCPU
            trouble = "takes far too long to read" if long else "broke the reader, so it is damaged"
            raise InputError(f"{name} {trouble}; {AGAIN}") from None
        except (ValueError, TypeError, RecursionError):
            raise InputError(f"{name} misled the reader and was not trusted; {AGAIN}") from None
    if isinstance(said, Element):
        return said
    if said == "unconfined":
        raise KinechainError(
            "this system does not let a process lock itself up (seccomp), so no model is opened; "
            "allow seccomp filters in its container or kernel settings"
        )
    raise InputError(f"{name} {REASONS[said]}")


def _message(child: Child) -> Element | str:
    """What the child says: the document, or a word. Raises ValueError for anything else."""
    (length,) = LENGTH.unpack(child.read(LENGTH.size))
    if length > MOST_MESSAGE_BYTES:
        raise ValueError
    said = json.loads(child.read(length))
    if not isinstance(said, dict):
        raise TypeError
    if "tree" in said:
        return _element(said["tree"], MOST_DEPTH, [MOST_ELEMENTS])
    if said.get("refused") not in {*REASONS, "unconfined"}:
        raise ValueError
    return str(said["refused"])


def _element(said: object, depth: int, left: list[int]) -> Element:
    left[0] -= 1
    if depth < 0 or left[0] < 0 or not isinstance(said, list) or len(said) != 4:
        raise ValueError
    tag, name, text, children = said
    if not (isinstance(tag, str) and isinstance(name, str) and isinstance(text, str)):
        raise TypeError
    if not isinstance(children, list):
        raise TypeError
    return Element(tag, name, text, tuple(_element(child, depth - 1, left) for child in children))
