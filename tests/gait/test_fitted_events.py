"""Feet that stop and start at known moments strike and leave the floor then, whoever walks, and how fast."""

from dataclasses import replace

import numpy as np
import pytest

from kinechain.gait.fitted_events import fitted_events, walking_speed
from kinechain.gait.point_view import PointView
from kinechain.gait.strides import find_strides
from kinechain.measurement import SIDES, Event, Side
from kinechain.motion.dataset import Floats
from kinechain.validation.keypoint_walk import truth_view
from laboratory import needs_data, recorded_walks

FRAME_S = 1 / 30
STEP_S, STANCE_SHARE, SPEED, LENGTH = 0.55, 0.6, 1.2, 0.24
# A foot slows down from, and gains, its speed within this time.
BRAKING_S = 0.08
SIDE, OBLIQUE, FRONT = 0.0, 30.0, 90.0
# Shoes, with the heel's marker 7 cm over the plates and the toes' on the midfoot.
WITHOUT_TOES = ("MH0222_BP06",)


def walked(time: Floats, strike: float, speed: float, step: float) -> Floats:
    """How far a foot has gone (time,) that strikes at `strike` and every stride from there."""
    stride = 2 * step
    swing = (1 - STANCE_SHARE) * stride
    # The area under a ramp up, a level and a ramp down is what the body goes in a stride.
    top = speed * stride / (swing - BRAKING_S)
    fine = np.arange(time[0] - stride, time[-1] + stride, 1e-4)
    since_off = (fine - strike + swing) % stride
    pace = top * np.clip(np.minimum(since_off, swing - since_off) / BRAKING_S, 0.0, 1.0)
    return np.interp(time, fine, np.cumsum(pace) * 1e-4)


def walk(speed: float = SPEED, step: float = STEP_S, rate: float = 100.0, late: float = 0.0) -> PointView:
    """Two feet that glide over the floor, the left one striking at 0.6 s + `late`, the right a step later."""
    time = np.arange(0, 3.0, 1 / rate)
    tracks = {}
    for side, first, aside in (("left", 0.6, 0.05), ("right", 0.6 + step, -0.05)):
        forward = walked(time, first + late, speed, step)
        level = np.zeros_like(time)
        heel = np.stack([forward, level + aside, level], axis=1)
        tracks[f"{side}_heel"] = heel
        tracks[f"{side}_foot_index"] = heel + np.array([LENGTH, 0.0, 0.0])
        tracks[f"{side}_hip"] = np.stack([speed * time, level + aside, level + 0.9], axis=1)
    return PointView(time, 1.7, tracks, {})


def of_kind(events: list[Event], side: Side, kind: str) -> Floats:
    return np.array([event.time_s for event in events if (event.side, event.kind) == (side, kind)])


def shown(view: PointView, side: Side, kind: str, off_side: float = SIDE) -> Floats:
    return of_kind(fitted_events(view, FRAME_S, off_side), side, kind)


def test_a_foot_that_stops_has_struck_and_one_that_starts_has_left() -> None:
    view = walk()
    for side, first in zip(SIDES, (0.6, 0.6 + STEP_S), strict=True):
        strikes = shown(view, side, "foot_strike")
        offs = shown(view, side, "foot_off")
        known = first + 2 * STEP_S * np.arange(-1, 4)
        # With its stop as gentle as people's, what is taken out for them lands on it.
        assert np.abs(strikes[:, None] - known).min(axis=1).max() < 0.03
        assert np.abs(offs[:, None] - (known + 2 * STEP_S * STANCE_SHARE)).min(axis=1).max() < 0.03
        assert np.diff(strikes) == pytest.approx(2 * STEP_S, abs=1e-3)


def test_the_moments_are_those_at_which_the_foot_passes_a_share_of_walking_speed() -> None:
    view = walk()
    swing = 2 * STEP_S * (1 - STANCE_SHARE)
    top = SPEED * 2 * STEP_S / (swing - BRAKING_S)
    passed = 0.8 * SPEED / top * BRAKING_S
    strikes = 0.6 - passed + 0.032 + 2 * STEP_S * np.arange(3)
    offs = 0.6 + 2 * STEP_S * STANCE_SHARE + passed - 0.007 + 2 * STEP_S * np.arange(-1, 2)
    assert shown(view, "left", "foot_strike") == pytest.approx(strikes, abs=0.002)
    assert shown(view, "left", "foot_off") == pytest.approx(offs, abs=0.002)


def test_events_are_in_order_and_make_strides() -> None:
    events = fitted_events(walk(), FRAME_S, SIDE)
    times = [event.time_s for event in events]
    assert times == sorted(times)
    strides = find_strides(events)
    assert len(strides) >= 2
    assert [stride.duration for stride in strides] == pytest.approx([2 * STEP_S] * len(strides), abs=2e-3)


def test_later_by_some_time_is_later_by_that() -> None:
    now, then = (shown(walk(late=late), "left", "foot_strike") for late in (0.0, 0.123))
    assert then == pytest.approx(now + 0.123, abs=2e-3)


def test_mirrored_the_feet_change_places() -> None:
    view = walk()
    other = {"left": "right", "right": "left"}
    swapped = {
        f"{other[name.split('_', 1)[0]]}_{name.split('_', 1)[1]}": track * np.array([1, -1, 1])
        for name, track in view.tracks.items()
    }
    mirrored = fitted_events(replace(view, tracks=swapped), FRAME_S, SIDE)
    assert mirrored == [replace(e, side=other[e.side]) for e in fitted_events(view, FRAME_S, SIDE)]  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0.6, 1.4])
def test_size_does_not_matter(size: float) -> None:
    view = walk()
    large = replace(view, tracks={name: size * track for name, track in view.tracks.items()})
    for one, two in zip(fitted_events(view, FRAME_S, SIDE), fitted_events(large, FRAME_S, SIDE), strict=True):
        assert two.time_s == pytest.approx(one.time_s, abs=1e-9)


def test_where_on_the_way_does_not_matter() -> None:
    view = walk()
    moved = replace(
        view, tracks={name: track + np.array([7.0, -2.0, 0.1]) for name, track in view.tracks.items()}
    )
    assert [e.time_s for e in fitted_events(moved, FRAME_S, SIDE)] == pytest.approx(
        [e.time_s for e in fitted_events(view, FRAME_S, SIDE)]
    )


@pytest.mark.parametrize("speed", [0.5, 0.9, 1.6])
def test_how_fast_somebody_goes_in_the_same_rhythm_does_not_matter(speed: float) -> None:
    usual, other = (shown(walk(speed=each), "right", "foot_off") for each in (SPEED, speed))
    assert other == pytest.approx(usual, abs=1e-3)


@pytest.mark.parametrize("rate", [60.0, 100.0, 240.0])
def test_how_finely_the_fit_is_told_does_not_matter(rate: float) -> None:
    usual, other = (shown(walk(rate=each), "left", "foot_strike") for each in (1000.0, rate))
    assert other == pytest.approx(usual, abs=4e-3)


def test_a_foot_that_was_not_seen_at_the_moment_has_no_event_then() -> None:
    view = walk()
    strikes = shown(view, "left", "foot_strike")
    hidden = {name: track.copy() for name, track in view.tracks.items()}
    hidden["left_heel"][abs(view.time - strikes[0]) < 0.1] = np.nan
    left = replace(view, tracks=hidden)
    assert shown(left, "left", "foot_strike") == pytest.approx(strikes[1:], abs=1e-9)
    assert shown(left, "left", "foot_off") == pytest.approx(shown(view, "left", "foot_off"), abs=1e-9)
    assert shown(left, "right", "foot_strike") == pytest.approx(shown(view, "right", "foot_strike"), abs=1e-9)


def test_feet_or_hips_that_are_not_known_have_no_events() -> None:
    view = walk()
    no_left = {name: track for name, track in view.tracks.items() if name != "left_heel"}
    assert not shown(replace(view, tracks=no_left), "left", "foot_strike").size
    assert shown(replace(view, tracks=no_left), "left", "foot_off").size
    feet = {name: track for name, track in view.tracks.items() if "hip" not in name}
    assert np.isnan(walking_speed(replace(view, tracks=feet)))
    assert fitted_events(replace(view, tracks=feet), FRAME_S, SIDE) == []


def test_who_stands_does_not_step() -> None:
    view = walk()
    sway = 0.02 * np.sin(7 * view.time)[:, None] * np.array([1.0, 0.5, 0.2])
    still = {name: track[:1] + sway for name, track in view.tracks.items()}
    assert fitted_events(replace(view, tracks=still), FRAME_S, SIDE) == []


def test_walking_speed_is_that_of_the_hips() -> None:
    assert walking_speed(walk(speed=0.87)) == pytest.approx(0.87)


def test_errors_grow_from_the_side_to_the_front_and_with_fewer_frames() -> None:
    def sd(frame_s: float, off_side: float) -> float:
        return max(event.sd_s for event in fitted_events(walk(), frame_s, off_side))

    assert sd(FRAME_S, SIDE) < sd(FRAME_S, OBLIQUE) < sd(FRAME_S, FRONT)
    assert sd(FRAME_S, SIDE) < sd(0.1, SIDE)


def with_legs(view: PointView, slap_s: float | None, lean_s: float) -> PointView:
    """`view` with feet that fall flat quickest `slap_s` after each strike of the left foot, or are always
    flat, and shanks that lean furthest forward `lean_s` after its off.
    """
    since = (view.time - 0.6) % (2 * STEP_S)
    pitch = 0 * since if slap_s is None else -0.3 * np.tanh((since - slap_s) / 0.02)
    lean = 0.5 * np.exp(-(((since - 2 * STEP_S * STANCE_SHARE - lean_s) / 0.1) ** 2))
    tracks = dict(view.tracks)
    for side in SIDES:
        heel = tracks[f"{side}_heel"]
        flat = np.zeros_like(view.time)
        tracks[f"{side}_foot_index"] = heel + LENGTH * np.stack([np.cos(pitch), flat, np.sin(pitch)], axis=1)
        tracks[f"{side}_ankle"] = heel + np.array([0.05, 0.0, 0.08])
        knee = 0.4 * np.stack([np.sin(lean), flat, np.cos(lean)], axis=1)
        tracks[f"{side}_knee"] = tracks[f"{side}_ankle"] + knee
    return replace(view, tracks=tracks)


def test_from_the_front_the_foot_that_falls_flat_and_the_shank_that_leans_count_too() -> None:
    early, late = (with_legs(walk(), slap_s, slap_s + 0.05) for slap_s in (0.0, 0.04))
    moved = shown(late, "left", "foot_strike", FRONT) - shown(early, "left", "foot_strike", FRONT)
    assert moved == pytest.approx([0.5 * 0.04] * len(moved), abs=0.0055)
    of_toe = shown(late, "left", "foot_off") - shown(early, "left", "foot_off")
    moved = shown(late, "left", "foot_off", FRONT) - shown(early, "left", "foot_off", FRONT)
    assert moved == pytest.approx(0.65 * 0.04 + 0.35 * of_toe, abs=0.0055)
    for view in (early, late):
        same = shown(with_legs(walk(), 0.3, 0.4), "left", "foot_strike", SIDE)
        assert shown(view, "left", "foot_strike", SIDE) == pytest.approx(same)


def test_from_the_front_a_foot_without_the_second_sign_is_known_less_well() -> None:
    with_sign, without = (with_legs(walk(), slap_s, 0.06) for slap_s in (0.01, None))
    surer, less = (
        next(
            e.sd_s
            for e in fitted_events(view, FRAME_S, FRONT)
            if e.kind == "foot_strike" and e.side == "left"
        )
        for view in (with_sign, without)
    )
    assert less > 1.5 * surer


@needs_data
@pytest.mark.parametrize(("off_side", "spread_s"), [(SIDE, 0.009), (FRONT, 0.022)])
def test_laboratories_walks_strike_and_leave_when_their_force_plates_say(
    off_side: float, spread_s: float
) -> None:
    errors: dict[str, list[float]] = {"foot_strike": [], "foot_off": []}
    for recorded in recorded_walks():
        if recorded.name in WITHOUT_TOES:
            continue
        events = fitted_events(truth_view(recorded), 1 / recorded.rate_hz, off_side)
        for true in recorded.events:
            ours = of_kind(events, true.side, true.kind)
            if true.origin == "plate":
                errors[true.kind].append(float(min(ours - true.time_s, key=abs)))
    for each in errors.values():
        assert len(each) > 15
        assert abs(np.median(each)) < 0.012
        assert np.std(each) < spread_s
