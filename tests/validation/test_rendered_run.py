"""From read clips to the table: the rig's convention, known changes, the words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from made_walks import DATA_NOTE
from rendered_people import enacted, seen_exactly

from kinechain.body.phone.keypoints import Keypoints
from kinechain.errors import InputError
from kinechain.measurement import SIDES, Side
from kinechain.validation import rendered_run
from kinechain.validation.document import document_text
from kinechain.validation.phone_reading import PhoneReading, ReadMean, Told, read_film
from kinechain.validation.phone_trial import MeanRow, StrideRow, TrialResult
from kinechain.validation.rendered_change import MEANT, ONE_SIDED, seen_changes, side_named, slope_of
from kinechain.validation.rendered_changes import CHANGES
from kinechain.validation.rendered_convention import mean_errors, without_convention
from kinechain.validation.rendered_detector import PassErrors
from kinechain.validation.rendered_run import rendered_section, rendered_text
from kinechain.validation.rendered_trial import RenderedTrial, clip_of, rendered_trial
from kinechain.validation.rendered_walk import RenderedWalk, WalkPlan
from kinechain.validation.run import summed_up, with_rendered
from laboratory import needs_data

KNEE = "knee_flexion_swing_peak"


def trial(
    body: str,
    changes: str = "none",
    *,
    off: float = 0.0,
    truth: float = 60.0,
    seen_share: float = 1.0,
    side: Side = "left",
    yaw: float = 0.0,
) -> RenderedTrial:
    """A clip in which the knee is `off` too large, and a change of it from 60 is seen to `seen_share`."""
    value = 60 + (truth - 60) * seen_share + off
    told = Told(value, value - 4, value + 4)
    stride = StrideRow("walk", body, yaw, None, side, KNEE, told, truth)
    read = ReadMean(KNEE, side, "side", (value,), 2.0)
    mean = MeanRow("walk", body, yaw, side, KNEE, value, 2.0, truth, read)
    length = StrideRow("walk", body, yaw, None, side, "stride_length", Told(1.3), 1.25)
    result = TrialResult(yaw, (stride, length), (mean,), (), 1, 1, 0, 0.5)
    return RenderedTrial(WalkPlan(body=body, changes=changes, yaw=yaw), result, (), ())


def test_the_convention_is_the_others_mean_error_of_angles_alone() -> None:
    trials = [trial("m_avg", off=5), trial("f_avg", off=7), trial("m_old", off=6)]
    assert mean_errors(trials) == {KNEE: pytest.approx(6)}
    first, *_ = without_convention(trials)
    knee, length = first.strides
    assert knee.told.value - knee.truth == pytest.approx(5 - 6.5)
    assert (knee.told.upper - knee.told.lower) == pytest.approx(8)
    assert first.means[0].value - first.means[0].truth == pytest.approx(5 - 6.5)
    assert length.told.value == 1.3


def test_a_walker_s_other_clips_do_not_say_what_is_taken_out_of_this_one() -> None:
    trials = [trial("m_avg", off=5), trial("m_avg", "stiff_knees", off=5), trial("f_avg", off=9)]
    first, second, _ = without_convention(trials)
    for result in (first, second):
        assert result.strides[0].told.value - result.strides[0].truth == pytest.approx(5 - 9)


def test_half_a_change_is_a_slope_of_a_half() -> None:
    trials = [trial("m_avg", off=3), trial("m_avg", "stiff_knees", off=3, truth=50, seen_share=0.5)]
    (change,) = seen_changes(trials)
    assert (change.true, change.seen) == pytest.approx((-10, -5))
    assert slope_of([change]) == pytest.approx(0.5)
    assert np.isnan(slope_of([]))


@pytest.mark.parametrize(("left", "right", "named"), [(51, 60, True), (60, 51, False)])
def test_the_stiff_side_is_named_if_it_is_seen_to_change_more(left: float, right: float, named: bool) -> None:
    def both(changes: str, true: dict[Side, float], seen: dict[Side, float]) -> RenderedTrial:
        sides = [
            trial("m_avg", changes, truth=true[side], off=seen[side] - true[side], side=side)
            for side in SIDES
        ]
        result = replace(sides[0].result, means=sides[0].result.means + sides[1].result.means)
        return replace(sides[0], result=result)

    usual: dict[Side, float] = {"left": 60, "right": 60}
    stiff = both("stiff_left_knee", {"left": 50, "right": 60}, {"left": left, "right": right})
    trials = [both("none", usual, usual), stiff]
    assert side_named(seen_changes(trials)) == [("stiff_left_knee", named)]


@pytest.mark.parametrize(("left", "right", "named"), [(15, 20, True), (20, 15, False)])
def test_the_side_of_a_short_swing_is_told_by_the_trailing_thigh(
    left: float, right: float, named: bool
) -> None:
    def both(changes: str, true: dict[Side, float], seen: dict[Side, float]) -> RenderedTrial:
        (mean,) = trial("m_avg").result.means
        means = tuple(
            replace(mean, measure=ONE_SIDED["short_left"], side=side, truth=true[side], value=seen[side])
            for side in SIDES
        )
        made = trial("m_avg", changes)
        return replace(made, result=replace(made.result, means=means))

    usual: dict[Side, float] = {"left": 20, "right": 20}
    short = both("short_left", {"left": 15, "right": 20}, {"left": left, "right": right})
    trials = [both("none", usual, usual), short]
    assert side_named(seen_changes(trials, ONE_SIDED)) == [("short_left", named)]


def test_every_change_of_one_side_has_its_side_told() -> None:
    one_sided = {
        name
        for name, made in CHANGES.items()
        if made.stiff_knee[0] != made.stiff_knee[1] or made.stride[0] != made.stride[1]
    }
    assert set(ONE_SIDED) == one_sided


def test_errors_and_targets_of_drawn_walkers_stand_in_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendered_run, "offsets_of", lambda _detected: [])
    trials = [trial("m_avg", off=3), trial("m_avg", "stiff_knees", truth=50, off=9), trial("f_avg")]
    trials[0] = replace(trials[0], mended=(PassErrors((), 100, 2, {}, {}),))
    monkeypatch.setattr(rendered_run, "run_rendered", lambda *_folder, **_more: trials)
    text = document_text(with_rendered(summed_up(DATA_NOTE, [], []), Path()))
    table, alone = text.split("### Rendered walkers, the rig's")[1].split("### What rendered walkers are")
    assert "| A stride | Unit | View | Bias |" in table
    assert "| Knee bend in swing | deg |" in table
    assert "stiff knees" in alone
    assert text.count("## One phone") == 1
    reached, missed = text.split("## What was not reached, and what was tried")
    knees = "Knee bend in swing, 0\u201315\u00b0"
    for what in (knees, "a change by a known amount: stiff knees", "legs that"):
        (line,) = [line for line in reached.splitlines() if what in line and line.startswith("| Rendered")]
        assert "| no |" in line
        assert what in missed


def test_every_change_is_meant_to_change_something() -> None:
    assert set(MEANT) == set(CHANGES) - {"none"}


@needs_data
def test_the_truth_read_as_a_clip_has_small_errors_and_fills_the_table(tmp_path: Path) -> None:
    trials = []
    for changes in ("none", "stiff_knees"):
        plan = WalkPlan(changes=changes, shake=0.0)
        truth, _ = enacted(plan)
        walk = RenderedWalk(plan, tmp_path / "clip.mp4", truth)
        trials.append(rendered_trial(walk, seen_exactly(truth, 30), read_film))
    for each in trials:
        assert each.result.found >= 4
        errors = [row.told.value - row.truth for row in each.result.strides if row.measure == KNEE]
        # Exact keypoints lack the offsets that a detector's have, so the fit is a few degrees off.
        assert abs(np.mean(errors)) < 8
    text = rendered_text(rendered_section(trials))
    assert "stiff knees" in text
    assert "foot index" in text


@needs_data
def test_a_clip_that_cannot_be_read_is_a_result(tmp_path: Path) -> None:
    def refuse(motion: xr.Dataset, stature_m: float, keypoints: "Keypoints | None" = None) -> PhoneReading:
        raise InputError("too dark")

    plan = WalkPlan(shake=0.0)
    truth, _ = enacted(plan)
    found = rendered_trial(RenderedWalk(plan, tmp_path / "clip.mp4", truth), seen_exactly(truth, 30), refuse)
    assert found.result.failure == "too dark"


@needs_data
def test_a_pass_s_truth_lasts_as_long_as_the_person_is_in_the_picture() -> None:
    plan = WalkPlan(shake=0.0, pass_m=9.0, passes=1)
    truth, _ = enacted(plan)
    (filmed,) = clip_of(truth, seen_exactly(truth, 30), plan).passes
    assert filmed.end_s - filmed.start_s < truth.passes[0].end_s - truth.passes[0].start_s - 1
    assert filmed.near_side == "right"
