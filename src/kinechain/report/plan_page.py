"""The plan as one sheet: what to do, how much, when to stop, when to look again."""

from dataclasses import dataclass
from datetime import date, timedelta

from kinechain.plan.dose_words import dose_words
from kinechain.plan.making import NOT_ASKED
from kinechain.plan.plan import Exercise, Plan, SmallestChange
from kinechain.plan.retest_name import retest_name
from kinechain.plan.seeing import dated as date_words
from kinechain.report.graded_words import graded_words
from kinechain.report.number_format import display_scale, with_gap
from kinechain.report.plain_words import sentence
from kinechain.report.source_list import SourceList
from kinechain.report.vocabulary import Vocabulary

GAP = "\u00a0"

__all__ = ["ExerciseSheet", "PlanPage", "date_words", "dose_words", "plan_page"]


@dataclass(frozen=True, slots=True)
class ExerciseSheet:
    """One exercise as printed; `dose` lists its parts, shortest first to read, `takes` how long a session is,
    `shows` when to expect something.
    """

    exercise: Exercise
    dose: tuple[str, ...]
    takes: str
    shows: str
    evidence: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The whole sheet. `made`, `begins` (empty where it is the same day) and `retest` are dates in words,
    `retest_iso` for machines; `noise` holds a
    sentence for each re-test measure whose smallest change is known, `measure_now` those to measure before
    beginning. `first` leaves out that the warning signs were not asked: the page puts the questions itself.
    """

    plan: Plan
    sheets: tuple[ExerciseSheet, ...]
    made: str
    begins: str
    retest: str
    retest_iso: str
    retest_measures: tuple[str, ...]
    noise: tuple[str, ...]
    measure_now: tuple[str, ...]
    first: tuple[str, ...]


def plan_page(plan: Plan, words: Vocabulary, sources: SourceList, today: date) -> PlanPage:
    """The sheet for a plan made `today`, which begins then unless it says another day."""
    retest = (plan.start or today) + timedelta(days=plan.retest.after_days)
    return PlanPage(
        plan=plan,
        sheets=tuple(_sheet(e, sources) for e in plan.exercises),
        made=date_words(today),
        begins=date_words(plan.start) if plan.start and plan.start != today else "",
        retest=date_words(retest),
        retest_iso=retest.isoformat(),
        retest_measures=tuple(_name(m, words) for m in plan.retest.measures),
        noise=tuple(_noise(change, words) for change in plan.retest.smallest_changes),
        measure_now=tuple(_name(m, words) for m in plan.retest.measure_now),
        first=tuple(line for line in plan.first if line != NOT_ASKED),
    )


def _name(measure: str, words: Vocabulary) -> str:
    known = words.measures.get(measure)
    return retest_name(measure, known.name if known else None, words.guided)


def _noise(change: SmallestChange, words: Vocabulary) -> str:
    factor, unit = display_scale(change.unit, change.value)
    size = f"{change.value * factor:.2g}{with_gap(unit)}"
    what = f"{sentence(_name(change.measure, words)).rstrip('.')}: a change smaller than {size} is noise"
    if not change.within_noise or change.expected is None:
        return f"{what}."
    hoped = f"{change.expected * factor:.2g}{with_gap(unit)}"
    return (
        f"{what}, and about {hoped} is what to expect; "
        "take the mean of several tries, and do not read much into one."
    )


def _sheet(exercise: Exercise, sources: SourceList) -> ExerciseSheet:
    cited = sources.cite(exercise.sources)
    return ExerciseSheet(
        exercise,
        dose_words(exercise.dose, exercise.weeks),
        f"about {max(1, round(exercise.dose.session_minutes))}{GAP}min",
        _time_course(exercise),
        graded_words(exercise),
        cited,
    )


def _time_course(exercise: Exercise) -> str:
    first, last = exercise.weeks_to_effect
    return f"something from {first} weeks on" if last <= first else f"something after {first} to {last} weeks"
