"""Laws of reading noisy findings: noise silences, agreement is not counted twice, further is stronger."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.reasoning.finding import Finding
from kinechain.reasoning.soft_evidence import RHO, STRONGEST, likelihood_ratio

SHIFT = np.array([1.5])
SCORES = st.floats(-4, 4)
NOISES = st.floats(0, 20)


def finding(score: float, noise: float = 0.0) -> Finding:
    return Finding("angle", "An angle", "10 deg", score, noise)


def ratio(*findings: Finding) -> float:
    return float(likelihood_ratio(findings, SHIFT)[0])


def test_no_finding_says_nothing() -> None:
    assert ratio() == 1.0


def test_one_finding_without_noise_is_the_ratio_of_two_bells() -> None:
    if_present, if_absent = np.exp(-0.5 * (1.0 - 1.5) ** 2), np.exp(-0.5 * 1.0**2)
    assert ratio(finding(1.0)) == pytest.approx(if_present / if_absent)


@given(SCORES, SCORES, NOISES)
@settings(max_examples=100, deadline=None)
def test_further_from_the_norm_never_speaks_less_for_it(one: float, other: float, noise: float) -> None:
    assert ratio(finding(min(one, other), noise)) <= ratio(finding(max(one, other), noise)) + 1e-12


@given(SCORES, NOISES, NOISES)
@settings(max_examples=100, deadline=None)
def test_a_noisier_finding_moves_less(score: float, one: float, other: float) -> None:
    sharp = abs(np.log(ratio(finding(score, min(one, other)))))
    blunt = abs(np.log(ratio(finding(score, max(one, other)))))
    assert blunt <= sharp + 1e-9


def test_a_hopelessly_noisy_finding_moves_nothing() -> None:
    assert ratio(finding(4.0, 1000.0)) == pytest.approx(1.0, abs=1e-4)


@given(st.floats(1.0, 2.0), st.floats(0, 2))
@settings(max_examples=50, deadline=None)
def test_agreeing_findings_are_not_multiplied_as_if_independent(score: float, noise: float) -> None:
    once, twice = np.log(ratio(finding(score, noise))), np.log(ratio(*[finding(score, noise)] * 2))
    assert once - 1e-9 <= twice < 2 * once


def test_two_findings_agree_with_the_matrix() -> None:
    pair = [finding(2.0, 0.5), finding(-0.5, 1.5)]
    covariance = RHO * np.ones((2, 2)) + np.diag([1 - RHO + 0.25, 1 - RHO + 2.25])
    scores, shift = np.array([2.0, -0.5]), np.full(2, 1.5)
    expected = shift @ np.linalg.solve(covariance, scores - shift / 2)
    assert np.log(ratio(*pair)) == pytest.approx(expected)


def test_no_set_of_findings_is_certain() -> None:
    assert ratio(*[finding(4.0)] * 5) == pytest.approx(STRONGEST)
    assert ratio(*[finding(-4.0)] * 5) == pytest.approx(1 / STRONGEST)


def either(score: float, noise: float = 0.0) -> Finding:
    return Finding("difference", "A difference", "10 mm", score, noise, either=True)


def look(ratio_of_it: float) -> Finding:
    return Finding("look", "A look", "yes", 0.0, 0.0, ratio=ratio_of_it)


@given(SCORES, NOISES)
@settings(max_examples=100, deadline=None)
def test_to_either_side_is_the_mixture_of_both_bells(score: float, noise: float) -> None:
    variance = 1 + noise**2
    bells = [np.exp(-0.5 * (score - mean) ** 2 / variance) for mean in (1.5, -1.5, 0.0)]
    expected = np.clip((bells[0] + bells[1]) / 2 / bells[2], 1 / STRONGEST, STRONGEST)
    assert ratio(either(score, noise)) == pytest.approx(expected, rel=1e-9)


@given(SCORES, SCORES, NOISES)
@settings(max_examples=100, deadline=None)
def test_further_to_either_side_never_speaks_less_for_it(one: float, other: float, noise: float) -> None:
    near, far = sorted((one, other), key=abs)
    assert ratio(either(near, noise)) <= ratio(either(far, noise)) + 1e-12


@given(st.lists(st.floats(0.5, 2.5), min_size=1, max_size=4), st.floats(0.5, 2.5), SCORES)
@settings(max_examples=100, deadline=None)
def test_a_look_that_says_more_never_weighs_less_whatever_stands_beside_it(
    ratios: list[float], more: float, score: float
) -> None:
    beside = [finding(score), *(look(each) for each in ratios[1:])]
    low, high = sorted((ratios[0], more))
    assert ratio(look(low), *beside) <= ratio(look(high), *beside) + 1e-12


def test_looks_that_agree_are_not_multiplied_as_if_independent() -> None:
    assert ratio(look(2.0)) == pytest.approx(2.0)
    assert 2.0 < ratio(look(2.0), look(2.0)) < 4.0
    assert 0.25 < ratio(look(0.5), look(0.5)) < 0.5
    assert ratio(look(2.0), look(0.5)) == pytest.approx(1.0)
