"""The share of the push that the ankle gives, from moments and speeds that are known."""

import numpy as np
import pytest

pytest.importorskip("numba")

from kinechain.body.fitted_body import FittedBody
from kinechain.body.loads import Loads
from kinechain.gait.push_off import push_off_share
from kinechain.gait.strides import Stride
from known_bodies import body
from synthetic_walker import Floats

STRIDE = Stride("left", start=0.0, other_off=0.1, other_strike=0.4, off=0.6, end=1.0)
MASS_KG = 70.0


def pushing(ankle_deg_s: float = -200.0, hip_deg_s: float = 100.0) -> FittedBody:
    """Joints that turn at constant speeds."""
    time = np.arange(121) / 100
    return body({"left_ankle_dorsiflexion": ankle_deg_s * time, "left_hip_flexion": hip_deg_s * time})


def loads(fitted: FittedBody, ankle: Floats | float, hip: Floats | float, sd: float = 0.0) -> Loads:
    names = ("left_ankle_dorsiflexion", "left_hip_flexion")
    moment = np.stack(np.broadcast_arrays(ankle, hip, fitted.time)[:2], axis=1).astype(float)
    return Loads(
        time=fitted.time,
        names=names,
        moment=moment,
        sd=np.full_like(moment, sd),
        residual=np.zeros((len(moment), 6)),
        mass_kg=MASS_KG,
        contacts=(),
        refusals=(),
        notes=(),
    )


def test_the_share_is_that_of_positive_work() -> None:
    fitted = pushing()
    # 100 Nm of plantarflexion at 200 deg/s for 0.2 s, 50 Nm of hip flexion at 100 deg/s for 0.4 s.
    told = push_off_share(fitted, loads(fitted, -100.0, 50.0), STRIDE)
    assert told is not None
    ankle, hip = 100 * 200 * 0.2, 50 * 100 * 0.4
    assert told.percent == pytest.approx(100 * ankle / (ankle + hip), abs=0.7)
    assert told.side == "left"


def test_moments_that_brake_or_extend_do_not_count() -> None:
    fitted = pushing()
    alone = push_off_share(fitted, loads(fitted, -100.0, -50.0), STRIDE)
    assert alone is not None
    assert alone.percent == pytest.approx(100)
    braked = push_off_share(fitted, loads(fitted, 100.0, 50.0), STRIDE)
    assert braked is not None
    assert braked.percent == pytest.approx(0)
    extending = pushing(hip_deg_s=-100.0)
    hip_extends = push_off_share(extending, loads(extending, -100.0, -50.0), STRIDE)
    assert hip_extends is not None
    assert hip_extends.percent == pytest.approx(100)


def test_no_work_has_no_share() -> None:
    fitted = pushing(0.0, 0.0)
    assert push_off_share(fitted, loads(fitted, -100.0, 50.0), STRIDE) is None


def test_what_is_not_known_throughout_is_not_told() -> None:
    fitted = pushing()
    ankle = np.where(fitted.time > 0.55, np.nan, -100.0)
    assert push_off_share(fitted, loads(fitted, ankle, 50.0), STRIDE) is None


def test_its_error_is_that_of_the_moments() -> None:
    fitted = pushing()
    sure = push_off_share(fitted, loads(fitted, -100.0, 50.0), STRIDE)
    unsure = push_off_share(fitted, loads(fitted, -100.0, 50.0, sd=5.0), STRIDE)
    assert sure is not None
    assert unsure is not None
    assert sure.sd == pytest.approx(0)
    # Ten per cent of the hip's moment, five of the ankle's, on a share of two thirds: 2/9 of each.
    assert unsure.sd == pytest.approx(100 * 2 / 9 * np.hypot(0.05, 0.10), rel=0.1)
