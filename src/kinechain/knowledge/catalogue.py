"""The knowledge as a catalogue: its shelves, what is on them, and which entries name which others.

Nothing here knows the fields of an entry by name beyond the few that make its headline, so that an entry may
change its form without this file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from kinechain.errors import InputError
from kinechain.knowledge.entry import Entry
from kinechain.knowledge.library import Knowledge
from kinechain.knowledge.source import Source
from kinechain.near_names import did_you_mean
from kinechain.printable import printable

FIRST = ("claims", "links", "measures", "exercises", "tests", "sources", "red_flags")
"""The files a reader looks for most."""

SHORTER = {"red_flags": "flags", "shoe_advice": "shoes", "norm_curves": "curves", "stop_rules": "rules"}
"""What a reader calls some of the files."""

SHELVES = {SHORTER.get(file, file): file for file in dict.fromkeys((*FIRST, *Knowledge.model_fields))}
"""The shelves as a reader calls them, and the file each holds; every file of the knowledge is one."""

ORDINARY_WORDS = ("regions", "grades", "levels")
"""Shelves whose ids are words such as neck or low, which other entries use without meaning the entry."""

HEADLINES = (
    "claim", "name", "question", "ask", "because", "citation", "advice", "meaning", "say", "who",
    "pain_guide", "scope",
)  # fmt: skip
"""The field that says what an entry is about: the first of these that it has."""

VERDICTS = ("verdict", "evidence", "level", "status")
"""The field that says how far to trust an entry, or how grave it is: the first of these that it has."""


@dataclass(frozen=True)
class Mention:
    """An entry that names another, or that is named by it."""

    shelf: str
    entry_id: str
    headline: str


def shelf(knowledge: Knowledge, name: str) -> Mapping[str, Entry]:
    """What is on a shelf, by id.

    Raises
    ------
    InputError
        When there is no such shelf; it lists those there are.

    """
    if name not in SHELVES:
        holding = [other for other, file in SHELVES.items() if name in _entries(knowledge, file)]
        there = f"there are: {', '.join(SHELVES)}"
        see = f"see: kinechain knowledge {holding[0]} {name}" if holding else there
        raise InputError(f"the knowledge has no shelf {printable(name, 60)!r}; {see}")
    return _entries(knowledge, SHELVES[name])


def _entries(knowledge: Knowledge, file: str) -> Mapping[str, Entry]:
    """What a file holds; one that is a single entry holds that one, under the file's name."""
    held: Mapping[str, Entry] | Entry = getattr(knowledge, file)
    return {file: held} if isinstance(held, Entry) else held


def entries_called(knowledge: Knowledge, shelf_name: str, wanted: str) -> dict[str, Entry]:
    """The entry of that id, or all that carry it as the number of the collected evidence (L09, or L9).

    Raises
    ------
    InputError
        When there is none; it names the nearest ids, or the shelf where the id does exist.

    """
    entries = shelf(knowledge, shelf_name)
    wanted = wanted.strip()
    if wanted in entries:
        return {wanted: entries[wanted]}
    number = _unpadded(wanted)
    numbered = {name: entry for name, entry in entries.items() if _unpadded(evidence_id(entry)) == number}
    if numbered:
        return numbered
    elsewhere = [other for other in SHELVES if wanted in shelf(knowledge, other)]
    if elsewhere:
        other = f"kinechain knowledge {elsewhere[0]} {wanted}"
        raise InputError(f"{wanted} is not among the {shelf_name}; see: {other}")
    otherwise = f"list them with: kinechain knowledge {shelf_name}"
    padded = [name for name in entries if _unpadded(name) == _unpadded(wanted)]
    near = f"near to it: {', '.join(padded)}" if padded else did_you_mean(wanted, entries, otherwise)
    raise InputError(f"the {shelf_name} have no {printable(wanted, 60)!r}; {near}")


def _unpadded(name: str | None) -> str | None:
    """An id in capitals, its numbers without the zeros they begin with: 000-08 is 0-8."""
    return None if name is None else re.sub(r"(?<![0-9])0+(?=[0-9])", "", name.upper())


def chosen(entries: Mapping[str, Entry], words: str = "", verdict: str | None = None) -> dict[str, Entry]:
    """The entries that hold every one of the words, anywhere and in any case, and have that verdict.

    Raises
    ------
    InputError
        When no entry of this shelf has that verdict; it lists those they have.

    """
    there = sorted({verdict_of(entry) for entry in entries.values()})
    wanted = None if verdict is None else verdict.strip().lower().replace("-", " ").replace(" ", "_")
    if wanted is not None and wanted not in [each.replace("-", "_") for each in there]:
        known = f"there are: {', '.join(there)}" if any(there) else "these entries have none"
        raise InputError(f"no entry here has the verdict {printable(str(verdict), 60)!r}; {known}")
    parts = words.lower().replace("_", " ").split()
    return {
        entry_id: entry
        for entry_id, entry in entries.items()
        if wanted in (None, verdict_of(entry).replace("-", "_")) and _holds(entry_id, entry, parts)
    }


def _holds(entry_id: str, entry: Entry, words: list[str]) -> bool:
    text = " ".join([entry_id, *(str(leaf) for leaf in leaves(entry))]).lower().replace("_", " ")
    return all(word in text for word in words)


def headline(entry: Entry) -> str:
    """The line that says what the entry is about."""
    return next((str(getattr(entry, field)) for field in HEADLINES if getattr(entry, field, None)), "")


def verdict_of(entry: Entry) -> str:
    """How far the entry is to be trusted, or how grave it is; empty where it does not say."""
    return next((str(getattr(entry, field)) for field in VERDICTS if getattr(entry, field, None)), "")


def evidence_id(entry: Entry) -> str | None:
    """The entry's number in the collected evidence, where it has one."""
    number: str | None = getattr(entry, "evidence_id", None)
    return None if number == "none" else number


def leaves(value: object) -> Iterator[object]:
    """Every word and number that an entry holds, however deep; keys of mappings too, names of fields not."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from leaves(getattr(value, field))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield value


def named_by(knowledge: Knowledge, shelf_name: str, entry_id: str) -> list[Mention]:
    """The entries that name this one: by its id, or by its number in the collected evidence. None where ids
    are ordinary words.
    """
    if shelf_name in ORDINARY_WORDS:
        return []
    own = {entry_id, evidence_id(shelf(knowledge, shelf_name)[entry_id])} - {None}
    found = []
    for other in SHELVES:
        for other_id, entry in shelf(knowledge, other).items():
            own_entry = (other, other_id) == (shelf_name, entry_id)
            if not own_entry and _named(entry) & own:
                found.append(Mention(other, other_id, headline(entry)))
    return found


def names(knowledge: Knowledge, entry: Entry) -> list[Mention]:
    """The entries that this one names, its sources apart."""
    named = _named(entry)
    return [
        Mention(other, other_id, headline(there))
        for other in SHELVES
        if other != "sources" and other not in ORDINARY_WORDS
        for other_id, there in shelf(knowledge, other).items()
        if there is not entry and ({other_id, evidence_id(there)} & named)
    ]


def sources_of(knowledge: Knowledge, entry: Entry) -> dict[str, Source]:
    """The sources an entry rests on, in the order in which it names them."""
    named = dict.fromkeys(str(leaf) for leaf in leaves(entry))
    return {source: knowledge.sources[source] for source in named if source in knowledge.sources}


def _named(entry: Entry) -> set[str]:
    """The words of an entry that may be names of others: its own number is none."""
    return {str(leaf) for leaf in leaves(entry)} - {evidence_id(entry) or ""}
