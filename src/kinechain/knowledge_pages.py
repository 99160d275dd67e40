"""The pages of ``kinechain knowledge``: a shelf as a table, an entry in full, and both as JSON.

An entry is printed from its own fields, whatever they are; only the columns of the tables are chosen here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal, get_origin

from pydantic import BaseModel
from rich.markup import escape
from rich.table import Table

from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.catalogue import (
    SHELVES,
    VERDICTS,
    Mention,
    chosen,
    entries_called,
    headline,
    named_by,
    names,
    shelf,
    sources_of,
    verdict_of,
)
from kinechain.printable import printable
from kinechain.terminal import out, print_json

if TYPE_CHECKING:
    from kinechain.knowledge.entry import Entry
    from kinechain.knowledge.library import Knowledge
    from kinechain.knowledge.source import Source

SCHEMA = "kinechain.knowledge/1"

COLUMNS = {
    "claims": ("verdict", "claim"),
    "links": ("evidence_id", "evidence", "likelihood_ratio", "because"),
    "measures": ("unit", "name"),
    "exercises": ("evidence", "name"),
    "tests": ("minutes", "name"),
    "sources": ("status", "citation"),
    "flags": ("level", "region", "question"),
}
"""The fields shown in the table of a shelf; a field that its entries do not have is left out."""

HEADINGS = {"likelihood_ratio": "LR", "evidence_id": "Link"}

STYLES = {
    "supported": "green", "unsupported": "yellow", "contradicted": "bold red", "emergency": "bold red",
    "from-memory": "yellow",
}  # fmt: skip

LONGEST_ROW = 120
MANY_NUMBERS = 12
NAMES_WIDTH = 24
"""About the longest name of a field, and the space beside it."""


def look_up(
    shelf_name: str | None, wanted: str | None, words: str, verdict: str | None, *, as_json: bool
) -> None:
    """Print the shelves, a shelf, or the entries called `wanted`.

    Raises
    ------
    InputError
        For a shelf, an id or a verdict that does not exist, and for an id that is to be searched for.

    """
    knowledge = load()
    if wanted is not None and (words or verdict is not None):
        raise InputError("give an id to see one entry, or --search and --verdict to choose some, not both")
    if shelf_name is None:
        if verdict is not None:
            raise InputError("say which shelf --verdict is for, such as: kinechain knowledge claims")
        _print_shelves(knowledge, words, as_json=as_json)
    elif wanted is None:
        entries = chosen(shelf(knowledge, shelf_name), words, verdict)
        _print_shelf(shelf_name, entries, as_json=as_json)
    else:
        _print_entries(knowledge, shelf_name, wanted, as_json=as_json)


def _print_shelves(knowledge: "Knowledge", words: str, *, as_json: bool) -> None:
    """How many entries each shelf has, or how many of them hold the words."""
    counts = {name: len(chosen(shelf(knowledge, name), words)) for name in SHELVES}
    if as_json:
        print_json({"schema": SCHEMA, "shelves": counts})
        return
    table = _table(["Shelf", "Entries", "File"])
    for name, count in counts.items():
        table.add_row(name, str(count), f"{SHELVES[name]}.yaml")
    out().print(table)


def _print_shelf(name: str, entries: Mapping[str, "Entry"], *, as_json: bool) -> None:
    if as_json:
        dumped = [{"id": entry_id, **entry.model_dump(mode="json")} for entry_id, entry in entries.items()]
        print_json({"schema": SCHEMA, "shelf": name, "entries": dumped})
        return
    if not entries:
        out().print("Nothing holds these words.")
        return
    fields = _columns(name, next(iter(entries.values())))
    table = _table(["Id", *(HEADINGS.get(field, field.replace("_", " ").capitalize()) for field in fields)])
    for entry_id, entry in entries.items():
        table.add_row(entry_id, *(_cell(entry, field) for field in fields))
    out().print(table)
    out().print(f"[dim]{_counted(name, entries)}[/]")


def _cell(entry: "Entry", field: str) -> str:
    """One field of an entry on one line."""
    value = getattr(entry, field)
    return _word(value) if field in VERDICTS else escape(printable(str(value), LONGEST_ROW))


def _columns(name: str, entry: "Entry") -> list[str]:
    there = [field for field in COLUMNS.get(name, ()) if field in type(entry).model_fields]
    if there:
        return there
    return [field for field in type(entry).model_fields if getattr(entry, field) == headline(entry)][:1]


def _counted(name: str, entries: Mapping[str, "Entry"]) -> str:
    """Such as: 117 claims: 33 partly supported, 24 unsupported."""
    counts = Counter(verdict_of(entry) for entry in entries.values())
    counts.pop("", None)
    told = ", ".join(f"{count} {_spoken(verdict)}" for verdict, count in counts.most_common())
    what = name.removesuffix("s") if len(entries) == 1 else name
    return f"{len(entries)} {what}" + (f": {told}" if told else "")


def _print_entries(knowledge: "Knowledge", shelf_name: str, wanted: str, *, as_json: bool) -> None:
    found = entries_called(knowledge, shelf_name, wanted)
    if as_json:
        entries = [_entry_json(knowledge, shelf_name, entry_id) for entry_id in found]
        print_json({"schema": SCHEMA, "shelf": shelf_name, "entries": entries})
        return
    for entry_id in found:
        _print_entry(knowledge, shelf_name, entry_id)


def _print_entry(knowledge: "Knowledge", shelf_name: str, entry_id: str) -> None:
    """Everything an entry says, its sources' citations, what it names, and what names it."""
    entry = shelf(knowledge, shelf_name)[entry_id]
    console = out()
    console.print(f"[bold]{escape(entry_id)}[/]  [dim]{shelf_name}, {SHELVES[shelf_name]}.yaml[/]")
    page = Table.grid(padding=(0, 2))
    page.add_column(style="dim", no_wrap=True)
    page.add_column(overflow="fold")
    for field, about in type(entry).model_fields.items():
        value = getattr(entry, field)
        lines = [_word(value)] if value and get_origin(about.annotation) is Literal else _lines(value)
        if lines and field != "sources":
            page.add_row(field.replace("_", " "), _wrapped(lines, console.width))
    for heading, lines in (
        ("sources", [_cited(name, source) for name, source in sources_of(knowledge, entry).items()]),
        ("it names", [_mentioned(mention) for mention in names(knowledge, entry)]),
        ("named by", [_mentioned(mention) for mention in named_by(knowledge, shelf_name, entry_id)]),
    ):
        if lines:
            page.add_row(heading, _wrapped(lines, console.width))
    console.print(page)
    console.print()


def _wrapped(lines: Sequence[str], width: int) -> str:
    """The lines, the further ones of a long one indented as it is; markup counts as if it were shown."""
    room = max(width - NAMES_WIDTH, 20)
    return "\n".join(
        wrapped
        for line in lines
        for wrapped in wrap(
            line, room, subsequent_indent=_indent(line), break_long_words=False, break_on_hyphens=False
        )
        or [""]
    )


def _indent(line: str) -> str:
    """As far as the words of the line begin from its edge, dashes counted in."""
    return (
        " " * (len(line) - len(line.lstrip(" -")))
        if line.lstrip().startswith("- ") or line[0] == " "
        else "  "
    )


def _entry_json(knowledge: "Knowledge", shelf_name: str, entry_id: str) -> dict[str, Any]:
    entry = shelf(knowledge, shelf_name)[entry_id]
    return {
        "id": entry_id,
        **entry.model_dump(mode="json"),
        "cited": {
            name: source.model_dump(mode="json") for name, source in sources_of(knowledge, entry).items()
        },
        "names": [_mention_json(mention) for mention in names(knowledge, entry)],
        "named_by": [_mention_json(mention) for mention in named_by(knowledge, shelf_name, entry_id)],
    }


def _mention_json(mention: Mention) -> dict[str, str]:
    return {"shelf": mention.shelf, "id": mention.entry_id}


def _cited(name: str, source: "Source") -> str:
    where = f" {source.url}" if source.url else ""
    note = f" ({source.note})" if source.note else ""
    return f"{escape(name)}, {_word(source.status)}: {escape(f'{source.citation}.{where}{note}')}"


def _mentioned(mention: Mention) -> str:
    return escape(f"{mention.shelf} {mention.entry_id}: {printable(mention.headline, LONGEST_ROW)}")


def _lines(value: object) -> list[str]:
    """What a field holds, one line a thing; nothing for what it does not say."""
    if isinstance(value, BaseModel):
        parts = {field: getattr(value, field) for field in type(value).model_fields}
        told = {field: part for field, part in parts.items() if part not in (0, False)}
        return _listed({field.strip("_").replace("_", " "): part for field, part in told.items()})
    if isinstance(value, Mapping):
        return _listed({str(key): part for key, part in value.items()})
    if isinstance(value, tuple | list):
        return _items(value)
    return [] if value is None or value == "" else [escape(str(value))]


def _listed(parts: Mapping[str, object]) -> list[str]:
    """Names with their values: on one line where all are short."""
    told = {name: _lines(part) for name, part in parts.items()}
    told = {name: lines for name, lines in told.items() if lines}
    together = ", ".join(f"{name}: {lines[0]}" for name, lines in told.items())
    if len(together) <= LONGEST_ROW and all(len(lines) == 1 for lines in told.values()):
        return [together] if together else []
    listed = []
    for name, lines in told.items():
        listed += (
            [f"{name}: {lines[0]}"] if len(lines) == 1 else [f"{name}:", *(f"  {line}" for line in lines)]
        )
    return listed


def _items(values: Sequence[object]) -> list[str]:
    """Short words on one line, longer things with a dash each; many numbers only counted."""
    if len(values) > MANY_NUMBERS and all(isinstance(value, int | float) for value in values):
        return [f"{len(values)} numbers"]
    told = [lines for lines in map(_lines, values) if lines]
    together = ", ".join(lines[0] for lines in told)
    if len(together) <= LONGEST_ROW and all(isinstance(value, str | int | float) for value in values):
        return [together] if together else []
    return [("- " if at == 0 else "  ") + line for lines in told for at, line in enumerate(lines)]


def _word(value: object) -> str:
    """A value that is one of a few words, as it is spoken and in its colour."""
    text = escape(_spoken(str(value)))
    style = STYLES.get(str(value))
    return f"[{style}]{text}[/]" if style else text


def _spoken(verdict: str) -> str:
    return verdict.replace("_", " ")


def _table(headings: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in headings:
        table.add_column(heading, no_wrap=heading == "Id", overflow="fold")
    return table
