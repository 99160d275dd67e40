"""A log of training: what was done on which day, and how it hurt; read from a file, and applied to a plan.

The file is a list, one entry for each session of an exercise:
``- {date: 2026-11-23, exercise: heel_raises, done: 1, pain_during: 2, pain_next_morning: 1}``; `signs` may
name stop rules that were noticed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kinechain.case import in_words
from kinechain.errors import InputError
from kinechain.knowledge.dose import Dose
from kinechain.plain_yaml import load_plain_yaml
from kinechain.plan.plan import Exercise, Plan
from kinechain.plan.progression import NextDose, Session, next_dose

LARGEST_LOG_FILE: Final = 1024 * 1024
LONGEST_LOG: Final = timedelta(days=731)
"""From its first session to today (our choice)."""
REVIEWED_EVERY: Final = timedelta(weeks=1)

Tenth = Annotated[float, Field(ge=0, le=10)]


class _Line(BaseModel):
    """A session as the file writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: date
    exercise: str
    done: Annotated[float, Field(ge=0, le=1)]
    pain_during: Tenth | None = None
    pain_next_morning: Tenth | None = None
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoggedDose:
    """What the log of one exercise of the plan says: the dose it began with, and what to do next."""

    exercise: str
    name: str
    began_with: Dose
    next: NextDose


def load_log(path: Path, today: date) -> tuple[Session, ...]:
    """The sessions of a file, the earliest first.

    Raises
    ------
    InputError
        For a file that cannot be read or is no log, and for a session that cannot be.

    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_LOG_FILE + 1)
    except OSError as problem:
        raise InputError(f"{path.name} cannot be read: {problem.strerror or problem}") from None
    if len(content) > LARGEST_LOG_FILE:
        raise InputError(f"{path.name} is larger than {LARGEST_LOG_FILE // 1024} KiB; that is no log")
    listed = load_plain_yaml(content, path.name)
    if not isinstance(listed, list) or not listed:
        raise InputError(
            f"{path.name} is no log: it should be a list, such as "
            "- {date: 2026-11-23, exercise: heel_raises, done: 1, pain_during: 2, pain_next_morning: 1}"
        )
    sessions = sorted(
        (_session(entry, number, path.name) for number, entry in enumerate(listed, 1)),
        key=lambda each: each.date,
    )
    if not today - LONGEST_LOG <= sessions[0].date or sessions[-1].date > today:
        wrong = sessions[-1] if sessions[-1].date > today else sessions[0]
        raise InputError(f"{path.name}, {wrong.date}: a session lies within the two years before {today}")
    return tuple(sessions)


_LINE: Final = TypeAdapter(_Line)


def _session(entry: object, number: int, name: str) -> Session:
    try:
        line = _LINE.validate_python(entry)
    except ValidationError as problem:
        raise InputError(f"{name}, session {number}: {_fault(problem)}") from None
    return Session(line.date, line.exercise, line.done, line.pain_during, line.pain_next_morning, line.signs)


def _fault(problem: ValidationError) -> str:
    fault = problem.errors(include_url=False)[0]
    if fault["type"] == "extra_forbidden" or not fault["loc"]:
        return f"give {', '.join(_Line.model_fields)} and nothing else"
    return in_words(problem)


def next_doses(plan: Plan, log: Sequence[Session], today: date) -> tuple[LoggedDose, ...]:
    """For each exercise of the plan the dose to do next, if it was looked at once a week since the first
    session of the log and today, and every change was followed.

    Raises
    ------
    InputError
        For an exercise or a sign that is not known.

    """
    return tuple(
        LoggedDose(exercise.id, exercise.name, exercise.dose, _followed(exercise, log, today))
        for exercise in plan.exercises
    )


def _followed(exercise: Exercise, log: Sequence[Session], today: date) -> NextDose:
    """The last review's answer. Where that only says to go on, the dose has come from those before it."""
    since = log[0].date if log else today
    dose, day = exercise.dose, since
    while True:
        day = min(day + REVIEWED_EVERY, today)
        done = [each for each in log if each.date <= day]
        answer = next_dose(exercise.id, dose, since, done, day)
        if day >= today or answer.dose is None:
            return answer
        if answer.dose != dose:
            # What was too much was done at the old dose: the smaller one begins the day after.
            dose, since = answer.dose, day + timedelta(days=answer.verdict != "advance")
