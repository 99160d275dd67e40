"""Whether the reasoning keeps what it promises, on patients drawn from its own network (`sampled_patient`).

For each: a region, a side, a sex, parameters from the spread, and a person with that pain. Held against what
is so:

* calibration: of contributors given 20 %, 20 % should contribute (expected calibration error, by region),
  each patient having told a random part of everything;
* honesty of the interval: how often it holds the posterior that the patient's own parameters would give;
* the order of asking: whether stopping early leaves what comes first, what is worked on, what is advised and
  which exercises are chosen as they are after asking everything, in how many minutes of testing; and how the
  articles' fixed order does in the same minutes.

"What comes first" is the likeliest contributor, if it is likely enough to be worked on (`decision.py`).

Data requirements: none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kinechain.case import Case, Pain, Person, Region
from kinechain.knowledge import Knowledge, load
from kinechain.measurement import SIDES, Side
from kinechain.plan.choose import choose
from kinechain.reasoning.answer import WITHIN, answer, weighted_interval
from kinechain.reasoning.ask import WORTH_ASKING, weigh
from kinechain.reasoning.askable import Askable, askables, is_advised
from kinechain.reasoning.build import build_model, sites_of
from kinechain.reasoning.decision import decisions
from kinechain.reasoning.model import Model
from kinechain.reasoning.parameters import DRAWS
from kinechain.reasoning.posterior import posterior
from kinechain.reasoning.question import Question
from kinechain.reasoning.trace import Trace
from kinechain.reasoning.tracing import regions_of
from kinechain.validation.sampled_patient import Chart, chart, draw_patient, told, with_causes

Array = NDArray[np.float64]

PATIENTS = 2000
SEED = 20261121
TRUTHS = 5
"""So many sets of `DRAWS` true parameters are drawn for each kind of patient."""
BINS = 10
MINUTES_A_DAY = 20.0
"""What a patient would do a day."""
EACH = 5
"""Of one patient in so many the exercises are chosen too; that takes longer than all else."""

ROUTES: Mapping[Region, tuple[str, ...]] = {
    "neck": ("shoulder", "neck", "head"),
    "headache": ("shoulder", "neck", "head"),
    "knee": ("hip", "pelvis", "ankle"),
    "low_back": ("hip", "pelvis", "toes", "arch", "rearfoot"),
}
"""The articles' routes (neck and headache: shoulders, then head; knee: hips, then ankles; low back: hips,
then feet), as links of the chain whose tests are done in that order. Other regions have none.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found of the patients of one region.

    Of every cause that may contribute: `chance`, the probability given to it; `so`, whether it does; `mean`,
    the mean of that probability over the draws; `held`, whether the interval holds what the true parameters
    give (without causes that an answer ruled out). Of every patient: `same`, whether stopping early decides
    and advises as asking everything does; `same_likeliest`, whether the likeliest condition is the same,
    however unlikely; `same_exercises` (of some), whether the exercises are; `minutes` of testing, and
    `bearing_minutes` of all tests that see a cause of this pain. Where the articles have a route:
    `same_by_route`, as `same`, by it in the same minutes; `same_beside_route`, without.
    """

    chance: list[float] = field(default_factory=list)
    so: list[bool] = field(default_factory=list)
    mean: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    same: list[bool] = field(default_factory=list)
    same_likeliest: list[bool] = field(default_factory=list)
    same_exercises: list[bool] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)
    bearing_minutes: list[float] = field(default_factory=list)
    same_by_route: list[bool] = field(default_factory=list)
    same_beside_route: list[bool] = field(default_factory=list)

    @property
    def calibration_error(self) -> float:
        """How far probabilities lie from shares, on average over ten bins as full as they are; 0 of none."""
        chance, so = np.array(self.chance), np.array(self.so, dtype=float)
        which = np.minimum((chance * BINS).astype(int), BINS - 1)
        gaps = [abs(float(np.sum(chance[which == each] - so[which == each]))) for each in range(BINS)]
        return sum(gaps) / max(len(chance), 1)

    @property
    def asked_share(self) -> float:
        """The minutes of testing, of those that all tests take which bear on the pain."""
        return sum(self.minutes) / max(sum(self.bearing_minutes), 1.0)


def pooled(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    each = list(tallies)
    names = [part.name for part in fields(Tally)]
    return Tally(**{name: [value for tally in each for value in getattr(tally, name)] for name in names})


def share(of: Sequence[bool]) -> float:
    """How many of them, 0 to 1; of none, all."""
    return sum(of) / len(of) if of else 1.0


def sampled_patients(patients: int = PATIENTS, seed: int = SEED) -> dict[Region, Tally]:
    """Tallies by region, the patients shared out evenly."""
    knowledge = load()
    chance = np.random.default_rng(seed)
    regions: list[Region] = [*knowledge.regions]  # type: ignore[list-item]
    tallies = {region: Tally() for region in regions}
    for number in range(patients):
        region = regions[number % len(regions)]
        _one(knowledge, region, tallies[region], chance)
    return tallies


def _one(knowledge: Knowledge, region: Region, tally: Tally, chance: np.random.Generator) -> None:
    question, truths = _put(region, _side(knowledge, region, chance), ("female", "male")[chance.integers(2)])
    truth = truths[chance.integers(TRUTHS)]
    patient = draw_patient(truth, 1 + int(chance.integers(DRAWS)), chance)
    items = tuple(askables(question))
    record = chart(patient, truth, items, chance)
    share = chance.random()
    some = tuple(item for item in items if chance.random() < share)
    _weigh(tally, told(question, record, some), truth, record)
    _in_order(tally, region, question, record, items)


def _side(knowledge: Knowledge, region: Region, chance: np.random.Generator) -> Side | None:
    sides: list[Side | None] = [*SIDES, None]
    return sides[chance.integers(3)] if knowledge.regions[region].sided else None


@lru_cache(maxsize=64)
def _put(region: Region, side: Side | None, sex: str) -> tuple[Question, tuple[Model, ...]]:
    """The question before anything was told, and the same network under true parameters."""
    knowledge = load()
    person = Person.model_validate({"age_years": 40, "sex": sex})
    case = Case(person=person, pain=(Pain(region=region, side=side),), red_flags=())
    sites = sites_of(knowledge, case)
    models = [build_model(knowledge, case, (), sites, seed) for seed in range(SEED, SEED + TRUTHS)]
    return Question(knowledge, case, (), build_model(knowledge, case, (), sites)), tuple(models)


def _weigh(tally: Tally, question: Question, truth: Model, record: Chart) -> None:
    """Probabilities and intervals of all causes that may contribute, against what is so."""
    model, patient = question.model, record.patient
    found = posterior(model)
    causes = list(model.causes)
    told_of = tuple(n for n, cause in enumerate(causes) if cause.findings)
    true = posterior(with_causes(truth.of_draw(patient.draw), causes, told_of)).contributes[0]
    likely = found.evidence[1:, 0]
    for n in range(len(causes)):
        if not model.bears_on(n, 0):
            continue
        drawn = found.contributes[1:, n, 0]
        tally.chance.append(float(found.contributes[0, n, 0]))
        tally.so.append(bool(patient.contributes[n, 0]))
        tally.mean.append(float(np.average(drawn, weights=likely)))
        if causes[n].present is not False:
            low, high = weighted_interval(drawn, likely, WITHIN)
            tally.held.append(low <= true[n, 0] <= high)


def _in_order(
    tally: Tally, region: Region, question: Question, record: Chart, items: Sequence[Askable]
) -> None:
    """Asking by information until nothing would change, and by the articles' route in the same minutes,
    against asking everything.
    """
    stopped, minutes = _by_information(question, record, items)
    ends = [told(question, record, tuple(items)), stopped]
    if region in ROUTES:
        questions = [item for item in items if item.kind == "question"]
        by_route = _by_route(question.knowledge, ROUTES[region], items, minutes)
        ends.append(told(question, record, (*questions, *by_route)))
    models = [end.model.central() for end in ends]
    contributes = np.concatenate([posterior(model).contributes for model in models])
    decided = decisions(question.knowledge, models[0], contributes)
    advised = np.array([_advised(end) == _advised(ends[0]) for end in ends])
    same = ~decided.differ_from(0) & advised
    tally.same.append(bool(same[1]))
    tally.same_likeliest.append(
        _likeliest(models[0], contributes[1]) == _likeliest(models[0], contributes[0])
    )
    if not len(tally.minutes) % EACH:
        tally.same_exercises.append(_exercises(ends[0]) == _exercises(stopped))
    tally.minutes.append(minutes)
    tally.bearing_minutes.append(sum(item.minutes for item in items if item.kind == "test"))
    if region in ROUTES:
        tally.same_by_route.append(bool(same[2]))
        tally.same_beside_route.append(bool(same[1]))


def _exercises(question: Question) -> set[str]:
    """The exercises that would be chosen, for somebody without limits."""
    answered = Trace(None, regions_of(answer(question)), (), ())
    chosen = choose(question.knowledge, answered, limits={}, minutes_per_day=MINUTES_A_DAY)
    return {choice.id for choice in chosen.choices}


def _advised(question: Question) -> set[str]:
    """The usual explanations that were affirmed and that the plan then advises on."""
    causes = question.model.causes
    return {cause.id for n, cause in enumerate(causes) if cause.present and is_advised(question, n)}


def _likeliest(model: Model, contributes: Array) -> str | None:
    """The likeliest contributor, however unlikely; a condition on either side is one."""
    structural = [n for n, cause in enumerate(model.causes) if cause.structural and contributes[n, 0] > 0]
    first = max(structural, key=lambda n: contributes[n, 0], default=None)
    return None if first is None else model.causes[first].id


def _by_information(question: Question, record: Chart, items: Sequence[Askable]) -> tuple[Question, float]:
    """What is known after asking the most telling until nothing would change, and the minutes of testing."""
    by_id, minutes = {item.id: item for item in items}, 0.0
    while True:
        asks = weigh(question)
        if not asks or asks[0].change < WORTH_ASKING:
            return question, minutes
        item = by_id[asks[0].id]
        minutes += item.minutes if item.kind == "test" else 0.0
        question = told(question, record, (item,))


def _by_route(
    knowledge: Knowledge, links: Sequence[str], items: Sequence[Askable], minutes: float
) -> Iterator[Askable]:
    """The tests of a fixed route, as many as fit into the minutes."""
    for link in links:
        for item in items:
            if item.kind != "test" or not _sees(knowledge, item, link):
                continue
            if item.minutes > minutes:
                return
            minutes -= item.minutes
            yield item


def _sees(knowledge: Knowledge, item: Askable, link: str) -> bool:
    informed = knowledge.tests[item.id].informs
    return bool(informed) and knowledge.conditions[informed[0].condition].link == link
