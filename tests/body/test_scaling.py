"""How the body takes a person's size."""

import numpy as np
import pytest

from kinechain.body.kinematics import point_positions
from kinechain.body.own_body import load_body, neutral_places
from kinechain.body.scaling import NAMES, PARAMETERS, guess, guessed_body, scaled, scales, stretches


def parameters(**values: float) -> np.ndarray:
    chosen = np.zeros(len(NAMES))
    for name, value in values.items():
        chosen[NAMES.index(name)] = value
    return chosen


def test_twice_as_large_is_twice_as_large_everywhere() -> None:
    body = load_body()
    double = scaled(body, scales(body, parameters(size=np.log(2))))
    assert neutral_places(double.chain) == pytest.approx(2 * neutral_places(body.chain))
    assert double.stature_m == pytest.approx(2 * body.stature_m)
    assert double.chain.default[2] == pytest.approx(2 * body.chain.default[2])
    assert double.inertia == pytest.approx(4 * body.inertia)
    assert double.mass == pytest.approx(body.mass)
    names = list(body.landmarks)
    q = np.random.default_rng(2).normal(0, 0.4, (3, len(body.chain.coordinates)))
    larger = q * np.where([coordinate.rotational for coordinate in body.chain.coordinates], 1, 2)
    small = point_positions(body.chain, q, *body.places(names))
    assert point_positions(double.chain, larger, *double.places(names)) == pytest.approx(2 * small)


def test_scaling_twice_is_scaling_by_the_product() -> None:
    body, random = load_body(), np.random.default_rng(0)
    one, two = random.uniform(0.8, 1.2, (2, len(body.chain.bodies), 3))
    twice, once = scaled(scaled(body, one), two), scaled(body, one * two)
    assert twice.scale == pytest.approx(once.scale)
    assert twice.inertia == pytest.approx(once.inertia)
    assert twice.landmarks["left_toe"].place == pytest.approx(once.landmarks["left_toe"].place)
    assert twice.hip_height_m == pytest.approx(once.hip_height_m)
    assert body.scale == pytest.approx(1)


def test_a_longer_leg_lifts_the_hips_and_one_alone_does_not_move_the_shorter() -> None:
    body = load_body()
    tall = scaled(body, scales(body, parameters(thigh_length=0.1)))
    assert tall.hip_height_m - body.hip_height_m == pytest.approx(0.422 * (np.exp(0.1) - 1))
    uneven = scaled(body, scales(body, parameters(shank_difference=0.02)))
    places = neutral_places(uneven.chain)
    legs = [places[uneven.chain.body(f"{side}_talus")][2] for side in ("left", "right")]
    assert legs[1] - legs[0] == pytest.approx(0.420 * 0.02, rel=1e-3)


def test_standing_feet_touch_the_floor_in_every_size() -> None:
    body = load_body()
    for seed in range(3):
        size = parameters() + np.random.default_rng(seed).normal(0, [p.sd for p in PARAMETERS])
        size[[NAMES.index(name) for name in ("thigh_difference", "shank_difference")]] = 0
        person = scaled(body, scales(body, size))
        soles = [name for name in person.points if name.endswith("_sole")]
        heights = point_positions(person.chain, person.chain.default[None], *person.places(soles))[0, :, 2]
        assert heights == pytest.approx(0, abs=1e-12)


def test_every_parameter_stretches_and_every_body_is_stretched() -> None:
    weights = stretches(load_body())
    assert (np.abs(weights).sum(axis=(0, 1)) > 0).all()
    assert (weights[1:, :, NAMES.index("size")] == 1).all()
    assert not weights[0].any()


def test_stature_gives_the_size() -> None:
    body = load_body()
    person = guessed_body(body, {"height_m": 1.5, "mass_kg": 45.0})
    assert person.stature_m == pytest.approx(1.5)
    assert person.mass.sum() == pytest.approx(45)
    known, unknown = guess(body, {"height_m": 1.5}), guess(body)
    assert known.sd[0] < unknown.sd[0] / 5
    assert unknown.mean == pytest.approx(0)


def test_a_laboratory_s_lengths_are_met() -> None:
    body = load_body()
    subject = {
        "height_m": 1.6,
        "left_leg_length_m": 0.88,
        "right_leg_length_m": 0.90,
        "left_knee_width_m": 0.11,
        "right_knee_width_m": 0.11,
        "left_ankle_width_m": 0.07,
        "inter_asis_distance_m": 0.25,
    }
    person = guessed_body(body, subject)
    marks = [person.landmarks[f"left_{name}"].place for name in ("knee_lateral", "knee_medial")]
    assert abs(marks[0][1] - marks[1][1]) == pytest.approx(0.11 + 0.014, abs=0.002)
    q = person.chain.default[None]
    asis, malleolus = point_positions(person.chain, q, *person.places(["left_asis", "left_ankle_medial"]))[0]
    assert np.linalg.norm(asis - malleolus) == pytest.approx(0.89, abs=0.01)
    assert 2 * person.landmarks["left_asis"].place[1] == pytest.approx(0.25)


@pytest.mark.parametrize("height", [0.0, 1750.0, float("nan"), -1.6])
def test_no_person_s_height_is_passed_over(height: float) -> None:
    assert guess(load_body(), {"height_m": height}).mean == pytest.approx(0)
