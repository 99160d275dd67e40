"""A confined child that reads one file from outside, with each of its troubles told in one line."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kinechain.child import Child, ChildEndedError, ChildStalledError, MessageError
from kinechain.errors import InputError
from kinechain.outside_file import open_outside


@contextmanager
def outside_reader(
    module: str,
    path: Path,
    name: str,
    arguments: Sequence[str] = (),
    *,
    wanted: str,
    again: str,
    stall_seconds: float,
) -> Iterator[Child]:
    """The child `module` with the file at `path` as its standard input, to be read from inside the block.

    Raises `InputError`, in one line that calls the file `name`: if it cannot be opened (`wanted`: what to
    give instead), or if inside the block the child stalls, ends or answers what is no message (`again`: what
    to do).
    """
    with open_outside(path, name, wanted=wanted, if_empty=again) as file:
        child = Child(module, list(arguments), file, stall_seconds)
    with child:
        try:
            yield child
        except MessageError:
            raise InputError(f"{name} misled the reader and was not trusted; {again}") from None
        except ChildStalledError:
            raise InputError(f"{name} could not be read in {stall_seconds:.0f} seconds; {again}") from None
        except ChildEndedError:
            takes_long = child.signal == signal.SIGXCPU
            trouble = "takes far too long to read" if takes_long else "broke the reader, so it is damaged"
            raise InputError(f"{name} {trouble}; {again}") from None
