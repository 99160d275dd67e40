"""A walk as it repeats, and changes made to it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from kinechain.errors import InputError
from kinechain.measurement import SIDES
from kinechain.motion.dataset import Floats
from kinechain.rendering.turn import turn
from kinechain.validation.rendered_changes import CHANGES, NONE, changed_frames, pitch, toe_bend
from kinechain.validation.rendered_cycle import fit_cycle, laboratory_cycle
from kinechain.validation.rendered_synthetic import KNEE, THIGH, KnownAngles, curve, synthetic_cycle
from kinechain.validation.rendered_walk import find_cycle
from laboratory import DATA, needs_data

PHASE = np.arange(200) / 200


def knee(frames: Mapping[str, Floats], side: str) -> Floats:
    return pitch(frames[f"{side}_shank"]) - pitch(frames[f"{side}_thigh"])


def test_a_cycle_gives_back_what_it_was_fitted_to_and_repeats() -> None:
    angle = 30 * np.sin(2 * np.pi * PHASE) + 10 * np.cos(6 * np.pi * PHASE)
    cycle = fit_cycle("swing", PHASE, {"left_thigh": turn("y", angle)}, 1.0, {})
    assert pitch(cycle.turns["left_thigh"].at(PHASE)) == pytest.approx(angle, abs=0.4)
    assert cycle.turns["left_thigh"].at(PHASE + 3) == pytest.approx(cycle.turns["left_thigh"].at(PHASE))
    halved = pitch(cycle.turns["left_thigh"].at(PHASE, 0.5))
    assert np.ptp(halved) == pytest.approx(np.ptp(angle) / 2, rel=0.02)


def test_a_curve_goes_through_its_knots_and_closes() -> None:
    assert [curve(KNEE, np.array([percent / 100]))[0] for percent in KNEE] == pytest.approx(
        list(KNEE.values())
    )
    assert curve(THIGH, np.array([0.0])) == pytest.approx(curve(THIGH, np.array([1.0])))


def test_the_synthetic_walk_has_the_angles_that_it_was_made_of() -> None:
    frames = changed_frames(synthetic_cycle(), PHASE, PHASE, NONE)
    assert knee(frames, "left") == pytest.approx(curve(KNEE, PHASE), abs=1.5)
    assert knee(frames, "right") == pytest.approx(curve(KNEE, PHASE + 0.5), abs=1.5)
    assert knee(frames, "left").max() == pytest.approx(curve(KNEE, PHASE).max(), abs=0.5)


def test_only_the_side_that_is_made_stiff_bends_less_by_ten_degrees() -> None:
    cycle = synthetic_cycle()
    usual = changed_frames(cycle, PHASE, PHASE, NONE)
    stiff = changed_frames(cycle, PHASE, PHASE, CHANGES["stiff_left_knee"])
    assert knee(usual, "left").max() - knee(stiff, "left").max() == pytest.approx(10, abs=0.05)
    assert knee(stiff, "right") == pytest.approx(knee(usual, "right"))
    early = PHASE < 0.4
    assert knee(stiff, "left")[early] == pytest.approx(knee(usual, "left")[early])


def test_a_stoop_leans_the_chest_and_leaves_head_and_legs() -> None:
    cycle = synthetic_cycle()
    usual, stooped = (changed_frames(cycle, PHASE, PHASE, CHANGES[name]) for name in ("none", "stooped"))
    lean = pitch(stooped["thorax"]) - pitch(usual["thorax"])
    assert lean == pytest.approx(14, abs=0.1)
    assert stooped["head"] == pytest.approx(usual["head"])
    assert stooped["left_thigh"] == pytest.approx(usual["left_thigh"])


def test_short_strides_swing_less_and_feet_still_lie_flat() -> None:
    cycle = synthetic_cycle()
    usual, short = (changed_frames(cycle, PHASE, PHASE, CHANGES[name]) for name in ("none", "short_strides"))
    for side in SIDES:
        assert np.ptp(pitch(short[f"{side}_thigh"])) == pytest.approx(
            0.85 * np.ptp(pitch(usual[f"{side}_thigh"])), rel=0.02
        )
    flat = (PHASE > 0.12) & (PHASE < 0.3)
    assert abs(pitch(short["left_foot"])[flat]).max() < 2


def test_toes_stay_level_while_the_heel_rises_and_straighten_in_swing() -> None:
    time = PHASE * 1.06
    foot = synthetic_cycle().turns["left_foot"].at(PHASE)
    bend = toe_bend(foot, time)
    rising = (PHASE > 0.45) & (PHASE < 0.58)
    up = pitch(foot)
    assert bend[rising] == pytest.approx(np.clip(up, 0, 40)[rising], abs=0.5)
    assert bend[(PHASE > 0.78)].max() < 1


def test_sides_of_the_synthetic_walk_are_mirrored_in_time() -> None:
    cycle = synthetic_cycle(KnownAngles(stance_share=0.6))
    assert cycle.events["left", "foot_strike"] == 0
    assert cycle.events["right", "foot_off"] == pytest.approx(0.1)


@needs_data
@pytest.mark.parametrize("name", ["HC002D", "HC030A", "HC031A", "HC038A", "HC044A"])
def test_a_laboratory_walk_becomes_a_cycle(name: str) -> None:
    cycle = find_cycle(DATA, name)
    assert 0.8 < cycle.stride_s < 1.2
    assert set(cycle.events) == {(s, k) for s in SIDES for k in ("foot_strike", "foot_off")}
    frames = changed_frames(cycle, PHASE, PHASE, NONE)
    for side in SIDES:
        assert 45 < knee(frames, side).max() < 80
        assert -8 < knee(frames, side).min() < 16
        stance = 100 * ((cycle.events[side, "foot_off"] - cycle.events[side, "foot_strike"]) % 1)
        assert 50 < stance < 68
        for frame in (frames[f"{side}_{part}"] for part in ("thigh", "shank", "foot", "toes")):
            assert np.linalg.det(frame) == pytest.approx(1)


@needs_data
def test_a_file_without_segment_axes_says_what_is_wanted() -> None:
    path = next((DATA / "c3dparser").rglob("*.c3d"), None)
    static = next((DATA / "biomechzoo").rglob("Static/*.c3d"))
    with pytest.raises(InputError):
        laboratory_cycle(static)
    assert path is None or path.is_file()


@needs_data
def test_an_unknown_walk_is_named() -> None:
    with pytest.raises(InputError, match="NOBODY"):
        find_cycle(DATA, "NOBODY")


def test_changes_say_what_they_are() -> None:
    assert CHANGES["none"] == NONE
    assert replace(CHANGES["stooped"], trunk_lean=0.0) == NONE
