from dataclasses import replace

import pytest
from sample import sample_measurements, sample_vocabulary

from kinechain.measurement import Measurement
from kinechain.report.measurement_table import NormNotes, measurement_groups, untold_reasons
from kinechain.report.number_format import NumberText
from kinechain.report.range_plot import range_plot
from kinechain.report.vocabulary import Vocabulary

WORDS = sample_vocabulary()
ROWS = {
    row.measure: row
    for group in measurement_groups(sample_measurements(), WORDS, NormNotes())
    for row in group.rows
}


def line(text: NumberText | None) -> str:
    return "" if text is None else text.line


def test_groups_climb_the_chain() -> None:
    titles = [group.title for group in measurement_groups(sample_measurements(), WORDS, NormNotes())]
    assert titles == ["Pace and steps", "Foot and ankle", "Knee", "Hip and pelvis", "Trunk, arms and head"]


def test_every_measurement_is_told_once() -> None:
    told = {m.measure for m in sample_measurements() if m.value is not None}
    assert set(ROWS) == told


def test_left_and_right_stand_in_their_own_cells() -> None:
    knee = ROWS["knee_flexion_swing_peak"]
    assert (line(knee.left), line(knee.right), knee.both) == ("62 ± 4°", "56 ± 4°", None)
    assert [(v.side, v.verdict) for v in knee.verdicts] == [("left", "typical"), ("right", "low")]
    assert line(ROWS["walking_speed"].both) == "1.18 ± 0.08\u00a0m/s"


def test_a_typical_range_has_no_more_digits_than_the_error_warrants() -> None:
    assert ROWS["head_forward_angle"].typical == "11 to 27°"
    assert ROWS["head_vertical_oscillation"].typical == "3.0 to 5.5\u00a0cm"
    assert ROWS["thigh_trailing_angle_peak"].typical == ""


def test_a_side_that_cannot_be_told_keeps_its_place() -> None:
    right = Measurement("arm_swing_range", "right", None, "deg", None, 0, "", "cannot_tell", "hidden")
    left = Measurement("arm_swing_range", "left", 31.0, "deg", 2.0, 3, "m", "typical")
    ((group),) = measurement_groups([right, left], Vocabulary(), NormNotes())
    assert group.rows[0].right is None
    assert group.rows[0].left is not None
    assert [(v.side, v.verdict) for v in group.rows[0].verdicts] == [
        ("left", "typical"),
        ("right", "cannot_tell"),
    ]


def test_reasons_are_gathered_and_the_one_that_hides_most_comes_first() -> None:
    reasons = untold_reasons(sample_measurements(), WORDS)
    assert reasons[0].measures == (
        "Step width", "Knee valgus angle", "Pelvic obliquity range", "Trunk sway range",
    )  # fmt: skip
    assert reasons[-1].measures == ("Arm swing range (right)",)
    assert sum(len(r.measures) for r in reasons) == 9


def test_unknown_measures_come_last_under_their_own_name() -> None:
    odd = Measurement("ear_wiggle", None, 1.0, "deg", 0.1, 1, "m", "typical")
    groups = measurement_groups([*sample_measurements(), odd], WORDS, NormNotes())
    assert (groups[-1].title, groups[-1].rows[0].name) == ("Other measures", "Ear wiggle")


def test_the_plot_holds_dots_whiskers_and_the_typical_band() -> None:
    plot = ROWS["knee_flexion_swing_peak"].plot
    assert plot is not None
    left, right = plot.dots
    places = [float(p[:-1]) for p in (right.low, right.at, left.at, left.high)]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < 100


@pytest.mark.parametrize("sd", [0.0, 1.0])
def test_a_single_value_without_a_norm_still_has_a_place(sd: float) -> None:
    m = replace(sample_measurements()[0], sd=sd)
    plot = range_plot([m], None)
    assert plot is not None
    assert plot.dots[0].at == "50.0%"


def test_what_weakens_a_norm_is_said_once() -> None:
    notes = NormNotes()
    assert [notes.letter(r) for r in (" (recalled)", "", " (age not given)", " (recalled)")] == [
        "a",
        "",
        "b",
        "a",
    ]
    assert notes.listed() == (("a", "recalled"), ("b", "age not given"))


def test_sides_with_one_verdict_share_it_only_for_the_same_reason() -> None:
    left, right = (m for m in sample_measurements() if m.measure == "ankle_dorsiflexion_stance_peak")
    (together,) = measurement_groups([left, right], WORDS, NormNotes())
    assert [v.side for v in together.rows[0].verdicts] == [""]
    (apart,) = measurement_groups([left, replace(right, reason="another")], WORDS, NormNotes())
    assert [(v.side, v.reason) for v in apart.rows[0].verdicts] == [
        ("left", left.reason),
        ("right", "another"),
    ]
