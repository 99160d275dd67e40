"""Writing what was measured into ``measures.yaml``: one line a measure and way of seeing, all else as it
stands.

The line is the one entry of the measure's errors that begins with ``- {input: markers`` or
``- {input: video, view: side``. Figures are rounded to two digits of the fixed part, so that a second run on
the same data changes nothing.
"""

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from kinechain.errors import KnowledgeError
from kinechain.knowledge.measure import MeasurableWay
from kinechain.report.write_report import write_whole
from kinechain.validation.error_model import LearntError
from kinechain.validation.phone_learning import Learnt, PhoneError
from kinechain.validation.validation import Validation

MEASURE = re.compile(r"(?P<name>[a-z_]+):\s*(#.*)?$")
ENTRY = re.compile(
    r"(?P<indent>\s*)- \{(input: (?P<markers>markers)|input: video, view: (?P<view>side|front)),.*\}\s*$"
)
SOURCE = "own_validation"
DIGITS = 2

Key = tuple[str, MeasurableWay]
"""A measure, and how it is seen."""


def update_knowledge(validation: Validation, measures: Path | str) -> tuple[str, ...]:
    """Write the measured error of every measure that was learnt into the file `measures`.

    Returns the names of the measures whose lines changed.

    Raises
    ------
    KnowledgeError
        Where a learnt measure has no line of its own for that way of seeing, or the file would no longer say
        the same of everything else; it is then untouched.
    InputError
        Where it cannot be written.

    """
    path = Path(measures)
    old = path.read_text(encoding="utf-8")
    new, changed = updated(old, learnt_entries(validation))
    if changed:
        write_whole(path, new)
    return changed


def learnt_entries(validation: Validation) -> dict[Key, str]:
    """Every line that the run wants to write."""
    entries: dict[Key, str] = {
        (measure, "markers"): marker_entry(error) for measure, error in validation.learnt.items()
    }
    for (measure, view), error in film_errors(validation).items():
        entries[measure, view] = phone_entry(view, error)
    return entries


def film_errors(validation: Validation) -> Learnt:
    """Of every measure and view the larger error: of virtual phones, or of rendered walkers.

    A virtual phone has people's own walks and rendered walkers a detector's own mistakes, so that either
    alone is too sure; where one of them was not run, nothing is said.
    """
    if validation.phone is None or validation.rendered is None:
        return {}
    return {
        key: max(error, validation.rendered.get(key, error), key=lambda each: each.fixed)
        for key, error in validation.phone.learnt.items()
    }


def updated(text: str, entries: Mapping[Key, str]) -> tuple[str, tuple[str, ...]]:
    """The file's new text, and the measures whose lines changed in it."""
    lines = text.split("\n")
    places = dict(_places(lines))
    if missing := sorted(set(entries) - set(places)):
        measure, way = missing[0]
        seen = "input: markers" if way == "markers" else f"input: video, view: {way}"
        raise KnowledgeError(f"measures.yaml: {measure} has no line '- {{{seen}, ...}}' of its own")
    changed = []
    for key, entry in entries.items():
        place, indent = places[key]
        line = f"{indent}{entry}"
        if lines[place] != line:
            lines[place] = line
            changed.append(key[0])
    new = "\n".join(lines)
    if _apart_from(new, entries) != _apart_from(text, entries):
        raise KnowledgeError("measures.yaml: writing the measured errors would change something else in it")
    return new, tuple(dict.fromkeys(changed))


def marker_entry(error: LearntError) -> str:
    """The error of markers, as YAML in one line."""
    people, legs, strides = error.agreement.people, error.agreement.legs, error.agreement.strides
    whose = f"{people} people" if legs == people else f"{legs} legs of {people} people"
    numbers = {"bias": error.bias, "sd_fixed": error.sd_fixed, "sd_per_stride": error.sd_per_stride}
    note = (
        f"measured by kinechain validate: {strides} strides of {whose}, against laboratories' own; "
        "widened for a new person; markers placed anew add to it"
    )
    return _entry("input: markers", numbers, note)


def phone_entry(view: MeasurableWay, error: PhoneError) -> str:
    """The error of a film from that view, as YAML in one line.

    The bias is part of the error and not taken off: laboratories' joint centres, by which it was learnt, are
    not where a detector puts its keypoints.
    """
    numbers = {
        "sd_fixed": error.fixed,
        "sd_per_stride": error.sd_per_stride,
        "people_sd": error.people_sd,
    }
    note = (
        f"measured by kinechain validate: {error.clips} clips of {error.people} people, {error.filmed}; "
        "widened for a new person; what the fit leaves open in a clip adds to it"
    )
    return _entry(f"input: video, view: {view}", numbers, note)


def _entry(seen: str, numbers: Mapping[str, float], note: str) -> str:
    sizes = (abs(numbers.get(name, 0.0)) for name in ("sd_fixed", "sd_per_stride", "bias"))
    finest = next((size for size in sizes if size > 0), 0.0)
    # How far people differ is nothing that an error's digits would suit.
    texts = {
        name: rounded(value, value if name == "people_sd" else finest) for name, value in numbers.items()
    }
    said = ", ".join(f"{name}: {text}" for name, text in texts.items() if text != "0")
    return f'- {{{seen}, {said}, sources: [{SOURCE}], note: "{note}"}}'


def rounded(value: float, finest: float) -> str:
    """`value` to the place of the second digit of `finest`."""
    decimals = DIGITS - 1 - math.floor(math.log10(finest)) if finest > 0 else DIGITS
    return f"{round(value, decimals) + 0.0:.10g}"


def _places(lines: list[str]) -> Iterator[tuple[Key, tuple[int, str]]]:
    """For each measure and way of seeing the number and the indent of its line."""
    measure = ""
    for number, line in enumerate(lines):
        if name := MEASURE.match(line):
            measure = name["name"]
        elif entry := ENTRY.match(line):
            way: MeasurableWay = entry["markers"] or entry["view"]  # type: ignore[assignment]
            yield (measure, way), (number, entry["indent"])


def _apart_from(text: str, entries: Mapping[Key, str]) -> object:
    """What the file says, without the errors that are written."""
    measures = yaml.safe_load(text)
    return {
        name: {
            **measure,
            "error": [error for error in measure.get("error", ()) if (name, _way(error)) not in entries],
        }
        for name, measure in measures.items()
    }


def _way(error: Mapping[str, str]) -> str:
    return "markers" if error["input"] == "markers" else error["view"]
