"""TRC, the plain-text marker format of OpenSim, Cortex, Pose2Sim, Sports2D and OpenCap, from its bytes.

Positions may be in mm, cm, m or px.
"""

from dataclasses import replace
from itertools import pairwise

from kinechain.motion.reading.reading import Reading, RefusedError
from kinechain.motion.reading.text_markers import TextMarkers, markers_of_person
from kinechain.motion.reading.text_table import cells_of, lines_of, number_table
from kinechain.motion.reading.time_column import times_from

HEADER_LINES = 12


def read_trc(data: bytes, person: int | str | None = None) -> Reading:
    """The markers of one person in a TRC file. Raises `RefusedError`."""
    lines = lines_of(data)
    at = next((at for at, line in enumerate(lines[:HEADER_LINES]) if line.lower().startswith("frame#")), None)
    if at is None:
        raise RefusedError("is no TRC file: it has no line that begins with Frame#")
    facts = _facts(lines[:at])
    separator = "\t" if "\t" in lines[at] else None
    labels = [cell for cell in cells_of(lines[at], separator)[2:] if cell]
    if not labels:
        raise RefusedError("names no markers")
    body = _body_start(lines, at)
    table = number_table(lines[body:], separator, 2 + 3 * len(labels), body + 1)
    position = table[:, 2:].reshape(len(table), -1, 3).transpose(0, 2, 1)
    times = times_from(table[:, 1], _number(facts.get("datarate")))
    times = replace(times, warnings=(*times.warnings, *_frames_missing(facts, len(table))))
    return markers_of_person(TextMarkers(labels, position, times, facts.get("units")), person)


def _frames_missing(facts: dict[str, str], frames: int) -> tuple[str, ...]:
    promised = _number(facts.get("numframes")) or 0.0
    if not promised > frames:
        return ()
    return (f"its header promises {promised:.0f} frames and {frames} are there: the file was cut short",)


def _facts(lines: list[str]) -> dict[str, str]:
    """The header's names and values, in whichever line they stand."""
    rows = [line.split() for line in lines if line.strip()]
    for above, below in pairwise(rows):
        if any(word.lower() == "datarate" for word in above):
            return {word.lower(): value for word, value in zip(above, below, strict=False)}
    return {}


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def _body_start(lines: list[str], at: int) -> int:
    """The index of the first line of numbers: after the line of X1, Y1 ..., which some leave out."""
    following = next((index for index in range(at + 1, len(lines)) if lines[index].strip()), len(lines))
    if following < len(lines) and lines[following].strip()[:1].lower() == "x":
        following += 1
    return following
