"""Red flags come before everything: one yes stops the trace."""

from kinechain.case import Case
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge
from kinechain.knowledge.safety import LEVELS
from kinechain.near_names import did_you_mean
from kinechain.reasoning.trace import Stop


def stop_for(knowledge: Knowledge, case: Case) -> Stop | None:
    """The stop that the flags demand which were answered yes, by the person or by the age alone.

    It has the most severe of their levels; None without any.

    Raises
    ------
    InputError
        When the case names a flag that the knowledge does not have.

    """
    told = case.red_flags or ()
    for flag in told:
        if flag not in knowledge.red_flags:
            near = did_you_mean(flag, knowledge.red_flags, "see: kinechain knowledge flags")
            raise InputError(f"red_flags: {flag!r} is no red flag; {near}")
    age = case.person.age_years
    by_age = tuple(
        name for name, flag in knowledge.red_flags.items() if name not in told and flag.answered_by_age(age)
    )
    answered = (*told, *by_age)
    if not answered:
        return None
    levels = {knowledge.red_flags[flag].level for flag in answered}
    level = next(level for level in LEVELS if level in levels)
    return Stop(level, tuple(dict.fromkeys(answered)), knowledge.levels[level].advice, by_age)


def flags_not_put(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    """The warning signs of these pains and this age that were never put to the person.

    A case that lists its flags covers all of them, unless it also says which ones were asked: then a pain
    that came later is not covered.
    """
    put = [name for name in case.asked if name in knowledge.red_flags]
    if case.red_flags is not None and not put:
        return ()
    age = case.person.age_years
    regions = dict.fromkeys(pain.region for pain in case.pain)
    wanted = {name: flag for region in regions for name, flag in knowledge.flags_for(region, age).items()}
    answered = {*put, *(case.red_flags or ())}
    return tuple(
        name for name, flag in wanted.items() if name not in answered and flag.answered_by_age(age) is None
    )
