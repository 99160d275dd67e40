"""Answers about "the place that hurts": with pains in several places, a yes may be meant of any of them.

The question is asked once for all pains. A no is one for every place. A yes settles what it is about only
where one place hurts; where several do, nobody knows of which it holds, so each keeps the chance that it has
without an answer (our choice: it says less than was told, never more).
"""

from typing import Final

from kinechain.case import Case
from kinechain.knowledge.condition import CaseFact

OF_THE_PLACE: Final = frozenset({"habits.earlier_episodes", "habits.earlier_injury"})
"""The facts of a case that are asked of the place that hurts."""


def settled_by(fact: CaseFact, case: Case) -> bool | None:
    """Whether the case says that it holds at each place that hurts; None where it was not asked, or left
    open of which.
    """
    return None if left_open(fact, case) else fact.holds(case)


def left_open(fact: CaseFact, case: Case) -> bool:
    """Whether it was told of one of several places, nobody knows which."""
    several = len({pain.region for pain in case.pain}) > 1
    return several and fact.fact in OF_THE_PLACE and bool(fact.holds(case))
