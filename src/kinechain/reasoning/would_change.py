"""What the answer would become if a cause were settled: the finding that would move it most."""

from kinechain.case import Person
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.knowledge.link import Link
from kinechain.reasoning.because import percent
from kinechain.reasoning.closed_form import posterior
from kinechain.reasoning.model import Cause, Model
from kinechain.reasoning.question import Question


def settled(model: Model, index: int, site: int) -> tuple[float, float]:
    """Probability of contributing if the cause were surely absent, and if it were surely present."""
    chances = []
    for there in (0.0, 1.0):
        presence = model.presence()[:1]
        presence[0, index] = there
        answer = posterior(presence, model.weights[:1], model.leaks[:1])
        chances.append(float(answer.contributes[0, index, site]))
    return chances[0], chances[1]


def would_change(question: Question, index: int, site: int, link: Link) -> str:
    """One sentence: which finding would move this contributor most, and to what probability."""
    if link.likelihood_ratio == 1.0:
        return "No finding would: the likelihood ratio of this link is 1, whatever is seen."
    cause = question.model.causes[index]
    if cause.present is not None:
        return "No finding would: your answer settled it. Only better evidence for the link would."
    absent, present = (percent(chance) for chance in settled(question.model, index, site))
    how = _how(question.knowledge, cause, question.case.person)
    if how is None:
        return f"No test in this version sees it. Surely present: {present}; surely absent: {absent}."
    return f"{how}: if it clearly is so, this would go to {present}; if it clearly is not, to {absent}."


def _how(knowledge: Knowledge, cause: Cause, person: Person) -> str | None:
    for test in knowledge.tests.values():
        if any(score.norm_for(person) for score, _ in test.speaks_for(cause.id)):
            return test.name if cause.side is None else f"{test.name}, {cause.side} side"
    condition = knowledge.conditions[cause.id]
    if condition.answered_by is not None:
        return f"Your answer about your {condition.answered_by.fact.split('.')[0]}"
    for seen in condition.observed_by:
        measure = knowledge.measures[seen.measure]
        if measure.views and not measure.cannot_classify and personal_norm(measure, person) is not None:
            return f"{measure.name} from more strides or a clearer recording"
    return None
