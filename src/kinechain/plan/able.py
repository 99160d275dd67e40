"""What a person can do today: the limits that hold, told by the person or shown by the case."""

from collections.abc import Collection, Mapping, Sequence

from kinechain.case import Case
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge
from kinechain.knowledge.limit import Limit, LimitSign
from kinechain.measurement import Measurement
from kinechain.near_names import did_you_mean
from kinechain.printable import printable


def limits_of(
    knowledge: Knowledge, case: Case, measured: Sequence[Measurement], told: Collection[str] = ()
) -> dict[str, Limit]:
    """The limits that hold, by id, in the order of limits.yaml. `told` are the ids a person answered yes to,
    beside those of the case.

    Raises
    ------
    InputError
        For a told limit that the knowledge does not have.

    """
    told = {*told, *(case.programme.limits or ())}
    for name in told:
        if name not in knowledge.limits:
            askable = [limit_id for limit_id, limit in knowledge.limits.items() if limit.ask]
            known = f"say some of: {', '.join(askable)}"
            raise InputError(
                f"{printable(name)!r} is no limit that is known; {did_you_mean(name, askable, known)}"
            )
    lowest = _lowest(measured)
    return {
        limit_id: limit
        for limit_id, limit in knowledge.limits.items()
        if limit_id in told or (limit.when is not None and _shows(limit.when, case, lowest))
    }


def _lowest(measured: Sequence[Measurement]) -> dict[str, float]:
    """The worse side of every measure that has a value."""
    lowest: dict[str, float] = {}
    for each in measured:
        if each.value is not None:
            lowest[each.measure] = min(each.value, lowest.get(each.measure, each.value))
    return lowest


def _shows(sign: LimitSign, case: Case, lowest: Mapping[str, float]) -> bool:
    age = case.person.age_years
    if sign.age_below is not None:
        return age is not None and age < sign.age_below
    if sign.age_at_least is not None:
        return age is not None and age >= sign.age_at_least
    if sign.pain_above is not None:
        return any(pain.intensity is not None and pain.intensity > sign.pain_above for pain in case.pain)
    value = lowest.get(sign.measure or "")
    return value is not None and sign.below is not None and value < sign.below
