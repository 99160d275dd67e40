"""`Plan`: what to do, how much, when to stop, when to look again, whom to see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise. What does not apply is None."""

    sets: int | None
    repetitions: str | None
    hold_s: str | None
    minutes: str | None
    times_per_week: str
    weeks: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One prescribed exercise. `for_` names the contributors (or the region's general benefit) it serves."""

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


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The smallest change of a measure between two visits that is more than noise, in the measure's unit."""

    measure: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Retest:
    """When to measure again, and what. A change smaller than a measure's entry in `smallest_changes` is
    noise; a measure without an entry has none that is known.
    """

    after_days: int
    measures: tuple[str, ...]
    smallest_changes: tuple[SmallestChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """At most four exercises, with everything a person needs to do them safely."""

    exercises: tuple[Exercise, ...]
    shoes: tuple[str, ...]
    habits: tuple[str, ...]
    stop_rules: tuple[str, ...]
    retest: Retest
    see_a_clinician: str
