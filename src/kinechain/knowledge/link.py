"""`Link`: how strongly evidence ties a condition or an explanation to pain, or to another link."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.case import Sex
from kinechain.knowledge.entry import Entry, Status, Text

Grade = Literal["high", "moderate", "low", "very_low", "contradicted"]
Basis = Literal["neutral", "engineering", "derived", "published"]
SMALLEST_LR, LARGEST_LR = 0.5, 2.5
"""No published account of a structural finding supports more than this."""

LARGEST_PULL = 0.5
"""One condition of the chain brings another about in at most every second person (our bound)."""


class Link(Entry):
    """One link. `likelihood_ratio` compares how often the finding is seen with and without the pain; 1 says
    that seeing it tells nothing. `because` is the line a person reads. `causal_share` stands in place of the
    grade's where the cause is a mere marker: something that foretells the pain well and cannot be changed.

    From one condition of the chain to another, `pull` is the chance that the first, where it is present,
    brings the second about; 0 says that nothing shows it. `pull_from` says how the number was had.
    """

    evidence_id: str
    from_condition: str | None = None
    from_explanation: str | None = None
    from_finding: Text | None = None
    to_region: str | None = None
    to_condition: str | None = None
    to_finding: Text | None = None
    sex: Sex | None = None
    likelihood_ratio: Annotated[float, Field(ge=SMALLEST_LR, le=LARGEST_LR)] = 1.0
    lr_basis: Basis
    pull: Annotated[float, Field(ge=0, le=LARGEST_PULL)] = 0.0
    pull_basis: Basis = "neutral"
    pull_from: Text | None = None
    evidence: Grade
    causal_share: Annotated[float, Field(gt=0, le=1)] | None = None
    certainty_of_contradiction: str | None = None
    more_likely_reversed: bool = False
    effect: Text
    because: Text
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Text

    @model_validator(mode="after")
    def _joins_two_ends(self) -> Self:
        starts = (self.from_condition, self.from_explanation, self.from_finding)
        ends = (self.to_region, self.to_condition, self.to_finding)
        if sum(end is not None for end in starts) != 1 or sum(end is not None for end in ends) != 1:
            raise ValueError("a link needs exactly one from_... and exactly one to_...")
        if (self.lr_basis == "neutral") != (self.likelihood_ratio == 1.0):
            raise ValueError("lr_basis is neutral exactly when the likelihood ratio is 1")
        return self

    @model_validator(mode="after")
    def _pulls_from_condition_to_condition(self) -> Self:
        if (self.pull_basis == "neutral") != (self.pull == 0.0):
            raise ValueError("pull_basis is neutral exactly when the pull is 0")
        if self.pull and not (self.from_condition and self.to_condition):
            raise ValueError("only a link from a condition to a condition has a pull")
        if bool(self.pull) != (self.pull_from is not None):
            raise ValueError("say under pull_from how a pull was had, and nothing where there is none")
        if self.pull and self.evidence == "contradicted":
            raise ValueError("what better studies speak against pulls nothing")
        return self

    @property
    def cause(self) -> str | None:
        """The condition or explanation it starts from, None for a mere finding."""
        return self.from_condition or self.from_explanation


class GradeOfEvidence(Entry):
    """What a grade means in words, and in the network (kinechain's own choice, see grades.yaml)."""

    meaning: Text
    causal_share: Annotated[float, Field(gt=0, le=1)]
    causal_weight: Annotated[float, Field(gt=0)]
    log_lr_sd: Annotated[float, Field(gt=0)]


class PainRegion(Entry):
    """A place that can hurt: how common the pain is at any one time, and how far that figure was followed."""

    name: Text
    sided: bool
    prevalence: Annotated[float, Field(gt=0, lt=0.5)]
    sources: tuple[str, ...] = ()
    status: Status
    note: Text
