"""The report as a file, written whole or not at all."""

from pathlib import Path

from kinechain.capture.film import Film
from kinechain.case import Case
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.plan.plan import Plan
from kinechain.reasoning.trace import Trace
from kinechain.report.render_report import render_report
from kinechain.whole_file import replace_file


def write_report(
    path: Path, *, walk: Walk | None, film: Film | None, trace: Trace | None, plan: Plan | None, case: Case
) -> None:
    """Write the report to `path`, replacing what was there only once the new one is complete.

    Raises InputError where the file cannot be written; an older report then stands untouched.
    """
    page = render_report(walk=walk, film=film, trace=trace, plan=plan, case=case)
    write_whole(path, page)


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, whole or not at all.

    A link is followed; a device or a pipe is written to as it stands, since moving a file into its place
    would take it from the system. Raises InputError with one line that names the file and the trouble.
    """
    target = path.resolve()
    if target.is_dir():
        raise InputError(f"{path} is a folder; give a file's name")
    if target.exists() and not target.is_file():
        _write_to_device(target, text)
    else:
        replace_file(target, lambda beside: _write(beside, text))


def _write_to_device(device: Path, text: str) -> None:
    try:
        _write(device, text)
    except OSError as error:
        raise InputError(f"{device} cannot be written: {error.strerror or error}") from None


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
