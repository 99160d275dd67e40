"""Several pains on one page: which are folded to a line, and what that line says."""

from kinechain.reasoning.trace import RegionTrace
from kinechain.report.evidence_words import LEAST_SHOWN, deserves_a_card
from kinechain.report.number_format import percent
from kinechain.report.paired_sides import supported
from kinechain.report.plain_words import lowered, sentence

FOLDED_FROM = 3
"""With this many pains or more each is folded to a line, the first left open."""


def one_line(trace: RegionTrace) -> str:
    """The likeliest contributor and usual explanation and what stays unseen, in a line."""
    parts = [f"no link reaches {LEAST_SHOWN}\u00a0%"]
    leading = next(iter(supported(trace)), None)
    if leading is not None and deserves_a_card(leading.probability):
        name = f"{leading.first.name}, {leading.side}" if leading.side else leading.first.name
        parts = [f"{lowered(name)} {percent(leading.probability)}"]
    if usual := max(trace.usual_explanations, key=lambda e: e.probability, default=None):
        parts.append(f"{lowered(usual.name)} {percent(usual.probability)}")
    return sentence("; ".join((*parts, f"unseen {percent(trace.unseen)}")))
