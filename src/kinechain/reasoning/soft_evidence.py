"""How much noisy findings say about a hidden condition: one likelihood ratio for all of them together.

Method: with the condition absent, the standard scores of its findings are normal around 0; with it
present, around the condition's shift; in both cases they spread by the norm (variance 1, correlated
between findings of one person) and by each one's own measurement error (independent):

    covariance = rho * ones + diag(1 - rho + noise**2)

The log likelihood ratio of two normals that differ in their means only is then linear in the scores, and
the Sherman-Morrison identity gives it without inverting a matrix. Findings of one joint are therefore
never multiplied as if they were independent, and a finding whose noise is large against the norm's own
spread says nothing.

Where a condition lies to either side of the norm (a difference between left and right), its bell is half on
the one side and half on the other, and the ratio is that of this mixture:

    exp(-shift**2 / (2 * v)) * cosh(shift * score / v),    v = 1 + noise**2

A look that answers yes or no has a published ratio, used as it stands in every draw. What speaks in these
ways of one condition is not independent either: the strongest on each side, for and against, counts in full,
what else there is by `1 - RHO` (`_together`).

Departures: `RHO`, the correlation between measures that see one condition, is our assumption; no study of
these pairs was gathered. So is the rule of `_together`.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinechain.reasoning.finding import Finding

Array = NDArray[np.float64]

RHO = 0.7
STRONGEST = 10.0
"""No set of gait findings may speak for or against a condition more than this (our choice)."""


def likelihood_ratio(findings: Sequence[Finding], shift: Array) -> Array:
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
    parts = [_one_sided(one_sided(findings), shift)]
    parts += [_either_sided(each, shift) for each in findings if each.either]
    parts += [np.full_like(shift, math.log(each.ratio)) for each in findings if each.ratio is not None]
    limit = np.log(STRONGEST)
    return np.asarray(np.exp(np.clip(_together(np.stack(parts)), -limit, limit)))


def one_sided(findings: Sequence[Finding]) -> list[Finding]:
    """The values among them that speak to one side of their norm."""
    return [each for each in findings if not each.either and each.ratio is None]


def _one_sided(findings: Sequence[Finding], shift: Array) -> Array:
    scores = np.array([finding.score for finding in findings])
    own_variance = 1 - RHO + np.array([finding.noise for finding in findings]) ** 2
    precision = np.sum(1 / own_variance)
    weighted_score = np.sum(scores / own_variance)
    return np.asarray(shift * (weighted_score - shift / 2 * precision) / (1 + RHO * precision))


def _either_sided(finding: Finding, shift: Array) -> Array:
    variance = 1 + finding.noise**2
    reach = shift * finding.score / variance
    return np.asarray(np.logaddexp(reach, -reach) - math.log(2) - shift**2 / (2 * variance))


def _together(logs: Array) -> Array:
    """Log ratios (parts, draws) as one, (draws,): never less for more, one alone as it stands."""
    strongest = np.maximum(logs.max(axis=0), 0) + np.minimum(logs.min(axis=0), 0)
    return np.asarray(RHO * strongest + (1 - RHO) * logs.sum(axis=0))
