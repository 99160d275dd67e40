"""Whether every name that one entry of the knowledge uses is an entry of another."""

from collections.abc import Iterable, Mapping
from typing import Any

from kinechain.errors import KnowledgeError
from kinechain.knowledge.claim import ARTICLES
from kinechain.knowledge.exercise_references import check_exercises
from kinechain.knowledge.guided_test import GuidedTest
from kinechain.knowledge.library import Knowledge
from kinechain.knowledge.link import Grade, Link
from kinechain.knowledge.measure import Measure
from kinechain.knowledge.pulls import check_pulls
from kinechain.knowledge.safety import LEVELS


def check_references(knowledge: Knowledge) -> None:
    """Refuse a name that does not resolve, and figures that no network can hold.

    Raises
    ------
    KnowledgeError
        Naming file, entry and the name that is not known.

    """
    _check_sources(knowledge)
    _check_measures(knowledge)
    _check_links(knowledge)
    _check_claims(knowledge)
    check_exercises(knowledge)
    _check_tests(knowledge)
    _check_red_flags(knowledge)
    _check_questions(knowledge)


def _check_questions(knowledge: Knowledge) -> None:
    """Every fact that something waits for can be asked for."""
    for file in ("conditions", "explanations"):
        for entry_id, entry in getattr(knowledge, file).items():
            if entry.answered_by is not None:
                _known(file, entry_id, [entry.answered_by.fact], knowledge.questions, "question")
    for file in ("shoe_advice", "breaks"):
        for entry_id, entry in getattr(knowledge, file).items():
            if entry.when is not None:
                _known(file, entry_id, [entry.when.fact], knowledge.questions, "question")


def _known(file: str, entry: str, names: Iterable[str], target: Mapping[Any, Any], kind: str) -> None:
    for name in names:
        if name not in target:
            raise KnowledgeError(f"{file}.yaml, {entry}: {name!r} is no {kind} that is known")


CITING = (
    "measures", "norm_curves", "left_out", "regions", "links", "claims", "exercises", "shoe_advice", "tests",
    "red_flags",
)  # fmt: skip
"""Files whose entries name their sources."""


def _check_sources(knowledge: Knowledge) -> None:
    for file in CITING:
        for entry_id, entry in getattr(knowledge, file).items():
            _known(file, entry_id, entry.sources, knowledge.sources, "source")
    for file in ("stop_rules", "wording"):
        _known(file, "sources", getattr(knowledge, file).sources, knowledge.sources, "source")
    for measure_id, measure in knowledge.measures.items():
        _known("measures", measure_id, _inner_sources(measure), knowledge.sources, "source")
    for condition_id, condition in knowledge.conditions.items():
        _known("conditions", condition_id, condition.prior.sources, knowledge.sources, "source")
    for explanation_id, explanation in knowledge.explanations.items():
        _known("explanations", explanation_id, explanation.prior.sources, knowledge.sources, "source")


def _inner_sources(measure: Measure) -> list[str]:
    names = [name for error in measure.error for name in error.sources]
    names += [name for norm in measure.norms for name in norm.sources]
    names += [name for cutoff in measure.cutoffs for name in cutoff.sources]
    names += measure.asymmetry.sources if measure.asymmetry else ()
    names += measure.smallest_change.sources if measure.smallest_change else ()
    return names


def _check_measures(knowledge: Knowledge) -> None:
    for condition_id, condition in knowledge.conditions.items():
        for observation in condition.observed_by:
            _known("conditions", condition_id, [observation.measure], knowledge.measures, "measure")
            if knowledge.measures[observation.measure].sided and not condition.sided:
                raise KnowledgeError(
                    f"conditions.yaml, {condition_id}: {observation.measure} has sides, it has none"
                )


def _check_links(knowledge: Knowledge) -> None:
    for link_id, link in knowledge.links.items():
        conditions = [name for name in (link.from_condition, link.to_condition) if name]
        _known("links", link_id, conditions, knowledge.conditions, "condition")
        explanations = [link.from_explanation] if link.from_explanation else []
        _known("links", link_id, explanations, knowledge.explanations, "explanation")
        _known("links", link_id, [link.to_region] if link.to_region else [], knowledge.regions, "pain region")
        _known("links", link_id, link.claims, knowledge.claims, "claim")
        _known("links", link_id, [link.evidence], knowledge.grades, "grade of evidence")
        _check_bearing(knowledge, link_id, link)
        prior = _prior(knowledge, link.cause)
        if prior * link.likelihood_ratio >= 1:
            raise KnowledgeError(
                f"links.yaml, {link_id}: a likelihood ratio of {link.likelihood_ratio} is not possible for "
                f"something that {prior:.0%} of people have"
            )
    _check_no_link_twice(knowledge)
    check_pulls(knowledge.links, knowledge.conditions)


AT_MOST: dict[str, tuple[Grade, ...]] = {
    "from-memory": ("low", "very_low", "contradicted"),
    "none": ("very_low", "contradicted"),
}
"""The grades that a link may have whose status names this."""


def _check_bearing(knowledge: Knowledge, link_id: str, link: Link) -> None:
    """Whether status and grade bear what the link says."""
    for status, grades in AT_MOST.items():
        if status in link.status and link.evidence not in grades:
            raise KnowledgeError(
                f"links.yaml, {link_id}: status {link.status!r} bears no {link.evidence} evidence, "
                f"{grades[0]} at most"
            )
    share = knowledge.grades[link.evidence].causal_share
    if link.causal_share is not None and link.causal_share > share:
        raise KnowledgeError(
            f"links.yaml, {link_id}: its causal_share {link.causal_share:g} is above the {share:g} that "
            f"{link.evidence} evidence bears"
        )


def _prior(knowledge: Knowledge, cause: str | None) -> float:
    if cause is None:
        return 0.0
    entry = knowledge.conditions.get(cause) or knowledge.explanations[cause]
    return entry.prior.probability


def _check_no_link_twice(knowledge: Knowledge) -> None:
    seen: dict[tuple[str, str], str] = {}
    for link_id, link in knowledge.links.items():
        if link.cause is None or link.to_region is None:
            continue
        ends = (link.cause, link.to_region)
        if ends in seen:
            raise KnowledgeError(f"links.yaml, {link_id}: joins the same two as {seen[ends]}")
        seen[ends] = link_id


def _check_claims(knowledge: Knowledge) -> None:
    collected = {link.evidence_id for link in knowledge.links.values()}
    for claim_id, claim in knowledge.claims.items():
        _known("claims", claim_id, claim.links, dict.fromkeys(collected), "link's evidence_id")
        if ARTICLES.get(claim_id[:3]) != claim.article:
            raise KnowledgeError(f"claims.yaml, {claim_id}: article {claim_id[:3]} is no {claim.article}'s")


def _check_tests(knowledge: Knowledge) -> None:
    for test_id, test in knowledge.tests.items():
        informed = [each.condition for each in test.informs]
        _known("tests", test_id, informed, knowledge.conditions, "condition")
        _known("tests", test_id, _sources_of_scores(test), knowledge.sources, "source")
        said = test.instead_of.claims if test.instead_of else ()
        _known("tests", test_id, said, knowledge.claims, "claim")
        for condition in informed:
            if test.sided and not knowledge.conditions[condition].sided:
                raise KnowledgeError(f"tests.yaml, {test_id}: has sides, {condition} has none")
        _check_scores(knowledge, test_id, test)


def _sources_of_scores(test: GuidedTest) -> list[str]:
    names = [name for score in test.scores for name in score.sources]
    names += [name for score in test.scores for norm in score.norms for name in norm.sources]
    names += [name for score in test.scores if score.asymmetry for name in score.asymmetry.sources]
    ratios = [score.likelihood_ratios for score in test.scores if score.likelihood_ratios]
    names += [name for score in test.scores if score.caution for name in score.caution.sources]
    return names + [name for each in ratios for name in each.sources]


def _check_scores(knowledge: Knowledge, test_id: str, test: GuidedTest) -> None:
    """A measure of measures.yaml has the same unit and sides when a test gives it."""
    for score in test.scores:
        measure = knowledge.measures.get(score.measure)
        if measure is not None and (measure.unit, measure.sided) != (score.unit, test.sided):
            raise KnowledgeError(
                f"tests.yaml, {test_id}: {score.measure} has another unit or other sides in measures.yaml"
            )


def _check_red_flags(knowledge: Knowledge) -> None:
    regions = {"all": None, **knowledge.regions}
    for flag_id, flag in knowledge.red_flags.items():
        _known("red_flags", flag_id, flag.regions, regions, "pain region")
    for level in LEVELS:
        _known("levels", level, [level], knowledge.levels, "level of urgency")
