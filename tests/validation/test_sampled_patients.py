"""Patients drawn from the network: answers are right as often as they say; stopping early costs little."""

import numpy as np
import pytest

from kinechain.case import Case, Pain
from kinechain.knowledge import load
from kinechain.reasoning.build import build_model, sites_of
from kinechain.validation.sampled_patient import draw_patient, told
from kinechain.validation.sampled_patients import Tally, pooled, sampled_patients, share

PATIENTS = 270


@pytest.fixture(scope="module")
def tally() -> Tally:
    return pooled(sampled_patients(PATIENTS).values())


def test_probabilities_are_calibrated(tally: Tally) -> None:
    assert len(tally.chance) > PATIENTS
    assert tally.calibration_error < 0.02
    assert np.mean(tally.mean) == pytest.approx(np.mean(tally.chance), abs=0.01)


def test_intervals_hold_what_they_say(tally: Tally) -> None:
    assert 0.86 < share(tally.held) < 0.94


def test_stopping_early_decides_as_asking_everything_in_fewer_minutes(tally: Tally) -> None:
    assert share(tally.same) >= 0.95
    assert len(tally.same_exercises) > PATIENTS / 10
    assert share(tally.same_exercises) >= 0.95
    assert tally.asked_share <= 0.4


def test_the_most_telling_test_beats_the_articles_order_in_the_same_minutes(tally: Tally) -> None:
    assert share(tally.same_beside_route) > share(tally.same_by_route) + 0.03


def test_patients_are_those_of_the_network() -> None:
    """Somebody with the pain has each thing about as often as the posterior says before anything is told."""
    from kinechain.reasoning.posterior import posterior

    case = Case(pain=(Pain(region="knee", side="left"),))
    model = build_model(load(), case, (), sites_of(load(), case))
    chance = np.random.default_rng(3)
    drawn = [draw_patient(model, 0, chance) for _ in range(1500)]
    expected = posterior(model.central())
    there = np.mean([patient.there for patient in drawn], axis=0)
    contributes = np.mean([patient.contributes[:, 0] for patient in drawn], axis=0)
    assert there == pytest.approx(expected.presence[0], abs=0.05)
    assert contributes == pytest.approx(expected.contributes[0, :, 0], abs=0.05)


def test_the_same_seed_draws_the_same_patients() -> None:
    assert sampled_patients(9, seed=5) == sampled_patients(9, seed=5)


def test_calibration_counts_how_far_chances_lie_from_what_is_so() -> None:
    right = Tally(chance=[0.25] * 4, so=[True, False, False, False])
    wrong = Tally(chance=[0.25] * 4, so=[True] * 4)
    assert right.calibration_error == pytest.approx(0)
    assert wrong.calibration_error == pytest.approx(0.75)


def test_nothing_told_leaves_the_question_as_it_was() -> None:
    from kinechain.reasoning.question import put

    case = Case(pain=(Pain(region="knee", side="left"),))
    question = put(load(), case, (), sites_of(load(), case))
    model = question.model
    patient = draw_patient(model, 0, np.random.default_rng(0))
    from kinechain.validation.sampled_patient import Chart

    same = told(question, Chart(patient, {}), ())
    assert same.model.causes == model.causes
    assert np.array_equal(same.model.ratios, model.ratios)
