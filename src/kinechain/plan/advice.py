"""Advice beside the exercises: shoes, insoles, breaks through the day, what helps for a short time."""

from collections.abc import Collection, Mapping, Sequence
from math import inf

from kinechain.case import Case
from kinechain.knowledge import Knowledge
from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.limit import Limit
from kinechain.knowledge.shoe_advice import AtLeast, ShoeAdvice
from kinechain.measurement import Measurement
from kinechain.plan.plan import Break
from kinechain.reasoning.decision import WORTH_WORKING_ON
from kinechain.reasoning.trace import Trace


def shoe_lines(
    knowledge: Knowledge,
    case: Case,
    trace: Trace,
    limits: Mapping[str, Limit],
    values: Sequence[Measurement] = (),
) -> tuple[str, ...]:
    """What is said about shoes and insoles: only from what the case says, what was measured (`values`), or
    what is a likely contributor.
    """
    regions = {region.region for region in trace.regions}
    likely = {
        each.id
        for region in trace.regions
        for each in region.contributors
        if each.probability >= WORTH_WORKING_ON
    }
    said = {
        advice_id: advice
        for advice_id, advice in knowledge.shoe_advice.items()
        if _applies(advice, case, regions, likely, limits)
        and (advice.measured is None or _reached(advice.measured, values))
    }
    replaced = {name for advice in said.values() for name in advice.instead_of}
    return tuple(
        _filled(advice.advice, advice.when, case) for name, advice in said.items() if name not in replaced
    )


def _applies(
    advice: ShoeAdvice,
    case: Case,
    regions: Collection[str],
    likely: Collection[str],
    limits: Mapping[str, Limit],
) -> bool:
    return (
        (advice.when is None or bool(advice.when.holds(case)))
        and (not advice.regions or any(region in regions for region in advice.regions))
        and (not advice.conditions or any(condition in likely for condition in advice.conditions))
        and not any(name in limits for name in advice.unless)
    )


def _reached(sign: AtLeast, values: Sequence[Measurement]) -> bool:
    measured = [each.value for each in values if each.measure == sign.measure and each.value is not None]
    return max(measured, default=-inf) >= sign.value


def breaks_of(knowledge: Knowledge, case: Case) -> tuple[Break, ...]:
    """Breaks for who sits, looks at a screen or stands for long, from what the case says."""
    said = {name: each for name, each in knowledge.breaks.items() if each.when.holds(case)}
    replaced = {name for each in said.values() for name in each.instead_of}
    return tuple(
        Break(name, each.name, each.every_minutes, each.minutes, _filled(each.say, each.when, case))
        for name, each in said.items()
        if name not in replaced
    )


def habit_lines(knowledge: Knowledge, case: Case, trace: Trace) -> tuple[str, ...]:
    """Lines for the day: the breaks, then the advice of every usual explanation that the case says holds and
    that may explain one of its pains, or is good advice wherever it hurts. A break takes the place of the
    advice on the same answer.
    """
    explaining = {
        each.id for region in trace.regions for each in region.usual_explanations if each.probability > 0
    }
    breaks = breaks_of(knowledge, case)
    broken = {knowledge.breaks[each.id].when.fact for each in breaks}
    usual = [
        _filled(each.advice, each.answered_by, case)
        for name, each in knowledge.explanations.items()
        if (name in explaining or each.advised_anywhere)
        and each.advice
        and each.answered_by
        and each.answered_by.fact not in broken
        and each.answered_by.holds(case)
    ]
    return (*(each.say for each in breaks), *usual)


def short_term_lines(knowledge: Knowledge, trace: Trace) -> tuple[str, ...]:
    """What may ease these pains for a while, with who should leave it."""
    regions = {region.region for region in trace.regions}
    return tuple(
        f"{each.advice} Not with {_listed(each.not_if)}."
        for each in knowledge.short_term_help.values()
        if regions & set(each.regions)
    )


def _listed(things: Collection[str]) -> str:
    *most, last = things
    return f"{', '.join(most)}, or {last}" if most else last


def _filled(advice: str, fact: CaseFact | None, case: Case) -> str:
    answer = None if fact is None else fact.given(case)
    if isinstance(answer, float) and not isinstance(answer, bool):
        return advice.replace("{value}", f"{answer:,.0f}" if answer >= 1000 else f"{answer:g}")
    return advice.replace("{value}", f"{answer}")
