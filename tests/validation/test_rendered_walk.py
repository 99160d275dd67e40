"""Rendered walkers: feet that stand, events and angles that are true, cameras that see them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rendered_people import dressed, enacted, seen_exactly

from drawn_people import needs_drawing
from kinechain.gait.stride_values import SIDE_VIEW
from kinechain.gait.strides import find_strides
from kinechain.measurement import Side
from kinechain.motion.course import find_passes
from kinechain.rendering.floor import sole_places
from kinechain.validation.rendered_changes import CHANGES
from kinechain.validation.rendered_course import Course, walked
from kinechain.validation.rendered_design import design
from kinechain.validation.rendered_footing import foot_motion, shortest_turns
from kinechain.validation.rendered_walk import WalkPlan, find_cycle, render_walk
from laboratory import DATA, needs_data

PLAN = WalkPlan(passes=2, pass_m=4.0, shake=0.0)
CHANGED = ("none", "stiff_knees", "stooped", "head_forward", "short_strides", "on_toes", "short_left")


def means(plan: WalkPlan, measure: str) -> float:
    truth, _ = enacted(plan)
    values = [
        SIDE_VIEW[measure](truth.view(course), stride)
        for course in truth.passes
        for stride in find_strides(truth.events_in(course))
    ]
    return float(np.mean(values))


@needs_data
@pytest.mark.parametrize("walk", ["synthetic", "HC002D", "HC038A"])
@pytest.mark.parametrize("changes", ["none", "on_toes"])
def test_feet_stand_on_the_floor_from_strike_to_off_and_swing_over_it(walk: str, changes: str) -> None:
    _, figure = dressed(PLAN)
    time = np.arange(0, 3.5, 1 / 120)
    course = Course(1, 3.5)
    of_walk = walked(figure, find_cycle(DATA, walk), CHANGES[changes], course, time, step_width=0.1)
    soles = sole_places(figure, of_walk.poses)
    left = figure.rest.vertices[figure.soles, 1] > 0
    inside = slice(20, -20)
    for number, mine in enumerate((left, ~left)):
        foot = foot_motion(soles[:, mine], time)
        on = of_walk.stance.on[inside, number]
        assert abs(foot.height[inside][on]).max() < 0.002
        assert foot.height[inside][~on].min() > -0.002
        # It comes to rest within 40 ms of its strike, and may leave rest 40 ms before its off.
        speed = np.linalg.norm(foot.velocity[inside, :2], axis=1)
        assert np.median(speed[on]) < 0.03
        assert np.percentile(speed[on], 75) < 0.12


@needs_data
def test_events_come_in_the_order_of_walking() -> None:
    truth, _ = enacted(PLAN)
    order = [(event.side, event.kind) for event in truth.events]
    cycle = [("left", "foot_strike"), ("right", "foot_off"), ("right", "foot_strike"), ("left", "foot_off")]
    first = cycle.index(order[0])
    assert order == [cycle[(first + number) % 4] for number in range(len(order))]


@needs_data
def test_the_walker_goes_there_and_back_across_the_picture() -> None:
    truth, _ = enacted(PLAN)
    assert [course.yaw for course in truth.passes] == [0, -180]
    hips = truth.pixels()["left_hip"][:, 0]
    time = truth.time[truth.frames]
    for course, way in zip(truth.passes, (1, -1), strict=True):
        x = hips[(time >= course.start_s) & (time <= course.end_s)]
        assert way * (x[-1] - x[0]) > 250
        assert (
            truth.view(course).place("left_heel", "forward")[-1]
            > truth.view(course).place("left_heel", "forward")[0]
        )


@needs_data
@pytest.mark.parametrize("yaw", [0, 20, -35, 60, 160])
def test_our_own_course_finder_finds_the_yaw_that_was_drawn(yaw: float) -> None:
    truth, _ = enacted(replace(PLAN, yaw=yaw, passes=1))
    found = find_passes(seen_exactly(truth, 30))
    assert len(found) == 1
    off = (found[0].yaw - yaw + 180) % 360 - 180
    assert abs(off) < max(4, 0.15 * abs(yaw))


@needs_data
def test_the_truth_does_not_depend_on_the_camera() -> None:
    for measure in ("knee_flexion_swing_peak", "stride_length", "trunk_lean_mean"):
        assert means(PLAN, measure) == pytest.approx(means(replace(PLAN, yaw=40), measure))


@needs_data
def test_a_taller_walker_takes_strides_longer_in_proportion() -> None:
    tall = replace(PLAN, stature=1.90, pass_m=4.0 * 1.90 / 1.74)
    assert means(tall, "stride_length_per_height") == pytest.approx(
        means(PLAN, "stride_length_per_height"), rel=0.01
    )


@needs_data
def test_changes_change_what_they_are_meant_to() -> None:
    changed = {
        changes: {
            measure: means(replace(PLAN, changes=changes), measure) - means(PLAN, measure)
            for measure in (
                "knee_flexion_swing_peak",
                "trunk_lean_mean",
                "head_forward_angle",
                "stride_length",
            )
        }
        for changes in CHANGED
    }
    assert changed["stiff_knees"]["knee_flexion_swing_peak"] == pytest.approx(-9, abs=2)
    assert changed["stooped"]["trunk_lean_mean"] == pytest.approx(10, abs=1)
    assert changed["head_forward"]["head_forward_angle"] == pytest.approx(9, abs=2)
    usual = means(PLAN, "stride_length")
    assert changed["short_strides"]["stride_length"] / usual == pytest.approx(-0.15, abs=0.02)
    for changes, measure in (("stooped", "stride_length"), ("head_forward", "trunk_lean_mean")):
        assert changed[changes][measure] == pytest.approx(0, abs=1e-6)


@needs_data
def test_a_walk_that_is_changed_on_one_side_is_changed_on_that_side() -> None:
    truth, _ = enacted(replace(PLAN, changes="stiff_left_knee"))
    peaks: dict[Side, list[float]] = {"left": [], "right": []}
    for course in truth.passes:
        for stride in find_strides(truth.events_in(course)):
            peaks[stride.side].append(SIDE_VIEW["knee_flexion_swing_peak"](truth.view(course), stride))
    assert np.mean(peaks["right"]) - np.mean(peaks["left"]) == pytest.approx(10, abs=1.5)


@needs_data
def test_the_film_s_frames_are_times_of_the_truth() -> None:
    for fps in (24, 25, 30, 50, 60):
        truth, _ = enacted(replace(PLAN, fps=fps, passes=1))
        assert np.diff(truth.time[truth.frames]) == pytest.approx(1 / fps)
        assert np.diff(truth.time).max() <= 1 / 120 + 1e-9
        assert len(truth.cameras) == len(truth.frames)


def test_turns_bring_one_direction_onto_another() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.standard_normal((2, 30, 3))
    turned = np.einsum("tij,tj->ti", shortest_turns(one, other), one)
    assert turned / np.linalg.norm(one, axis=1)[:, None] == pytest.approx(
        other / np.linalg.norm(other, axis=1)[:, None]
    )


def test_the_design_is_balanced_and_has_an_unchanged_walk_of_each_walker() -> None:
    plans = design()
    assert 20 <= len(plans) <= 30
    assert len({plan.key for plan in plans}) == len(plans)
    assert {plan.body for plan in plans} == {"m_avg", "f_avg", "m_heavy", "f_slim_tall", "m_old"}
    assert {plan.changes for plan in plans} >= {
        "stiff_knees",
        "stooped",
        "head_forward",
        "short_strides",
        "on_toes",
    }
    for plan in plans:
        assert any(
            (other.body, other.walk, other.yaw, other.changes) == (plan.body, plan.walk, plan.yaw, "none")
            for other in plans
        )


@needs_drawing
@needs_data
def test_a_plan_is_filmed_once_and_then_taken_from_its_folder(tmp_path: Path) -> None:
    plan = WalkPlan(passes=1, pass_m=0.5, size=(320, 180), seed=3)
    first = render_walk(plan, DATA, tmp_path)
    written = first.clip.stat().st_mtime_ns
    again = render_walk(plan, DATA, tmp_path)
    assert again.clip == first.clip
    assert again.clip.stat().st_mtime_ns == written
    assert again.truth.tracks["left_knee"] == pytest.approx(first.truth.tracks["left_knee"])
    assert render_walk(replace(plan, seed=4), DATA, tmp_path).clip != first.clip
