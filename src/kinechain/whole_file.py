"""Writing a file whole or not at all, so that nothing half-written stands where a good file stood."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kinechain.errors import InputError


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path`, then put it in the place of `path` in one step.

    Raises `InputError`, in one line, if that cannot be done; what stood at `path` is then still there.
    """
    beside = path.parent / f".kinechain-{secrets.token_hex(8)}{path.suffix}"
    try:
        write(beside)
        beside.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """Raise `InputError` before long work if `path` could not be written when it is done."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a file's name")
    probe = path.parent / f".kinechain-{secrets.token_hex(8)}"
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None
