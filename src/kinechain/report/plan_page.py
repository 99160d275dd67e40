"""The plan as one sheet: what to do, how much, when to stop, when to look again."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kinechain.plan.plan import Dose, Exercise, Plan, SmallestChange
from kinechain.report.evidence_words import grade_words
from kinechain.report.number_format import display_scale, with_gap
from kinechain.report.plain_words import lowered
from kinechain.report.source_list import SourceList
from kinechain.report.vocabulary import Vocabulary

_COUNT = re.compile(r"\d+(?:\s*(?:-|\u2013|to)\s*\d+)?")
_OPEN_ENDED = re.compile(r"(\d+) and on")


@dataclass(frozen=True, slots=True)
class ExerciseSheet:
    """One exercise as printed; `dose` lists its parts, shortest first to read."""

    exercise: Exercise
    dose: tuple[str, ...]
    evidence: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The whole sheet. `made` and `retest` are dates in words, `retest_iso` for machines; `noise` holds a
    sentence for each re-test measure whose smallest change is known.
    """

    plan: Plan
    sheets: tuple[ExerciseSheet, ...]
    made: str
    retest: str
    retest_iso: str
    retest_measures: tuple[str, ...]
    noise: tuple[str, ...]


def plan_page(plan: Plan, words: Vocabulary, sources: SourceList, today: date) -> PlanPage:
    """The sheet for a plan that begins `today`."""
    retest = today + timedelta(days=plan.retest.after_days)
    return PlanPage(
        plan=plan,
        sheets=tuple(_sheet(e, sources) for e in plan.exercises),
        made=date_words(today),
        retest=date_words(retest),
        retest_iso=retest.isoformat(),
        retest_measures=tuple(words.measure(m).name for m in plan.retest.measures),
        noise=tuple(_noise(change, words) for change in plan.retest.smallest_changes),
    )


def _noise(change: SmallestChange, words: Vocabulary) -> str:
    factor, unit = display_scale(change.unit, change.value)
    size = f"{change.value * factor:.2g}{with_gap(unit)}"
    return f"A change smaller than {size} in {lowered(words.measure(change.measure).name)} is noise."


def date_words(day: date) -> str:
    """Such as "5 March 2026", the same in every locale."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def dose_words(dose: Dose) -> tuple[str, ...]:
    """The dose in short phrases: "3 sets of 10", "hold 20 to 30 s", "5 times a week", "for 6 weeks"."""
    parts = [
        _sets(dose),
        "" if dose.hold_s is None else f"hold {_ranged(dose.hold_s)}{' s' if _is_count(dose.hold_s) else ''}",
        "" if dose.minutes is None else f"{_ranged(dose.minutes)}{' min' if _is_count(dose.minutes) else ''}",
        _counted(dose.times_per_week, "{} times a week"),
        _counted(dose.weeks, "for {} weeks"),
    ]
    return tuple(part for part in parts if part)


def _sheet(exercise: Exercise, sources: SourceList) -> ExerciseSheet:
    cited = sources.cite(exercise.sources)
    return ExerciseSheet(exercise, dose_words(exercise.dose), grade_words(exercise.evidence), cited)


def _sets(dose: Dose) -> str:
    repetitions = "" if dose.repetitions is None else _ranged(dose.repetitions)
    if dose.sets is None:
        return _counted(repetitions, "{} times") if repetitions else ""
    sets = f"{dose.sets} set{'' if dose.sets == 1 else 's'}"
    return f"{sets} of {repetitions}" if repetitions else sets


def _counted(text: str, phrase: str) -> str:
    """A bare number or range inside its phrase; a text that already says it stands as it is."""
    open_ended = _OPEN_ENDED.fullmatch(text.strip())
    if open_ended:
        return f"{_counted(open_ended[1], phrase)} and on"
    if not _is_count(text):
        return text
    singular = {"1 times a week": "once a week", "for 1 weeks": "for 1 week", "1 times": "once"}
    said = phrase.format(_ranged(text))
    return singular.get(said, said)


def _is_count(text: str) -> bool:
    return _COUNT.fullmatch(text.strip()) is not None


def _ranged(text: str) -> str:
    return re.sub(r"(\d)\s*[-\u2013]\s*(\d)", r"\1 to \2", text.strip())
