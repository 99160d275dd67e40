"""Writing a file whole or not at all, so that nothing half-written stands where a good file stood."""

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kinechain.errors import InputError
from kinechain.printable import printable

ADVICE = {
    errno.ENOSPC: "make some room, or choose another disk",
    errno.EDQUOT: "make some room, or choose another disk",
    errno.EACCES: "choose a place where you may write",
    errno.EPERM: "choose a place where you may write",
    errno.EROFS: "choose a place where you may write",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path`, then put it in the place of `path` in one step.

    The new file has the permissions of the old one, or of any new file. A link is followed. A device
    or a pipe is written to as it stands, for a file in its place would take it from the system.

    Raises `InputError`, in one line, if that cannot be done; what stood at `path` is then still there.
    Anything else that `write` raises is passed on, with the old file still there too.
    """
    try:
        _refuse_place(path)
        if _is_special(path):
            write(path)
        else:
            _replace(_target(path), write)
    except OSError as error:
        raise _refusal(path, error) from None


def check_place(path: Path) -> None:
    """Raise `InputError` before long work if `path` could not be written when it is done."""
    try:
        _refuse_place(path)
        if not _is_special(path):
            probe = _beside(_target(path))
            probe.touch(exist_ok=False)
            probe.unlink()
    except OSError as error:
        raise _refusal(path, error) from None


def _refuse_place(path: Path) -> None:
    name = printable(str(path))
    if path.is_dir():
        raise InputError(f"{name} is a folder; give a file's name")
    folder = _target(path).parent if path.is_symlink() else path.parent
    if not folder.is_dir():
        raise InputError(
            f"{name} cannot be written: there is no folder {printable(str(folder))}; make it first"
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise InputError(f"{name} cannot be written: it is protected; change that or choose another name")


def _target(path: Path) -> Path:
    """Where a link leads, or the path itself; a link that leads to itself is one to replace."""
    return Path(os.path.realpath(path))


def _is_special(path: Path) -> bool:
    """Whether `path` is there and neither a file nor a folder."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _replace(target: Path, write: Callable[[Path], None]) -> None:
    beside = _beside(target)
    try:
        write(beside)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        _to_disk(beside)  # a full or failing disk must show before the old file goes
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    with suppress(OSError):  # some systems cannot; the file itself is safe
        _to_disk(target.parent)


def _beside(target: Path) -> Path:
    """A new name in the folder of `target`, with its ending, by which some writers choose a format."""
    return target.parent / f".kinechain-{secrets.token_hex(8)}{target.suffix}"


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(path: Path, error: OSError) -> InputError:
    advice = ADVICE.get(error.errno or 0, "try another place")
    return InputError(f"{printable(str(path))} cannot be written: {error.strerror or error}; {advice}")
