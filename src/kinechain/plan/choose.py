"""Which exercises suit a trace: those shown to help the region, and those that work on its contributors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kinechain.case import Case
from kinechain.knowledge import Knowledge
from kinechain.knowledge.dose import Dose
from kinechain.knowledge.exercise import Benefit, ExerciseEntry
from kinechain.knowledge.limit import Limit
from kinechain.knowledge.link import Grade
from kinechain.plan.easing import eased, shortened
from kinechain.plan.plan import LeftOut
from kinechain.plan.week import FREE, Loads, days_for, with_load
from kinechain.reasoning.decision import WORTH_WORKING_ON
from kinechain.reasoning.trace import Contributor, Trace, UsualExplanation

MOST_EXERCISES: Final = 4
CLEARLY_MORE: Final = 2.0
"""For what another exercise does already, one must do more than this many times as much to count (our
choice).
"""
SMALLEST_GAIN: Final = 0.03
"""An exercise that adds less than this to those before it is not worth the time (our choice)."""
LEAST_OF_A_DOSE: Final = 0.5
"""To fit into the day a dose is shortened no further than this share of its minutes, unless it is the only
exercise (our choice).
"""
WORTH_MENTIONING: Final = 0.2
"""An exercise that speaks for itself this much is named with its reason when it is left out (our choice)."""

BETTER_THAN_VERY_LOW: Final[tuple[Grade, ...]] = ("high", "moderate", "low")
DONE_ALREADY: Final = "you do enough of it already; keep it up"

CHANGES: Final[Mapping[Grade, float]] = {
    "high": 1.0, "moderate": 0.8, "low": 0.5, "very_low": 0.25, "contradicted": 0.0,
}  # fmt: skip
"""How far an exercise is believed to change what it works on, by its grade of evidence (our choice)."""

Thing = tuple[str, ...]
"""What an exercise is good for: a region by one kind of training, or a contributor on one side."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise with what speaks for it. `worth` says how much it does for each thing it is good for, 0 to
    1 and more where one contributor bears on several pains; `gain` what it added when it was chosen.
    """

    id: str
    entry: ExerciseEntry
    dose: Dose
    benefits: tuple[Benefit, ...]
    contributors: tuple[Contributor, ...]
    explanations: tuple[UsualExplanation, ...] = ()
    worth: Mapping[Thing, float] = field(default_factory=dict)
    gain: float = 0.0
    days: tuple[int, ...] = ()
    gentler: bool = False
    done_already: bool = False

    @property
    def score(self) -> float:
        """All that speaks for it by itself."""
        return sum(self.worth.values())


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices in their order, what was left out and why, the limits that left something out, and how full
    each day is, in minutes.
    """

    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]
    held_back_by: frozenset[str]
    loads: Loads

    @property
    def nothing_helps(self) -> bool:
        """Whether nothing is known that would help, whatever the person can do."""
        return not (self.choices or self.left_out or self.held_back_by)


def choose(
    knowledge: Knowledge,
    trace: Trace,
    *,
    limits: Mapping[str, Limit],
    minutes_per_day: float,
    case: Case | None = None,
) -> Chosen:
    """At most four exercises within the minutes a day; each the one that adds most to those before it.

    Evidence of benefit is not evidence of having brought the pain about: walking helps backs whatever the
    walk looks like. So an exercise needs no contributor to be chosen, and a contributor without evidence
    (likelihood ratio 1) chooses none. A thing is counted once: the second stretch for one ankle adds nothing
    as long as the first is there, and something else comes before it. What the case says is done enough
    already is left out where no more than very low evidence stands behind it.
    """
    gentle = any(limit.effect == "gentler" for limit in limits.values())
    waiting = [_gently(each) if gentle else each for each in _candidates(knowledge, trace, case)]
    kept_back = {each.id: _kept_back(each, limits) for each in waiting}
    open_ = [each for each in waiting if not kept_back[each.id]]
    chosen: list[Choice] = []
    loads = FREE
    while open_ and len(chosen) < MOST_EXERCISES:
        best = max((_gaining(each, chosen) for each in open_), key=lambda choice: choice.gain)
        open_ = [each for each in open_ if each.id != best.id]
        if best.gain < SMALLEST_GAIN:
            break
        placed = _placed(best, loads, minutes_per_day, alone=not chosen)
        if placed is None:
            kept_back[best.id] = f"it does not fit into {minutes_per_day:g} minutes a day beside the others"
            continue
        loads = with_load(loads, placed.days, placed.dose)
        chosen.append(placed)
    holding = frozenset(name for each in waiting for name in each.entry.not_with if name in limits)
    return Chosen(tuple(chosen), _left_out(waiting, chosen, kept_back), holding, loads)


def _candidates(knowledge: Knowledge, trace: Trace, case: Case | None) -> list[Choice]:
    regions = {region.region for region in trace.regions}
    likely = [each for region in trace.regions for each in region.contributors if _worth_working_on(each)]
    usual = [each for region in trace.regions for each in region.usual_explanations if _said_and_likely(each)]
    found = []
    for exercise_id, entry in knowledge.exercises.items():
        benefits = tuple(benefit for benefit in entry.benefits if benefit.region in regions)
        served = tuple(each for each in likely if each.id in entry.conditions)
        explained = tuple(each for each in usual if each.id in entry.explanations)
        if benefits or served or explained:
            worth = _worth(entry, benefits, (*served, *explained))
            already = bool(case and entry.done_already and entry.done_already.holds(case))
            found.append(
                Choice(
                    exercise_id, entry, entry.dose, benefits, served, explained, worth, done_already=already
                )
            )
    return sorted(found, key=lambda choice: -choice.score)


def _worth_working_on(contributor: Contributor) -> bool:
    return contributor.modifiable and contributor.probability >= WORTH_WORKING_ON


def _said_and_likely(explanation: UsualExplanation) -> bool:
    """Only what the person said is worked on; how common a habit is in others is no reason."""
    return explanation.asked and explanation.probability >= WORTH_WORKING_ON


def _worth(
    entry: ExerciseEntry,
    benefits: tuple[Benefit, ...],
    served: tuple[Contributor | UsualExplanation, ...],
) -> dict[Thing, float]:
    worth: dict[Thing, float] = {
        ("region", benefit.region, entry.kind): benefit.weight for benefit in benefits
    }
    for each in served:
        side = each.side if isinstance(each, Contributor) else None
        thing = ("works on", each.id, side or "")
        worth[thing] = worth.get(thing, 0.0) + each.probability * CHANGES[entry.evidence]
    return worth


def _gaining(choice: Choice, chosen: list[Choice]) -> Choice:
    """The choice with what it adds to those before it: of a new thing all it does, of one that is done
    already by how much it does more, where that is more than twice as much.
    """
    done: dict[Thing, float] = {}
    for before in chosen:
        for thing, worth in before.worth.items():
            done[thing] = max(worth, done.get(thing, 0.0))
    better = {
        thing: worth - done.get(thing, 0.0)
        for thing, worth in choice.worth.items()
        if worth > CLEARLY_MORE * done.get(thing, 0.0)
    }
    return replace(choice, gain=sum(better.values()))


def _gently(choice: Choice) -> Choice:
    smaller = eased(choice.entry, choice.dose)
    return choice if smaller is None else replace(choice, dose=smaller[0], gentler=True)


def _placed(choice: Choice, loads: Loads, minutes_per_day: float, *, alone: bool) -> Choice | None:
    """The choice with its days, shortened where that makes it fit; None where nothing does, or where too
    little of it would be left while others are there.
    """
    dose: Dose | None = choice.dose
    least = 0.0 if alone else LEAST_OF_A_DOSE * choice.dose.session_minutes
    while dose is not None and dose.session_minutes >= least:
        days = days_for(dose, loads, minutes_per_day)
        if days is not None:
            return replace(choice, dose=dose, days=days, gentler=choice.gentler or dose != choice.dose)
        dose = shortened(choice.entry, dose)
    return None


def _kept_back(choice: Choice, limits: Mapping[str, Limit]) -> str:
    """Why an exercise is not for this person today; empty when it is."""
    names = [limits[name].name for name in choice.entry.not_with if name in limits]
    if names:
        return f"not with: {', '.join(names)}"
    better = any(benefit.evidence in BETTER_THAN_VERY_LOW for benefit in choice.benefits)
    return DONE_ALREADY if choice.done_already and not better else ""


def _left_out(
    waiting: list[Choice], chosen: list[Choice], kept_back: Mapping[str, str]
) -> tuple[LeftOut, ...]:
    """Those that speak for themselves, and all that work on a contributor which no chosen one works on."""
    taken = {each.id for each in chosen}
    worked_on = {(each.id, each.side) for choice in chosen for each in choice.contributors}
    out = [
        each
        for each in waiting
        if each.id not in taken
        and (
            each.score >= WORTH_MENTIONING
            or any((served.id, served.side) not in worked_on for served in each.contributors)
        )
    ]
    return tuple(
        LeftOut(each.id, each.entry.name, kept_back[each.id] or _less_than(each, chosen)) for each in out
    )


def _less_than(choice: Choice, chosen: list[Choice]) -> str:
    shared = [other.entry.name for other in chosen if set(other.worth) & set(choice.worth)]
    gain = _gaining(choice, chosen).gain
    if gain < SMALLEST_GAIN and shared:
        return f"does the same as: {shared[0].lower()}"
    if gain < SMALLEST_GAIN:
        return "too little speaks for it to be worth the time"
    return "the others have more behind them, and four are enough"
