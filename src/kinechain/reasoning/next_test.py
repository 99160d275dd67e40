"""Which test would tell most for the time it takes.

For each guided test the mutual information between its result and "this cause contributes to this pain"
is integrated over the result, with the test's published norm and error, and summed over the sides and
pains it bears on. Given everything else, the chance of contributing is a ratio of two straight lines in the
chance of presence, so three numbers per cause and pain suffice (`_Line`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.case import Person
from kinechain.knowledge import Knowledge
from kinechain.knowledge.guided_test import GuidedTest
from kinechain.measurement import Measurement
from kinechain.reasoning.closed_form import posterior
from kinechain.reasoning.finding import was_measured
from kinechain.reasoning.model import Model
from kinechain.reasoning.trace import NextTest

Array = NDArray[np.float64]

MOST_TESTS = 3
LEAST_BITS = 1e-4
GRID_POINTS = 1201
GRID_REACH = 6.0
"""Results of a test are integrated over this many of its own sds beyond either mean."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Chance of the pains is ``absent + q * (present - absent)``, of contributing too ``q * path``."""

    absent: float
    present: float
    path: float

    def contributes(self, presence: Array | float) -> Array:
        """Chance that the cause contributes, given the pains, for a chance of presence before them."""
        return np.asarray(presence * self.path / (self.absent + presence * (self.present - self.absent)))


def next_tests(
    knowledge: Knowledge, model: Model, measured: Sequence[Measurement], person: Person
) -> tuple[NextTest, ...]:
    """At most three tests not done yet, the most bits per minute first; none that would tell nothing, or has
    no norm for this person.
    """
    offers = []
    for test_id, test in knowledge.tests.items():
        if any(was_measured(measure, measured) for measure in test.measures):
            continue
        bits = sum(_information(knowledge, each.condition, test, model, person) for each in test.informs)
        if bits >= LEAST_BITS:
            offers.append(NextTest(test_id, bits, test.minutes))
    offers.sort(key=lambda offer: -offer.information_bits / offer.minutes)
    return tuple(offers[:MOST_TESTS])


def _information(
    knowledge: Knowledge, condition_id: str, test: GuidedTest, model: Model, person: Person
) -> float:
    score, norm = test.scores[0], test.scores[0].norm_for(person)
    if norm is None or score.sd_error is None:
        return 0.0
    spread = float(np.hypot(1.0, np.hypot(score.sd_error, norm.mean_sd) / norm.sd))
    bits, shift = 0.0, knowledge.conditions[condition_id].shift_sd
    for index, cause in enumerate(model.causes):
        if cause.id != condition_id or cause.present is not None:
            continue
        presence = float(model.presence()[0, index])
        for site in range(len(model.sites)):
            line = _line(model, index, site)
            bits += mutual_information(line, presence, shift, spread)
    return bits


def _line(model: Model, index: int, site: int) -> _Line:
    presence = np.repeat(model.presence()[:1], 2, axis=0)
    presence[:, index] = (0.0, 1.0)
    weights, leaks = np.repeat(model.weights[:1], 2, axis=0), np.repeat(model.leaks[:1], 2, axis=0)
    answer = posterior(presence, weights, leaks)
    path = answer.contributes[1, index, site] * answer.evidence[1]
    return _Line(float(answer.evidence[0]), float(answer.evidence[1]), float(path))


def mutual_information(line: _Line, presence: float, shift: float, spread: float) -> float:
    """Bits that a result, normal with that spread around 0 or `shift`, tells of contributing."""
    if presence in (0.0, 1.0) or line.path == 0:
        return 0.0
    result = np.linspace(-GRID_REACH * spread, shift + GRID_REACH * spread, GRID_POINTS)
    given_pain = presence * line.present / (line.absent + presence * (line.present - line.absent))
    density = given_pain * _bell(result, shift, spread) + (1 - given_pain) * _bell(result, 0.0, spread)
    log_ratio = shift * (result - shift / 2) / spread**2
    afterwards = 1 / (1 + (1 - presence) / presence * np.exp(-np.clip(log_ratio, -500, 500)))
    step = float(result[1] - result[0])
    left = float(np.sum(density * _entropy(line.contributes(afterwards)))) * step
    return max(float(_entropy(line.contributes(presence))) - left, 0.0)


def _bell(at: Array, mean: float, sd: float) -> Array:
    return np.asarray(np.exp(-0.5 * ((at - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi)))


def _entropy(chance: Array) -> Array:
    inside = np.clip(chance, 1e-12, 1 - 1e-12)
    return np.asarray(-inside * np.log2(inside) - (1 - inside) * np.log2(1 - inside))
