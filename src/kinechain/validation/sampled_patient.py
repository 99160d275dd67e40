"""One made-up patient: parameters from the spread, then who has what, what hurts and why, and what tests
show.

Everything is drawn from the reasoner's own network, so its posteriors can be held against what is known to be
so. That shows whether the reasoning is right, not whether the knowledge is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinechain.knowledge.guided_test import LikelihoodRatios
from kinechain.reasoning.askable import Askable, Reading
from kinechain.reasoning.finding import FURTHEST, Finding
from kinechain.reasoning.model import Cause, Model
from kinechain.reasoning.question import Question
from kinechain.reasoning.result_steps import of_look
from kinechain.reasoning.soft_evidence import RHO, likelihood_ratio

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

WORLDS = 256
"""People drawn at once until one has the pain."""


@dataclass(frozen=True, slots=True)
class Patient:
    """Who has all the pains of a model. `draw` numbers the true parameters; `there` (n,) and `contributes`
    (n, r) are what is so; `common` (n,) is what all findings of one condition share, in the norm's sds.
    """

    draw: int
    there: Flags
    contributes: Flags
    common: Array


def draw_patient(model: Model, draw: int, chance: np.random.Generator) -> Patient:
    """Somebody with every pain of the model, under the parameters of that draw."""
    while True:
        there, contributes, hurts = _people(model, draw, chance)
        found = np.flatnonzero(hurts.all(axis=1))
        if len(found):
            who = found[0]
            common = chance.normal(0, np.sqrt(RHO), len(model.causes))
            return Patient(draw, there[who], contributes[who], common)


def _people(model: Model, draw: int, chance: np.random.Generator) -> tuple[Flags, Flags, Flags]:
    """Presence (people, n), what contributes (people, n, r), and what hurts (people, r)."""
    causes, sites = len(model.causes), len(model.sites)
    pulls = model.pulls
    there = chance.random((WORLDS, causes)) < pulls.bases[draw]
    fired: dict[tuple[int, int], Flags] = {}
    from_the_ground = sorted(range(causes), key=lambda n: len(pulls.all_below(n)))
    for n in from_the_ground:
        for low in pulls.below(n):
            fired[low, n] = there[:, low] & (chance.random(WORLDS) < pulls.strength[low, n][draw])
            there[:, n] |= fired[low, n]
    opens = there[:, :, None] & (chance.random((WORLDS, causes, sites)) < model.weights[draw])
    contributes = opens.copy()
    for n in reversed(from_the_ground):
        for up in pulls.above(n):
            contributes[:, n] |= fired[n, up][:, None] & contributes[:, up]
    hurts = opens.any(axis=1) | (chance.random((WORLDS, sites)) < model.leaks[draw])
    return there, contributes, hurts


def shown(patient: Patient, truth: Model, reading: Reading, chance: np.random.Generator) -> Finding:
    """What a test shows of one condition of the patient."""
    cause = reading.cause
    if reading.ratios is not None:
        return _looked(patient, reading, reading.ratios, chance)
    mean = truth.shifts[patient.draw, cause] * patient.there[cause]
    own = chance.normal(0, np.sqrt(1 - RHO + (reading.noise or 0.0) ** 2))
    furthest = FURTHEST / reading.agrees
    score = float(np.clip(mean + patient.common[cause] + own, -furthest, furthest))
    return Finding("test", "A test", "a result", score, reading.noise or 0.0)


def _looked(
    patient: Patient, reading: Reading, ratios: LikelihoodRatios, chance: np.random.Generator
) -> Finding:
    steps = of_look(ratios)
    chances = steps.present if patient.there[reading.cause] else steps.absent
    yes = bool(chance.random() < chances[-1]) if len(steps) > 1 else False
    return Finding("look", "A look", "an answer", 0.0, 0.0, ratio=ratios.yes if yes else ratios.no)


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that a patient would answer and show, whether it is asked or not."""

    patient: Patient
    findings: dict[tuple[str, int], Finding]


def chart(patient: Patient, truth: Model, items: tuple[Askable, ...], chance: np.random.Generator) -> Chart:
    """The patient's answers and results for all these items."""
    findings = {
        (item.id, reading.cause): shown(patient, truth, reading, chance)
        for item in items
        if item.kind == "test"
        for reading in item.readings
    }
    return Chart(patient, findings)


def told(question: Question, chart_: Chart, items: tuple[Askable, ...]) -> Question:
    """The question once these items were asked."""
    causes = list(question.model.causes)
    changed: dict[int, Cause] = {}
    for cause, told_of_it in _by_cause(chart_, items):
        old = changed.get(cause, causes[cause])
        changed[cause] = (
            replace(old, present=told_of_it) if isinstance(told_of_it, bool) else _with(old, told_of_it)
        )
    for n, cause_ in changed.items():
        causes[n] = cause_
    case = question.case.model_copy(update={"asked": (*question.case.asked, *(item.id for item in items))})
    return replace(question, case=case, model=with_causes(question.model, causes, tuple(changed)))


def _by_cause(chart_: Chart, items: tuple[Askable, ...]) -> Iterator[tuple[int, Finding | bool]]:
    for item in items:
        for reading in item.readings:
            if item.kind == "test":
                yield reading.cause, chart_.findings[item.id, reading.cause]
            else:
                yield reading.cause, bool(chart_.patient.there[reading.cause])


def _with(cause: Cause, finding: Finding) -> Cause:
    return replace(cause, findings=(*cause.findings, finding))


def with_causes(model: Model, causes: list[Cause], changed: tuple[int, ...]) -> Model:
    """The model with other findings and answers of the causes `changed`."""
    ratios = model.ratios.copy()
    for n in changed:
        ratios[:, n] = likelihood_ratio(causes[n].findings, model.shifts[:, n])
    return replace(model, causes=tuple(causes), ratios=ratios)
