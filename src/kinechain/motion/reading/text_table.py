"""Tables of numbers in a text from outside: lines, cells and numbers, each checked as it is read."""

import numpy as np

from kinechain.motion.extent import MOST_FRAMES
from kinechain.motion.reading.reading import Floats, RefusedError
from kinechain.printable import printable

MISSING = {
    "",
    "nan",
    "na",
    "n/a",
    "null",
    "none",
    "-",
    "#n/a",
    "inf",
    "-inf",
    "-nan",
    "nan(ind)",
    "-nan(ind)",
}
MOST_COLUMNS = 5000
# Forces come at up to 40 times the rate of markers.
MOST_ROWS = 40 * MOST_FRAMES
MOST_CELLS = 80_000_000


def lines_of(data: bytes) -> list[str]:
    """The text's lines. Raises `RefusedError` if it is no text."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", errors="replace")
    else:
        if b"\0" in data[:4096]:
            raise RefusedError("is no text file; its ending may be wrong")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def cells_of(line: str, separator: str | None) -> list[str]:
    """The cells of a line; `separator` None stands for any white space."""
    return [cell.strip() for cell in line.split(separator)]


def number_table(lines: list[str], separator: str | None, columns: int, first_line: int) -> Floats:
    """The numbers of `lines`, (rows, columns); a missing one is NaN. Empty lines are passed over.

    `first_line` is the number of the first in the file, for messages. Raises `RefusedError`.
    """
    if not 0 < columns <= MOST_COLUMNS:
        raise RefusedError(f"has {columns} columns, which is no table of a walk")
    rows = [(number, line) for number, line in enumerate(lines, first_line) if line.strip()]
    if len(rows) > MOST_ROWS or len(rows) * columns > MOST_CELLS:
        raise RefusedError(f"has {len(rows)} rows of {columns} columns, far more than a walk; cut it out")
    if not rows:
        raise RefusedError("holds no numbers below its header; take a whole copy of it")
    table = np.full((len(rows), columns), np.nan)
    for at, (number, line) in enumerate(rows):
        cells = line.split(separator)
        extra = [cell for cell in cells[columns:] if cell.strip()]
        if extra:
            raise RefusedError(
                f"has {len(cells)} cells in line {number}, and {columns} columns; it is damaged"
            )
        table[at, : len(cells)] = _numbers(cells[:columns], number)
    return table


def _numbers(cells: list[str], line: int) -> Floats:
    try:
        return np.array(cells, dtype=np.float64)
    except ValueError:
        return np.array([_number(cell.strip(), line) for cell in cells])


def _number(cell: str, line: int) -> float:
    if cell.lower() in MISSING:
        return np.nan
    try:
        return float(cell)
    except ValueError:
        raise RefusedError(f"has {printable(cell, 20)!r} in line {line}, where a number belongs") from None
