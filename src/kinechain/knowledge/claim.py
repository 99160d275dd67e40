"""`Claim`: a statement from the articles this system is built on, and what the evidence says of it."""

from typing import Literal

from kinechain.knowledge.entry import Entry, Text


class Claim(Entry):
    """One claim in our words, with the verdict of the evidence and how kinechain uses it."""

    claim: Text
    verdict: Literal[
        "supported",
        "partly_supported",
        "mixed",
        "plausible_untested",
        "unsupported",
        "contradicted",
        "not_assessable",
    ]
    strength: Text
    evidence_says: Text
    regions: tuple[str, ...]
    links: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Text
