"""The child process that reads a file of markers or forces: the file is its standard input, a message its
output.

Started by `outside_reading.read_outside` through `child.Child`. The readers are plain Python and numpy,
which a damaged file cannot crash; the walls keep it from more memory, time or anything else of the machine.
"""

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING, BinaryIO

from kinechain.confinement import confine

if TYPE_CHECKING:
    from kinechain.motion.reading.reading import Reading

MEMORY_BYTES = 3 << 30
MOST_FILE_BYTES = 256 << 20
# Ten times what a slow machine needs.
CPU_SECONDS, BYTES_PER_CPU_SECOND = 5, 1 << 20


def main(arguments: list[str]) -> None:
    """Read the file as ``arguments[0]`` says, for the person in ``arguments[1]`` where there is one."""
    out = os.dup(1)
    os.dup2(2, 1)  # a library that prints would garble the message
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # every thread would take its share of the memory
    from kinechain.motion.reading import reading_formats
    from kinechain.motion.reading.reading_messages import pieces, refused, unconfined

    reading_formats.rehearse()
    # Opened here, as nothing can be opened later.
    with open(0, "rb", buffering=0) as file, contextlib.suppress(BrokenPipeError):
        try:
            confine(MEMORY_BYTES, _cpu_seconds())
        except OSError:
            _write(out, unconfined())
            return
        answer = _read(file, arguments[0], arguments[1] if len(arguments) > 1 else None)
        for piece in (refused(answer),) if isinstance(answer, str) else pieces(answer):
            _write(out, piece)


def _read(file: BinaryIO, kind: str, person: str | None) -> "Reading | str":
    from kinechain.motion.reading.reading import RefusedError
    from kinechain.motion.reading.reading_formats import FORMATS

    try:
        data = _content(file)
        if len(data) > MOST_FILE_BYTES:
            return f"is larger than {MOST_FILE_BYTES >> 20} MB; cut out the walk"
        return FORMATS[kind](data, person)
    except RefusedError as error:
        return str(error)
    except MemoryError:
        return "needs too much memory to read, so it is damaged or far too long; cut out the walk"
    except Exception:  # whatever a damaged file leads to, the file is to blame
        if sys.flags.dev_mode:
            raise
        return "is damaged; take a whole copy of it"


def _content(file: BinaryIO) -> bytes:
    pieces = []
    left = MOST_FILE_BYTES + 1
    while left > 0 and (piece := file.read(min(left, 1 << 24))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _cpu_seconds() -> int:
    """Allowance for this process, with what it has used so far."""
    return int(time.process_time()) + CPU_SECONDS + os.fstat(0).st_size // BYTES_PER_CPU_SECOND


def _write(out: int, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(out, rest) :]
