"""`make_plan`: from a trace to at most four exercises, with everything needed to do them safely."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kinechain.case import Case
from kinechain.knowledge import Knowledge, load
from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.guided_test import usual_scores
from kinechain.plan.choose import Choice, choose
from kinechain.plan.plan import Dose, Exercise, Plan, Retest, SmallestChange
from kinechain.reasoning.trace import Trace

DAYS_PER_WEEK = 7
EARLIEST_RETEST_DAYS = 28
"""Before four weeks no measure here is expected to change by more than its error."""


def make_plan(trace: Trace, case: Case, today: date) -> Plan | None:
    """What to do, how much, when to stop and when to look again; None after a stop, or with no pain covered.

    Shoes and habits are advised on only from what the case itself says. `today` dates the review.
    """
    knowledge = load()
    if trace.stop is not None:
        return None
    choices = choose(knowledge, trace)
    if not choices:
        return None
    review = today + timedelta(days=knowledge.stop_rules.review_after_days)
    return Plan(
        exercises=tuple(_exercise(knowledge, choice) for choice in choices),
        shoes=_shoes(knowledge, case),
        habits=_habits(knowledge, case),
        stop_rules=_stop_rules(knowledge, choices),
        retest=_retest(knowledge, choices),
        see_a_clinician=f"{knowledge.stop_rules.see_a_clinician} The six weeks are over on {_dated(review)}.",
    )


def _exercise(knowledge: Knowledge, choice: Choice) -> Exercise:
    entry = choice.entry
    return Exercise(
        id=choice.id,
        name=entry.name,
        for_=_served(knowledge, choice),
        why=_why(choice),
        steps=entry.steps,
        dose=Dose(
            sets=entry.dose.sets,
            repetitions=entry.dose.repetitions,
            hold_s=entry.dose.hold_s,
            minutes=entry.dose.minutes,
            times_per_week=entry.dose.times_per_week,
            weeks=entry.dose.weeks,
        ),
        progression=entry.progression,
        regression=entry.regression,
        not_if=entry.not_if,
        evidence=choice.benefits[0].evidence if choice.benefits else entry.evidence,
        sources=tuple(dict.fromkeys([*_benefit_sources(choice), *entry.sources])),
    )


def _benefit_sources(choice: Choice) -> list[str]:
    return [source for benefit in choice.benefits for source in benefit.sources]


def _served(knowledge: Knowledge, choice: Choice) -> tuple[str, ...]:
    regions = [f"{knowledge.regions[benefit.region].name} in general" for benefit in choice.benefits]
    contributors = [
        each.name if each.side is None else f"{each.name}, {each.side}" for each in choice.contributors
    ]
    return tuple(dict.fromkeys([*regions, *contributors]))


def _why(choice: Choice) -> str:
    sentences = [f"{benefit.why[0].upper()}{benefit.why[1:]}." for benefit in choice.benefits]
    if choice.contributors:
        names = " and ".join(dict.fromkeys(each.name for each in choice.contributors))
        sentences.append(f"It works on a possible contributor: {names}. Expected: {choice.entry.effect}.")
    return " ".join(sentences)


def _shoes(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    return tuple(
        _filled(advice.advice, advice.when, case)
        for advice in knowledge.shoe_advice.values()
        if advice.when.holds(case)
    )


def _habits(knowledge: Knowledge, case: Case) -> tuple[str, ...]:
    return tuple(
        _filled(each.advice, each.answered_by, case)
        for each in knowledge.explanations.values()
        if each.advice and each.answered_by and each.answered_by.holds(case)
    )


def _filled(advice: str, fact: CaseFact, case: Case) -> str:
    answer = fact.given(case)
    words = f"{answer:,.0f}" if isinstance(answer, float) and answer >= 1000 else f"{answer}"
    return advice.replace("{value}", f"{answer:g}" if isinstance(answer, float) and answer < 1000 else words)


def _stop_rules(knowledge: Knowledge, choices: Sequence[Choice]) -> tuple[str, ...]:
    rules = dict.fromkeys(rule for choice in choices for rule in choice.entry.stop_rules)
    told = [knowledge.stop_rules.stop_now[rule] for rule in knowledge.stop_rules.stop_now if rule in rules]
    return (knowledge.stop_rules.pain_guide, *(f"{_capital(rule.text)}: {rule.then}." for rule in told))


def _retest(knowledge: Knowledge, choices: Sequence[Choice]) -> Retest:
    """When the slowest of the exercises may first show something, but no later than the review."""
    weeks = max(choice.entry.weeks_to_effect[0] for choice in choices)
    days = min(max(weeks * DAYS_PER_WEEK, EARLIEST_RETEST_DAYS), knowledge.stop_rules.review_after_days)
    measures = dict.fromkeys(measure for choice in choices for measure in choice.entry.retest)
    return Retest(days, tuple(measures), tuple(_smallest_changes(knowledge, measures)))


def _smallest_changes(knowledge: Knowledge, measures: Iterable[str]) -> Iterator[SmallestChange]:
    """Those that are known: a guided test's from its error, another measure's as it was published."""
    tests = usual_scores(knowledge.tests)
    for name in measures:
        measure = knowledge.measures.get(name)
        score = tests[name][1] if name in tests else None
        if score is not None and score.smallest_change is not None:
            yield SmallestChange(name, score.smallest_change, score.unit)
        elif measure is not None and measure.smallest_change is not None:
            yield SmallestChange(name, measure.smallest_change.value, measure.unit)


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _dated(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
