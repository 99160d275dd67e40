"""How much noisy findings say about a hidden condition: one likelihood ratio for all of them together.

Method: with the condition absent, the standard scores of its findings are normal around 0; with it
present, around the condition's shift; in both cases they spread by the norm (variance 1, correlated
between findings of one person) and by each one's own measurement error (independent):

    covariance = rho * ones + diag(1 - rho + noise**2)

The log likelihood ratio of two normals that differ in their means only is then linear in the scores, and
the Sherman-Morrison identity gives it without inverting a matrix. Findings of one joint are therefore
never multiplied as if they were independent, and a finding whose noise is large against the norm's own
spread says nothing.

Departure: `RHO`, the correlation between measures that see one condition, is our assumption; no study of
these pairs was gathered.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.finding import Finding

RHO = 0.7
STRONGEST = 10.0
"""No set of gait findings may speak for or against a condition more than this (our choice)."""


def likelihood_ratio(findings: Sequence[Finding], shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """Likelihood of the findings if the condition is present over that if it is absent.

    Parameters
    ----------
    findings:
        What was measured; none gives a ratio of 1.
    shift:
        How far people with the condition lie from the norm's mean, in norm sds; shape (draws,).

    Returns
    -------
    Ratios within 1/`STRONGEST` and `STRONGEST`, shape (draws,).

    """
    scores = np.array([finding.score for finding in findings])
    own_variance = 1 - RHO + np.array([finding.noise for finding in findings]) ** 2
    precision = np.sum(1 / own_variance)
    weighted_score = np.sum(scores / own_variance)
    log_ratio = shift * (weighted_score - shift / 2 * precision) / (1 + RHO * precision)
    limit = np.log(STRONGEST)
    return np.asarray(np.exp(np.clip(log_ratio, -limit, limit)))
