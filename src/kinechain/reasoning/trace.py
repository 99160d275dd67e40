"""`Trace`: what may contribute to the pain, how likely, on what evidence, and what to test next."""

from dataclasses import dataclass
from typing import Final, Literal

from kinechain.measurement import Measurement, Side

Evidence = Literal["high", "moderate", "low", "very_low", "contradicted"]
Urgency = Literal["emergency", "urgent", "soon"]
NEUTRAL_RATIO: Final = 1.0
"""The likelihood ratio of what nothing published supports."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one finding or answer did to a probability: `before` is what it would be without it, all else the
    same, `after` what it is. `sources` are those of the measure or the test.
    """

    what: str
    before: float
    after: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributor:
    """A condition at one link that may contribute to the pain of one region.

    `probability` is that of contributing, given all that was seen; `interval` its 90 % range over
    the spread of the network's parameters. Of it, `direct` is the chance of contributing by itself, and
    `through` that of having brought about another condition that contributes; both may be, so they add up to
    the probability or more. `would_change` says in words which finding would move the answer, and where to,
    and whether the order would be another. `moved_by` are the findings that moved it, the largest first.
    `likelihood_ratio` is the one the knowledge gives this link; 1 means that nothing published supports it.
    Where a condition counts only through others, it is what the network makes of them, and `evidence` is that
    of the weakest step.
    """

    id: str
    link: str
    side: Side | None
    name: str
    probability: float
    interval: tuple[float, float]
    evidence: Evidence
    because: tuple[str, ...]
    would_change: str
    likelihood_ratio: float
    sources: tuple[str, ...]
    modifiable: bool
    direct: float = 0.0
    through: float = 0.0
    moved_by: tuple[Moved, ...] = ()

    @property
    def no_figure(self) -> bool:
        """Whether it is only named: nothing gathered supports a figure, so its probability of 0 is none."""
        return self.probability == 0 and self.likelihood_ratio == NEUTRAL_RATIO


@dataclass(frozen=True, slots=True)
class UsualExplanation:
    """One of the ordinary explanations (stress, sleep, an earlier episode) that stay in the picture.

    `asked` is False where the case has no answer, so that the figure rests on how common the thing is.
    `likelihood_ratio` as for a contributor.
    """

    id: str
    name: str
    probability: float
    interval: tuple[float, float]
    because: tuple[str, ...]
    sources: tuple[str, ...]
    asked: bool = True
    moved_by: tuple[Moved, ...] = ()
    likelihood_ratio: float = NEUTRAL_RATIO

    @property
    def no_figure(self) -> bool:
        """As of a contributor: what an answer ruled out has a figure, of 0."""
        return self.probability == 0 and self.likelihood_ratio == NEUTRAL_RATIO


@dataclass(frozen=True, slots=True)
class RegionTrace:
    """The answer for one pain region, contributors with the likeliest first. `unseen` is the
    probability that the pain has causes the model cannot observe.

    `side` is that of the pain, where the region has sides and it was given. `film_limit` is a sentence where
    there was a film and nothing that it showed could move any of the probabilities; it is empty otherwise.
    """

    region: str
    contributors: tuple[Contributor, ...]
    usual_explanations: tuple[UsualExplanation, ...]
    unseen: float
    side: Side | None = None
    film_limit: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A red flag was answered yes: refer, and give no programme. `by_age` are those of `flags` that nobody
    was asked: the age that was given answered them.
    """

    level: Urgency
    flags: tuple[str, ...]
    advice: str
    by_age: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test that would tell more, by expected information per minute."""

    test: str
    information_bits: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The reasoner's whole answer. After a `stop` there are no regions and no plan.

    `by_hand` are the case's own measurements as they were counted, with their errors.
    """

    stop: Stop | None
    regions: tuple[RegionTrace, ...]
    next_tests: tuple[NextTest, ...]
    warnings: tuple[str, ...]
    by_hand: tuple[Measurement, ...] = ()
