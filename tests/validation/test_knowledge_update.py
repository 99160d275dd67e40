"""Writing measured errors into the knowledge: those lines, and no other."""

import difflib
from pathlib import Path

import pytest
import yaml

from kinechain.errors import KnowledgeError
from kinechain.knowledge.load import FOLDER
from kinechain.knowledge.measure import ErrorModel
from kinechain.validation.agreement import Agreement
from kinechain.validation.error_model import LearntError
from kinechain.validation.knowledge_update import entry_line, updated

MEASURES = (FOLDER / "measures.yaml").read_text(encoding="utf-8")
LEARNT = LearntError(-1.234, 4.5678, 0.1111, Agreement(-1.234, 3.5, 0.1, strides=45, legs=18, people=9))


def test_only_the_one_line_changes_and_comments_stay() -> None:
    new, changed = updated(MEASURES, {"knee_flexion_swing_peak": LEARNT})
    assert changed == ("knee_flexion_swing_peak",)
    different = [line for line in difflib.ndiff(MEASURES.split("\n"), new.split("\n")) if line[0] in "+-"]
    assert [line[0] for line in different] == ["-", "+"]
    error = next(
        error
        for error in yaml.safe_load(new)["knee_flexion_swing_peak"]["error"]
        if error["input"] == "markers"
    )
    assert (error["bias"], error["sd_fixed"], error["sd_per_stride"]) == (-1.2, 4.6, 0.1)
    assert error["sources"] == ["own_validation"]
    assert "45 strides of 18 legs of 9 people" in error["note"]


def test_a_second_run_on_the_same_data_changes_nothing() -> None:
    once, _ = updated(MEASURES, {"knee_flexion_swing_peak": LEARNT})
    twice, changed = updated(once, {"knee_flexion_swing_peak": LEARNT})
    assert twice == once
    assert changed == ()


def test_the_line_is_an_entry_of_the_knowledge() -> None:
    (entry,) = yaml.safe_load(entry_line(LEARNT))
    assert ErrorModel.model_validate(entry).fixed(60.0) == 4.6


def test_small_numbers_keep_two_digits() -> None:
    small = LearntError(0.00012, 0.00345, 0.0, Agreement(0, 0, 0, 8, 8, 8))
    (entry,) = yaml.safe_load(entry_line(small))
    assert (entry["bias"], entry["sd_fixed"]) == (0.0001, 0.0034)
    assert "sd_per_stride" not in entry
    assert "8 strides of 8 people" in entry["note"]


def test_a_measure_without_a_line_of_its_own_is_refused() -> None:
    text = "speed:\n  unit: m/s\n  error:\n    - input: markers\n      sd_fixed: 1\n"
    with pytest.raises(KnowledgeError, match="speed has no line"):
        updated(text, {"speed": LEARNT})


def test_every_measure_that_can_be_learnt_has_its_line(tmp_path: Path) -> None:
    from kinechain.validation.compared_outputs import compared_outputs

    new, changed = updated(MEASURES, dict.fromkeys(compared_outputs().teaching, LEARNT))
    assert set(changed) == set(compared_outputs().teaching)
    assert len(new.split("\n")) == len(MEASURES.split("\n"))
