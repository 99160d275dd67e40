from dataclasses import replace

import pytest
from sample import sample_measurements, sample_vocabulary

from kinechain.measurement import Measurement, Side
from kinechain.report.measurement_table import (
    NormNotes,
    described_rows,
    measurement_groups,
    untold_reasons,
)
from kinechain.report.number_format import NumberText
from kinechain.report.range_plot import range_plot
from kinechain.report.vocabulary import MeasureWords, Vocabulary

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


def said(measure: str, *, typical: tuple[float, float] | None, classifies: bool = True) -> Vocabulary:
    return Vocabulary({measure: MeasureWords(measure, typical, remark=" (recalled)", classifies=classifies)})


def pushed_off(side: Side, value: float, sd: float, reason: str = "no norm") -> Measurement:
    return Measurement("push_off", side, value, "deg", sd, 3, "m", "cannot_tell", reason)


def test_what_nothing_can_judge_is_described_below_and_its_reason_said_once() -> None:
    both = [pushed_off("right", 40, 5), pushed_off("left", 42, 5)]
    for words in (
        said("push_off", typical=None),
        said("push_off", typical=(30, 50), classifies=False),
    ):
        assert measurement_groups(both, words, NormNotes()) == ()
        (row,) = described_rows(both, words)
        assert [(v.side, v.reason) for v in row.verdicts] == [("", "no norm")]
    assert described_rows(both, said("push_off", typical=(30, 50))) == ()


def test_a_verdict_is_never_hidden_among_the_described() -> None:
    both = [pushed_off("left", 42, 5), replace(pushed_off("right", 20, 1), verdict="low")]
    assert described_rows(both, said("push_off", typical=None)) == ()


@pytest.mark.parametrize(
    ("value", "sd", "typical", "little"),
    [
        (-13.0, 23.5, (-4.0, 32.0), True),
        (26.0, 7.25, (3.0, 23.0), False),
        (0.5, 0.5, (-5.0, 10.0), False),
        (27.0, 28.4, None, True),
        (81.0, 5.2, None, False),
    ],
)
def test_a_value_drowned_by_its_error_is_marked(
    value: float, sd: float, typical: tuple[float, float] | None, little: bool
) -> None:
    words = said("push_off", typical=typical, classifies=False)
    (row,) = described_rows([pushed_off("left", value, sd)], words)
    assert row.left is not None
    assert (row.left.says_little, row.says_little) == (little, little)


def test_reasons_that_differ_by_what_the_row_shows_are_one() -> None:
    told = "typical as it stands, but the error (± {} %) reaches past the end (recalled)"
    both = [pushed_off("left", 36, 12, told.format(23)), pushed_off("right", 38, 9, told.format(18))]
    notes = NormNotes()
    (group,) = measurement_groups(both, said("push_off", typical=(25, 45)), notes)
    (verdict,) = group.rows[0].verdicts
    assert verdict.reason == "typical as it stands, but the error reaches past the end"
    assert notes.listed() == (("a", "recalled"),)
    low = [pushed_off("left", 9, 1, "1 m below typical (-4.5 to 32 deg)")]
    (group,) = measurement_groups(low, said("push_off", typical=(25, 45)), notes)
    assert group.rows[0].verdicts[0].reason == "1 m below typical"
