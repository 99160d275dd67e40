"""Opening a file from outside, to be handed to a confined child."""

import stat
from pathlib import Path
from typing import BinaryIO

from kinechain.errors import InputError


def open_outside(path: Path, name: str, *, wanted: str, if_empty: str) -> BinaryIO:
    """The ordinary, non-empty file at `path`, open for reading.

    Raises `InputError`, in one line that calls the file `name`: `wanted` says what to give instead of a
    folder or a device, `if_empty` what to do about an empty file.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"{name} is a folder; give one {wanted}")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{name} is not an ordinary file; give a {wanted}")
        if status.st_size == 0:
            raise InputError(f"{name} is empty; {if_empty}")
        return path.open("rb")
    except FileNotFoundError:
        raise InputError(f"{name} does not exist; check the name and the folder") from None
    except PermissionError:
        raise InputError(f"{name} may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{name} cannot be opened: {error}") from None
