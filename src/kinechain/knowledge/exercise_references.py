"""Whether every name that exercises and the advice beside them use is an entry, and the evidence whole."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kinechain.errors import KnowledgeError
from kinechain.knowledge.guided_test import usual_scores
from kinechain.knowledge.library import Knowledge

INTERVENTIONS: Final = (
    *(f"I{number:02}" for number in range(1, 20)), "I06b", "I06c",
)  # fmt: skip
"""The interventions of the collected evidence; each is an exercise or advice here."""


def check_exercises(knowledge: Knowledge) -> None:
    """Refuse a name that does not resolve, an intervention that nothing stands for, a rule nothing triggers.

    Raises
    ------
    KnowledgeError
        Naming file, entry and the name.

    """
    measures = _measures(knowledge)
    for exercise_id in knowledge.exercises:
        _check_exercise(knowledge, exercise_id)
    for cue_id, cue in knowledge.cues.items():
        _known("cues", cue_id, cue.conditions, knowledge.conditions, "condition")
    for advice_id, advice in knowledge.shoe_advice.items():
        _known("shoe_advice", advice_id, advice.conditions, knowledge.conditions, "condition")
        _known("shoe_advice", advice_id, advice.regions, knowledge.regions, "pain region")
        seen = [advice.measured.measure] if advice.measured else []
        _known("shoe_advice", advice_id, seen, measures, "measure")
        _known("shoe_advice", advice_id, advice.unless, knowledge.limits, "limit")
        _known("shoe_advice", advice_id, advice.instead_of, knowledge.shoe_advice, "advice on shoes")
    for break_id, pause in knowledge.breaks.items():
        _known("breaks", break_id, pause.instead_of, knowledge.breaks, "break")
    for help_id, help_ in knowledge.short_term_help.items():
        _known("short_term_help", help_id, help_.regions, knowledge.regions, "pain region")
    _known("referrals", "names", knowledge.referrals, knowledge.regions, "pain region")
    _known("referrals", "names", knowledge.regions, knowledge.referrals, "referral")
    for limit_id, limit in knowledge.limits.items():
        seen = [limit.when.measure] if limit.when and limit.when.measure else []
        _known("limits", limit_id, seen, measures, "measure")
    _check_sources_and_claims(knowledge)
    _check_all_stand_for(knowledge)


def _check_exercise(knowledge: Knowledge, exercise_id: str) -> None:
    exercise = knowledge.exercises[exercise_id]
    _known("exercises", exercise_id, exercise.conditions, knowledge.conditions, "condition")
    _known("exercises", exercise_id, exercise.explanations, knowledge.explanations, "explanation")
    _known("exercises", exercise_id, exercise.stop_rules, knowledge.stop_rules.stop_now, "stop rule")
    _known("exercises", exercise_id, exercise.not_with, knowledge.limits, "limit")
    regions = [benefit.region for benefit in exercise.benefits]
    _known("exercises", exercise_id, regions, knowledge.regions, "pain region")
    retested = [each.measure for each in exercise.retest]
    _known("exercises", exercise_id, retested, _measures(knowledge), "measure")
    eased = {name: rule for name, rule in knowledge.stop_rules.stop_now.items() if rule.action == "ease"}
    for regression in exercise.regression:
        _known("exercises", exercise_id, regression.if_, eased, "stop rule that eases")


def _check_sources_and_claims(knowledge: Knowledge) -> None:
    for exercise_id, exercise in knowledge.exercises.items():
        _known("exercises", exercise_id, exercise.citing, knowledge.sources, "source")
    for break_id, pause in knowledge.breaks.items():
        _known("breaks", break_id, pause.basis.sources, knowledge.sources, "source")
    for file in ("cues", "short_term_help", "limits", "referrals"):
        for entry_id, entry in getattr(knowledge, file).items():
            _known(file, entry_id, entry.sources, knowledge.sources, "source")
    for file in ("exercises", "shoe_advice", "breaks", "short_term_help", "referrals"):
        for entry_id, entry in getattr(knowledge, file).items():
            _known(file, entry_id, entry.claims, knowledge.claims, "claim")


def _check_all_stand_for(knowledge: Knowledge) -> None:
    files = (knowledge.exercises, knowledge.shoe_advice, knowledge.short_term_help)
    standing: set[str] = {entry.evidence_id for file in files for entry in file.values()}
    missing = [name for name in INTERVENTIONS if name not in standing]
    if missing:
        raise KnowledgeError(
            f"exercises.yaml, shoe_advice.yaml, short_term_help.yaml: none stands for {', '.join(missing)}"
        )


def _measures(knowledge: Knowledge) -> Mapping[str, Any]:
    return {**knowledge.measures, **usual_scores(knowledge.tests)}


def _known(file: str, entry: str, names: Iterable[str], target: Mapping[Any, Any], kind: str) -> None:
    for name in names:
        if name not in target:
            raise KnowledgeError(f"{file}.yaml, {entry}: {name!r} is no {kind} that is known")
