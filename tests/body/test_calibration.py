"""Size and marker places, found together with the poses."""

import numpy as np
import pytest
from known_body import LOWER, WHOLE, dataset, sided, skin_noise, walker

from kinechain.body.fit import fit_body
from kinechain.body.foot_flat import Plumb, flat_feet, plumb_bodies
from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.own_body import load_body
from kinechain.body.scaling import PARAMETERS
from kinechain.body.shape import shape_model
from kinechain.body.skin import is_video, noise


def test_markers_move_with_the_shape_as_its_response_says() -> None:
    body = load_body()
    model = shape_model(body, WHOLE, {"left_knee_width_m": 0.11})
    random = np.random.default_rng(0)
    shape = model.mean + 0.3 * model.sd * random.standard_normal(len(model.mean))
    q = body.chain.default + 0.2 * random.standard_normal((3, len(body.chain.default)))

    def points(shape: np.ndarray) -> np.ndarray:
        return point_positions(model.chain(shape), q, model.carrier, model.places(shape))

    way = model.sd * random.standard_normal(len(model.sd))
    moved = (points(shape + 1e-6 * way) - points(shape - 1e-6 * way)) / 2e-6
    rotation = body_frames(model.chain(shape), q)[0]
    offsets = way[len(PARAMETERS) :].reshape(-1, 3)
    expected = model.response(shape, rotation) @ way[: len(PARAMETERS)]
    expected += np.einsum("tkij,kj->tki", rotation[:, model.carrier], offsets)
    np.testing.assert_allclose(moved, expected, atol=1e-7)


@pytest.mark.parametrize("size", [0.65, 1.0, 1.15])
def test_people_of_any_size_are_found_without_being_measured(size: float) -> None:
    truth = walker(WHOLE)
    fitted = fit_body(dataset(truth.time, size * truth.points(), WHOLE))
    assert fitted.body.stature_m == pytest.approx(size * truth.body.stature_m, rel=0.03)
    knee = fitted.chain.coordinate("left_knee_flexion")
    assert np.abs(np.degrees(fitted.q[:, knee] - truth.q[:, knee])).max() < 2.5


def test_lengths_of_the_legs_are_found() -> None:
    errors = []
    for seed in range(3):
        truth = walker(LOWER, seed=seed)
        slid = skin_noise(LOWER, truth.body, truth.time, np.random.default_rng(seed))
        fitted = fit_body(truth.walk(truth.points() + slid))
        for part in ("left_thigh", "right_thigh", "left_shank", "right_shank"):
            at = fitted.chain.body(part)
            errors.append(fitted.body.scale[at, 2] / truth.body.scale[at, 2] - 1)
    assert np.abs(np.mean(errors)) < 0.03
    assert np.abs(errors).max() < 0.08


def test_a_marker_out_of_place_is_found_there() -> None:
    truth = walker(WHOLE)
    seen = truth.points()
    shank = WHOLE.index("left_shank")
    place = truth.place.copy()
    place[shank] += np.array([0.02, 0.0, 0.06])
    seen[:, shank] = point_positions(truth.body.chain, truth.q, truth.carrier, place)[:, shank]
    fitted = fit_body(truth.walk(seen))
    found = fitted.marker_place[shank] / fitted.body.scale[truth.carrier[shank]]
    np.testing.assert_allclose(found, place[shank], atol=0.012)
    assert not fitted.outliers


def test_a_steeper_foot_marker_is_corrected_by_the_flat_foot() -> None:
    # The heel's marker is put 15 mm too high: zero of the ankle is where the sole is flat all the same.
    body = load_body()
    names = LOWER
    truth = walker(names, seconds=1.0)
    q = np.tile(body.chain.default, (100, 1))
    for name in ("left_hip_flexion", "right_hip_flexion"):
        q[:, body.chain.coordinate(name)] = np.radians(10) * np.sin(np.arange(100) / 12)
    for side in ("left", "right"):  # feet stay flat
        hip = q[:, body.chain.coordinate(f"{side}_hip_flexion")]
        q[:, body.chain.coordinate(f"{side}_ankle_dorsiflexion")] = -hip
    place = truth.place.copy()
    for side in ("left", "right"):
        place[names.index(f"{side}_heel"), 2] += 0.015
    seen = point_positions(body.chain, q, truth.carrier, place)
    standing = np.tile(body.chain.default, (20, 1))
    static = point_positions(body.chain, standing, truth.carrier, place)
    time = np.arange(100) / 100
    fitted = fit_body(dataset(time, seen, names), static=dataset(time[:20], static, names))
    ankle = body.chain.coordinate("left_ankle_dorsiflexion")
    assert np.degrees(np.abs(np.mean(fitted.q[:, ankle] - q[:, ankle]))) < 1.5


def test_flat_feet_are_seen_where_both_ends_rest() -> None:
    time = np.arange(120) / 100
    names = sided("heel", "toe")
    points = np.zeros((120, 4, 3))
    points[40:, 0, 0] = 1.5 * (time[40:] - time[40])  # the left heel leaves at 0.4 s
    points[40:, 0, 2] = 0.5 * (time[40:] - time[40])
    points[:, 2:, 0] = 1.2 * time[:, None]  # the right foot never rests
    flat = flat_feet(load_body().chain, names, time, points)
    foot = load_body().chain.body("left_foot")
    assert set(flat) == {foot, load_body().chain.body("left_toes")}
    assert flat[foot][10:30].all()
    assert not flat[foot][50:].any()
    assert len(plumb_bodies(load_body().chain, flat)) == 2


def test_a_plumb_body_costs_by_its_lean_and_not_by_its_place() -> None:
    plumb = Plumb(np.array([4.0]))
    lean = 0.02
    line = np.array(
        [[[100 * np.sin(lean), 0, 100 * np.cos(lean)], [-100 * np.sin(lean), 0, -100 * np.cos(lean)]]]
    )
    model = plumb.linearised(line + np.array([5.0, -3.0, 1.0]))
    assert model.cost[0] == pytest.approx(0.5 * 4.0 * np.sin(lean) ** 2)
    np.testing.assert_allclose(model.gradient.sum(axis=1), 0, atol=1e-12)


def test_keypoints_are_told_from_markers() -> None:
    assert is_video(sided("hip", "knee", "ankle", "heel"))
    assert not is_video((*LOWER, "left_hip"))
    video, marker = noise(("left_knee",), ("left_thigh",)), noise(("left_knee_lateral",), ("left_thigh",))
    assert video[0][0] > marker[0][0]
