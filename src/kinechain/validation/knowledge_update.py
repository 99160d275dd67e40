"""Writing what was measured into ``measures.yaml``: one line a measure, everything else as it stands.

The line is the one entry of the measure's errors that begins with ``- {input: markers``. Figures are rounded
to two digits of the fixed part, so that a second run on the same data changes nothing.
"""

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from kinechain.errors import KnowledgeError
from kinechain.report.write_report import write_whole
from kinechain.validation.error_model import LearntError
from kinechain.validation.validation import Validation

MEASURE = re.compile(r"(?P<name>[a-z_]+):\s*(#.*)?$")
ENTRY = re.compile(r"(?P<indent>\s*)- \{input: markers,.*\}\s*$")
SOURCE = "own_validation"
DIGITS = 2


def update_knowledge(validation: Validation, measures: Path | str) -> tuple[str, ...]:
    """Write the measured error of every measure that was learnt into the file `measures`.

    Returns the names of the measures whose lines changed.

    Raises
    ------
    KnowledgeError
        Where a learnt measure has no line of its own for markers, or the file would no longer say the same of
        everything else; it is then untouched.
    InputError
        Where it cannot be written.

    """
    path = Path(measures)
    old = path.read_text(encoding="utf-8")
    new, changed = updated(old, validation.learnt)
    if changed:
        write_whole(path, new)
    return changed


def updated(text: str, learnt: Mapping[str, LearntError]) -> tuple[str, tuple[str, ...]]:
    """The file's new text, and the measures whose lines changed in it."""
    lines = text.split("\n")
    places = dict(_places(lines))
    if missing := sorted(set(learnt) - set(places)):
        raise KnowledgeError(
            f"measures.yaml: {missing[0]} has no line '- {{input: markers, ...}}' of its own"
        )
    changed = []
    for measure, error in learnt.items():
        place, indent = places[measure]
        line = f"{indent}{entry_line(error)}"
        if lines[place] != line:
            lines[place] = line
            changed.append(measure)
    new = "\n".join(lines)
    if _apart_from_markers(new) != _apart_from_markers(text):
        raise KnowledgeError("measures.yaml: writing the errors of markers would change something else in it")
    return new, tuple(changed)


def entry_line(error: LearntError) -> str:
    """One entry of a measure's errors, as YAML in one line."""
    people, legs, strides = error.agreement.people, error.agreement.legs, error.agreement.strides
    finest = error.sd_fixed or error.sd_per_stride or abs(error.bias)
    numbers = {"bias": error.bias, "sd_fixed": error.sd_fixed, "sd_per_stride": error.sd_per_stride}
    said = ", ".join(
        f"{name}: {text}" for name, value in numbers.items() if (text := rounded(value, finest)) != "0"
    )
    whose = f"{people} people" if legs == people else f"{legs} legs of {people} people"
    note = (
        f"measured by kinechain validate: {strides} strides of {whose}, against laboratories' own; "
        "widened for a new person; markers placed anew add to it"
    )
    return f'- {{input: markers, {said}, sources: [{SOURCE}], note: "{note}"}}'


def rounded(value: float, finest: float) -> str:
    """`value` to the place of the second digit of `finest`."""
    decimals = DIGITS - 1 - math.floor(math.log10(finest)) if finest > 0 else DIGITS
    return f"{round(value, decimals) + 0.0:.10g}"


def _places(lines: list[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    """For each measure the number and the indent of its line for markers."""
    measure = ""
    for number, line in enumerate(lines):
        if name := MEASURE.match(line):
            measure = name["name"]
        elif entry := ENTRY.match(line):
            yield measure, (number, entry["indent"])


def _apart_from_markers(text: str) -> object:
    """What the file says, without the errors of markers."""
    measures = yaml.safe_load(text)
    return {
        name: {
            **measure,
            "error": [error for error in measure.get("error", ()) if error["input"] != "markers"],
        }
        for name, measure in measures.items()
    }
