"""The child process that parses an `.osim` file: the file is its standard input, a message its output.

Started by `osim_xml.read_document` through `child.Child`. It keeps the elements that describe bodies, joints,
constraints and markers, as nested lists in JSON, and leaves out muscles, shapes and the like, which are most
of a file. Entities are refused, as a few lines of them can unfold to more text than a machine holds.
"""

import contextlib
import json
import os
import struct
from typing import BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from kinechain.confinement import confine

MEMORY_BYTES, CPU_SECONDS = 1 << 30, 20
# The largest published models, with hundreds of muscles, have some 5 MB.
MOST_BYTES = 64 << 20
MOST_ELEMENTS, MOST_DEPTH, MOST_TEXT = 400_000, 60, 16 << 20
PIECE = 1 << 16
LENGTH = struct.Struct("<I")
# Not about where bodies are.
LEFT_OUT = frozenset({
    "ForceSet", "ControllerSet", "ContactGeometrySet", "ProbeSet", "WrapObjectSet", "attached_geometry",
    "FrameGeometry", "VisibleObject", "VisualObject", "ModelVisualPreferences", "Appearance", "GeometryPath",
    "geometry_files", "credits", "publications", "prescribed_function", "groups",
})  # fmt: skip


class RefusedError(Exception):
    """The file is no good; the word says why, see `osim_xml.REASONS`."""


class _Tree:
    """Takes the parser's events and keeps the tree: an element is [tag, name, text, children]."""

    def __init__(self) -> None:
        self.root: list[object] | None = None
        self._open: list[list[object]] = []
        self._skipping, self._elements, self._text = 0, 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) + self._skipping >= MOST_DEPTH:
            raise RefusedError("large")
        if self._skipping or tag in LEFT_OUT:
            self._skipping += 1
            return
        element: list[object] = [tag, attributes.get("name", attributes.get("Version", "")), "", []]
        if self._open:
            children = self._open[-1][3]
            assert isinstance(children, list)
            children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def text(self, text: str) -> None:
        if self._skipping or not self._open or not text.strip():
            return
        self._text += len(text)
        if self._text > MOST_TEXT:
            raise RefusedError("large")
        self._open[-1][2] = f"{self._open[-1][2]}{text}"


def parse(file: BinaryIO) -> list[object]:
    """The tree of an XML file. Raises RefusedError."""
    tree, parser = _Tree(), _parser()
    parser.StartElementHandler, parser.EndElementHandler = tree.start, tree.end
    parser.CharacterDataHandler = tree.text
    read = 0
    try:
        while piece := file.read(PIECE):
            read += len(piece)
            if read > MOST_BYTES:
                raise RefusedError("large")
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (ExpatError, ValueError, LookupError):
        raise RefusedError("not_xml") from None
    if tree.root is None or tree.root[0] != "OpenSimDocument":
        raise RefusedError("not_opensim")
    return tree.root


def _parser() -> XMLParserType:
    def refuse(*_declared: object) -> None:
        raise RefusedError("entities")

    parser = ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = PIECE
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    return parser


def main(_arguments: list[str]) -> None:
    """Read the file, and say what is in it or why it is no good."""
    import encodings.idna
    import encodings.latin_1
    import encodings.utf_16  # noqa: F401  an encoding that a file names cannot be loaded later

    out = os.dup(1)
    with open(0, "rb", buffering=0) as file, contextlib.suppress(BrokenPipeError):
        try:
            confine(MEMORY_BYTES, CPU_SECONDS)
        except OSError:
            _write(out, {"refused": "unconfined"})
            return
        _write(out, _answer(file))


def _answer(file: BinaryIO) -> dict[str, object]:
    try:
        return {"tree": parse(file)}
    except RefusedError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "large"}


def _write(out: int, message: dict[str, object]) -> None:
    text = json.dumps(message).encode()
    rest = memoryview(LENGTH.pack(len(text)) + text)
    while rest:
        rest = rest[os.write(out, rest) :]
