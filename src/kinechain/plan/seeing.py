"""Whom to see about each pain, and on which day, if it has not eased."""

from collections.abc import Mapping
from datetime import date, timedelta

from kinechain.case import Case
from kinechain.knowledge import Knowledge
from kinechain.knowledge.limit import Limit
from kinechain.knowledge.referral import Referral
from kinechain.plan.plan import See
from kinechain.reasoning.trace import Trace


def whom_to_see(knowledge: Knowledge, trace: Trace, case: Case, start: date) -> tuple[See, ...]:
    """One for each pain of the trace; sooner for a severe one. `start` is the first day of the programme."""
    regions = dict.fromkeys(region.region for region in trace.regions if region.region in knowledge.referrals)
    return tuple(_see(knowledge, region, case, start) for region in regions)


def _see(knowledge: Knowledge, region: str, case: Case, start: date) -> See:
    referral = knowledge.referrals[region]
    worst = max((pain.intensity or 0.0 for pain in case.pain if pain.region == region), default=0.0)
    severe = worst > referral.severe_above
    weeks = referral.severe_after_weeks if severe else referral.after_weeks
    day = start + timedelta(weeks=weeks)
    why = f" (pain above {referral.severe_above:g} of 10 does not wait longer)" if severe else ""
    name = knowledge.regions[region].name
    say = (
        f"{name[0].upper()}{name[1:]} that has not eased by {dated(day)}, after {weeks} weeks{why}: "
        f"see {referral.who}, {_for_what(referral, case)}."
    )
    return See(region, referral.who, day, say)


def _for_what(referral: Referral, case: Case) -> str:
    """With what is said from an age on, where the person is that old or nobody knows."""
    age = case.person.age_years
    if referral.from_age is None or referral.from_age_too is None:
        return referral.for_what
    return (
        f"{referral.for_what}; {referral.from_age_too}"
        if age is None or age >= referral.from_age
        else referral.for_what
    )


def looked_at_by(limits: Mapping[str, Limit], trace: Trace, start: date) -> tuple[See, ...]:
    """By when somebody is to look, of the limits that name a day; the earliest, before all else."""
    hurried = [limit for limit in limits.values() if limit.see_within_days is not None]
    if not hurried or not trace.regions:
        return ()
    limit = min(hurried, key=lambda each: each.see_within_days or 0)
    day = start + timedelta(days=limit.see_within_days or 0)
    who = "a doctor or physiotherapist"
    name = f"{limit.name[0].upper()}{limit.name[1:]}"
    return (See(trace.regions[0].region, who, day, f"{name}: see {who} by {dated(day)}."),)


def dated(day: date) -> str:
    """Such as "5 March 2026", the same in every locale."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"
