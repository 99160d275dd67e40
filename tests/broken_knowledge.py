"""A copy of the knowledge with one thing changed, and what the loader says of it."""

import shutil
from pathlib import Path

import pytest

from kinechain.errors import KnowledgeError
from kinechain.knowledge import load_from
from kinechain.knowledge.load import FILES, FOLDER


def broken(folder: Path, file: str, old: str, new: str) -> str:
    """What the loader says of a copy of the knowledge with one thing changed, in one line."""
    for name in FILES:
        shutil.copy(FOLDER / f"{name}.yaml", folder)
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_from(folder)
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith(f"{file}.yaml")
    return message
