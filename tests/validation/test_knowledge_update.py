"""Writing measured errors into the knowledge: those lines, and no other."""

import difflib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kinechain.errors import KnowledgeError
from kinechain.knowledge import load
from kinechain.knowledge.load import FOLDER
from kinechain.knowledge.measure import ErrorModel
from kinechain.validation.agreement import Agreement
from kinechain.validation.error_model import LearntError
from kinechain.validation.knowledge_update import Key, film_errors, marker_entry, phone_entry, updated
from kinechain.validation.phone_learning import PhoneError
from kinechain.validation.phone_run import PhoneRun
from kinechain.validation.run import summed_up
from kinechain.validation.validation import DataNote

MEASURES = (FOLDER / "measures.yaml").read_text(encoding="utf-8")
LEARNT = LearntError(-1.234, 4.5678, 0.1111, Agreement(-1.234, 3.5, 0.1, strides=45, legs=18, people=9))


KNEE = "knee_flexion_swing_peak"
MARKERS: dict[Key, str] = {(KNEE, "markers"): marker_entry(LEARNT)}
FILMED = PhoneError(bias=1.26, sd_fixed=0.87, sd_per_stride=0.0, people_sd=5.33, clips=270, people=7)


def test_only_the_one_line_changes_and_comments_stay() -> None:
    new, changed = updated(MEASURES, MARKERS)
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
    once, _ = updated(MEASURES, MARKERS)
    twice, changed = updated(once, MARKERS)
    assert twice == once
    assert changed == ()


def test_the_line_is_an_entry_of_the_knowledge() -> None:
    (entry,) = yaml.safe_load(marker_entry(LEARNT))
    assert ErrorModel.model_validate(entry).fixed(60.0) == 4.6


def test_small_numbers_keep_two_digits() -> None:
    small = LearntError(0.00012, 0.00345, 0.0, Agreement(0, 0, 0, 8, 8, 8))
    (entry,) = yaml.safe_load(marker_entry(small))
    assert (entry["bias"], entry["sd_fixed"]) == (0.0001, 0.0034)
    assert "sd_per_stride" not in entry
    assert "8 strides of 8 people" in entry["note"]


def test_a_measure_without_a_line_of_its_own_is_refused() -> None:
    text = "speed:\n  unit: m/s\n  error:\n    - input: markers\n      sd_fixed: 1\n"
    with pytest.raises(KnowledgeError, match=r"speed has no line '- \{input: markers"):
        updated(text, {("speed", "markers"): marker_entry(LEARNT)})
    with pytest.raises(KnowledgeError, match=r"speed has no line '- \{input: video, view: side"):
        updated(text, {("speed", "side"): phone_entry("side", FILMED)})


def test_a_film_s_error_has_a_line_for_each_view() -> None:
    new, changed = updated(MEASURES, {("cadence", "front"): phone_entry("front", FILMED)})
    assert changed == ("cadence",)
    front, before = (
        [error for error in yaml.safe_load(text)["cadence"]["error"] if error.get("view") == "front"]
        for text in (new, MEASURES)
    )
    # What was learnt as a bias is error too: 1.26 and 0.87 as squares.
    assert (front[0]["sd_fixed"], front[0]["people_sd"]) == (1.5, 5.3)
    assert "bias" not in front[0]
    assert "270 clips of 7 people" in front[0]["note"]
    assert len(front) == len(before) == 1
    assert "sd_per_stride" not in front[0]


def test_the_line_of_a_film_is_an_entry_of_the_knowledge() -> None:
    (entry,) = yaml.safe_load(phone_entry("side", FILMED))
    error = ErrorModel.model_validate(entry)
    assert (error.way, error.fixed(60.0), error.people_sd) == ("side", 1.5, 5.3)


def test_every_film_s_error_can_be_written() -> None:
    lines: dict[Key, str] = {
        (name, view): phone_entry(view, FILMED)
        for name, measure in load().measures.items()
        for view in measure.views
    }
    new, changed = updated(MEASURES, lines)
    assert set(changed) == {name for name, _ in lines}
    assert new.count("270 clips of 7 people") == len(lines)


def test_every_measure_that_can_be_learnt_has_its_line(tmp_path: Path) -> None:
    from kinechain.validation.compared_outputs import compared_outputs

    lines: dict[Key, str] = {(name, "markers"): marker_entry(LEARNT) for name in compared_outputs().teaching}
    new, changed = updated(MEASURES, lines)
    assert set(changed) == set(compared_outputs().teaching)
    assert len(new.split("\n")) == len(MEASURES.split("\n"))


def test_a_film_s_error_is_the_larger_of_the_two_that_were_found() -> None:
    drawn = replace(FILMED, bias=0.0, sd_fixed=2.0, filmed="rendered walkers")
    run = summed_up(DataNote(0, (), "2026-01-01", ""), [], [])
    phones = PhoneRun((), {("cadence", "side"): FILMED, ("cadence", "front"): FILMED}, 0)
    both = replace(run, phone=phones, rendered={("cadence", "side"): drawn})
    assert film_errors(both) == {("cadence", "side"): drawn, ("cadence", "front"): FILMED}
    assert "rendered walkers" in phone_entry("side", drawn)
    # Either alone is too sure of itself.
    assert film_errors(replace(run, phone=phones)) == {}
    assert film_errors(replace(run, rendered={("cadence", "side"): drawn})) == {}
