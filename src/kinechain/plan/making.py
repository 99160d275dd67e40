"""`make_plan`: from a trace to at most four exercises, with everything needed to do them safely."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kinechain.case import Case
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge, load
from kinechain.knowledge.exercise import Benefit
from kinechain.knowledge.limit import Effect, Limit
from kinechain.measurement import Measurement
from kinechain.plan.able import limits_of, new_below
from kinechain.plan.advice import breaks_of, habit_lines, shoe_lines, short_term_lines
from kinechain.plan.choose import Choice, Chosen, choose
from kinechain.plan.looking_again import retest_of
from kinechain.plan.plan import Exercise, Graded, Plan
from kinechain.plan.seeing import dated, looked_at_by, whom_to_see
from kinechain.plan.week import FREE
from kinechain.printable import capital
from kinechain.reasoning.trace import Trace

USUAL_MINUTES_PER_DAY: Final = 15.0
"""What is taken where the person did not say how much they will do (our choice)."""
MINUTES_PER_DAY: Final = (2.0, 240.0)

NOT_ASKED: Final = (
    "The questions about warning signs were not asked. Read them first: a yes to any of them means see a "
    "clinician, and none of this."
)

SEE_NOW: Final = "See a doctor or physiotherapist first; there is nothing here to wait for."
NOTHING_FITS: Final = "No exercise is left that fits: what stands under whom to see comes first."


@dataclass(frozen=True, slots=True)
class _Situation:
    """Whom the plan is for: what was traced, said and measured, and what keeps them back."""

    knowledge: Knowledge
    trace: Trace
    case: Case
    start: date
    values: tuple[Measurement, ...]
    limits: Mapping[str, Limit]


def make_plan(
    trace: Trace,
    case: Case,
    today: date,
    *,
    measured: Sequence[Measurement] = (),
    minutes_per_day: float | None = None,
    limits: Collection[str] = (),
) -> Plan | None:
    """What to do, how much, when to stop and when to look again; None after a stop, or with no pain covered.

    Shoes and habits are advised on only from what the case itself says. `today` is the day the programme
    begins. `measured` are a film's values, beside those of the case; `limits` the ids of limits.yaml that the
    person answered yes to, beside those of the case; `minutes_per_day` goes before what the case says.

    Raises
    ------
    InputError
        For minutes a day that cannot be, or an unknown limit.

    """
    knowledge = load()
    minutes = _minutes(case.programme.minutes_per_day if minutes_per_day is None else minutes_per_day)
    if trace.stop is not None:
        return None
    values = (*trace.by_hand, *measured)
    held = limits_of(knowledge, case, values, limits)
    chosen = choose(knowledge, trace, limits=held, minutes_per_day=minutes, case=case)
    if chosen.nothing_helps:
        return None
    if _with_effect(held, "no_programme"):
        chosen = Chosen((), (), frozenset(), FREE)
    return _plan(_Situation(knowledge, trace, case, today, values, held), chosen, minutes)


def _minutes(given: float | None) -> float:
    least, most = MINUTES_PER_DAY
    if given is not None and not least <= given <= most:
        raise InputError(f"{given:g} minutes a day: give {least:g} to {most:g}, such as 15")
    return USUAL_MINUTES_PER_DAY if given is None else given


def _plan(about: _Situation, chosen: Chosen, minutes: float) -> Plan:
    knowledge, case, start = about.knowledge, about.case, about.start
    choices = chosen.choices
    review = start + timedelta(days=knowledge.stop_rules.review_after_days)
    see_now = bool(_with_effect(about.limits, "no_programme"))
    six_weeks = f"{knowledge.stop_rules.see_a_clinician} The six weeks are over on {dated(review)}."
    later = " ".join([*knowledge.stop_rules.many_places.said_of(case), six_weeks])
    has_value = {each.measure for each in about.values if each.value is not None}
    return Plan(
        exercises=tuple(_exercise(about, choice) for choice in choices),
        shoes=shoe_lines(knowledge, case, about.trace, about.limits, about.values),
        habits=habit_lines(knowledge, case, about.trace),
        stop_rules=_stop_rules(knowledge, choices),
        retest=retest_of(knowledge, choices, has_value, about.trace),
        see_a_clinician=SEE_NOW if see_now else later,
        first=_first(case, about.limits, chosen),
        breaks=breaks_of(knowledge, case),
        short_term=() if see_now else short_term_lines(knowledge, about.trace),
        see=(
            *looked_at_by(about.limits, about.trace, start),
            *(() if see_now else whom_to_see(knowledge, about.trace, case, start)),
        ),
        left_out=chosen.left_out,
        start=start,
        review=review,
        minutes_per_day=minutes,
        day_minutes=round(max(chosen.loads), 1),
        week=tuple(choice.days for choice in choices),
    )


def _first(case: Case, limits: Mapping[str, Limit], chosen: Chosen) -> tuple[str, ...]:
    """What is read before anything else: questions not asked, and limits that bear on this plan."""
    asked = [] if case.red_flags is not None else [NOT_ASKED]
    always = [limit.always for limit in limits.values() if limit.always]
    no_programme = _with_effect(limits, "no_programme")
    if no_programme:
        return (*asked, *(limit.say for limit in no_programme), *always)
    bearing = [
        line
        for name, limit in limits.items()
        for line in (limit.always, limit.say if _bears(name, limit, chosen) else None)
        if line
    ]
    nothing = [] if chosen.choices else [NOTHING_FITS]
    return (*asked, *bearing, *nothing)


def _bears(name: str, limit: Limit, chosen: Chosen) -> bool:
    return limit.effect != "leave_out" or name in chosen.held_back_by


def _with_effect(limits: Mapping[str, Limit], effect: Effect) -> list[Limit]:
    return [limit for limit in limits.values() if limit.effect == effect]


def _exercise(about: _Situation, choice: Choice) -> Exercise:
    knowledge, entry = about.knowledge, choice.entry
    return Exercise(
        id=choice.id,
        name=entry.name,
        for_=_served(knowledge, choice),
        why=_why(about, choice),
        steps=(*entry.steps, *_cues(knowledge, choice)),
        dose=choice.dose,
        progression=tuple(rule.say for rule in entry.progression),
        regression=tuple(rule.say for rule in entry.regression),
        not_if=entry.not_if,
        evidence=choice.benefits[0].evidence if choice.benefits else entry.evidence,
        grades=_grades(knowledge, choice),
        sources=tuple(dict.fromkeys([*_benefit_sources(choice.benefits), *entry.sources])),
        form=entry.forms[choice.dose.form] if entry.forms else "",
        weeks=entry.weeks,
        weeks_to_effect=entry.weeks_to_effect,
        dose_basis=entry.dose_basis.text,
        grows=entry.progression,
        shrinks=entry.regression,
        gentler=choice.gentler,
    )


MOST_CUES = 2

HELPED: Final = "It needs no weak link: it helped people whatever their walk looked like."
GUESS: Final = "It needs no weak link; for this pain it is a sensible guess."


def _cues(knowledge: Knowledge, choice: Choice) -> tuple[str, ...]:
    """For the walking practice: the cues of the contributors it serves, likeliest first, two at most."""
    if choice.entry.kind != "practice":
        return ()
    served = [each.id for each in sorted(choice.contributors, key=lambda each: -each.probability)]
    fitting = [cue.say for name in served for cue in knowledge.cues.values() if name in cue.conditions]
    general = [cue.say for cue in knowledge.cues.values() if not cue.conditions]
    return tuple(dict.fromkeys(fitting or general))[:MOST_CUES]


def _benefit_sources(benefits: Sequence[Benefit]) -> list[str]:
    return [source for benefit in benefits for source in benefit.sources]


def _grades(knowledge: Knowledge, choice: Choice) -> tuple[Graded, ...]:
    """The grade for each pain it was tried for; without one, that of what it is expected to change."""
    if not choice.benefits:
        return (Graded("what is expected of it", choice.entry.evidence, for_pain=False),)
    return tuple(
        Graded(
            each.of or knowledge.regions[each.region].name,
            each.evidence,
            for_pain=each.of is None,
            tried=each.status != "ours",
        )
        for each in choice.benefits
    )


def _served(knowledge: Knowledge, choice: Choice) -> tuple[str, ...]:
    regions = [f"{knowledge.regions[benefit.region].name} in general" for benefit in choice.benefits]
    sides: dict[str, set[str]] = {}
    for each in choice.contributors:
        sides.setdefault(each.name, set()).update([each.side] if each.side else [])
    contributors = [
        f"{name}, both sides" if len(found) > 1 else ", ".join([name, *found])
        for name, found in sides.items()
    ]
    usual = [each.name for each in choice.explanations]
    return tuple(dict.fromkeys([*regions, *contributors, *usual]))


TRIED_ON_LASTING: Final = "tried in people whose pain had lasted: "


def _why(about: _Situation, choice: Choice) -> str:
    new = _newly_hurting(about)
    done = choice.entry.done_already_say if choice.done_already else None
    sentences = [f"{done}."] if done else []
    for benefit in choice.benefits:
        label = TRIED_ON_LASTING if benefit.lasting and benefit.region in new else ""
        sentences.append(f"{capital(label + benefit.why)}.")
    if choice.contributors:
        names = " and ".join(dict.fromkeys(each.name for each in choice.contributors))
        sentences.append(f"It works on a possible contributor: {names}. Expected: {choice.entry.effect}.")
    elif choice.entry.general:
        sentences.append(HELPED if _was_tried(choice) else GUESS)
    if choice.explanations:
        names = " and ".join(each.name for each in choice.explanations)
        expected = "" if choice.contributors or choice.benefits else f" Expected: {choice.entry.effect}."
        sentences.append(f"You said it yourself: {names}.{expected}")
    if choice.gentler:
        eased_for = [limit.name for limit in _with_effect(about.limits, "gentler")]
        because = f": {', '.join(eased_for)}" if eased_for else ", so that it fits into your day"
        sentences.append(f"It begins with less than usual{because}.")
    return " ".join(sentences)


def _newly_hurting(about: _Situation) -> set[str]:
    days = new_below(about.limits)
    pains = about.case.pain
    return {pain.region for pain in pains if pain.since_days is not None and pain.since_days < days}


def _was_tried(choice: Choice) -> bool:
    """Whether more than a guess stands behind a benefit."""
    return any(benefit.evidence in ("high", "moderate", "low") for benefit in choice.benefits)


def _stop_rules(knowledge: Knowledge, choices: Sequence[Choice]) -> tuple[str, ...]:
    if not choices:
        return ()
    rules = dict.fromkeys(rule for choice in choices for rule in choice.entry.stop_rules)
    told = [rule for name, rule in knowledge.stop_rules.stop_now.items() if name in rules]
    return (knowledge.stop_rules.pain_guide, *(f"{capital(rule.text)}: {rule.then}." for rule in told))
