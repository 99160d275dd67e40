"""A child process that reads a file from outside on our behalf.

The child is a fresh interpreter, never a fork, so it is safe to start beside running threads. The
file is its standard input, opened by us, and its answer comes on standard output. What it says is
not trusted: whoever uses it checks what it reads. The child locks itself up (`confinement`) before
it looks at the file.
"""

import contextlib
import fcntl
import json
import os
import select
import subprocess
import sys
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

# The kernel's default pipe of 64 KiB would cost a switch between the processes for every 64 KiB.
PIPE_BYTES = 1 << 20
START = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
importlib.import_module(sys.argv[2]).main(sys.argv[3:])
"""
# What an interpreter needs to start; keys and passwords in the environment are none of its business.
KEPT_ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "PYTHONHOME",
    "SYSTEMROOT",
)


class MessageError(Exception):
    """What the child said is no message of its kind, so it is not trusted."""


class ChildEndedError(Exception):
    """The child ended in the middle of its answer."""


class ChildStalledError(Exception):
    """The child gave no sign of life for too long and was ended."""


class Child:
    """Runs ``module.main(arguments)`` in a child process with `file` as its standard input.

    `read` and `read_into` wait for `stall_seconds` at most. The child is ended and reaped by
    `close`, at the end of a ``with`` block, or when the object is forgotten.
    """

    def __init__(self, module: str, arguments: list[str], file: BinaryIO, stall_seconds: float) -> None:
        self._stall_seconds = stall_seconds
        search_path = json.dumps([entry for entry in sys.path if entry])
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-c", START, search_path, module, *arguments],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ},
            cwd=Path(sys.executable).anchor or None,
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout.fileno()
        self._end = weakref.finalize(self, _end, self._process)
        _widen(self._pipe)
        self._poll = select.poll()
        self._poll.register(self._pipe, select.POLLIN)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def signal(self) -> int | None:
        """The signal that ended the child, once it has ended by one."""
        code = self._process.poll()
        return -code if code is not None and code < 0 else None

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes of the answer. Raises as `read_into`."""
        buffer = bytearray(size)
        self.read_into(memoryview(buffer))
        return bytes(buffer)

    def read_into(self, view: memoryview) -> None:
        """Fill `view`, a flat view of bytes, from the answer.

        Raises ChildEndedError or ChildStalledError; either way the child has then ended.
        """
        deadline = time.monotonic() + self._stall_seconds
        while view:
            self._await(deadline)
            count = os.readv(self._pipe, [view])
            if count == 0:
                with contextlib.suppress(
                    subprocess.TimeoutExpired
                ):  # let it end by itself: its signal tells why
                    self._process.wait(timeout=5)
                self.close()
                raise ChildEndedError
            view = view[count:]

    def _await(self, deadline: float) -> None:
        remaining_ms = 1000 * max(0.0, deadline - time.monotonic())
        if not self._poll.poll(remaining_ms):
            self.close()
            raise ChildStalledError

    def close(self) -> None:
        """End the child if it still runs, and reap it. May be called twice."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _widen(pipe: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a busy system may grant no more; it is only slower
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
