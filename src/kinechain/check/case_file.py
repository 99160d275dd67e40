"""The case that a check writes after every answer, so that nothing is lost when it is interrupted."""

from functools import partial
from pathlib import Path

import yaml

from kinechain.case import Case, load_case
from kinechain.whole_file import replace_file

HEADER = (
    "# A case of kinechain. Correct it by hand if you like; go on with: kinechain check --case THIS_FILE\n"
)


def resumed(path: Path) -> Case:
    """The case at `path` so far, an empty one where there is no file yet.

    Raises `InputError` where there is a file, but no case in it.
    """
    return load_case(path) if path.exists() else Case()


def save_case(case: Case, path: Path) -> None:
    """Write the case whole, or leave the file as it was. Raises `InputError` if it cannot be written."""
    content = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content = {"schema": case.written_as, **content}
    text = HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    replace_file(path, partial(_write, text))


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")
