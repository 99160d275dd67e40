"""Why a contributor stands where it stands, in plain words and with the figures."""

from collections.abc import Sequence

from kinechain.case import Case, Sex
from kinechain.knowledge import personal_norm, why_no_norm
from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.link import Link
from kinechain.printable import capital
from kinechain.reasoning.answer import Answer, Taken
from kinechain.reasoning.finding import Finding
from kinechain.reasoning.model import Cause, Site
from kinechain.reasoning.question import Question
from kinechain.reasoning.route import Route
from kinechain.reasoning.told_of_place import left_open

ONLY_THROUGH = "it counts only by what it may bring about."
OF_SEX: dict[Sex | None, str] = {"female": "women", "male": "men"}


def percent(chance: float) -> str:
    """A chance as whole percent; what rounds to nothing or to all is said so."""
    if 0 < chance < 0.01:
        return "less than 1 %"
    return "more than 99 %" if 0.99 < chance < 1 else f"{chance * 100:.0f} %"


def reasons(
    found: Answer, index: int, site: int, link: Link | None, routes: Sequence[Route] = ()
) -> tuple[str, ...]:
    """What the evidence says of the link, by which routes it counts, then what was seen of the cause, then
    how likely it is there.
    """
    question, cause = found.question, found.model.causes[index]
    said = [_sentence(link.because)] if link else _no_link(question, cause, found.model.sites[site])
    if not cause.structural:
        return (*said, *([_answer(question, cause, link)] if link else []))
    return (
        *said,
        *_shares(found, index, site, routes),
        *_seen(found, index, site),
        _presence(found, index, site),
    )


def _no_link(question: Question, cause: Cause, site: Site) -> list[str]:
    """Nothing was gathered, or only what holds for the other sex."""
    known = question.knowledge.links_to(site.region).values()
    others = next((link for link in known if link.cause == cause.id and link.sex), None)
    if others is not None and site.side in (None, cause.side):
        return [_sentence(others.because), f"It was found in {OF_SEX[others.sex]} only: {ONLY_THROUGH}"]
    name = question.knowledge.regions[site.region].name
    return [f"No link of its own to {name} was gathered; {ONLY_THROUGH}"]


def _shares(found: Answer, index: int, site: int, routes: Sequence[Route]) -> list[str]:
    """How much of it is direct, how much through others, and by which routes."""
    if not routes or found.chance(index, site) == 0:
        return []
    direct, through = found.shares(index, site)
    told = "; ".join(route.words for route in routes)
    return [f"Of this {percent(direct)} directly, {percent(through)} {told}."]


def _seen(found: Answer, index: int, site: int) -> list[str]:
    question, cause = found.question, found.model.causes[index]
    lines = [_of(found, index, site, finding) for finding in cause.findings]
    read = {finding.measure for finding in cause.findings}
    for seen in question.knowledge.conditions[cause.id].observed_by:
        if seen.measure in read or not _has_value(question, seen.measure, cause):
            continue
        measure = question.knowledge.measures[seen.measure]
        no_norm = personal_norm(measure, question.case.person) is None
        why = why_no_norm(measure, question.case.person) if no_norm else measure.cannot_classify
        lines.append(f"{measure.name} was measured, but moves nothing: {why}.")
    return lines + [
        f"{test.name} was done, but moves nothing: {score.no_norm_because or 'its norm is that of adults'}."
        for test in question.knowledge.tests.values()
        for score, _ in test.speaks_for(cause.id)
        if score.measure not in read and _has_value(question, score.measure, cause)
    ]


def _of(found: Answer, index: int, site: int, finding: Finding) -> str:
    """One finding, and what would be without it where that shows."""
    cause = found.model.causes[index]
    said = f"Seen: {_sided(finding.name, cause)} {finding.text}"
    if cause.present is not None:
        return f"{said}."
    without = percent(float(found.without[Taken(index, finding)][index, site]))
    return f"{said}." if without == percent(found.chance(index, site)) else f"{said}; without it, {without}."


def _has_value(question: Question, measure_id: str, cause: Cause) -> bool:
    return any(
        each.measure == measure_id and each.value is not None and each.side in (None, cause.side)
        for each in question.measured
    )


def _presence(found: Answer, index: int, site: int) -> str:
    cause, model = found.model.causes[index], found.model
    before, after = percent(float(model.priors[0, index])), percent(float(found.presence[index]))
    if cause.present is not None:
        return _told(found.question, cause, moves=model.bears_on(index, site))
    if not cause.findings and before == after:
        return f"Not seen so far; taken to be present in {before} of people."
    what = "what was seen" if cause.findings else "what was seen of others that go with it"
    return f"Chance that it is present: {before} in people at large, {after} after {what}."


def _answer(question: Question, cause: Cause, link: Link) -> str:
    explanation = question.knowledge.explanations[cause.id]
    fact = explanation.answered_by
    if fact is not None and left_open(fact, question.case):
        if link.likelihood_ratio == 1.0:
            return _told(question, cause, moves=False)
        return (
            f"You said {_said(fact, question.case)}, but not of which of the places that hurt; so here it "
            f"is taken to hold as it does for {percent(explanation.prior.probability)} of people. A case "
            "with this pain alone would count your answer."
        )
    if cause.present is None or fact is None:
        return f"Taken to hold for {percent(explanation.prior.probability)} of people (not asked)."
    return _told(question, cause, moves=link.likelihood_ratio != 1.0)


def _told(question: Question, cause: Cause, *, moves: bool) -> str:
    """What the answer settled. Only a plain no rules out; what lies below a limit is not counted."""
    knowledge = question.knowledge
    fact = (knowledge.conditions.get(cause.id) or knowledge.explanations[cause.id]).answered_by
    if fact is None:
        return "You said so." if cause.present else "You said it is not so."
    said = _said(fact, question.case)
    if not moves:
        return f"You said {said}; it is named, but moves nothing."
    if cause.present:
        return f"You said {said}, so it is taken into account."
    if fact.given(question.case) is False:
        return f"You said {said}, so it is ruled out."
    return f"You said {said}; it is counted only {_counted(fact)}."


def _counted(fact: CaseFact) -> str:
    if fact.at_least is not None:
        return f"from {fact.at_least:g} on"
    if fact.below is not None:
        return f"below {fact.below:g}"
    return f"where the answer is {' or '.join(map(_answer_words, fact.answers))}"


def _said(fact: CaseFact, case: Case) -> str:
    words = fact.fact.split(".")[1].replace("_", " ")
    unit = " mm" if words.endswith(" mm") else ""
    return f"{words.removesuffix(unit)}: {answer_given(fact, case)}{unit}"


def answer_given(fact: CaseFact, case: Case) -> str:
    """The answer as it was given: yes, medium, 7.9."""
    return _answer_words(fact.given(case))


def _answer_words(answer: str | float | bool | None) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def _sided(name: str, cause: Cause) -> str:
    return name if cause.side is None else f"{name}, {cause.side},"


def _sentence(words: str) -> str:
    return f"{capital(words)}."
