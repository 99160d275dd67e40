"""Reading one label of a laboratory: whose marker it is, on which side, and what remains of its name.
 Laboratories prefix (``Subject:LASI``), separate (``L.ASIS``, ``l_asis``, ``L-ASIS``), number (``LASI_1``)
and put the side first or last, as a letter or a word.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kinechain.motion.markers.marker_table import plain

SIDE_WORDS = {"left": "left", "right": "right", "l": "left", "r": "right"}


class Reading(NamedTuple):
    """One way to read a label: `side` None for the midline, `stem` in lower case without separators."""

    side: str | None
    stem: str


def subject_of(label: str) -> str:
    """The subject's name before the last colon, empty where there is none."""
    return label.rpartition(":")[0].strip()


def readings(label: str) -> Iterator[Reading]:
    """Every way to read a label, the most literal first."""
    words = [word for word in re.split(r"[^A-Za-z0-9]+", label.rpartition(":")[2]) if word]
    yield from _sided(words)
    if len(words) > 1 and words[-1].isdigit():
        yield from _sided(words[:-1])
    # A subject's name that no colon parts from the label's.
    for first in range(1, len(words)):
        if words[first - 1].casefold() in SIDE_WORDS:
            return
        yield from _sided(words[first:])


def _sided(words: list[str]) -> Iterator[Reading]:
    whole = plain("".join(words))
    yield Reading(None, whole)
    for word in ("left", "right", "l", "r"):
        if whole.startswith(word) and len(whole) > len(word):
            yield Reading(SIDE_WORDS[word], whole[len(word) :])
    for word in ("left", "right"):
        if whole.endswith(word) and len(whole) > len(word):
            yield Reading(word, whole[: -len(word)])
    # A single letter at the end is a side only where it stands apart: HEEL is no left HEE.
    if len(words) > 1 and words[-1].casefold() in {"l", "r"}:
        yield Reading(SIDE_WORDS[words[-1].casefold()], plain("".join(words[:-1])))
