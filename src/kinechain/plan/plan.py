"""`Plan`: what to do, how much, how it grows, when to stop, when to look again, whom to see."""

from dataclasses import dataclass
from datetime import date

from kinechain.knowledge.dose import Dose
from kinechain.knowledge.dose_rule import Progression, Regression
from kinechain.knowledge.link import Grade

__all__ = ["Break", "Dose", "Exercise", "Graded", "LeftOut", "Plan", "Retest", "See", "SmallestChange"]


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade of evidence and what it is the grade `of`: a pain, or something else (`for_pain` False).

    Not `tried` for that pain, it is ours to think that it may help.
    """

    of: str
    evidence: Grade
    for_pain: bool = True
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Exercise:
    """One prescribed exercise. `for_` names the contributors (or the region's general benefit) it serves.

    `progression` and `regression` are its rules in words, `grows` and `shrinks` the same as a machine applies
    them (`kinechain.plan.progression`). `form` says in which form one begins; `gentler`, that it is an easier
    dose than most begin with. `weeks` is how long the programme takes, with no end where the second is None.
    `grades` say what the evidence is of; `evidence` is the first of them.
    """

    id: str
    name: str
    for_: tuple[str, ...]
    why: str
    steps: tuple[str, ...]
    dose: Dose
    progression: tuple[str, ...]
    regression: tuple[str, ...]
    not_if: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    form: str = ""
    weeks: tuple[int, int | None] = (6, None)
    weeks_to_effect: tuple[int, int] = (6, 12)
    dose_basis: str = ""
    grows: tuple[Progression, ...] = ()
    shrinks: tuple[Regression, ...] = ()
    gentler: bool = False
    grades: tuple[Graded, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The smallest change of a measure between two visits that is more than noise, in the measure's unit; and
    the change to expect, where a trial tells it.
    """

    measure: str
    value: float
    unit: str
    expected: float | None = None

    @property
    def within_noise(self) -> bool:
        """Whether even the expected change is smaller than what one measurement can show."""
        return self.expected is not None and abs(self.expected) < self.value


@dataclass(frozen=True, slots=True)
class Retest:
    """When to measure again, and what. A change smaller than a measure's entry in `smallest_changes` is
    noise; a measure without an entry has none that is known. `measure_now` are those with no value yet that a
    test at home gives: without a first value there is nothing to compare.
    """

    after_days: int
    measures: tuple[str, ...]
    smallest_changes: tuple[SmallestChange, ...] = ()
    measure_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """A break through the day: what, how often and how long, in minutes."""

    id: str
    name: str
    every_minutes: int
    minutes: float
    say: str


@dataclass(frozen=True, slots=True)
class See:
    """Whom to see about one pain, on which day, if it has not eased."""

    region: str
    who: str
    on: date
    say: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that spoke for itself and is not in the plan, and why."""

    id: str
    name: str
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    """At most four exercises, with everything a person needs to do them safely.

    `first` are lines to read before anything else; with no exercises they say why there are none. `habits`
    are lines for the day, those of `breaks` among them. `week` holds for each exercise the days of the week
    it falls on, 0 the day of `start`; `day_minutes` is how long the fullest day takes.
    """

    exercises: tuple[Exercise, ...]
    shoes: tuple[str, ...]
    habits: tuple[str, ...]
    stop_rules: tuple[str, ...]
    retest: Retest
    see_a_clinician: str
    first: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    short_term: tuple[str, ...] = ()
    see: tuple[See, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    start: date | None = None
    review: date | None = None
    minutes_per_day: float | None = None
    day_minutes: float = 0.0
    week: tuple[tuple[int, ...], ...] = ()
