"""What a person can do today: the limits that hold, told by the person or shown by the case."""

from collections.abc import Collection, Mapping, Sequence

from kinechain.case import Case, Pain
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
        limit_id: limit if limit_id in told else _as_shown(limit)
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


def _as_shown(limit: Limit) -> Limit:
    """The limit in the words for who did not tell it: what the case shows is not put into their mouth."""
    return limit.model_copy(update={"always": limit.always_shown or limit.always})


def _shows(sign: LimitSign, case: Case, lowest: Mapping[str, float]) -> bool:
    age = case.person.age_years
    if sign.age_below is not None:
        return age is not None and age < sign.age_below
    if sign.age_at_least is not None:
        return age is not None and age >= sign.age_at_least
    if sign.of_pain:
        return any(_shown_by(sign, pain) for pain in case.pain)
    value = lowest.get(sign.measure or "")
    return value is not None and sign.below is not None and value < sign.below


def _shown_by(sign: LimitSign, pain: Pain) -> bool:
    """Whether all that the sign says of a pain holds for this one."""
    brought_on = {each.lower().strip() for each in pain.provoked_by}
    words = {word for each in brought_on for word in each.replace("_", " ").split()}
    if sign.pain_above is not None and not (pain.intensity or 0.0) > sign.pain_above:
        return False
    if sign.provoked_by and not words & set(sign.provoked_by):
        return False
    if sign.since_days_below is None:
        return True
    if pain.since_days is None:
        return bool(sign.provoked_by)
    return pain.since_days < sign.since_days_below


def new_below(limits: Mapping[str, Limit]) -> float:
    """Below how many days a pain is new, of the limits that hold; 0 where none is."""
    return max((each.when.since_days_below or 0.0 for each in limits.values() if each.when), default=0.0)
