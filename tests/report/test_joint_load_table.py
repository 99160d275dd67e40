"""Rows of the table of joint moments."""

from kinechain.gait.joint_load import UNIT, JointLoad
from kinechain.report.joint_load_table import MOMENT_UNIT, load_rows


def load(moment: str, side: str | None, value: float | None) -> JointLoad:
    return JointLoad(moment, side, value, UNIT, None if value is None else 0.05, 1, "")  # type: ignore[arg-type]


def test_sides_share_a_row_and_the_untold_one_stays_empty() -> None:
    rows = load_rows([load("ankle_plantarflexor", "left", 1.3), load("ankle_plantarflexor", "right", None)])
    (row,) = rows
    assert row.sided
    assert row.left is not None
    assert row.left.line == f"1.30 ± 0.10\u00a0{MOMENT_UNIT}"
    assert row.right is None


def test_the_low_back_has_no_sides() -> None:
    (row,) = load_rows([load("low_back_extensor", None, 0.2)])
    assert not row.sided


def test_nothing_told_gives_no_table() -> None:
    assert load_rows([load("hip_flexor", "left", None)]) == ()
    assert load_rows([]) == ()
