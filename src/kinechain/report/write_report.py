"""The report as a file, written whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from kinechain.capture.film import Film
from kinechain.case import Case
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.plan.plan import Plan
from kinechain.reasoning.trace import Trace
from kinechain.report.render_report import render_report


def write_report(
    path: Path, *, walk: Walk | None, film: Film | None, trace: Trace | None, plan: Plan | None, case: Case
) -> None:
    """Write the report to `path`, replacing what was there only once the new one is complete.

    Raises InputError where the file cannot be written; an older report then stands untouched.
    """
    page = render_report(walk=walk, film=film, trace=trace, plan=plan, case=case)
    write_whole(path, page)


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8 beside `path`, then move it into place.

    A link is followed; a device or a pipe is written to as it stands, for it cannot be replaced.
    Raises InputError with one line that names the file and the trouble.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(target, text)
    except OSError as error:
        trouble = error.strerror or str(error)
        raise InputError(f"cannot write the report to {str(path)!r}: {trouble}") from error


def _replace(target: Path, text: str) -> None:
    beside = target.parent / f".kinechain-{secrets.token_hex(8)}.tmp"
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
