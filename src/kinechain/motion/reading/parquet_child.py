"""The child process that reads a Parquet file: the file is its standard input, a message its output.

Started by `parquet.read_parquet` through `child.Child`. The library that reads is compiled code that
believes the sizes it finds in the file, hence the walls around it.
"""

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING, BinaryIO

from kinechain.confinement import confine

if TYPE_CHECKING:
    from kinechain.motion.reading.parquet_messages import MotionTable, Refusal

# The longest motion needs a third of this.
MEMORY_BYTES = 2 << 30
# Ten times what a slow machine needs.
CPU_SECONDS, BYTES_PER_CPU_SECOND = 5, 4 << 20


def main(_arguments: list[str]) -> None:
    """Read the file, and say what is in it or why it is no good."""
    out = os.dup(1)
    os.dup2(2, 1)  # a library that prints would garble the message
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # every thread would take its share of the memory
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # pandas would load it where it is there
    from kinechain.motion.reading.parquet_messages import Refusal, pieces, refused

    _rehearse()
    # Opened here, as nothing can be opened later.
    with open(0, "rb", buffering=0) as file, contextlib.suppress(BrokenPipeError):
        try:
            confine(MEMORY_BYTES, _cpu_seconds())
        except OSError:
            _write(out, refused(Refusal.UNCONFINED))
            return
        answer = _read(file)
        for piece in (refused(answer),) if isinstance(answer, Refusal) else pieces(answer):
            _write(out, piece)


def _read(file: BinaryIO) -> "MotionTable | Refusal":
    from kinechain.motion.reading.parquet_messages import Refusal
    from kinechain.motion.reading.parquet_table import RefusedError, read_table

    try:
        return read_table(file)
    except RefusedError as error:
        return error.refusal
    except MemoryError:
        return Refusal.MEMORY
    except Exception:  # noqa: BLE001  a library given a damaged file may raise anything
        return Refusal.DAMAGED


def _cpu_seconds() -> int:
    """Allowance for this process, with what it has used so far."""
    return int(time.process_time()) + CPU_SECONDS + os.fstat(0).st_size // BYTES_PER_CPU_SECOND


def _rehearse() -> None:
    """Read a motion of ours, so that whatever is imported on first use is there before the walls are."""
    import io

    import numpy as np

    from kinechain.motion.reading.parquet_messages import MotionTable
    from kinechain.motion.reading.parquet_table import read_table, table_bytes

    table = MotionTable("{}", ("nose",), np.zeros(2), np.zeros((2, 2, 1)), np.zeros((2, 1)))
    read_table(io.BytesIO(table_bytes(table)))


def _write(out: int, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(out, rest) :]
