"""The attributes of a `Motion`: which there are, what each must be, and how they travel in a file."""

import json
import math
from collections.abc import Callable, Hashable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np

from kinechain.errors import InputError
from kinechain.motion.extent import LARGEST_SIDE, LONGEST_S
from kinechain.printable import printable

LONGEST_NAME = 255
LONGEST_WARNING, MOST_WARNINGS = 1000, 50
LARGEST_COUNT = 10**9
EVENT_KINDS = ("foot_strike", "foot_off")
MOST_EVENTS, MOST_MEASUREMENTS = 10_000, 200


def _is_number(value: object, least: float, most: float) -> bool:
    if not isinstance(value, Real) or isinstance(value, bool):
        return False
    return math.isfinite(value) and least <= float(value) <= most


def _is_count(value: object) -> bool:
    return isinstance(value, Integral) and _is_number(value, 1, LARGEST_COUNT)


def _is_side(value: object) -> bool:
    return _is_number(value, 1, LARGEST_SIDE)


def _is_focal(value: object) -> bool:
    return _is_number(value, 1e-3, 100 * LARGEST_SIDE)


def _is_share(value: object) -> bool:
    return _is_number(value, 0, 1)


def _is_one_of(*words: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _is_lines(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(line, str) for line in value)


def _is_events(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) <= MOST_EVENTS and all(map(_is_event, value))


def _is_event(value: object) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 3:
        return False
    side, kind, time_s = value
    return side in ("left", "right") and kind in EVENT_KINDS and _is_number(time_s, -LONGEST_S, LONGEST_S)


def _is_subject(value: object) -> bool:
    if not isinstance(value, Mapping) or len(value) > MOST_MEASUREMENTS:
        return False
    return all(
        isinstance(name, str)
        and name.isidentifier()
        and len(name) <= LONGEST_NAME
        and _is_number(one, -1e4, 1e4)
        for name, one in value.items()
    )


# Name: the test of its value, and in words what it must be.
RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    "units": (_is_one_of("px", "m"), "'px' or 'm'"),
    "fps": (lambda value: _is_number(value, 0, 1e6), "the frames a second, 0 if not known"),
    "frames": (_is_count, "the number of frames in the file"),
    "frame_width": (_is_side, "the picture's width in pixels"),
    "frame_height": (_is_side, "the picture's height in pixels"),
    "focal_px": (_is_focal, "the focal length in pixels"),
    "focal_sd_px": (_is_focal, "the standard deviation of the focal length in pixels"),
    "person_light": (_is_share, "how bright the person is, 0 to 1"),
    "background_light": (_is_share, "how bright the background is, 0 to 1"),
    "source_file": (lambda value: isinstance(value, str), "the name of a file"),
    "source_kind": (_is_one_of("video", "photo", "markers"), "'video', 'photo' or 'markers'"),
    "person": (_is_count, "the number of a person, from 1"),
    "warnings": (_is_lines, "a list of lines"),
    "events": (_is_events, "a list of events: side, 'foot_strike' or 'foot_off', and time in seconds"),
    "subject": (_is_subject, "measurements of the person by name, numbers in SI units"),
    "rate_stated": (
        lambda value: isinstance(value, bool),
        "whether somebody said at what rate it was recorded",
    ),
    "planar": (lambda value: isinstance(value, bool), "true or false"),
    "start_s": (lambda value: _is_number(value, -1e9, 1e9), "the file's own time of its first frame"),
    "marker_set": (lambda value: isinstance(value, str), "the name of a marker set"),
}
REQUIRED = ("units", "fps", "frames", "source_file", "source_kind")
REQUIRED_IN_PIXELS = ("frame_width", "frame_height")


def check_attributes(attributes: Mapping[Any, object]) -> None:
    """Raise `InputError`, in one line, at the first attribute that is missing or wrong."""
    required = REQUIRED + (REQUIRED_IN_PIXELS if attributes.get("units") == "px" else ())
    for name in required:
        if name not in attributes:
            raise InputError(f"this motion lacks the attribute {name!r}")
    if ("focal_px" in attributes) != ("focal_sd_px" in attributes):
        raise InputError("this motion's attributes 'focal_px' and 'focal_sd_px' belong together")
    for name, (is_right, words) in RULES.items():
        if name in attributes and not is_right(attributes[name]):
            raise InputError(f"this motion's attribute {name!r} must be {words}")


def attributes_json(attributes: Mapping[Hashable, object]) -> str:
    """Checked attributes as one JSON object; names that a `Motion` does not have are left out."""
    return json.dumps(_clean(attributes), allow_nan=False, default=_plain)


def attributes_from_json(text: str) -> dict[str, object]:
    """The attributes in JSON from outside, checked, their texts made printable and of a sane length.

    Raises `InputError` where they are not those of a `Motion`.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise InputError("this motion's attributes are no JSON object")
    check_attributes(said)
    return _clean(said)


def _clean(attributes: Mapping[Any, Any]) -> dict[str, object]:
    kept: dict[str, object] = {name: attributes[name] for name in RULES if name in attributes}
    # A file may name a folder of somebody else's machine; nobody needs to know.
    name = attributes["source_file"].replace("\\", "/").rsplit("/", 1)[-1]
    kept["source_file"] = printable(name, LONGEST_NAME)
    if "warnings" in kept:
        lines = list(attributes["warnings"])[:MOST_WARNINGS]
        kept["warnings"] = [printable(line, LONGEST_WARNING) for line in lines]
    if "marker_set" in kept:
        kept["marker_set"] = printable(attributes["marker_set"], LONGEST_NAME)
    return kept


def _plain(value: object) -> object:
    """A number of numpy's as Python's."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in a motion's attributes")
