"""Several tries of a guided test become one result with its error."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from kinechain.knowledge.guided_test import Score


@dataclass(frozen=True, slots=True)
class Result:
    """`value` of `n` tries and the standard deviation `sd` of its error, in the unit of the score."""

    value: float
    sd: float
    n: int


def of_tries(score: Score, tries: Sequence[float]) -> Result:
    """The tries as the norm's people were scored: their mean, or the best.

    A published error is that of a whole result, `score.tries` tries combined; what a single try adds beyond
    the part that stays follows from it. The mean's error is ``sqrt(constant**2 + max(spread, per try)**2 /
    n)``, as `knowledge.error.measurement_sd` has it for strides: tries that happen to agree do not make the
    test better than it is known to be. The best of several does not average anything out, so its error is
    never smaller than the published one for a result of that size.

    Raises ValueError without a try, or for an answer by yes or no.
    """
    if not tries or score.sd_error is None:
        raise ValueError(f"{score.measure}: no tries, or no error is known")
    n = len(tries)
    spread = statistics.stdev(tries) if n > 1 else 0.0
    if score.combine == "best":
        best = min(tries) if score.concern == "high" else max(tries)
        return Result(best, max(score.error_at(best) or 0.0, error_of_mean(score, best, 0.0, n)), n)
    mean = statistics.fmean(tries)
    return Result(mean, error_of_mean(score, mean, spread, n), n)


def error_of_mean(score: Score, value: float, spread: float, n: int) -> float:
    """Standard deviation of the error of `n` tries that give `value` and differ by `spread`."""
    whole = score.error_at(value) or 0.0
    constant = whole if score.sd_constant is None else min(score.sd_constant, whole)
    per_try = math.sqrt(whole**2 - constant**2) * math.sqrt(score.tries)
    return math.hypot(constant, max(spread, per_try) / math.sqrt(n))
