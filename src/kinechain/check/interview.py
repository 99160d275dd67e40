"""What a check asks next, and the case with the answer in it; nothing here prints or reads a key.

Pain and age come first, for the warning signs depend on them; then the warning signs, for a yes ends the
check; then whatever tells most for the time it takes, until more would not change the answer
(`reasoning.ask`); last, what the person can and will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kinechain.case import Case, Pain, ReportedMeasurement
from kinechain.knowledge import Knowledge
from kinechain.knowledge.safety import LEVELS, Level, RedFlag
from kinechain.measurement import Measurement
from kinechain.reasoning.ask import enough, next_asks
from kinechain.reasoning.red_flags import flags_not_put, stop_for


@dataclass(frozen=True, slots=True)
class AskPain:
    """Where it hurts."""


@dataclass(frozen=True, slots=True)
class AskAboutPain:
    """How much one of the pains hurts, since when, on which side. `index` counts from 0."""

    index: int


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
Step = AskPain | AskAboutPain | AskFlags | AskFact | AskTest | AskLimits | Finished


def next_step(knowledge: Knowledge, case: Case, measured: Sequence[Measurement] = ()) -> Step:
    """What to ask next of this case. `measured` comes from films and photos."""
    return _who_hurts_where(case) or _warning_signs(knowledge, case) or _the_rest(knowledge, case, measured)


def _who_hurts_where(case: Case) -> Step | None:
    if not case.pain:
        return AskPain()
    for index, pain in enumerate(case.pain):
        if pain.intensity is None and pain.since_days is None and about(pain) not in case.asked:
            return AskAboutPain(index)
    if case.person.age_years is None and AGE not in case.asked:
        return AskFact(AGE)
    return None


def _warning_signs(knowledge: Knowledge, case: Case) -> Step | None:
    if stop_for(knowledge, case):
        return Finished("a warning sign comes before everything else")
    flags = flags_not_put(knowledge, case)
    for level in LEVELS:
        if of_level := tuple(name for name in flags if knowledge.red_flags[name].level == level):
            return AskFlags(level, of_level)
    return None


def _the_rest(knowledge: Knowledge, case: Case, measured: Sequence[Measurement]) -> Step:
    step = _half_done(knowledge, case) or _most_telling(case, measured)
    if isinstance(step, AskTest):
        return _before_tests(knowledge, case) or step
    return _about_the_programme(knowledge, case) or step if isinstance(step, Finished) else step


def about(pain: Pain) -> str:
    """The name under which it is kept that a pain was asked about."""
    return f"pain.{pain.region}"


def _half_done(knowledge: Knowledge, case: Case) -> AskTest | None:
    """A test of which one side was done, and then the check was left."""
    for name, test in knowledge.tests.items():
        sides = {each.side for each in case.measurements if each.measure in {s.measure for s in test.scores}}
        if test.sided and len(sides) == 1 and name not in case.asked:
            return AskTest(name)
    return None


def _before_tests(knowledge: Knowledge, case: Case) -> AskFact | None:
    """What results are read by, such as the sex whose norms hold; without a test nobody is asked it."""
    for fact, question in knowledge.questions.items():
        if question.first and fact not in case.asked and given(case, fact) is None:
            return AskFact(fact)
    return None


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
    if case.programme.limits is None and (limits := _limits_that_matter(knowledge, case)):
        return AskLimits(limits)
    if case.programme.minutes_per_day is None and MINUTES not in case.asked:
        return AskFact(MINUTES)
    return None


def _limits_that_matter(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    """The limits to ask about: those that hold for any programme, and those of exercises for these pains."""
    regions = {pain.region for pain in case.pain}
    bearing = {link.from_condition for region in regions for link in knowledge.links_to(region).values()}
    kept_back = {
        name
        for entry in knowledge.exercises.values()
        if bearing & set(entry.conditions) or regions & {benefit.region for benefit in entry.benefits}
        for name in entry.not_with
    }
    return tuple(
        name
        for name, limit in knowledge.limits.items()
        if limit.ask
        and name not in knowledge.red_flags
        and (limit.effect != "leave_out" or name in kept_back)
    )


def given(case: Case, fact: str) -> object:
    """What the case says of a fact, None where it was not asked."""
    part, name = fact.split(".")
    return getattr(getattr(case, part), name)


def with_pain(case: Case, pain: Sequence[Pain]) -> Case:
    """The case with these pains."""
    return case.model_copy(update={"pain": tuple(pain)})


def with_pain_told(case: Case, index: int, pain: Pain) -> Case:
    """The case with one of its pains told; it is not asked about again, whatever was left out."""
    pains = (*case.pain[:index], pain, *case.pain[index + 1 :])
    said = with_asked(case, about(pain)).model_dump(by_alias=True)
    return Case.model_validate({**said, "pain": [each.model_dump() for each in pains]})


def with_flags(knowledge: Knowledge, case: Case, step: AskFlags, present: Sequence[str]) -> Case:
    """The case with the warning signs of one level answered; after the last level all of them are."""
    case = with_asked(case, *step.flags)
    if present:
        return case.model_copy(update={"red_flags": tuple(present)})
    done = not flags_not_put(knowledge, case)
    return case.model_copy(update={"red_flags": ()}) if done else case


def with_fact(case: Case, fact: str, value: Any) -> Case:  # noqa: ANN401 (whatever that fact holds)
    """The case with a fact answered. Raises pydantic's ValidationError where it does not fit the others."""
    part, name = fact.split(".")
    said = case.model_dump(by_alias=True)
    said[part][name] = value
    return Case.model_validate(said)


def with_result(case: Case, result: ReportedMeasurement) -> Case:
    """The case with one more result of a test."""
    return case.model_copy(update={"measurements": (*case.measurements, result)})


def with_asked(case: Case, *names: str) -> Case:
    """The case in which these were asked, and denied or left open."""
    return case.model_copy(update={"asked": tuple(dict.fromkeys((*case.asked, *names)))})
