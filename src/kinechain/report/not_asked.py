"""What nobody asked yet and what may matter: a question takes seconds, a test minutes."""

from kinechain.reasoning.trace import Trace
from kinechain.report.evidence_words import deserves_a_card


def not_asked(trace: Trace) -> tuple[str, ...]:
    """The usual explanations that were not asked for and deserve a card, likeliest first, each once."""
    open_ones = [
        e
        for region in trace.regions
        for e in region.usual_explanations
        if not e.asked and deserves_a_card(e.probability)
    ]
    return tuple(dict.fromkeys(e.name for e in sorted(open_ones, key=lambda e: -e.probability)))
