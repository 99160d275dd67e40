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
