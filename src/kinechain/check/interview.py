"""What a check asks next, and the case with the answer in it; nothing here prints or reads a key.

Pain and age come first, for the warning signs depend on them; then the warning signs, for a yes ends the
check; then the few facts that much depends on; then whatever tells most for the time it takes, until more
would not change the answer (`reasoning.ask`); last, what the person can and will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kinechain.case import Case, Pain, ReportedMeasurement
from kinechain.knowledge import Knowledge
from kinechain.knowledge.safety import LEVELS, Level, RedFlag
from kinechain.measurement import Measurement
from kinechain.reasoning.ask import enough, next_asks
from kinechain.reasoning.red_flags import stop_for


@dataclass(frozen=True, slots=True)
class AskPain:
    """Where it hurts, and about each place how much, since when, on which side."""


@dataclass(frozen=True, slots=True)
class AskFlags:
    """The warning signs of one level, all on one page."""

    level: Level
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskFact:
    """One fact of the case."""

    fact: str


@dataclass(frozen=True, slots=True)
class AskTest:
    """One guided test."""

    test: str


@dataclass(frozen=True, slots=True)
class AskLimits:
    """What keeps exercises back, all on one page."""

    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left to ask; `because` says why."""

    because: str


AGE = "person.age_years"
MINUTES = "programme.minutes_per_day"
Step = AskPain | AskFlags | AskFact | AskTest | AskLimits | Finished


def next_step(knowledge: Knowledge, case: Case, measured: Sequence[Measurement] = ()) -> Step:
    """What to ask next of this case. `measured` comes from films and photos."""
    if not case.pain:
        return AskPain()
    if case.person.age_years is None and AGE not in case.asked:
        return AskFact(AGE)
    if stop_for(knowledge, case):
        return Finished("a warning sign comes before everything else")
    for level in LEVELS if case.red_flags is None else ():
        open_flags = tuple(flag for flag in flags_of(knowledge, case, level) if flag not in case.asked)
        if open_flags:
            return AskFlags(level, open_flags)
    for fact, question in knowledge.questions.items():
        if question.first and fact not in case.asked and given(case, fact) is None:
            return AskFact(fact)
    step = _most_telling(case, measured)
    return _about_the_programme(knowledge, case) or step if isinstance(step, Finished) else step


def flags_of(knowledge: Knowledge, case: Case, level: Level) -> tuple[str, ...]:
    """The warning signs of one level that are asked of somebody of that age with these pains."""
    age = case.person.age_years
    regions = dict.fromkeys(pain.region for pain in case.pain)
    flags = {name: flag for region in regions for name, flag in knowledge.flags_for(region, age).items()}
    return tuple(name for name, flag in flags.items() if flag.level == level and _is_open(flag, age))


def _is_open(flag: RedFlag, age: float | None) -> bool:
    return flag.answered_by_age(age) is None


def _most_telling(case: Case, measured: Sequence[Measurement]) -> Step:
    reason = enough(case, measured)
    if reason:
        return Finished(reason)
    for ask in next_asks(case, measured):
        if ask.id not in case.asked:
            return AskTest(ask.id) if ask.kind == "test" else AskFact(ask.id)
    return Finished("nothing is left that would tell more")


def _about_the_programme(knowledge: Knowledge, case: Case) -> Step | None:
    """What only the programme depends on, once nothing else is left to ask. What was denied as a warning
    sign is not asked again as a limit of the same name.
    """
    if case.programme.limits is None:
        denied = knowledge.red_flags if case.red_flags is not None else ()
        open_limits = (name for name, limit in knowledge.limits.items() if limit.ask and name not in denied)
        return AskLimits(tuple(open_limits))
    if case.programme.minutes_per_day is None and MINUTES not in case.asked:
        return AskFact(MINUTES)
    return None


def given(case: Case, fact: str) -> object:
    """What the case says of a fact, None where it was not asked."""
    part, name = fact.split(".")
    return getattr(getattr(case, part), name)


def with_pain(case: Case, pain: Sequence[Pain]) -> Case:
    """The case with these pains."""
    return case.model_copy(update={"pain": tuple(pain)})


def with_flags(knowledge: Knowledge, case: Case, step: AskFlags, present: Sequence[str]) -> Case:
    """The case with the warning signs of one level answered; after the last level all of them are."""
    case = with_asked(case, *step.flags)
    if present:
        return case.model_copy(update={"red_flags": tuple(present)})
    everything = [flag for level in LEVELS for flag in flags_of(knowledge, case, level)]
    if set(everything) <= set(case.asked):
        return case.model_copy(update={"red_flags": ()})
    return case


def with_fact(case: Case, fact: str, value: Any) -> Case:  # noqa: ANN401 (whatever that fact holds)
    """The case with a fact answered. Raises pydantic's ValidationError where it does not fit the others."""
    part, name = fact.split(".")
    said = case.model_dump(by_alias=True)
    said[part][name] = value
    return Case.model_validate(said)


def with_results(case: Case, test: str, results: Sequence[ReportedMeasurement]) -> Case:
    """The case with a test's results, which is then not asked again."""
    return with_asked(case.model_copy(update={"measurements": (*case.measurements, *results)}), test)


def with_asked(case: Case, *names: str) -> Case:
    """The case in which these were asked, and denied or left open."""
    return case.model_copy(update={"asked": tuple(dict.fromkeys((*case.asked, *names)))})
