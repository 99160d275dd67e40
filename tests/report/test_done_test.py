from dataclasses import replace

from sample import sample_by_hand, sample_vocabulary

from kinechain.case import Person
from kinechain.knowledge import load
from kinechain.measurement import Measurement
from kinechain.report.done_test import DoneTest, done_tests, is_of_a_test
from kinechain.report.source_list import SourceList

WORDS = sample_vocabulary()
WOMAN = Person(age_years=34, sex="female")


def done(*measured: Measurement, person: Person = WOMAN) -> tuple[DoneTest, ...]:
    return done_tests(measured, person, WORDS, SourceList(WORDS))


def test_both_sides_stand_in_one_test_with_what_lies_between_them_said_once() -> None:
    (test,) = done(*sample_by_hand())
    assert [result.side for result in test.results] == ["left", "right"]
    assert test.between == "left and right differ by 0.040 m, a real difference"
    assert not any("differ" in line for result in test.results for line in result.said)
    assert test.missing == ""


def test_a_side_that_was_not_done_is_named() -> None:
    (test,) = done(sample_by_hand()[0])
    assert test.missing.startswith("The right side was not done")


def test_the_band_is_the_norm_of_that_person_in_the_unit_of_the_result() -> None:
    score = load().tests["knee_to_wall"].scores[0]
    norm = score.norm_for(WOMAN)
    assert norm is not None
    (test,) = done(*sample_by_hand())
    low, high = norm.mean - score.typical_sd_below * norm.sd, norm.mean + score.typical_sd_above * norm.sd
    assert test.typical == f"{100 * low:.1f} to {100 * high:.1f}\u00a0cm"
    assert test.average == f"{100 * norm.mean:.1f}\u00a0cm"
    assert test.plot is not None
    assert test.mean_at == test.plot.place(norm.mean)


def test_the_smallest_change_that_is_real_is_told() -> None:
    change = load().tests["knee_to_wall"].scores[0].smallest_change
    assert change is not None
    (test,) = done(*sample_by_hand())
    assert f"{100 * change:.1f}\u00a0cm is noise" in test.noise


def test_why_the_pass_mark_of_the_articles_is_not_used_goes_with_the_result() -> None:
    (test,) = done(*sample_by_hand())
    assert test.instead_of == load().tests["knee_to_wall"].instead_of is not None


def test_a_child_is_held_against_no_norm_of_adults() -> None:
    (test,) = done(*sample_by_hand(), person=Person(age_years=9))
    assert (test.typical, test.average, test.mean_at) == ("", "", "")


def test_what_only_looks_say_has_a_word_and_no_plot() -> None:
    look = Measurement("resting_toes_turn_out", "left", 1.0, "yes_no", 0.0, 1, "guided test", reason="noted")
    (test,) = done(look)
    assert test.results[0].number is not None
    assert test.results[0].number.value == "Yes"
    assert test.plot is None


def test_what_belongs_to_no_test_is_not_among_them() -> None:
    speed = replace(sample_by_hand()[0], measure="walking_speed", side=None, unit="m/s", value=1.2)
    assert done(speed) == ()
    assert not is_of_a_test(speed, WORDS)
