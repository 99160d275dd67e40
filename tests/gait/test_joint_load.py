"""Peaks of joint moments that are known exactly."""

import numpy as np
import pytest

from kinechain.body.loads import Loads
from kinechain.gait.joint_load import JointLoad
from kinechain.gait.joint_loads import joint_loads
from kinechain.gait.net_moments import NetMoments
from kinechain.gait.strides import Stride
from kinechain.measurement import Side

TIME = np.arange(0.0, 3.0, 0.01)
STRIDES = (Stride("left", 0.5, 0.62, 1.05, 1.15, 1.6), Stride("left", 1.6, 1.72, 2.15, 2.25, 2.7))
NAMES = (
    *(f"{side}_{name}" for side in ("left", "right") for name in (
        "toe_extension", "ankle_dorsiflexion", "knee_flexion", "hip_flexion", "hip_adduction"
    )),
    "lumbar_flexion",
    "neck_flexion",
)  # fmt: skip
MASS_KG = 50.0


def loads_of(moments: dict[str, np.ndarray], sd: float = 5.0) -> Loads:
    moment = np.full((len(TIME), len(NAMES)), np.nan)
    for name, values in moments.items():
        moment[:, NAMES.index(name)] = values
    return Loads(TIME, NAMES, moment, np.full_like(moment, sd), np.zeros((len(TIME), 6)), MASS_KG, (), (), ())


def peaks(
    loads: Loads | None, reason: str = "", plates: bool = True
) -> dict[tuple[str, Side | None], JointLoad]:
    told, _ = joint_loads(NetMoments(loads, reason, plates), STRIDES)
    return {(load.moment, load.side): load for load in told}


def test_a_plantarflexor_peak_at_push_off_is_found_per_kilogram() -> None:
    push = -80.0 * np.exp(-(((TIME - 1.0) / 0.05) ** 2)) - 70.0 * np.exp(-(((TIME - 2.1) / 0.05) ** 2))
    load = peaks(loads_of({"left_ankle_dorsiflexion": push}))["ankle_plantarflexor", "left"]
    assert load.value == pytest.approx(75 / MASS_KG, rel=1e-3)
    assert load.n == 2
    assert load.sd == pytest.approx(np.hypot(5 / MASS_KG, np.std([1.6, 1.4], ddof=1) / np.sqrt(2)), rel=1e-3)


def test_loading_and_push_off_do_not_mix() -> None:
    hip = np.where(np.mod(TIME - 0.5, 1.1) < 0.3, -40.0, 30.0)
    found = peaks(loads_of({"left_hip_flexion": hip}))
    assert found["hip_extensor", "left"].value == pytest.approx(40 / MASS_KG)
    assert found["hip_flexor", "left"].value == pytest.approx(30 / MASS_KG)


def test_a_stride_that_is_not_wholly_known_gives_nothing() -> None:
    knee = np.where(TIME < 1.55, -20.0, np.nan)
    load = peaks(loads_of({"left_knee_flexion": knee}))["knee_extensor", "left"]
    assert load.n == 1
    assert load.value == pytest.approx(20 / MASS_KG)


def test_a_leg_without_plates_says_why() -> None:
    found = peaks(loads_of({"lumbar_flexion": np.full(len(TIME), -10.0)}))
    assert found["knee_extensor", "left"].value is None
    assert "plates" in found["knee_extensor", "left"].reason
    assert found["low_back_extensor", None].value == pytest.approx(10 / MASS_KG)
    assert "no whole stride" in found["knee_extensor", "right"].reason


def test_without_a_mass_there_is_a_reason_where_plates_were_and_silence_where_none() -> None:
    told = peaks(None, "joint moments need the person's mass")
    assert all(load.value is None and "mass" in load.reason for load in told.values())
    assert not peaks(None, "joint moments need the person's mass", plates=False)
