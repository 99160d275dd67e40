"""YAML as a page of answers needs it: mappings, lists and short values, and nothing that YAML can do beside.

A parser builds nested values by calling itself and follows aliases as often as they stand there, so a
small file can overflow its stack or hold it for hours; of a key given twice it keeps the last and says
nothing. Its stream of events is flat, and read through first.
"""

from typing import Any, Final

import yaml

from kinechain.errors import InputError

DEEPEST: Final = 20
LONGEST: Final = 1000
"""Nesting and characters of one value. A case nests three deep, and its longest answer is a file's name."""
LONGEST_KEY_SHOWN: Final = 40
MERGE: Final = "<<"

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_plain_yaml(content: bytes, name: str) -> Any:  # noqa: ANN401 (whatever the file holds)
    """What a YAML or JSON file holds (YAML contains JSON), made of plain values only.

    Raises
    ------
    InputError
        With one line that begins with `name`: for what is no YAML, and for aliases, tags, keys given twice,
        nesting deeper than `DEEPEST` and values longer than `LONGEST`.

    """
    try:
        _check_plain(content, name)
        return yaml.load(content, Loader=_LOADER)  # noqa: S506 (it is a safe loader)
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as problem:
        said = str(problem).strip().splitlines() or ["it cannot be parsed"]
        mark = getattr(problem, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark is not None else ""
        raise InputError(f"{name} is neither YAML nor JSON{line}: {said[0]}") from None


def _check_plain(content: bytes, name: str) -> None:
    opened = _Opened()
    for event in yaml.parse(content, Loader=_LOADER):
        if wrong := opened.repeats(event) or _not_plain(event, opened.depth):
            raise InputError(f"{name}, line {_line(event)}: {wrong}")


class _Opened:
    """The groups and lists that are open at one event, the outermost first, with the keys read so far."""

    def __init__(self) -> None:
        # For a group the line of each of its keys, for a list None; and whether the next value is a key.
        self._keys: list[dict[str, int] | None] = []
        self._key_next: list[bool] = []

    @property
    def depth(self) -> int:
        return len(self._keys)

    def repeats(self, event: yaml.Event) -> str | None:
        """Take the event in; what to say where it is a key that its group has already, None otherwise."""
        said = None
        if isinstance(event, yaml.CollectionEndEvent):
            self._keys.pop()
            self._key_next.pop()
        elif isinstance(event, yaml.NodeEvent):
            said = self._node(event)
        if isinstance(event, yaml.CollectionStartEvent):
            inside_group = isinstance(event, yaml.MappingStartEvent)
            self._keys.append({} if inside_group else None)
            self._key_next.append(inside_group)
        return said

    def _node(self, event: yaml.NodeEvent) -> str | None:
        keys = self._keys[-1] if self._keys else None
        if keys is None:
            return None
        is_key = self._key_next[-1]
        self._key_next[-1] = not is_key
        if not is_key or not isinstance(event, yaml.ScalarEvent):
            return None
        if event.value == MERGE:
            return f"a merge ({MERGE}) has no place here; write the values out"
        if event.value in keys:
            shown = event.value[:LONGEST_KEY_SHOWN]
            return f"{shown!r} is given twice (first on line {keys[event.value]}); give it once"
        keys[event.value] = _line(event)
        return None


def _line(event: yaml.Event) -> int:
    """Counted from 1."""
    return event.start_mark.line + 1 if event.start_mark else 1


def _not_plain(event: yaml.Event, depth: int) -> str | None:
    """What one event has that a page of answers does not, None when it is plain."""
    if isinstance(event, yaml.AliasEvent):
        return "an alias (*name) has no place here; write the value out"
    if depth > DEEPEST:
        return f"values are nested more than {DEEPEST} deep; a case is a page of answers"
    if getattr(event, "tag", None) is not None:
        return "a tag (!name) has no place here; write plain values"
    if isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST:
        return f"a value of {len(event.value):,} characters is no answer; give at most {LONGEST:,}"
    return None
