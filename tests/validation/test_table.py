"""Rows, targets, and how figures are written."""

import pytest
from made_walks import compared

from kinechain.knowledge import load
from kinechain.validation.compared_outputs import compared_outputs
from kinechain.validation.film_rows import FILMED
from kinechain.validation.phone_targets import phone_targets
from kinechain.validation.rendered_change import MEANT
from kinechain.validation.rows import comparison_rows
from kinechain.validation.table import Target, make_row, not_run, remarks, row_words


@pytest.mark.parametrize(("value", "met"), [(89.9, False), (90, True), (97, True), (97.1, False)])
def test_a_target_may_lie_between(value: float, met: bool) -> None:
    assert Target(name="held", at_least=90, at_most=97).met_by(value) is met


def test_without_a_target_nothing_is_met() -> None:
    assert Target(name="worst").met_by(3) is None


def test_a_row_is_met_when_all_its_targets_are() -> None:
    good = make_row("extremes", {"median": 1.0, "worst": 7.9}, "3 values")
    bad = make_row("extremes", {"median": 1.0, "worst": 8.1}, "3 values")
    assert (good.verdict, bad.verdict) == ("yes", "no")
    assert good.reached == "median 1.0 deg; worst 7.9 deg"
    assert good.target == "median ≤ 3 deg; worst ≤ 8 deg"


def test_what_was_not_run_is_neither_met_nor_missed() -> None:
    row = not_run("fit_speed", "it needs a quiet machine")
    assert (row.met, row.verdict, row.reached) == (None, "not run", "not run")


def test_tiny_numbers_are_not_rounded_to_nothing() -> None:
    assert make_row("forward_kinematics", {"worst": 3.4e-15}, "").reached == "worst 3.4e\u221215 m"
    assert make_row("forward_kinematics", {"worst": 0.0}, "").target == "≤ 1e-09 m"


def test_rows_of_made_walks() -> None:
    walks = [compared("a", {"left": [1.0, 3.0]}), compared("b", {"right": [-9.0]})]
    rows = {row.key: row for row in comparison_rows(walks, 1, ())}
    assert rows["files"].verdict == "no"
    assert rows["walking_speed"].reached == "median 0.010 m/s; worst 0.010 m/s"
    assert rows["extremes"].reached == "median 5.5 deg; worst 9.0 deg"
    assert rows["knee_flexion_swing_peak"].verdict == "no"
    assert rows["knee_flexion_swing_peak"].n == "2 legs in 2 walks"
    assert "extremes_own_axis" not in rows
    assert {
        rows[key].verdict
        for key in ("strikes", "offs", "steps", "hallux", "intervals", "intervals_joints", "head")
    } == {"not run"}


def test_head_measures_given_for_a_broken_head_are_counted() -> None:
    told = compared("a", {"left": [0.0]}, broken_head=True, not_told=frozenset({"head_forward_angle"}))
    rows = {row.key: row for row in comparison_rows([told], 0, ())}
    assert rows["head"].reached == "values given 1"


def test_what_is_said_beside_rows_belongs_to_rows() -> None:
    of_films = {
        f"{filmed}_{key}"
        for filmed in FILMED
        for key in (*phone_targets().measures, *phone_targets().events, "intervals")
    }
    of_changes = {f"change_{change}" for change in MEANT}
    known = set(row_words()) | set(compared_outputs().measures) | of_films | of_changes
    assert set(remarks()) <= known


def test_what_is_compared_is_known() -> None:
    assert set(compared_outputs().measures) <= set(load().measures)
    assert len(compared_outputs().of("extremes")) == 6
    assert compared_outputs().of("hallux") == ("toe_extension_push_off_peak",)


def test_legs_whose_laboratory_turned_the_knee_are_left_out_of_a_row_of_their_own() -> None:
    walks = [
        compared("a", {"left": [9.0]}, cross_talks={"left": 20.0}),
        compared("b", {"left": [1.0]}, cross_talks={"left": 3.0}),
    ]
    rows = {row.key: row for row in comparison_rows(walks, 0, ())}
    assert rows["extremes"].verdict == "no"
    assert rows["extremes_own_axis"].reached == "median 1.0 deg; worst 1.0 deg"
