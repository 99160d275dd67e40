"""The error of a measurement: what averages out and what does not."""

import math

import pytest

from kinechain.errors import KnowledgeError
from kinechain.knowledge import load, measurement_sd
from kinechain.knowledge.load import FOLDER
from kinechain.knowledge.measure import MAE_TO_SD, ErrorModel

KNEE = "knee_flexion_swing_peak"


def test_a_normal_error_of_mean_size_one_has_that_sd() -> None:
    assert pytest.approx(math.sqrt(math.pi / 2), abs=1e-4) == MAE_TO_SD


def test_published_and_own_errors_add_up_as_the_file_says() -> None:
    error = load().measure(KNEE).error_for("side")
    assert error is not None
    published = (3.8 + 5.6) / 2 * MAE_TO_SD
    assert math.hypot(error.fixed(60), error.per_stride(60)) == pytest.approx(published, abs=0.05)


def test_strides_help_down_to_the_fixed_part() -> None:
    knee = load().measure(KNEE)
    by_strides = [measurement_sd(knee, "side", 1.0, n, 60.0) for n in (1, 2, 4, 16, 10_000)]
    assert by_strides == sorted(by_strides, reverse=True)
    assert by_strides[-1] == pytest.approx(4.3, abs=0.01)


def test_strides_that_agree_too_well_are_not_believed() -> None:
    knee = load().measure(KNEE)
    assert measurement_sd(knee, "side", 0.0, 3, 60.0) == measurement_sd(knee, "side", 3.9, 3, 60.0)
    assert measurement_sd(knee, "side", 9.0, 3, 60.0) > measurement_sd(knee, "side", 4.0, 3, 60.0)


@pytest.mark.parametrize("spread", [None, math.nan])
def test_one_stride_has_the_known_error_of_a_stride(spread: float | None) -> None:
    assert measurement_sd(load().measure(KNEE), "side", spread, 1, 60.0) == pytest.approx(
        math.hypot(4.3, 4.0)
    )


def test_relative_errors_grow_with_the_value() -> None:
    speed = load().measure("walking_speed")
    assert measurement_sd(speed, "side", 0.0, 4, 1.4) == pytest.approx(
        2 * measurement_sd(speed, "side", 0.0, 4, 0.7)
    )


def test_a_view_that_cannot_give_it_has_no_error() -> None:
    with pytest.raises(KnowledgeError, match="no error is known"):
        measurement_sd(load().measure("step_width"), "side", 0.0, 3, 0.1)


def test_every_measure_says_how_well_markers_give_it_and_which_are_needed() -> None:
    for name, measure in load().measures.items():
        error = measure.error_for("markers")
        assert error is not None, name
        assert error.view is None
        assert error.fixed(1.0) + error.per_stride(1.0) > 0, name
        assert measure.cannot_tell_because("markers") is None
        assert measure.markers_needed, name


def test_what_a_recording_s_own_fit_leaves_open_is_added() -> None:
    knee = load().measure(KNEE)
    known = measurement_sd(knee, "markers", 1.0, 4, 60.0)
    assert measurement_sd(knee, "markers", 1.0, 4, 60.0, fit_sd=2.0) == pytest.approx(math.hypot(known, 2.0))


def test_markers_err_less_than_a_film() -> None:
    for name, measure in load().measures.items():
        usual = sum(measure.possible or (1.0, 1.0)) / 2
        for view in measure.views:
            film = measurement_sd(measure, view, 0.0, 1, usual)
            assert measurement_sd(measure, "markers", 0.0, 1, usual) < film, name


def test_a_video_s_error_needs_a_view_and_markers_have_none() -> None:
    rest = {"sd_fixed": 1.0, "sources": ["own_trials"], "note": "an error"}
    with pytest.raises(ValueError, match="needs its view"):
        ErrorModel.model_validate({"input": "video", **rest})
    with pytest.raises(ValueError, match="needs its view"):
        ErrorModel.model_validate({"input": "markers", "view": "side", **rest})
    assert ErrorModel.model_validate({"input": "markers", **rest}).way == "markers"


def test_one_line_of_the_file_holds_the_error_of_markers() -> None:
    """So that `kinechain validate` can write it anew without reading the rest."""
    lines = (FOLDER / "measures.yaml").read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if "input: markers" in line]
    assert len(written) == len(load().measures)
    assert all(line.startswith("    - {input: markers, ") and line.endswith("}") for line in written)
