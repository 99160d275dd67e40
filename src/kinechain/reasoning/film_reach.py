"""Whether anything that a film showed could move the answer, and if not, which tests could.

A film moves a probability only through a value that is read against a norm, for a condition whose link to the
pain has a likelihood ratio other than 1 and so some weight. Where no value went that way the answer would be
the same without the film, and a reader has to know.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kinechain.case import Person
from kinechain.knowledge import Knowledge, personal_norm
from kinechain.measurement import Measurement
from kinechain.reasoning.askable import Askable, askables
from kinechain.reasoning.finding import findings_for
from kinechain.reasoning.model import Cause, Site
from kinechain.reasoning.next_test import MOST_TESTS
from kinechain.reasoning.question import Question
from kinechain.reasoning.trace import NextTest

NO_FILM_CAN: Final = (
    "What was recorded cannot change these probabilities for {pain} in this version: the links that it can "
    "see have no published support, or no norm to be read against."
)
THIS_FILM_DID_NOT: Final = (
    "Nothing that this recording showed could change these probabilities for {pain}: it gave no value of the "
    "links that count."
)


def film_limit(question: Question, film: Sequence[Measurement], site: int, tests: Sequence[NextTest]) -> str:
    """A sentence for a film that could not move the probabilities of one pain; empty where it could.

    `film` is what the film gave, without what was measured by hand; empty where there was none.
    """
    if not film:
        return ""
    knowledge, person = question.knowledge, question.case.person
    movable = list(_movable(question, site))
    if any(findings_for(knowledge, cause.id, cause.side, person, film) for cause in movable):
        return ""
    visible = any(_film_can_see(knowledge, cause.id, person) for cause in movable)
    said = (THIS_FILM_DID_NOT if visible else NO_FILM_CAN).format(
        pain=_pain(knowledge, question.model.sites[site])
    )
    informed = {cause.id for cause in movable}
    could = [
        each.id for each in askables(question) if each.kind == "test" and informed & _read(question, each)
    ]
    can = [each.test for each in tests if each.test in could]
    if can:
        return f"{said} What can: {_named(knowledge, can)}."
    if could:
        return f"{said} What could, by little: {_named(knowledge, could[:MOST_TESTS])}."
    return f"{said} No further test of this version can."


def _movable(question: Question, site: int) -> Iterator[Cause]:
    """The conditions that a finding could make more or less likely to contribute to this pain."""
    model = question.model
    for index, cause in enumerate(model.causes):
        if cause.structural and cause.present is None and model.bears_on(index, site):
            yield cause


def _film_can_see(knowledge: Knowledge, condition_id: str, person: Person) -> bool:
    measures = [knowledge.measures[seen.measure] for seen in knowledge.conditions[condition_id].observed_by]
    return any(
        measure.views and not measure.cannot_classify and personal_norm(measure, person) is not None
        for measure in measures
    )


def _pain(knowledge: Knowledge, site: Site) -> str:
    name = knowledge.regions[site.region].name
    return f"{site.side} {name}" if site.side else name


def _read(question: Question, test: Askable) -> set[str]:
    """The conditions that a test says something of."""
    return {question.model.causes[reading.cause].id for reading in test.readings}


def _named(knowledge: Knowledge, tests: Sequence[str]) -> str:
    """Guided tests with the command that shows how each is done: a picture taken otherwise is not one."""
    names = ((test, knowledge.tests[test].name) for test in tests)
    return "; ".join(f"{name[0].lower()}{name[1:]} (kinechain test {test})" for test, name in names)
