"""Results of one guided test that cannot both be right: the same side read twice, and far apart.

Each is weighed with its error, so that together they say little; a reader has to know why, and to measure
again. Two results of one measure disagree where they differ by more than `BEYOND` sds of the error of their
difference; two measures that read one thing in two ways (a distance, an angle), where they do so in their
norms' sds, in which healthy people may differ a little too (`soft_evidence.RHO`).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kinechain.case import Person
from kinechain.knowledge import Knowledge
from kinechain.knowledge.guided_test import GuidedTest, usual_scores
from kinechain.measurement import Measurement, Side
from kinechain.reasoning.finding import Finding, findings_for
from kinechain.reasoning.soft_evidence import RHO, one_sided

BEYOND = 2.58
"""What errors alone reach once in a hundred times (our choice)."""


def disagreements(knowledge: Knowledge, person: Person, measured: Sequence[Measurement]) -> tuple[str, ...]:
    """A warning for each test and side with results that do not agree."""
    tests = {name: test for name, (test, _) in usual_scores(knowledge.tests).items()}
    return tuple(
        _warning(test, side, results)
        for test, side, results in _by_test_and_side(tests, measured)
        if _differ(results) or _differ_in_norms(knowledge, test, side, person, results)
    )


def _by_test_and_side(
    tests: Mapping[str, GuidedTest], measured: Sequence[Measurement]
) -> Iterator[tuple[GuidedTest, Side | None, list[Measurement]]]:
    """What was read more than once."""
    groups: dict[tuple[str, Side | None], list[Measurement]] = {}
    for each in measured:
        if each.measure in tests and each.value is not None:
            groups.setdefault((tests[each.measure].name, each.side), []).append(each)
    for (_, side), results in groups.items():
        if len(results) > 1:
            yield tests[results[0].measure], side, results


def _differ(results: Sequence[Measurement]) -> bool:
    return any(
        abs((one.value or 0.0) - (other.value or 0.0)) > BEYOND * math.hypot(one.sd or 0.0, other.sd or 0.0)
        for one, other in combinations(results, 2)
        if one.measure == other.measure
    )


def _differ_in_norms(
    knowledge: Knowledge,
    test: GuidedTest,
    side: Side | None,
    person: Person,
    results: Sequence[Measurement],
) -> bool:
    read = [findings_for(knowledge, each.condition, side, person, results) for each in test.informs]
    return any(
        _apart(one, other)
        for findings in read
        for one, other in combinations(one_sided(findings), 2)
        if one.measure != other.measure
    )


def _apart(one: Finding, other: Finding) -> bool:
    spread = math.hypot(one.noise, other.noise, math.sqrt(2 * (1 - RHO)))
    return abs(one.score - other.score) > BEYOND * spread


def _warning(test: GuidedTest, side: Side | None, results: Sequence[Measurement]) -> str:
    values = dict.fromkeys(_value(test, each) for each in results)
    name = f"{test.name}, {side}," if side else test.name
    return f"{name} was given as {' and '.join(values)}, which do not agree; measure again."


def _value(test: GuidedTest, each: Measurement) -> str:
    score = test.score_of(each.measure)
    value = each.value or 0.0
    if score is None or score.way == "yes_no":
        return "yes" if value else "no"
    return f"{value:.{score.decimals}f} {each.unit}"
