"""The strength of evidence and the size of a probability, in words and as a class of drawing."""

from dataclasses import dataclass
from typing import Final, Literal

from kinechain.reasoning.decision import WORTH_WORKING_ON
from kinechain.reasoning.trace import NEUTRAL_RATIO, Contributor, Evidence

Support = Literal["sound", "weak", "none", "contradicted", "unasked"]
"""How well the evidence for a link stands, as the figure draws it."""

LEVEL_BOUNDS: Final = (WORTH_WORKING_ON, 0.15, 0.30, 0.50)
"""Bounds between the five shades of probability."""

LEVEL_WORDS: Final = ("under 5 %", "5 to 15 %", "15 to 30 %", "30 to 50 %", "over 50 %")

LEAST_SHOWN: Final = round(100 * WORTH_WORKING_ON)
"""A probability that reads as less than this many percent gets a row in a closed list, not a card."""

_GRADES: Final[dict[Evidence, tuple[str, int]]] = {
    "high": ("Strong evidence", 4),
    "moderate": ("Moderate evidence", 3),
    "low": ("Weak evidence", 2),
    "very_low": ("Very weak evidence", 1),
    "contradicted": ("Contradicted by studies", 0),
}

_SURENESS: Final = (
    (0.85, "very likely"),
    (0.60, "likely"),
    (0.40, "about as likely as not"),
    (0.20, "possible"),
    (0.10, "not very likely"),
)


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """An evidence grade in words, how many of four dots it fills, and how the figure draws it."""

    words: str
    dots: int
    support: Support


def is_supported(contributor: Contributor) -> bool:
    """Whether anything published moves the answer for this link."""
    return contributor.likelihood_ratio != NEUTRAL_RATIO and contributor.evidence != "contradicted"


def evidence_of(contributor: Contributor) -> EvidenceText:
    """The grade of a contributor's evidence. A neutral likelihood ratio outranks any grade."""
    words, dots = _GRADES[contributor.evidence]
    if contributor.evidence == "contradicted":
        return EvidenceText(words, dots, "contradicted")
    if contributor.likelihood_ratio == NEUTRAL_RATIO:
        return EvidenceText("No published support", 0, "none")
    return EvidenceText(words, dots, "sound" if dots >= 3 else "weak")


def grade_words(evidence: str) -> str:
    """A grade's words; a text that is no grade stands as it is."""
    return next((words for grade, (words, _) in _GRADES.items() if grade == evidence), evidence)


def probability_level(probability: float) -> int:
    """Which of the five shades, 0 the palest."""
    return sum(probability >= bound for bound in LEVEL_BOUNDS)


def deserves_a_card(probability: float) -> bool:
    """Whether a probability, as it is shown, is large enough to be told at length."""
    return round(100 * probability) >= LEAST_SHOWN


def sureness(probability: float) -> str:
    """A probability as an adjective."""
    return next((words for bound, words in _SURENESS if probability >= bound), "unlikely")
