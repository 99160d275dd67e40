"""YAML as a page of answers needs it: mappings, lists and short values, and nothing that YAML can do beside.

A parser builds nested values by calling itself and follows aliases as often as they stand there, so a
small file can overflow its stack or hold it for hours. Its stream of events is flat, and read through first.
"""

from typing import Any, Final

import yaml

from kinechain.errors import InputError

DEEPEST: Final = 20
LONGEST: Final = 1000
"""Nesting and characters of one value. A case nests three deep, and its longest answer is a file's name."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_plain_yaml(content: bytes, name: str) -> Any:  # noqa: ANN401 (whatever the file holds)
    """What a YAML or JSON file holds (YAML contains JSON), made of plain values only.

    Raises
    ------
    InputError
        With one line that begins with `name`: for what is no YAML, and for aliases, tags, nesting deeper than
        `DEEPEST` and values longer than `LONGEST`.

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
    depth = 0
    for event in yaml.parse(content, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if wrong := _not_plain(event, depth):
            line = f", line {event.start_mark.line + 1}" if event.start_mark else ""
            raise InputError(f"{name}{line}: {wrong}")


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
