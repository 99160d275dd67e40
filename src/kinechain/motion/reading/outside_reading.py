"""Reading a file of markers or forces from outside, in a confined child process (`reading_child`)."""

from pathlib import Path

from kinechain.errors import InputError, KinechainError
from kinechain.motion.reading.reading import Reading
from kinechain.motion.reading.reading_messages import Unconfined, read_message
from kinechain.outside_reader import outside_reader
from kinechain.printable import printable

CHILD = "kinechain.motion.reading.reading_child"
STALL_SECONDS = 120.0
LONGEST_REASON = 400
AGAIN = "take a whole copy of it"


def read_outside(path: Path, kind: str, person: int | str | None = None) -> Reading:
    """What the file at `path` holds, read as `kind` of `reading_formats`.

    What comes back is of sane size, but neither its names nor its numbers are checked. Raises `InputError`
    in one line that begins with the file's name, and `KinechainError` where nothing can be read safely.
    """
    name = printable(str(path))
    arguments = [kind] if person is None else [kind, str(person)]
    with outside_reader(
        CHILD, path, name, arguments, wanted="file of a walk", again=AGAIN, stall_seconds=STALL_SECONDS
    ) as child:
        try:
            answer = read_message(child)
        except Unconfined:
            raise KinechainError(
                "this system does not let a process lock itself up (seccomp), so no file from outside is "
                "opened; allow seccomp filters in its container or kernel settings"
            ) from None
    if isinstance(answer, str):
        raise InputError(f"{name} {printable(answer, LONGEST_REASON)}")
    return answer
