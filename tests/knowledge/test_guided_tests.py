"""The guided tests: whole, each number with its source, and graded instead of passed or failed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kinechain.case import Person
from kinechain.knowledge import load
from kinechain.knowledge.guided_test import MDC95, GuidedTest, Score, usual_scores
from kinechain.knowledge.load import FOLDER

WOMAN = Person(age_years=34, sex="female")
ROWS = {"T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"}
EVIDENCE = {
    "M_WBLT_CM", "M_WBLT_DEG", "M_PSLR", "M_AKE", "M_THOMAS", "M_CVA", "M_SLS", "M_HEELRAISE", "M_MTP",
    "M_FOOTSOFT", "M_SHOE", "M_PELVOBL", "M_SHOULDER", "M_LLD", "M_NAVDROP",
}  # fmt: skip
CONTRACT = {
    "knee_to_wall_distance", "knee_to_wall_angle", "straight_leg_raise_angle", "knee_extension_deficit",
    "hip_extension_passive", "single_leg_stance_time", "single_leg_heel_raises", "neck_rotation_range",
    "craniovertebral_angle",
}  # fmt: skip
TESTS = load().tests


def scores() -> Iterator[tuple[str, GuidedTest, Score]]:
    for test_id, test in TESTS.items():
        for score in test.scores:
            yield f"{test_id}, {score.measure} by {score.way}", test, score


def texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for each in content.values():
            yield from texts(each)
    elif isinstance(content, list | tuple):
        for each in content:
            yield from texts(each)


def test_every_row_of_the_mission_and_every_measure_of_the_evidence_has_a_test() -> None:
    assert {row for test in TESTS.values() for row in test.rows} >= ROWS
    assert {test.evidence_id for test in TESTS.values()} >= EVIDENCE


def test_the_names_of_the_contract_are_measured() -> None:
    assert {measure for test in TESTS.values() for measure in test.measures} >= CONTRACT


def test_every_test_can_be_done_from_what_it_says() -> None:
    for test_id, test in TESTS.items():
        assert len(test.steps) >= 3, test_id
        assert test.safety, test_id
        assert test.cheats, test_id
        assert 1 <= test.minutes <= 10, test_id


def test_every_error_says_where_it_comes_from_and_every_norm_has_a_source() -> None:
    for name, _, score in scores():
        assert (score.sd_error is None) == (score.way == "yes_no"), name
        if score.sd_error is not None and score.status != "ours":
            assert score.sources, name
        for norm in score.norms:
            assert norm.sources, name
            assert norm.status in ("verified-in-store", "from-memory", "ours"), name


def test_a_choice_of_ours_is_marked_as_ours_in_words_too() -> None:
    for name, _, score in scores():
        if score.status == "ours" and score.sd_basis:
            assert any(
                word in score.sd_basis for word in ("ours", "taken over", "added as squares", "deg (95")
            ), name
        for norm in score.norms:
            if norm.status == "ours" and norm.note:
                assert any(word in norm.note for word in ("our", "as for", "taken for")), name


def test_what_is_looked_at_weighs_nothing_without_a_published_ratio() -> None:
    for name, test, score in scores():
        if score.way == "yes_no" and score.likelihood_ratios is None:
            assert score.norm_for(WOMAN) is None, name
            weighing = [each for each in test.informs if each.measure == score.measure]
            assert not weighing, name


def test_a_test_that_bears_on_a_condition_has_a_norm_for_an_adult_or_says_why_not() -> None:
    for test_id, test in TESTS.items():
        for each in test.informs:
            found = test.speaks_for(each.condition)
            assert found, test_id
            assert all(score.norm_for(WOMAN) or score.no_norm_because for score, _ in found), test_id


def test_no_adult_norm_is_a_child_s() -> None:
    for name, _, score in scores():
        assert score.norm_for(Person(age_years=12)) is None, name


def test_ages_and_sexes_do_not_overlap_where_one_source_gives_them() -> None:
    """Otherwise somebody of 39 would be pooled from two groups of one study."""
    for name, _, score in scores():
        for age in range(18, 90):
            for sex in ("female", "male"):
                person = Person.model_validate({"age_years": age, "sex": sex})
                groups = [norm for norm in score.norms if norm.may_hold_for(person)]
                keys = [norm.sources for norm in groups]
                assert len(keys) == len(set(keys)), f"{name}, {age}, {sex}"


@pytest.mark.parametrize(
    ("test_id", "measure", "way", "mdc"),
    [
        ("knee_to_wall", "knee_to_wall_distance", "tape", 0.019),
        ("knee_to_wall", "knee_to_wall_angle", "phone_angle", 4.57),
        ("straight_leg_raise", "straight_leg_raise_angle", "phone_angle", 6.9),
        ("knee_extension_lying", "knee_extension_deficit", "phone_angle", 7.76),
        ("hip_extension_lying", "hip_extension_passive", "photo", 4.17),
        ("single_leg_stance", "single_leg_stance_time", "stopwatch", 24.1),
        ("heel_raises", "single_leg_heel_raises", "count", 6.35),
    ],
)
def test_the_smallest_real_change_is_the_published_one_again(
    test_id: str, measure: str, way: str, mdc: float
) -> None:
    score = TESTS[test_id].score_of(measure, way)  # type: ignore[arg-type]
    assert score is not None
    assert score.smallest_change == pytest.approx(mdc, rel=0.03)
    assert score.smallest_change == pytest.approx(MDC95 * (score.sd_error or 0))


def test_an_error_without_a_share_is_the_same_whatever_the_result() -> None:
    score = TESTS["knee_to_wall"].scores[0]
    assert {score.error_at(value) for value in (0.0, 0.05, 0.2)} == {0.007}
    assert score.smallest_change_from(0.01) == score.smallest_change
    assert TESTS["shoulder_mirror"].scores[0].error_at(1.0) is None


def test_a_smaller_change_is_real_from_a_shorter_stance() -> None:
    score = TESTS["single_leg_stance"].scores[0]
    few, many = score.smallest_change_from(2.0), score.smallest_change_from(30.0)
    assert few is not None
    assert few == pytest.approx(MDC95 * 1.293, rel=0.01)
    assert many == score.smallest_change


def test_only_a_norm_whose_typical_times_would_reach_below_none_is_lopsided() -> None:
    score = TESTS["single_leg_stance"].scores[0]
    norms = {age: score.norm_for(Person(age_years=age)) for age in (30, 65, 75, 85)}
    assert {age for age, norm in norms.items() if norm is not None and norm.lopsided} == {75, 85}


def test_film_errors_say_that_no_pictures_were_kept_back_to_check_them() -> None:
    own = [s for _, _, s in scores() if s.way == "video" and "own_trials" in s.sources]
    assert len(own) == 3
    assert all("tested on" in (score.sd_basis or "") for score in own)


def test_the_articles_pass_marks_are_named_and_not_used() -> None:
    wall, leg = TESTS["knee_to_wall"].instead_of, TESTS["straight_leg_raise"].instead_of
    assert wall is not None
    assert "four inches" in wall.said
    assert "58 of 100" in wall.why_not
    assert leg is not None
    assert "90 degrees" in leg.said
    assert "most healthy people would fail" in leg.why_not
    for test_id, mark in (("knee_to_wall", 0.102), ("straight_leg_raise", 90.0)):
        norm = TESTS[test_id].scores[0].norm_for(WOMAN)
        assert norm is not None
        assert mark not in (norm.mean, norm.mean - norm.sd, norm.mean + norm.sd)


def test_the_shares_of_healthy_people_who_fail_at_ten_centimetres_follow_from_the_norms() -> None:
    """26, 35 and 58 of 100, as the evidence infers them from each group's mean and spread."""
    from statistics import NormalDist

    groups = [norm for norm in TESTS["knee_to_wall"].scores[0].norms if (norm.age or (0, 0))[0] == 18]
    shares = [round(100 * NormalDist(norm.mean, norm.sd).cdf(0.102)) for norm in groups]
    # Right and left of the second group are taken together here, 11.7 cm.
    assert shares == pytest.approx([26, 35, 58], abs=1.5)


def test_one_leg_and_heel_raises_get_harder_with_age() -> None:
    for test_id in ("single_leg_stance", "heel_raises"):
        score = TESTS[test_id].scores[0]
        for sex in ("female", "male"):
            people = [Person.model_validate({"age_years": age, "sex": sex}) for age in (25, 45, 65, 75, 85)]
            means = [norm.mean for person in people if (norm := score.norm_for(person))]
            assert len(means) == len(people)
            assert means == sorted(means, reverse=True)


def test_every_measure_has_one_usual_score_and_one_unit() -> None:
    usual = usual_scores(TESTS)
    for name, _, score in scores():
        assert usual[score.measure][1].unit == score.unit, name


def test_no_text_of_the_tests_breaks_the_wording_rules() -> None:
    for test_id, test in TESTS.items():
        for text in texts(test.model_dump()):
            assert not load().wording.offences(text), f"{test_id}: {text}"


def broken(test_id: str, change: dict[str, object], score: bool = False) -> str:
    """What is said of a test of the file with something changed."""
    from pydantic import ValidationError

    raw = yaml.safe_load((Path(FOLDER) / "tests.yaml").read_text(encoding="utf-8"))[test_id]
    (raw["scores"][0] if score else raw).update(change)
    with pytest.raises(ValidationError) as refused:
        GuidedTest.model_validate(raw)
    return str(refused.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sd_error": None}, "a score needs its error"),
        ({"sd_constant": 0.01}, "sd_constant is a part of sd_error"),
        ({"norms": []}, "say under no_norm_because"),
        ({"possible": [0.3, -0.1]}, "possible needs a lowest and a highest value"),
        ({"sd_basis": None}, "say under sd_basis where sd_error comes from"),
        ({"sd_share": 0.1}, "needs its least"),
        ({"sd_share": 0.1, "sd_least": 0.1}, "sd_least is the smallest that sd_error becomes"),
        ({"measure": "knee_to_wall_angle"}, "a measure has one unit"),
        ({"way": "yes_no"}, "an answer by yes or no has none"),
    ],
)
def test_a_score_that_does_not_hold_together_is_refused(change: dict[str, object], says: str) -> None:
    assert says in broken("knee_to_wall", change, score=True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sided": False}, "cannot have an asymmetry threshold"),
        ({"steps": []}, "steps"),
        ({"safety": []}, "safety"),
        ({"informs": [{"condition": "x", "direction": "low", "measure": "y"}]}, "informs names a measure"),
    ],
)
def test_a_test_that_does_not_hold_together_is_refused(change: dict[str, object], says: str) -> None:
    assert says in broken("knee_to_wall", change)


def test_a_test_speaks_through_the_measures_that_it_names_and_through_all_where_it_names_none() -> None:
    def spoken(test_id: str, condition: str) -> list[str]:
        return [score.measure for score, _ in TESTS[test_id].speaks_for(condition)]

    assert spoken("heel_raises", "weak_calf") == ["single_leg_heel_raises"]
    assert spoken("straight_leg_raise", "tight_hamstrings") == ["straight_leg_raise_angle"]
    both = ["knee_to_wall_distance", "knee_to_wall_angle"]
    assert spoken("knee_to_wall", "limited_ankle_dorsiflexion") == both
    assert spoken("knee_to_wall", "tight_hamstrings") == []
