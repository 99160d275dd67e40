"""Ids, spans of time and lists, as a person would say them."""

import re
from collections.abc import Sequence
from typing import Final

from kinechain.case import Pain

LINK_NAMES: Final = {
    "head": "Head",
    "neck": "Neck",
    "shoulder": "Shoulder",
    "upper_back": "Upper back",
    "low_back": "Low back",
    "pelvis": "Pelvis",
    "hip": "Hip",
    "knee": "Knee",
    "ankle": "Ankle",
    "rearfoot": "Rearfoot",
    "arch": "Arch",
    "toes": "Toes",
    "shoe": "Shoe",
}
LINK_OF_REGION: Final = {"headache": "head", "foot": "arch"}
"""The link where a pain region lies, where the two do not share a name."""

_FILE_FIRST: Final = re.compile(r"\S+\.\w{2,5}:")
SHORT_BELOW_M: Final = 0.5
"""Lengths under this read better in centimetres."""


def words(identifier: str) -> str:
    """An id as words: ``walking_speed`` is "walking speed"."""
    return identifier.replace("_", " ").strip()


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def sentences(texts: Sequence[str]) -> str:
    """Texts one after the other, each as a sentence of its own."""
    return " ".join(f"{readable(text).rstrip('. ')}." for text in texts)


def readable(text: str) -> str:
    """A sentence with units as printed, "12 deg" as "12°", short lengths in centimetres, no line break
    between a number and its unit, and a capital at its start unless that is a file's name.
    """
    if _FILE_FIRST.match(text):
        return _with_units(text)
    return sentence(_with_units(text))


def _with_units(text: str) -> str:
    in_degrees = re.sub(r"(\d)\s*deg\b", r"\1°", in_centimetres(text))
    return re.sub(r"(\d|±) (?=[%\d]|(?:m|cm|m/s|s|kg|height|steps/min)\b)", "\\1\u00a0", in_degrees)


def in_centimetres(text: str) -> str:
    """A text whose lengths are all short told in centimetres, "0.045 m, give or take 0.007" as "4.5 cm, give
    or take 0.7"; any other text as it stands.
    """
    lengths = [float(number) for number in re.findall(r"(\d+\.\d+) m\b(?!/)", text)]
    if not lengths or max(lengths) >= SHORT_BELOW_M:
        return text
    return re.sub(r"(?<![\d.])(0\.\d{2,})(?!\d)( m\b)?(?! ?(?:%|deg|s\b))", _centimetres, text)


def _centimetres(found: re.Match[str]) -> str:
    number, unit = found.groups()
    return f"{100 * float(number):.{len(number) - 4}f}{' cm' if unit else ''}"


def lowered(name: str) -> str:
    """A name inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def link_name(link: str) -> str:
    return LINK_NAMES.get(link, sentence(words(link)))


def pain_name(region: str, side: str | None = None) -> str:
    """A pain region as the pain it is: "neck pain", "left knee pain", but "headache"."""
    name = region if region == "headache" else f"{words(region)} pain"
    return f"{side} {name}" if side else name


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items in a sentence: "a, b and c"; where an item holds the word itself, "a and b, and c"."""
    if len(items) < 2:
        return "".join(items)
    if any(f" {last} " in item for item in items):
        return f"{', '.join(items[:-1])}, {last} {items[-1]}"
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def explanation_name(name: str, *, asked: bool) -> str:
    """A usual explanation's name, saying so where nobody asked for it."""
    return name if asked else f"{name} (not asked)"


def span_of_days(days: float) -> str:
    """A span such as "12 days", "6 weeks", "4 months" or "3 years", in the unit that people use."""
    for unit, length, least in (("year", 365.25, 700), ("month", 30.44, 84), ("week", 7, 21), ("day", 1, 0)):
        if days >= least:
            count = round(days / length)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    raise ValueError(f"a span of time cannot be negative: {days}")


def pain_line(pain: Pain) -> str:
    """One pain in one line: "Left knee pain, 6 of 10, for 4 months, worse with sitting"."""
    parts = [sentence(pain_name(pain.region, pain.side))]
    if pain.intensity is not None:
        parts.append(f"{pain.intensity:g} of 10")
    if pain.since_days is not None:
        parts.append(f"for {span_of_days(pain.since_days)}")
    if pain.provoked_by:
        parts.append(f"worse with {listed([words(p) for p in pain.provoked_by])}")
    return ", ".join(parts)
