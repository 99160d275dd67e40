"""Reading ``knowledge/*.yaml`` into a `Knowledge`, refusing whatever is missing, misspelt or out of range."""

from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kinechain.errors import KnowledgeError
from kinechain.knowledge.library import Knowledge
from kinechain.knowledge.references import check_references

FOLDER = Path(__file__).parent

WHOLE_FILES = ("stop_rules", "wording")
"""Files that are one entry; every other file maps ids to entries."""

FILES = (
    "sources", "measures", "norm_curves", "left_out", "regions", "grades", "conditions", "explanations",
    "links",
    "claims", "exercises", "shoe_advice", "cues", "breaks", "short_term_help", "limits",
    "referrals", "tests", "questions", "red_flags", "levels", "stop_rules", "wording",
)  # fmt: skip


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, refusing a key written twice (YAML would quietly keep the last)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [str(key.value) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
        if twice:
            raise KnowledgeError(f"{min(twice)} is written twice")
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


@cache
def load() -> Knowledge:
    """The knowledge that belongs to the installation; read and checked once, then kept.

    Raises
    ------
    KnowledgeError
        Naming the file and the entry, when one is missing, misspelt or out of range.

    """
    return load_from(FOLDER)


def load_from(folder: Path) -> Knowledge:
    """The knowledge in a folder that holds every file of `FILES`. Raises `KnowledgeError` as `load` does."""
    raw = {name: _read(folder / f"{name}.yaml") for name in FILES}
    try:
        knowledge = Knowledge.model_validate(raw)
    except ValidationError as problem:
        raise KnowledgeError(_in_words(problem)) from None
    check_references(knowledge)
    return knowledge


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 (it is a safe loader)
    except OSError as problem:
        raise KnowledgeError(f"{path.name} cannot be read: {problem.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise KnowledgeError(f"{path.name} is not YAML: {' '.join(str(problem).split())}") from None
    except KnowledgeError as problem:
        raise KnowledgeError(f"{path.name}: {problem}") from None
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path.name} is empty or no mapping from names to entries")
    return content


def _in_words(problem: ValidationError) -> str:
    """The first fault, as one line: file, entry, field, what is wrong."""
    fault = problem.errors(include_url=False, include_context=False)[0]
    place = [str(part) for part in fault["loc"]]
    file, rest = f"{place[0]}.yaml", place[1:]
    if place[0] in WHOLE_FILES:
        entry, field = "", ".".join(rest)
    else:
        entry, field = (rest[0] if rest else ""), ".".join(rest[1:])
    where = ", ".join(part for part in (file, entry, field) if part)
    more = len(problem.errors()) - 1
    others = f" (and {more} more)" if more else ""
    return f"{where}: {fault['msg'].removeprefix('Value error, ')}{others}"
