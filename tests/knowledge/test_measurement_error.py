"""The error of a measurement: what averages out and what does not."""

import math

import pytest

from kinechain.errors import KnowledgeError
from kinechain.knowledge import load, measurement_sd
from kinechain.knowledge.load import FOLDER
from kinechain.knowledge.measure import ErrorModel, Measure

KNEE = "knee_flexion_swing_peak"


def with_error(measure_id: str, **numbers: float) -> Measure:
    """A measure of the knowledge, seen from the side with these errors."""
    error = ErrorModel(input="video", view="side", sources=("somebody",), note="an error", **numbers)
    return load().measure(measure_id).model_copy(update={"error": (error,)})


def test_strides_help_down_to_the_fixed_part() -> None:
    knee = with_error(KNEE, sd_fixed=4.3, sd_per_stride=4.0)
    by_strides = [measurement_sd(knee, "side", 1.0, n, 60.0) for n in (1, 2, 4, 16, 10_000)]
    assert by_strides == sorted(by_strides, reverse=True)
    assert by_strides[-1] == pytest.approx(4.3, abs=0.01)


def test_strides_that_agree_too_well_are_not_believed() -> None:
    knee = with_error(KNEE, sd_fixed=4.3, sd_per_stride=4.0)
    assert measurement_sd(knee, "side", 0.0, 3, 60.0) == measurement_sd(knee, "side", 3.9, 3, 60.0)
    assert measurement_sd(knee, "side", 9.0, 3, 60.0) > measurement_sd(knee, "side", 4.0, 3, 60.0)


@pytest.mark.parametrize("spread", [None, math.nan])
def test_one_stride_has_the_known_error_of_a_stride(spread: float | None) -> None:
    knee = with_error(KNEE, sd_fixed=4.3, sd_per_stride=4.0)
    assert measurement_sd(knee, "side", spread, 1, 60.0) == pytest.approx(math.hypot(4.3, 4.0))


def test_relative_errors_grow_with_the_value() -> None:
    speed = with_error("walking_speed", sd_fixed_percent=2.6, sd_per_stride_percent=1.9)
    assert measurement_sd(speed, "side", 0.0, 4, 1.4) == pytest.approx(
        2 * measurement_sd(speed, "side", 0.0, 4, 0.7)
    )


def test_a_view_that_cannot_give_it_has_no_error() -> None:
    with pytest.raises(KnowledgeError, match="no error is known"):
        measurement_sd(load().measure("step_width"), "side", 0.0, 3, 0.1)


def test_every_measure_says_how_well_markers_give_it_and_which_are_needed() -> None:
    for name, measure in load().measures.items():
        error = measure.error_for("markers")
        if name in {"heel_lean_angle", "arch_height"}:
            assert error is None
            assert measure.cannot_tell_because("markers")
            continue
        assert error is not None, name
        assert error.view is None
        assert error.fixed(1.0) + error.per_stride(1.0) > 0, name
        assert measure.cannot_tell_because("markers") is None
        assert measure.markers_needed, name


def test_what_a_recording_s_own_fit_leaves_open_is_added() -> None:
    knee = load().measure(KNEE)
    known = measurement_sd(knee, "markers", 1.0, 4, 60.0)
    assert measurement_sd(knee, "markers", 1.0, 4, 60.0, fit_sd=2.0) == pytest.approx(math.hypot(known, 2.0))


def test_a_video_s_error_needs_a_view_and_markers_have_none() -> None:
    rest = {"sd_fixed": 1.0, "sources": ["own_trials"], "note": "an error"}
    for camera in ("video", "photo"):
        with pytest.raises(ValueError, match="needs its view"):
            ErrorModel.model_validate({"input": camera, **rest})
    with pytest.raises(ValueError, match="needs its view"):
        ErrorModel.model_validate({"input": "markers", "view": "side", **rest})
    assert ErrorModel.model_validate({"input": "markers", **rest}).way == "markers"


def test_each_error_stands_in_a_line_of_its_own() -> None:
    """So that `kinechain validate` can write it anew without reading the rest."""
    lines = (FOLDER / "measures.yaml").read_text(encoding="utf-8").splitlines()
    photos = sum(len(measure.of_camera("photo")) for measure in load().measures.values())
    for start, count in (
        ("input: markers, ", sum(bool(measure.markers_needed) for measure in load().measures.values())),
        ("input: video, view: ", sum(len(measure.views) for measure in load().measures.values())),
        ("input: photo, view: ", photos),
    ):
        written = [line for line in lines if start in line]
        assert len(written) == count
        assert all(line.startswith(f"    - {{{start}") and line.endswith("}") for line in written)
