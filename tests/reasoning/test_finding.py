"""What a value is read as: to one side or to either, by what it only goes along with, as a yes or no."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from kinechain.case import Case, Pain, Person
from kinechain.knowledge import Knowledge, load, personal_norm
from kinechain.knowledge.guided_test import Informs, LikelihoodRatios
from kinechain.measurement import Measurement
from kinechain.reasoning.ask import weigh
from kinechain.reasoning.build import sites_of
from kinechain.reasoning.finding import Finding, blurred, findings_for
from kinechain.reasoning.question import Question, put
from kinechain.reasoning.result_steps import of_look, of_test
from kinechain.reasoning.soft_evidence import likelihood_ratio

WOMAN = Person(age_years=34, sex="female")
RATIOS = LikelihoodRatios(yes=2.0, no=0.6, sources=("own_trials",), status="ours", note="made up")


def shoulders(value: float, sd: float = 0.004) -> Measurement:
    return Measurement("shoulder_height_difference", None, value, "m", sd, 1, "photo")


def arch(value: float) -> Measurement:
    return Measurement("arch_drop_height", "left", value, "m", 0.002, 3, "test")


def seen(condition: str, *measured: Measurement, knowledge: Knowledge | None = None) -> tuple[Finding, ...]:
    return findings_for(knowledge or load(), condition, measured[0].side, WOMAN, measured)


def test_a_difference_between_the_sides_speaks_alike_to_either_side() -> None:
    (left,), (right,) = seen("uneven_shoulders", shoulders(0.03)), seen("uneven_shoulders", shoulders(-0.03))
    assert left.either
    assert right.score == -left.score == -3.0
    shift = np.array([2.5])
    assert likelihood_ratio([left], shift) == pytest.approx(likelihood_ratio([right], shift))
    assert (
        likelihood_ratio([left], shift)[0]
        > 1
        > likelihood_ratio(seen("uneven_shoulders", shoulders(0.0)), shift)[0]
    )


def test_a_pelvis_measured_from_markers_is_named_and_has_no_norm() -> None:
    pelvis = load().conditions["uneven_pelvis"]
    assert [each.measure for each in pelvis.observed_by] == ["pelvic_height_difference"]
    assert personal_norm(load().measures["pelvic_height_difference"], WOMAN) is None


def test_only_what_has_a_sign_is_read_to_either_side() -> None:
    for condition in load().conditions.values():
        for observed in condition.observed_by:
            possible = load().measures[observed.measure].possible
            signed = possible is not None and possible[0] == -possible[1]
            assert observed.direction != "either" or signed, observed.measure


def test_standing_tells_of_walking_only_as_far_as_the_two_go_together() -> None:
    """By the joint normal of what is seen (z) and what is meant: with the condition z lies at r * shift."""
    (found,) = seen("rolling_in_foot", arch(0.013))
    told = next(each for each in load().tests["arch_drop"].informs)
    norm = load().tests["arch_drop"].scores[0].norm_for(WOMAN)
    assert norm is not None
    z, noise, shift = (0.013 - norm.mean) / norm.sd, 0.002 / norm.sd, 1.5
    away, variance = told.agrees * shift, 1 + noise**2 + (norm.mean_sd / norm.sd) ** 2
    expected = away * (z - away / 2) / variance
    assert math.log(likelihood_ratio([found], np.array([shift]))[0]) == pytest.approx(expected)


def test_what_is_the_thing_itself_has_its_own_error_only() -> None:
    assert blurred(0.5, 1.0) == 0.5
    assert blurred(0.5, 0.4) > blurred(0.5, 0.9) > 0.5


def test_how_well_a_test_agrees_says_where_it_comes_from() -> None:
    with pytest.raises(ValidationError, match="agrees_basis"):
        Informs(condition="rolling_in_foot", direction="high", agrees=0.5)


def with_look(ratios: LikelihoodRatios) -> Knowledge:
    """The knowledge if feeling the foot told of a stiff ankle, with these likelihood ratios."""
    known = load()
    name, test = next((key, each) for key, each in known.tests.items() if "foot_feels_stiff" in each.measures)
    scores = tuple(
        each.model_copy(update={"likelihood_ratios": ratios}) if each.way == "yes_no" else each
        for each in test.scores
    )
    told = (Informs(condition="limited_ankle_dorsiflexion", direction="high"),)
    made_up = test.model_copy(update={"scores": scores, "informs": told})
    return known.model_copy(update={"tests": {**known.tests, name: made_up}})


def look(value: float) -> Measurement:
    return Measurement("foot_feels_stiff", "left", value, "yes/no", 0.0, 1, "test")


@pytest.mark.parametrize(("value", "ratio", "text"), [(1.0, 2.0, "yes"), (0.0, 0.6, "no")])
def test_a_look_weighs_what_was_published(value: float, ratio: float, text: str) -> None:
    (found,) = seen("limited_ankle_dorsiflexion", look(value), knowledge=with_look(RATIOS))
    assert (found.text, found.ratio) == (text, ratio)
    assert "own_trials" in found.sources
    assert likelihood_ratio([found], np.array([0.5, 1.5])) == pytest.approx([ratio, ratio])


def test_a_look_without_published_ratios_weighs_nothing() -> None:
    assert seen("limited_ankle_dorsiflexion", look(1.0)) == ()


def knee_of(knowledge: Knowledge, *measured: Measurement) -> Question:
    case = Case(person=WOMAN, pain=(Pain(region="knee", side="left"),), red_flags=())
    return put(knowledge, case, measured, sites_of(knowledge, case))


def test_a_look_moves_the_network_by_its_ratio_and_is_offered_until_it_was_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So little is not worth a test; here it is what is compared.
    monkeypatch.setattr("kinechain.reasoning.ask.LEAST_BITS_OF_A_TEST", 0.0)
    monkeypatch.setattr("kinechain.reasoning.ask.LEAST_CHANGE_OF_A_TEST", 0.0)
    knowledge = with_look(RATIOS)
    question = knee_of(knowledge, look(1.0))
    place = next(n for n, c in enumerate(question.model.causes) if c.id == "limited_ankle_dorsiflexion")
    assert question.model.ratios[:, place] == pytest.approx(2.0)
    looked = next(key for key, each in knowledge.tests.items() if "foot_feels_stiff" in each.measures)
    weaker = knee_of(
        with_look(LikelihoodRatios.model_validate({**RATIOS.model_dump(), "yes": 1.2, "no": 0.9}))
    )
    bits = [
        {ask.id: ask.information_bits for ask in weigh(each)}.get(looked, 0.0)
        for each in (weaker, knee_of(knowledge))
    ]
    assert 0 <= bits[0] < bits[1]
    assert looked not in {ask.id for ask in weigh(question)}


def test_the_steps_of_a_look_are_chances_with_its_ratios() -> None:
    steps = of_look(RATIOS)
    assert sum(steps.absent) == sum(steps.present) == pytest.approx(1.0)
    assert np.array(steps.present) / np.array(steps.absent) == pytest.approx([0.6, 2.0])


def test_a_look_that_tells_nothing_has_one_step() -> None:
    assert len(of_look(RATIOS.model_copy(update={"yes": 1.0, "no": 1.0}))) == 1


def test_looks_beside_it_leave_the_steps_of_a_test_as_they_are() -> None:
    beside = Finding("look", "A look", "yes", 0.0, 0.0, ratio=2.0)
    assert of_test(0.3, [beside], 1.5) == of_test(0.3, [], 1.5)


def test_yes_and_no_cannot_both_speak_for_a_condition() -> None:
    with pytest.raises(ValidationError, match="cannot both"):
        LikelihoodRatios(yes=2.0, no=1.2, sources=("own_trials",), status="ours", note="made up")
