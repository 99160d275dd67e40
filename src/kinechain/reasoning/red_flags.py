"""Red flags come before everything: one yes stops the trace."""

from kinechain.case import Case
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge
from kinechain.knowledge.safety import LEVELS
from kinechain.reasoning.trace import Stop


def stop_for(knowledge: Knowledge, case: Case) -> Stop | None:
    """The stop that the answered flags demand, at the most severe of their levels; None without any.

    Raises
    ------
    InputError
        When the case names a flag that the knowledge does not have.

    """
    answered = case.red_flags or ()
    for flag in answered:
        if flag not in knowledge.red_flags:
            known = ", ".join(knowledge.red_flags)
            raise InputError(f"red_flags: {flag!r} is no red flag; known are {known}")
    if not answered:
        return None
    levels = {knowledge.red_flags[flag].level for flag in answered}
    level = next(level for level in LEVELS if level in levels)
    return Stop(level, tuple(dict.fromkeys(answered)), knowledge.levels[level].advice)
