"""`next_dose`: what the log of an exercise says about the next dose.

Laws, held by the tests: a worse log never advances; the dose stays within its rules' bounds; a stop always
wins. The rules are those of exercises.yaml and stop_rules.yaml; nothing here knows a figure of its own.

Data requirements: the sessions of the whole programme, since numbness after one exercise ends them all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from kinechain.errors import InputError
from kinechain.knowledge import Knowledge, load
from kinechain.knowledge.dose import DAYS_A_WEEK, Dose
from kinechain.knowledge.dose_rule import Progression
from kinechain.knowledge.exercise import ExerciseEntry
from kinechain.knowledge.stop_rule import Action, StopRule, StopRules
from kinechain.near_names import did_you_mean
from kinechain.plan.easing import eased

Verdict = Literal["advance", "hold", "regress", "stop"]
ENDS: Final[tuple[Action, ...]] = ("emergency", "same_day", "end")
"""The most urgent first."""
SESSIONS_THAT_ARE_TOO_HARD: Final = 2
SMALLEST_ALREADY: Final = (
    "This is the smallest dose already: rest a few days, and see a clinician if it stays so."
)
AS_MUCH_AS_THERE_IS: Final = "This is as much as there is to it; twice a week is enough to keep it up."


@dataclass(frozen=True, slots=True)
class Session:
    """One time an exercise was done. `done` is the share of the dose that was done, 0 to 1; pains are 0 to
    10, None when they were not noted; `signs` are ids of stop_rules.yaml that the person noticed.
    """

    date: date
    exercise: str
    done: float
    pain_during: float | None = None
    pain_next_morning: float | None = None
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextDose:
    """What to do next, with the dose and the reason in words. After a stop there is no dose. `rule` is the id
    of the stop rule that decided, where one did.
    """

    verdict: Verdict
    dose: Dose | None
    reason: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class _Review:
    """One exercise at one dose, looked at on a day. Up to `fine` a morning's pain is no worse than usual."""

    rules: StopRules
    entry: ExerciseEntry
    dose: Dose
    since: date
    today: date
    sessions: tuple[Session, ...]
    usual_pain: float

    @property
    def fine(self) -> float:
        return max(self.rules.fine_up_to, self.usual_pain)

    @property
    def last_week(self) -> list[Session]:
        return [each for each in self.sessions if each.date > self.today - timedelta(weeks=1)]

    @property
    def latest_day(self) -> list[Session]:
        return [each for each in self.sessions if each.date == self.sessions[-1].date]

    @property
    def mornings(self) -> list[float]:
        """The worst pain of each morning after, where it was noted, in order: one for each day."""
        worst: dict[date, float] = {}
        for each in self.sessions:
            if each.pain_next_morning is not None:
                worst[each.date] = max(each.pain_next_morning, worst.get(each.date, 0.0))
        return list(worst.values())


def next_dose(
    exercise: str,
    current: Dose,
    since: date,
    log: Sequence[Session],
    today: date,
    *,
    usual_pain: float | None = None,
) -> NextDose:
    """The next dose of an exercise that is done at the `current` one.

    `since` is the first day of this dose. `usual_pain` is the pain the person wakes with on an ordinary day;
    a morning no worse than that is a good one.

    Raises
    ------
    InputError
        For an unknown exercise or sign, a share outside 0 to 1, a pain outside 0 to 10, a session to come.

    """
    knowledge = load()
    _check(knowledge, exercise, log, today)
    rules = knowledge.stop_rules
    end = _end(rules, log)
    if end is not None:
        return NextDose("stop", None, f"{_sentence(rules.stop_now[end])} Nothing is done before that.", end)
    done = (each for each in log if each.exercise == exercise and each.date >= since)
    sessions = tuple(sorted(done, key=lambda each: (each.date, -each.done)))
    return _reviewed(
        _Review(rules, knowledge.exercises[exercise], current, since, today, sessions, usual_pain or 0.0)
    )


def _reviewed(review: _Review) -> NextDose:
    if not review.sessions:
        return NextDose("hold", review.dose, "Nothing is written down since this dose began; stay with it.")
    too_much = _too_much(review)
    if too_much is not None:
        return _eased(review, too_much)
    if (review.today - review.sessions[-1].date).days >= review.rules.easier_after_break_days:
        return _after_break(review)
    return _grown_or_held(review)


def _check(knowledge: Knowledge, exercise: str, log: Sequence[Session], today: date) -> None:
    for name in (exercise, *(each.exercise for each in log)):
        if name not in knowledge.exercises:
            known = list(knowledge.exercises)
            raise InputError(f"{name!r} is no exercise; {did_you_mean(name, known, ', '.join(known))}")
    for each in log:
        if not 0 <= each.done <= 1:
            raise InputError(f"{each.date}: done {each.done:g} is a share; give 0 to 1")
        for pain in (each.pain_during, each.pain_next_morning):
            if pain is not None and not 0 <= pain <= 10:
                raise InputError(f"{each.date}: pain {pain:g}: give a number from 0 to 10")
        if each.date > today:
            raise InputError(f"{each.date}: a session after today ({today}) was not done yet")
        for sign in each.signs:
            if sign not in knowledge.stop_rules.stop_now:
                signs = ", ".join(knowledge.stop_rules.stop_now)
                raise InputError(f"{each.date}: {sign!r} is no sign that is known; known are {signs}")


def _end(rules: StopRules, log: Sequence[Session]) -> str | None:
    """The most urgent sign of the log that ends the programme, of whichever exercise."""
    noticed = {sign for each in log for sign in each.signs}
    for action in ENDS:
        for rule_id, rule in rules.stop_now.items():
            if rule.action == action and rule_id in noticed:
                return rule_id
    return None


def _too_much(review: _Review) -> str | None:
    """The first stop rule that says do less: noticed on the latest day, or shown by the log."""
    noticed = {sign for each in review.latest_day for sign in each.signs}
    for rule_id, rule in review.rules.stop_now.items():
        if rule.action == "ease" and (rule_id in noticed or _shown(rule, review)):
            return rule_id
    return None


def _shown(rule: StopRule, review: _Review) -> bool:
    if rule.when is None:
        return False
    if rule.when.pain_during_above is not None:
        pains = [each.pain_during for each in review.latest_day]
        return any(pain is not None and pain > rule.when.pain_during_above for pain in pains)
    if rule.when.worse_mornings is not None:
        last = review.mornings[-rule.when.worse_mornings :]
        return len(last) == rule.when.worse_mornings and all(pain > review.fine for pain in last)
    latest = review.sessions[-SESSIONS_THAT_ARE_TOO_HARD:]
    share = rule.when.done_below or 0.0
    return len(latest) == SESSIONS_THAT_ARE_TOO_HARD and all(each.done < share for each in latest)


def _eased(review: _Review, rule: str) -> NextDose:
    said = _sentence(review.rules.stop_now[rule])
    smaller = eased(review.entry, review.dose, rule)
    if smaller is None:
        return NextDose("regress", review.dose, f"{said} {SMALLEST_ALREADY}", rule)
    dose, regression = smaller
    return NextDose("regress", dose, f"{said} {regression.say}", rule)


def _after_break(review: _Review) -> NextDose:
    smaller = eased(review.entry, review.dose)
    weeks = review.rules.easier_after_break_days // DAYS_A_WEEK
    reason = f"No session for {weeks} weeks or more: begin again a step lower."
    return NextDose("regress", smaller[0] if smaller else review.dose, reason)


def _grown_or_held(review: _Review) -> NextDose:
    """The first progression that has room decides: who is not ready for it is not ready for the next."""
    for rule in review.entry.progression:
        bigger = rule.then.applied(review.dose)
        if bigger is not None:
            lacking = _lacking(rule, review)
            if lacking:
                return NextDose("hold", review.dose, lacking)
            return NextDose("advance", bigger, rule.say)
    return NextDose("hold", review.dose, AS_MUCH_AS_THERE_IS)


def _lacking(rule: Progression, review: _Review) -> str:
    """What is still missing before the dose may grow, in words; empty when nothing is."""
    if review.today < review.since + timedelta(weeks=rule.after_weeks):
        weeks = "a week" if rule.after_weeks == 1 else f"{rule.after_weeks} weeks"
        return f"Stay at this dose for {weeks} before it grows."
    week, most = review.last_week, rule.if_.pain_during_at_most
    mornings = [m for each in week if (m := each.pain_next_morning) is not None]
    good = max(rule.if_.pain_next_morning_at_most, review.usual_pain)
    if any(pain > good for pain in mornings):
        return f"A morning of the last week was above {good:g} of 10; stay with this dose until they settle."
    if any(each.pain_during is None or each.pain_during > most for each in week):
        return f"It grows once pain while exercising is written down each time and at most {most:g} of 10."
    if rule.if_.all_sets_done and any(each.done < 1 for each in week):
        return "The dose grows after a week in which all of it was done each time."
    needed = math.ceil(review.rules.enough_of_a_week * review.dose.times_per_week)
    if len(mornings) < needed:
        return f"The dose grows after a week with {needed} sessions whose next morning is written down."
    return ""


def _sentence(rule: StopRule) -> str:
    return f"{rule.text[0].upper()}{rule.text[1:]}: {rule.then}."
