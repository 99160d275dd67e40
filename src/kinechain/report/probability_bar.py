"""A probability with its interval, as a dot and whiskers on a line from 0 to 100 %."""

from dataclasses import dataclass

from kinechain.report.evidence_words import Support, probability_level
from kinechain.report.number_format import percent, percent_range


@dataclass(frozen=True, slots=True)
class ProbabilityBar:
    """Places along the line, in percent of its width, and the words that say the same."""

    dot: str
    low: str
    high: str
    width: str
    level: int
    support: Support
    probability: str
    interval: str


def probability_bar(probability: float, interval: tuple[float, float], support: Support) -> ProbabilityBar:
    """The bar for a probability and its interval, both from 0 to 1."""
    low, high = interval
    return ProbabilityBar(
        dot=_place(probability),
        low=_place(low),
        high=_place(high),
        width=_place(high - low),
        level=probability_level(probability),
        support=support,
        probability=percent(probability),
        interval=percent_range(interval),
    )


def _place(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.1f}%"
