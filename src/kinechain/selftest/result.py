"""A guided test's result as a `Measurement`: its error, its verdict, its place among healthy people."""

from collections.abc import Sequence

from kinechain.case import Person
from kinechain.knowledge.guided_test import GuidedTest, Score
from kinechain.knowledge.rounding import half_up
from kinechain.knowledge.verdict import CLEARLY, IN_95_OF_100, PersonalNorm, against_norm
from kinechain.measurement import Measurement, Side, Verdict
from kinechain.selftest.entered_value import check_possible, check_side, check_whole
from kinechain.selftest.grading import grade
from kinechain.selftest.tries import Result, of_tries

NOTED = "noted; it weighs nothing"


def score_result(
    test: GuidedTest,
    score: Score,
    value: float | Sequence[float],
    side: Side | None,
    person: Person,
    *,
    sd: float | None = None,
) -> Measurement:
    """What was read off, in the score's unit, judged by a graded norm of the person's age and sex.

    `value` is one whole result, done as the steps say, or each try by itself. `sd` is the person's own
    error instead of the published one. The verdict follows the rule of `knowledge.verdict`; the reason adds
    how many of 100 healthy people show less.

    Raises `InputError` for a side that is missing or that the test does not have, and for a value that no
    body shows in this unit. What lies beyond the end of the test counts as held to the end.
    """
    tries = [value] if isinstance(value, int | float) else list(value)
    check_side(score.measure, side, sided=test.sided)
    for each in tries:
        check_possible(score.measure, each, sd, score)
        check_whole(score.measure, each, score.way)
    tries = [score.up_to_ceiling(each) for each in tries]
    method = f"guided test, by {score.way.replace('_', ' ')}"
    if score.sd_error is None:
        return Measurement(
            score.measure, side, tries[-1], score.unit, 0.0, len(tries), method, *_noted(score)
        )
    result = _whole(score, tries[0]) if isinstance(value, int | float) else of_tries(score, tries)
    if sd is not None:
        result = Result(result.value, sd, result.n)
    verdict, reason = judge_result(score, result, person)
    return Measurement(
        score.measure, side, result.value, score.unit, result.sd, result.n, method, verdict, reason
    )


def _whole(score: Score, value: float) -> Result:
    """A result that was combined already, as the steps of the test say."""
    return Result(value, score.error_at(value) or 0.0, score.tries)


def _noted(score: Score) -> tuple[Verdict, str]:
    return "cannot_tell", f"{NOTED}: {score.no_norm_because}" if score.no_norm_because else NOTED


def judge_result(score: Score, result: Result, person: Person) -> tuple[Verdict, str]:
    """The verdict on a result and the reason, graded; ``cannot_tell`` without a norm for this person."""
    norm = score.norm_for(person)
    if norm is None:
        return "cannot_tell", f"no norm: {score.no_norm_because or _no_group(score, person)}"
    if score.way == "video" and _adds_too_little(score, result.sd, norm):
        return "cannot_tell", _too_little(score, result.sd, norm)
    verdict, reason = against_norm(score, result.value, result.sd, norm, score.ceiling)
    graded = f"{reason}; {grade(score, result.value, result.sd, norm)}"
    if score.caution is not None and score.caution.holds_for(result.value, person):
        graded += f"; {score.caution.says}"
        verdict = "cannot_tell" if verdict == "typical" else verdict
    if score.combine == "best" and result.n < score.tries:
        graded += f"; the norm is the best of {score.tries} tries, which is more than the best of {result.n}"
    return verdict, graded


def _no_group(score: Score, person: Person) -> str:
    """Why none of the groups fits."""
    youngest = min(norm.age[0] if norm.age else 18 for norm in score.norms)
    if person.age_years is not None and person.age_years < youngest:
        return f"the people it was taken from are {youngest:g} or older"
    return "no group of this age and sex was measured"


def _adds_too_little(score: Score, sd: float, norm: PersonalNorm) -> bool:
    """Whether the camera's error leaves no more than everybody's mean would tell (`knowledge.verdict`)."""
    return score.sd_error is not None and not score.skewed and sd > CLEARLY * norm.sd


def _too_little(score: Score, sd: float, norm: PersonalNorm) -> str:
    error, between = (
        f"± {half_up(IN_95_OF_100 * size, score.decimals)} {score.unit}" for size in (sd, norm.sd)
    )
    return (
        f"a film adds too little here: its error ({error}) is not clearly smaller than people differ by "
        f"({between}); three tries in one film, or another way to score the test, may change that"
    )
