"""Whom to see about each pain, and on which day, if it has not eased."""

from datetime import date, timedelta

from kinechain.case import Case
from kinechain.knowledge import Knowledge
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
        f"see {referral.who}, {referral.for_what}."
    )
    return See(region, referral.who, day, say)


def dated(day: date) -> str:
    """Such as "5 March 2026", the same in every locale."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"
