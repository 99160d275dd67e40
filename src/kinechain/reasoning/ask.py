"""What to ask next, question or guided test, and when to stop asking.

Method: for everything that could still be asked, each result that it may give is put to the network in turn
(a test's, by its norm and its error, in a few steps from low to high; a question's, yes and no), and the
posteriors that would follow are computed, all at once. That gives

* the information: how many bits the result is expected to tell of what contributes (mutual information),
  summed over the causes it bears on and over the pains. What cannot reach the plan whatever comes out counts
  a tenth (`CANNOT_REACH`);
* the change: how likely it is that the result makes another contributor come first, or puts one among those
  worth working on or takes it out (`decision.py`), or settles whether a piece of advice is given.

What may change the plan is asked first; then by bits a minute. Asking stops when nothing is left whose chance
of changing anything is at least `WORTH_ASKING`.

Departures, ours: one step ahead only, sides and conditions of one test one at a time; `CANNOT_REACH` and
`WORTH_ASKING`; a test that tells less than `LEAST_BITS_OF_A_TEST`, or cannot change anything, is not named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kinechain.case import Case
from kinechain.knowledge import load
from kinechain.measurement import Measurement
from kinechain.reasoning.askable import Askable, Kind, Reading, askables
from kinechain.reasoning.build import sites_of
from kinechain.reasoning.by_hand import hand_measurements
from kinechain.reasoning.decision import WORTH_WORKING_ON, decisions
from kinechain.reasoning.model import Model
from kinechain.reasoning.posterior import posterior
from kinechain.reasoning.question import Question, put
from kinechain.reasoning.red_flags import stop_for
from kinechain.reasoning.result_steps import Steps, of_look, of_test, yes_or_no

Array = NDArray[np.float64]

LEAST_BITS = 1e-5
LEAST_BITS_OF_A_TEST = 0.002
LEAST_CHANGE_OF_A_TEST = 1e-6
CANNOT_REACH = 0.1
WORTH_ASKING = 0.05

STOPPED = "a warning sign comes before everything else"
NO_PAIN = "no pain was given, so there is nothing to ask about"
NOTHING_LEFT = "nothing is left to ask that bears on this pain"
NOTHING_CHANGES = "whatever else was asked, less than one time in {often} would the answer change"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to ask: a fact of the case (`id` such as ``habits.stress``) or a guided test (its id).

    `information_bits` is what it is expected to tell, `change` the chance that it changes what comes first or
    what is worked on.
    """

    kind: Kind
    id: str
    minutes: float
    information_bits: float
    change: float


def next_asks(case: Case, measured: Sequence[Measurement] = ()) -> tuple[Ask, ...]:
    """Everything worth asking yet, the most useful first; nothing after a red flag or without pain.

    Raises
    ------
    InputError
        As `trace` does for a measurement of the case that cannot be.

    """
    question = _question(case, tuple(measured))
    return weigh(question) if question is not None else ()


def enough(case: Case, measured: Sequence[Measurement] = ()) -> str | None:
    """Why nothing more needs to be asked; None while something does. Raises as `next_asks` does."""
    if stop_for(load(), case) is not None:
        return STOPPED
    question = _question(case, tuple(measured))
    if question is None:
        return NO_PAIN
    asks = weigh(question)
    if not asks:
        return NOTHING_LEFT
    if any(ask.change >= WORTH_ASKING for ask in asks):
        return None
    return NOTHING_CHANGES.format(often=round(1 / WORTH_ASKING))


@lru_cache(maxsize=8)
def _question(case: Case, measured: tuple[Measurement, ...]) -> Question | None:
    knowledge = load()
    sites = sites_of(knowledge, case)
    if stop_for(knowledge, case) is not None or not sites:
        return None
    by_hand, _ = hand_measurements(knowledge, case)
    return put(knowledge, case, (*measured, *by_hand), sites)


def weigh(question: Question) -> tuple[Ask, ...]:
    """Everything that could be asked and would tell anything, the most useful first."""
    items = [item for item in askables(question) if item.id not in question.case.asked]
    if not items:
        return ()
    model = question.model.central()
    now = model.evidence()[0]
    rows, results = [now], {}
    for reading in dict.fromkeys(reading for item in items for reading in item.readings):
        steps = _steps(model, reading)
        results[reading] = _Result(len(rows), steps)
        rows += [
            _with(now, reading.cause, likelihood) for likelihood in steps.likelihoods(now[reading.cause])
        ]
    found = posterior(model, np.array(rows))
    other = decisions(question.knowledge, model, found.contributes).differ_from(0)
    scale = _Scale(results, found.contributes, other, found.presence[0])
    asks = [scale.weighed(item) for item in items]
    return tuple(sorted(filter(_tells, asks), key=_most_useful_first))


def _tells(ask: Ask) -> bool:
    """Whether it is worth being named: a test, which takes minutes, has to tell more than a question."""
    if ask.kind == "test":
        return ask.information_bits >= LEAST_BITS_OF_A_TEST and ask.change >= LEAST_CHANGE_OF_A_TEST
    return ask.information_bits >= LEAST_BITS


def _most_useful_first(ask: Ask) -> tuple[bool, float, str]:
    return ask.change < WORTH_ASKING, -ask.information_bits / ask.minutes, ask.id


def _with(now: Array, cause: int, likelihood: Array) -> Array:
    row = now.copy()
    row[cause] = likelihood
    return row


def _steps(model: Model, reading: Reading) -> Steps:
    if reading.ratios is not None:
        return of_look(reading.ratios)
    if reading.noise is None:
        return yes_or_no()
    cause = reading.cause
    return of_test(reading.noise, model.causes[cause].findings, float(model.shifts[0, cause]))


@dataclass(frozen=True, slots=True)
class _Result:
    """The steps of one reading, and the row of the posteriors after the first."""

    first: int
    steps: Steps


@dataclass(frozen=True, slots=True)
class _Scale:
    """The posteriors now (row 0) and after every result, (rows, n, r); `other` (rows,), whether they decide
    otherwise than now; `presence` (n,) now.
    """

    results: Mapping[Reading, _Result]
    contributes: Array
    other: NDArray[np.bool_]
    presence: Array

    def weighed(self, item: Askable) -> Ask:
        """The bits that an item is expected to tell, and the chance that it changes the decision."""
        bits, unchanged = 0.0, 1.0
        for reading in item.readings:
            result, there = self.results[reading], float(self.presence[reading.cause])
            rows = slice(result.first, result.first + len(result.steps))
            chances = result.steps.chances(there)
            bits += self._bits(self.contributes[rows], chances)
            unchanged *= 1 - float(chances[self.other[rows]].sum())
            if reading.advises:
                bits += float(_entropy(np.array(there)))
                unchanged *= 1 - there
        return Ask(item.kind, item.id, item.minutes, bits, 1 - unchanged)

    def _bits(self, after: Array, chances: Array) -> float:
        now = self.contributes[0]
        told = _entropy(now) - np.tensordot(chances, _entropy(after), axes=1)
        reach = np.maximum(now, after.max(axis=0)) >= WORTH_WORKING_ON
        return float(np.sum(np.maximum(told, 0) * np.where(reach, 1.0, CANNOT_REACH)))


def _entropy(chance: Array) -> Array:
    inside = np.clip(chance, 1e-12, 1 - 1e-12)
    return np.asarray(-inside * np.log2(inside) - (1 - inside) * np.log2(1 - inside))
