"""When to measure again, and what: by the time the exercises take and the change that is more than noise."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from kinechain.knowledge import Knowledge
from kinechain.knowledge.dose import DAYS_A_WEEK
from kinechain.knowledge.exercise import ExpectedChange
from kinechain.knowledge.guided_test import usual_scores
from kinechain.plan.choose import Choice
from kinechain.plan.plan import Retest, SmallestChange
from kinechain.reasoning.decision import WORTH_WORKING_ON
from kinechain.reasoning.trace import Contributor, Trace

EARLIEST_RETEST_DAYS = 28
"""Before four weeks no measure here is expected to change by more than its error."""


def retest_of(
    knowledge: Knowledge, choices: Sequence[Choice], measured: Collection[str], trace: Trace | None = None
) -> Retest:
    """When the slowest of the exercises may first show something, but no later than the review.

    `measured` are the measures that have a value today. What has none and no test at home gives is not named:
    there would be nothing to compare. What spoke for a likely contributor of the trace comes first, whether
    or not an exercise is for it.
    """
    at_home = usual_scores(knowledge.tests)
    standing_out = _standing_out(knowledge, trace, measured) if trace else {}
    expected = standing_out | {
        each.measure: each
        for choice in choices
        for each in _most_telling(choice.entry.retest)
        if each.measure in measured or each.measure in at_home
    }
    smallest = tuple(_smallest_changes(knowledge, expected.values()))
    weeks = [0, *(choice.entry.weeks_to_effect[0] for choice in choices)]
    beyond = {each.measure for each in smallest if each.expected is not None and not each.within_noise}
    weeks += [each.weeks for each in expected.values() if each.weeks and each.measure in beyond]
    latest = knowledge.stop_rules.review_after_days
    days = min(max(max(weeks) * DAYS_A_WEEK, EARLIEST_RETEST_DAYS), latest)
    return Retest(
        days,
        tuple(sorted(expected, key=lambda name: (name not in standing_out, name not in measured))),
        smallest,
        tuple(name for name in expected if name not in measured),
    )


def _standing_out(knowledge: Knowledge, trace: Trace, measured: Collection[str]) -> dict[str, ExpectedChange]:
    """The measured values that made a contributor likelier, as the exercises on it expect them to change, the
    likeliest contributor first.
    """
    raised = [
        each
        for region in trace.regions
        for each in region.contributors
        if each.probability >= WORTH_WORKING_ON and any(moved.after > moved.before for moved in each.moved_by)
    ]
    found: dict[str, ExpectedChange] = {}
    for each in sorted(raised, key=lambda contributor: -contributor.probability):
        seen_by = _seen_by(knowledge, each)
        for name in sorted(seen_by & set(measured)):
            told = [
                change
                for entry in knowledge.exercises.values()
                if each.id in entry.conditions
                for change in _most_telling(entry.retest)
                if change.measure == name
            ]
            best = max(told, key=lambda change: change.change is not None, default=None)
            found.setdefault(name, best or ExpectedChange(measure=name))
    return found


def _seen_by(knowledge: Knowledge, contributor: Contributor) -> set[str]:
    """The measures that bear on it, of its own or of a guided test."""
    own = {each.measure for each in knowledge.conditions[contributor.id].observed_by}
    return own | {
        score.measure
        for test in knowledge.tests.values()
        for informs in test.informs
        for score in test.scores
        if informs.condition == contributor.id and informs.measure in (None, score.measure)
    }


def _most_telling(retest: Iterable[ExpectedChange]) -> list[ExpectedChange]:
    """Those with an expected change last, so that they win over another exercise's mere naming."""
    return sorted(retest, key=lambda each: each.change is not None)


def _smallest_changes(knowledge: Knowledge, wanted: Iterable[ExpectedChange]) -> Iterator[SmallestChange]:
    """Those that are known: a guided test's from its error, another measure's as it was published."""
    tests = usual_scores(knowledge.tests)
    for each in wanted:
        name = each.measure
        measure = knowledge.measures.get(name)
        score = tests[name][1] if name in tests else None
        if score is not None and score.smallest_change is not None:
            yield SmallestChange(name, score.smallest_change, score.unit, each.change)
        elif measure is not None and measure.smallest_change is not None:
            yield SmallestChange(name, measure.smallest_change.value, measure.unit, each.change)
