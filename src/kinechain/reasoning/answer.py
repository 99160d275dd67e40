"""`Answer`: everything that is computed once of a question, for words and figures to draw on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.finding import Finding
from kinechain.reasoning.model import Cause, Model
from kinechain.reasoning.posterior import Posterior, posterior, presence_before_pain
from kinechain.reasoning.question import Question
from kinechain.reasoning.soft_evidence import likelihood_ratio

Array = NDArray[np.float64]

WITHIN = 0.9
"""The share of the draws' weight that an interval holds."""
DECIMALS = 12
"""Posteriors are rounded to this: sums taken in another order differ in the last bits."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One finding, or the answer (None), taken away from a cause."""

    cause: int
    finding: Finding | None


@dataclass(frozen=True)
class Answer:
    """Posteriors of one question over all draws, and what they would be if something were not known, or were.

    The answer is that of the central parameters (draw 0). The interval is over the other draws, each weighted
    by how likely everything that bears on that pain was under it: the parameters' own posterior.
    """

    question: Question
    posterior: Posterior

    @property
    def model(self) -> Model:
        """The network."""
        return self.question.model

    def chance(self, cause: int, site: int) -> float:
        """The probability of contributing."""
        return float(self.posterior.contributes[0, cause, site].round(DECIMALS))

    def interval(self, cause: int, site: int) -> tuple[float, float]:
        """The 90 % interval of that probability, which always holds it."""
        chance = self.chance(cause, site)
        drawn, likely = self.posterior.contributes[1:, cause, site], self.posterior.evidence[1:, site]
        low, high = weighted_interval(drawn, likely, WITHIN)
        return min(round(low, DECIMALS), chance), max(round(high, DECIMALS), chance)

    def shares(self, cause: int, site: int) -> tuple[float, float]:
        """Of that, by its own path, and through others that it brought about."""
        found = self.posterior
        direct, through = found.direct[0, cause, site], found.through[0, cause, site]
        return float(direct.round(DECIMALS)), float(through.round(DECIMALS))

    def unseen(self, site: int) -> float:
        """The probability that the pain has a cause which the model cannot observe."""
        return float(self.posterior.unseen[0, site].round(DECIMALS))

    @cached_property
    def presence(self) -> Array:
        """Chance that each cause is there, given what was seen but not the pain; (n,)."""
        return np.asarray(presence_before_pain(self.model.central())[0])

    @cached_property
    def without(self) -> dict[Taken, Array]:
        """The contributions (n, r) without one finding or answer; for each that there is."""
        return {taken: self._others.contributes[row] for row, taken in enumerate(self._taken)}

    @cached_property
    def if_settled(self) -> dict[tuple[int, bool], Array]:
        """The contributions (n, r) if one open structural cause were surely absent, or surely there."""
        first = len(self._taken)
        return {key: self._others.contributes[first + row] for row, key in enumerate(self._settled)}

    @cached_property
    def _taken(self) -> list[Taken]:
        return [
            Taken(n, finding)
            for n, cause in enumerate(self.model.causes)
            for finding in (cause.findings if cause.present is None else (None,))
        ]

    @cached_property
    def _settled(self) -> list[tuple[int, bool]]:
        return [
            (n, there)
            for n, cause in enumerate(self.model.causes)
            if cause.structural and cause.present is None and self._counts(n)
            for there in (False, True)
        ]

    def _counts(self, cause: int) -> bool:
        return any(self.model.bears_on(cause, site) for site in range(len(self.model.sites)))

    @cached_property
    def _others(self) -> Posterior:
        """The posteriors of everything that is asked above, one to a draw, at the central parameters."""
        central = self.model.central()
        seen = central.evidence()[0]
        rows = [*self._rows_without(central, seen), *self._rows_settled(seen)]
        return posterior(central, np.array(rows) if rows else seen[None])

    def _rows_without(self, central: Model, seen: Array) -> Iterator[Array]:
        for taken in self._taken:
            row = seen.copy()
            row[taken.cause] = (1.0, _ratio_without(central, taken))
            yield row

    def _rows_settled(self, seen: Array) -> Iterator[Array]:
        for cause, there in self._settled:
            row = seen.copy()
            row[cause, int(not there)] = 0
            yield row


def _ratio_without(central: Model, taken: Taken) -> float:
    cause: Cause = central.causes[taken.cause]
    left = list(cause.findings)
    if taken.finding is not None:
        left.remove(taken.finding)
    return float(likelihood_ratio(left, central.shifts[:, taken.cause])[0])


def weighted_interval(values: Array, weights: Array, within: float) -> tuple[float, float]:
    """The interval that holds that share of the weight, as much outside on either side. Where more than the
    lower outside is at nothing, it begins there and all that is outside lies above.

    A value's place is that of the expected rank of a draw among as many as the weights are worth (Kish 1965:
    one over the sum of their squares), as i / (n + 1) is for equal weights; few draws then hold their share.
    """
    rounded = values.round(DECIMALS)
    order = np.argsort(rounded, kind="stable")
    drawn, heavy = rounded[order], weights[order] / weights.sum()
    half = float(np.sum(heavy**2)) / 2
    middle = (np.cumsum(heavy) - heavy / 2 + half) / (1 + 2 * half)
    outside = (1 - within) / 2
    if heavy[drawn <= 0].sum() > outside:
        return 0.0, float(np.interp(within, middle, drawn))
    low, high = np.interp((outside, 1 - outside), middle, drawn)
    return float(low), float(high)


def answer(question: Question) -> Answer:
    """The answer to a question."""
    return Answer(question, posterior(question.model))
