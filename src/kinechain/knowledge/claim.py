"""`Claim`: a statement from the articles this system is built on, and what the evidence says of it."""

import re
from typing import Literal, Self

from pydantic import model_validator

from kinechain.knowledge.entry import Entry, Text

Article = Literal["muscle_therapist", "mobility_page", "physical_therapist", "chiropractor", "forum_post"]

ARTICLES: dict[str, Article] = {
    "000": "muscle_therapist",
    "001": "mobility_page",
    "002": "physical_therapist",
    "003": "chiropractor",
    "004": "forum_post",
}
"""The first three figures of a claim's id, and the trade of who wrote that article."""

Verdict = Literal[
    "supported",
    "partly_supported",
    "mixed",
    "plausible_untested",
    "unsupported",
    "contradicted",
    "not_assessable",
]
"""What the evidence says of a claim, best first; the last where there is nothing that could be tested."""

Strength = Literal[
    "high",
    "moderate",
    "low",
    "very low",
    "expert opinion",
    "anecdote",
    "marketing",
    "none",
    "moderate for the mechanics, very low for pain",
]
"""How much evidence there is behind the verdict."""

Kind = Literal[
    "causal", "prevalence", "observation", "differential", "definition", "function", "prognosis", "assertion",
    "analogy", "self_test", "cutoff", "interpretation", "protocol", "exercise", "dose", "cue", "treatment",
    "footwear", "habit", "caution", "contraindication", "caveat", "referral", "about_the_article",
]  # fmt: skip
"""What sort of statement it is: the header of claims.yaml says each in plain words."""

Place = Literal[
    "neck", "headache", "shoulder", "upper_back", "low_back", "hip", "knee", "ankle", "foot", "gait", "all"
]

FollowedBack = Literal["verified-in-store", "verified-in-store, partly from-memory", "none"]
"""How far the evidence was followed back; none where the collection cites nothing."""


class Claim(Entry):
    """One claim in our words, the verdict of the evidence, and what kinechain does with it."""

    article: Article
    kind: Kind
    claim: Text
    verdict: Verdict
    strength: Strength
    evidence_says: Text
    kinechain_does: Text
    regions: tuple[Place, ...]
    links: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: FollowedBack

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if re.search(r"\d", self.evidence_says) and not self.sources:
            raise ValueError("evidence_says has a figure, and sources names nobody for it")
        if self.status == "none" and self.sources:
            raise ValueError("status is none, and yet sources names somebody")
        if self.status != "none" and not (self.links or self.sources):
            raise ValueError(f"status is {self.status}, and neither links nor sources says where")
        return self
