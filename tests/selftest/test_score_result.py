"""Results read off by hand: tries, errors, graded norms, left against right."""

import math
from dataclasses import replace

import numpy as np
import pytest

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.guided_test import GuidedTest, Score
from kinechain.knowledge.verdict import PersonalNorm
from kinechain.measurement import Measurement
from kinechain.reasoning.finding import findings_for
from kinechain.reasoning.soft_evidence import likelihood_ratio
from kinechain.selftest import score_result
from kinechain.selftest.grading import grade
from kinechain.selftest.sides import compare_sides, with_other_sides
from kinechain.selftest.tries import of_tries

WOMAN = Person(age_years=34, sex="female")
OLD_MAN = Person(age_years=74, sex="male")


def usual(test_id: str) -> tuple[GuidedTest, Score]:
    test = load().tests[test_id]
    return test, test.scores[0]


def told(
    test_id: str, value: float | list[float], person: Person = WOMAN, side: str | None = "left"
) -> Measurement:
    return score_result(*usual(test_id), value, side, person)  # type: ignore[arg-type]


def test_a_whole_result_has_the_published_error() -> None:
    measured = told("knee_to_wall", 0.11)
    assert (measured.value, measured.sd, measured.n) == (0.11, 0.007, 3)


def test_as_many_tries_as_published_give_the_published_error() -> None:
    _, score = usual("knee_to_wall")
    result = of_tries(score, [0.110, 0.111, 0.109])
    assert result.value == pytest.approx(0.110)
    assert result.sd == pytest.approx(0.007)


def test_the_part_that_averages_out_shrinks_with_the_root_and_the_rest_stays() -> None:
    _, score = usual("knee_to_wall")
    one, four, many = (of_tries(score, [0.1] * n).sd for n in (1, 4, 400))
    constant = score.sd_constant or 0.0
    assert one > four > many > constant
    assert one**2 - constant**2 == pytest.approx(4 * (four**2 - constant**2))
    assert many == pytest.approx(constant, rel=0.02)


def test_tries_that_differ_more_than_is_known_widen_the_error_and_agreeing_ones_do_not_narrow_it() -> None:
    _, score = usual("knee_to_wall")
    apart, alike = of_tries(score, [0.05, 0.10, 0.15]), of_tries(score, [0.10, 0.10, 0.10])
    assert apart.sd == pytest.approx(math.hypot(score.sd_constant or 0, 0.05 / math.sqrt(3)))
    assert alike.sd == pytest.approx(score.sd_error)


def test_the_best_of_several_is_the_best_and_never_surer_than_published() -> None:
    _, score = usual("single_leg_stance")
    result = of_tries(score, [12.0, 20.0, 15.0])
    assert (result.value, result.sd, result.n) == (20.0, score.error_at(20.0), 3)
    lone = of_tries(score, [20.0])
    assert lone.sd >= result.sd
    lowest = score.model_copy(update={"concern": "high"})
    assert of_tries(lowest, [12.0, 20.0, 15.0]).value == 12.0


def test_fewer_tries_than_the_norm_s_best_are_told() -> None:
    assert "the norm is the best of 3" in told("single_leg_stance", [20.0]).reason
    assert "the norm is the best of 3" not in told("single_leg_stance", [20.0, 10.0, 9.0]).reason


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.02, "low"), (0.11, "typical"), (0.20, "high"), (0.055, "cannot_tell")]
)
def test_the_distance_to_the_wall_is_judged_by_the_pooled_norm(value: float, verdict: str) -> None:
    assert told("knee_to_wall", value).verdict == verdict


def test_ten_centimetres_are_no_pass_mark() -> None:
    below, above = told("knee_to_wall", 0.099), told("knee_to_wall", 0.103)
    assert below.verdict == above.verdict == "typical"


def test_ninety_degrees_are_no_pass_mark_and_sexes_have_norms_of_their_own() -> None:
    assert told("straight_leg_raise", 76.0).verdict == "typical"
    woman, man = told("straight_leg_raise", 57.0), told("straight_leg_raise", 57.0, Person(sex="male"))
    assert woman.verdict == "low"
    assert man.verdict != "low"


def test_worse_is_never_graded_better() -> None:
    _, score = usual("knee_to_wall")
    norm = score.norm_for(WOMAN)
    assert norm is not None
    places = [int(grade(score, v, 0.001, norm).split()[1]) for v in (0.06, 0.08, 0.1, 0.12, 0.14)]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_half_of_people_show_less_than_the_middle() -> None:
    _, score = usual("knee_to_wall")
    said = grade(score, 0.1, 0.0, PersonalNorm(0.1, 0.03, ""))
    assert said.startswith("about 50 of 100 healthy people show less, ")


def test_far_out_and_with_an_error_the_place_says_so() -> None:
    _, score = usual("knee_to_wall")
    said = grade(score, 0.0, 0.02, PersonalNorm(0.1, 0.03, ""))
    assert said.startswith("fewer than 1 of 100")
    assert "the error leaves" in said


def test_age_counts_on_one_leg() -> None:
    young, old = told("single_leg_stance", 10.0), told("single_leg_stance", 10.0, OLD_MAN)
    assert young.verdict == "low"
    assert old.verdict == "typical"


def test_the_error_of_a_stance_time_grows_with_it_up_to_the_published_one() -> None:
    _, score = usual("single_leg_stance")
    errors = [told("single_leg_stance", seconds).sd or 0.0 for seconds in (0.0, 2.0, 5.0, 10.0, 21.3, 45.0)]
    assert errors == sorted(errors)
    assert errors[0] == score.sd_least == 1.0
    assert errors[1] == pytest.approx(math.hypot(1.0, 0.41 * 2))
    # 8.7 s were 40.8 % of what those people stood, so that they stood 21.3 s.
    assert errors[-2:] == [8.7, 8.7]


def test_two_seconds_at_eighty_one_are_below_the_middle_and_nothing_is_typical_below_no_time() -> None:
    old = Person(age_years=81, sex="male")
    measured = told("single_leg_stance", 2.0, old)
    norm = usual("single_leg_stance")[1].norm_for(old)
    assert norm is not None
    away, doubt = norm.standing(2.0, measured.sd or 0.0)
    assert away < -0.75  # half of what sets the unsteady apart: it speaks for, not against
    assert 0 < doubt < 1
    assert norm.band(1.5, 1.5)[0] > 0
    assert measured.verdict == "cannot_tell"
    assert "-" not in told("single_leg_stance", 6.0, old).reason


@pytest.mark.parametrize("age", [45, 65, 75, 81])
def test_the_shorter_the_stance_the_more_it_speaks_for_unsteadiness(age: int) -> None:
    person = Person(age_years=age)
    ratios = []
    for seconds in (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0):
        measured = told("single_leg_stance", seconds, person)
        findings = findings_for(load(), "poor_balance", "left", person, [measured])
        ratios.append(float(likelihood_ratio(findings, np.array([1.5]))[0]))
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[1] > 1  # two seconds never speak against it
    assert ratios[-1] < 1 or age == 45


def test_what_goes_with_falls_is_said_and_not_called_typical() -> None:
    says = "less than 5 s goes with falls"
    old, young = Person(age_years=81), Person(age_years=30)
    assert told("single_leg_stance", 4.0, old).verdict == "cannot_tell"
    assert says in told("single_leg_stance", 4.0, old).reason
    assert told("single_leg_stance", 5.0, old).verdict == "typical"
    for other in (told("single_leg_stance", 5.0, old), told("single_leg_stance", 4.0, young)):
        assert says not in other.reason
    assert says not in told("single_leg_stance", 4.0, Person()).reason
    assert told("single_leg_stance", 2.0, Person(age_years=65)).verdict == "low"


def test_a_lopsided_result_is_told_against_the_average_in_words() -> None:
    pile = score_result(*usual("leg_length_blocks"), 0.03, None, WOMAN).reason
    assert "more than five times the average of 0.005 m" in pile
    assert "577" not in pile
    assert "about 20 % of the average of 9 s" in told("single_leg_stance", 2.0, Person(age_years=85)).reason
    assert "less than a tenth of the average" in told("single_leg_stance", 0.0, Person(age_years=85)).reason
    assert "more than twice the average" in told("single_leg_stance", 19.0, Person(age_years=85)).reason


def test_the_same_number_is_rounded_one_way_in_the_band_and_beside_it() -> None:
    reason = told("arch_drop", 0.008).reason
    assert "the average is 0.007 m" in reason


def test_what_lies_beyond_the_end_of_a_test_counts_as_its_end() -> None:
    young = Person(age_years=30)
    held, longer = (told("single_leg_stance", seconds, young) for seconds in (45.0, 60.0))
    assert held == longer
    assert held.verdict == "cannot_tell"  # 8.7 s of error reach below 39 s
    assert "typical as it stands (39 to 45 s)" in held.reason
    assert longer.value == held.value == 45.0
    assert "48 s" not in told("single_leg_stance", 30.0, young).reason
    assert "to 45 s" in held.reason
    of_eighty = told("single_leg_stance", 60.0, Person(age_years=82))
    assert of_eighty.verdict == "typical"
    assert "not below the typical range" in of_eighty.reason
    _, score = usual("single_leg_stance")
    norm = score.norm_for(young)
    assert norm is not None
    assert score.typical_band(norm)[1] == 45.0


def test_what_is_counted_is_whole() -> None:
    with pytest.raises(InputError, match=r"12\.5 is not possible; whole numbers only"):
        told("heel_raises", 12.5)
    with pytest.raises(InputError, match="give 1 for yes or 0 for no"):
        told("shoulder_mirror", 0.5, side=None)
    assert told("heel_raises", 12.0).value == 12.0


def test_the_share_of_the_average_is_rounded_as_people_do() -> None:
    _, score = usual("single_leg_stance")
    norm = PersonalNorm(10.0, 3.0, "")
    assert "about 50 % of the average of 10 s" in grade(score, 4.5, 1.0, norm)
    assert "about 30 % of the average of 10 s" in grade(score, 2.5, 1.0, norm)


def test_a_lopsided_spread_gives_no_place_among_people() -> None:
    assert "of 100 healthy" not in told("heel_raises", 15.0).reason
    assert "held to the end" in told("single_leg_stance", 45.0).reason


def test_a_child_is_not_compared_with_adults() -> None:
    measured = told("knee_to_wall", 0.02, Person(age_years=9))
    assert measured.verdict == "cannot_tell"
    assert measured.reason == "no norm: the people it was taken from are 18 or older"
    assert measured.sd == 0.007


def test_a_look_is_noted_and_weighs_nothing() -> None:
    measured = told("shoulder_mirror", 1.0, side=None)
    assert measured.verdict == "cannot_tell"
    assert measured.reason.startswith("noted; it weighs nothing")


@pytest.mark.parametrize(
    ("test_id", "value", "side", "says"),
    [
        ("knee_to_wall", 4.0, "left", r"knee_to_wall_distance 4 m is not possible .* is it in cm\?"),
        ("knee_to_wall", 110.0, "left", r"is it in mm\?"),
        ("knee_to_wall", -0.5, "left", "is not possible"),
        ("knee_to_wall", 0.1, None, "needs a side, left or right"),
        ("side_photo_of_the_head", 50.0, "left", "has no sides; leave out side: left"),
        ("straight_leg_raise", 200.0, "left", "is not possible"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    test_id: str, value: float, side: str | None, says: str
) -> None:
    with pytest.raises(InputError, match=says) as refused:
        told(test_id, value, side=side)
    assert "\n" not in str(refused.value)


def pair(test_id: str, left: float, right: float) -> tuple[Score, Measurement, Measurement]:
    test, score = usual(test_id)
    return score, *(score_result(test, score, v, s, WOMAN) for v, s in ((left, "left"), (right, "right")))  # type: ignore[return-value, arg-type]


@pytest.mark.parametrize(
    ("left", "right", "verdict", "says"),
    [
        (0.100, 0.105, "cannot_tell", "within the error of that difference"),
        (0.100, 0.125, "cannot_tell", "a real difference, but not surely more than healthy people have"),
        (0.070, 0.130, "asymmetric", "more than 0.030"),
    ],
)
def test_left_and_right_are_within_the_error_or_real_or_unusual(
    left: float, right: float, verdict: str, says: str
) -> None:
    found, reason = compare_sides(*pair("knee_to_wall", left, right))
    assert (found, says in reason) == (verdict, True), reason


def test_swapping_the_sides_changes_no_verdict() -> None:
    score, left, right = pair("knee_to_wall", 0.07, 0.13)
    swapped = compare_sides(score, replace(right, side="left"), replace(left, side="right"))
    assert compare_sides(score, left, right) == swapped


def test_a_low_side_stays_low_and_the_other_is_asymmetric() -> None:
    score, left, right = pair("knee_to_wall", 0.03, 0.13)
    low, other = with_other_sides((left, right), {score.measure: score}.get)
    assert (low.verdict, other.verdict) == ("low", "asymmetric")
    assert "left and right differ by 0.100 m" in low.reason


def test_one_side_alone_stays_as_it_is() -> None:
    score, left, _ = pair("knee_to_wall", 0.03, 0.13)
    assert with_other_sides((left,), {score.measure: score}.get) == (left,)


def test_every_score_can_be_scored_and_says_something_allowed() -> None:
    for test in load().tests.values():
        for score in test.scores:
            middle = sum(score.possible) / 2 if score.way != "yes_no" else 1.0
            measured = score_result(test, score, middle, "left" if test.sided else None, WOMAN)
            assert measured.reason
            assert not load().wording.offences(measured.reason), measured.reason
