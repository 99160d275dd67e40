"""What the answer would become if a cause were settled: the finding that would move it most, and whether the
order would then be another.
"""

from kinechain.case import Person
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.reasoning.answer import Answer, Array
from kinechain.reasoning.because import percent
from kinechain.reasoning.model import Cause

SETTLED = "No finding would: your answer settled it. Only better evidence for the link would."
NEUTRAL = "No finding would: the likelihood ratio of this link is 1, whatever is seen."


def would_change(found: Answer, index: int, site: int) -> str:
    """Which finding would move this contributor most, to what probability, and who would then come first."""
    if not found.model.bears_on(index, site):
        return NEUTRAL
    cause = found.model.causes[index]
    if cause.present is not None:
        return SETTLED
    absent, present = (found.if_settled[index, there] for there in (False, True))
    low, high = percent(float(absent[index, site])), percent(float(present[index, site]))
    how = _how(found.question.knowledge, cause, found.question.case.person)
    if how is None:
        said = f"No test in this version sees it. Surely present: {high}; surely absent: {low}."
    else:
        said = f"{how}: if it clearly is so, this would go to {high}; if it clearly is not, to {low}."
    order = _order(found, index, site, absent, present)
    return f"{said} {order}" if order else said


def _order(found: Answer, index: int, site: int, absent: Array, present: Array) -> str:
    """What would come of the order: the first falls behind, or another comes to the front."""
    first = _first(found, site, found.posterior.contributes[0])
    if first == index:
        other = _first(found, site, absent)
        return f"Then {_name(found, other)} would come first." if other not in (None, index) else ""
    if _first(found, site, present) == index:
        return "If it is so, it would come first."
    return ""


def _first(found: Answer, site: int, contributes: Array) -> int | None:
    """The likeliest contributor; the first of the list where some are equally likely."""
    causes = found.model.causes
    structural = [n for n, cause in enumerate(causes) if cause.structural and contributes[n, site] > 0]
    return max(structural, key=lambda n: (round(float(contributes[n, site]), 9), -n), default=None)


def _name(found: Answer, index: int | None) -> str:
    cause = found.model.causes[index or 0]
    name = found.question.knowledge.conditions[cause.id].name
    return f"“{name}”" if cause.side is None else f"“{name}”, {cause.side},"


def _how(knowledge: Knowledge, cause: Cause, person: Person) -> str | None:
    for test in knowledge.tests.values():
        if any(score.norm_for(person) or score.likelihood_ratios for score, _ in test.speaks_for(cause.id)):
            return test.name if cause.side is None else f"{test.name}, {cause.side} side"
    condition = knowledge.conditions[cause.id]
    if condition.answered_by is not None:
        return f"Your answer about your {condition.answered_by.fact.split('.')[0]}"
    for seen in condition.observed_by:
        measure = knowledge.measures[seen.measure]
        if measure.views and not measure.cannot_classify and personal_norm(measure, person) is not None:
            return f"{measure.name} from more strides or a clearer recording"
    return None
