"""Heels that never come down: foot and ankle are not told, and nobody else's are lost."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detected_walker import film
from kinechain.case import Person
from kinechain.gait.film_clip import film_clip
from kinechain.gait.fitted_film import fit_clips
from kinechain.gait.toe_walk import (
    BOTH_DEG,
    TOLD_BY_FOOT,
    WHY_NOT,
    BearingHeel,
    bearing_heel,
    curves_without_lifted,
    told_of,
    which_lifted,
    without_lifted,
)
from kinechain.gait.walk import StrideCurve
from kinechain.measurement import SIDES, Measurement, Side
from synthetic_walker import HEALTHY, RISE_POWER, RISE_STEADY, Floats, SideName, SyntheticWalker

LIFT_DEG = 20.0


class ToeWalker(SyntheticWalker):
    """Whose heels stay up: the foot lands, and bears, pointing down by `LIFT_DEG`."""

    def _pitch_in_stance(self, share: Floats, side: SideName) -> Floats:
        gait = self.gait(side)
        w = np.clip((share - gait.heel_rise) / (gait.stance_share - gait.heel_rise), 0.0, 1.0)
        rise = RISE_STEADY * w + (1.0 - RISE_STEADY) * w**RISE_POWER
        low = math.radians(LIFT_DEG)
        return np.asarray(low + (math.radians(gait.foot_off_pitch_deg) - low) * rise)


@cache
def heels(on_toes: bool) -> dict[Side, BearingHeel]:
    gait = replace(HEALTHY.left, landing_pitch_deg=-LIFT_DEG)
    walker = ToeWalker(left=gait, right=gait, strides=3) if on_toes else replace(HEALTHY, strides=3)
    motion = film(walker.walk(), distance_m=4.5, rate_hz=30, noise_px=1.5, seed=2)
    fit = fit_clips([film_clip(motion)], Person(height_m=walker.height_m)).fit
    assert fit is not None
    return {side: bearing_heel(fit, side) for side in SIDES}


def test_heels_that_stay_up_are_seen() -> None:
    assert which_lifted(heels(True)) == SIDES
    for heel in heels(True).values():
        assert heel.seen_deg == pytest.approx(LIFT_DEG, abs=4.0)


def test_heels_that_come_down_are_believed() -> None:
    assert which_lifted(heels(False)) == ()
    for heel in heels(False).values():
        assert abs(heel.seen_deg) < BOTH_DEG / 2


def test_one_heel_alone_must_be_further_up() -> None:
    up = {degrees: BearingHeel(degrees, degrees) for degrees in (2.0, 12.0, 18.0)}
    assert which_lifted({"left": up[12.0], "right": up[12.0]}) == SIDES
    assert which_lifted({"left": up[12.0], "right": up[2.0]}) == ()
    assert which_lifted({"left": up[18.0], "right": up[2.0]}) == ("left",)


def test_a_foot_that_was_not_seen_is_not_said_to_be_lifted() -> None:
    unseen = BearingHeel(np.nan, 30.0)
    assert which_lifted({"left": unseen, "right": BearingHeel(18.0, 18.0)}) == ("right",)


def test_foot_and_ankle_of_that_side_alone_are_not_told() -> None:
    names = ["knee_flexion_swing_peak", *sorted(TOLD_BY_FOOT)]
    told = [Measurement(name, side, 20.0, "deg", 3.0, 4, "fit") for name in names for side in SIDES]
    left = list(without_lifted(told, ("left",)))
    assert [(one.measure, one.side) for one in left] == [(one.measure, one.side) for one in told]
    for one, before in zip(left, told, strict=True):
        if one.side == "left" and one.measure in TOLD_BY_FOOT:
            assert (one.value, one.verdict, one.reason) == (None, "cannot_tell", WHY_NOT)
        else:
            assert one is before


def test_so_are_their_curves() -> None:
    flat = np.zeros(101)
    curves = [
        StrideCurve(angle, side, flat, flat, 3)
        for angle in ("knee_flexion", "ankle_dorsiflexion", "foot_pitch")
        for side in SIDES
    ]
    left = curves_without_lifted(curves, ("right",))
    assert [(one.angle, one.side) for one in left] == [
        ("knee_flexion", "left"),
        ("knee_flexion", "right"),
        ("ankle_dorsiflexion", "left"),
        ("foot_pitch", "left"),
    ]


def test_the_warning_says_which_heels() -> None:
    assert told_of(()) == []
    assert told_of(("left",))[0].startswith("the left heel did not come down")
    assert told_of(SIDES)[0].startswith("both heels did not come down")
