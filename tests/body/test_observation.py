"""Costs of what was seen: their derivatives, their noise, and whom they believe."""

import numpy as np
import pytest

from kinechain.body.calibrated_camera import CalibratedCamera, triangulated
from kinechain.body.coloured_noise import link
from kinechain.body.contact import SoleContact
from kinechain.body.observation import Linearised, PicturesSeen, PointsSeen, belief

FRAMES, POINTS = 9, 4
TIME = np.arange(FRAMES) / 50


def truth() -> np.ndarray:
    random = np.random.default_rng(0)
    return np.asarray(0.3 * random.standard_normal((FRAMES, POINTS, 3)) + np.array([0.0, 0.0, 1.0]))


def markers() -> PointsSeen:
    position = truth() + 0.01 * np.random.default_rng(1).standard_normal((FRAMES, POINTS, 3))
    position[3, 1] = position[5:7, 2] = np.nan
    return PointsSeen(TIME, position, np.array([0.005, 0.01, 0.01, 0.02]), np.array([0.1, 0.1, 0.0, 0.3]))


def cameras() -> list[CalibratedCamera]:
    matrix = np.array([[900.0, 0.0, 640.0], [0.0, 905.0, 360.0], [0.0, 0.0, 1.0]])
    around = []
    for angle in (0.3, 1.9, 4.0):
        ahead = np.array([np.cos(angle), np.sin(angle), 0.0])
        rotation = np.array([np.cross([0, 0, -1.0], ahead), [0, 0, -1.0], ahead])
        centre = -4 * ahead + np.array([0.0, 0.0, 1.2])
        around.append(CalibratedCamera(matrix, rotation, -rotation @ centre, (-0.1, 0.02, 0.001, -0.002)))
    return around


def pictures() -> PicturesSeen:
    random = np.random.default_rng(2)
    position = np.array([camera.picture(truth())[0] for camera in cameras()])
    position += 2 * random.standard_normal(position.shape)
    position[0, 2, 1] = position[1, 4:6, 0] = np.nan
    return PicturesSeen(TIME, cameras(), position, np.full(POINTS, 3.0), np.full(POINTS, 0.1))


def sole() -> SoleContact:
    bearing = np.array([False, True, True, True, True, False, False, True, True])
    return SoleContact((np.zeros(POINTS, dtype=np.int64), np.zeros((POINTS, 3))), TIME, bearing)


@pytest.mark.parametrize("seen", [markers(), pictures(), sole()], ids=["markers", "pictures", "contact"])
def test_gradient_is_the_slope_of_the_cost(seen: PointsSeen | PicturesSeen | SoleContact) -> None:
    points = truth() * (1.0 if not isinstance(seen, SoleContact) else 0.01)
    gradient = seen.linearised(points).gradient
    random = np.random.default_rng(3)
    for _ in range(10):
        way = random.standard_normal(points.shape)
        ahead, behind = (seen.linearised(points + step * way).cost.sum() for step in (1e-6, -1e-6))
        assert (ahead - behind) / 2e-6 == pytest.approx((gradient * way).sum(), rel=1e-5, abs=1e-6)


def dense(model: Linearised) -> np.ndarray:
    """The whole information, (T K 3, T K 3)."""
    frames, points = model.gradient.shape[:2]
    whole = np.zeros((frames, points, 3, frames, points, 3))
    for t in range(frames):
        for k in range(points):
            whole[t, k, :, t, k] = model.information[t, k]
            if t:
                whole[t, k, :, t - 1, k] = model.coupling[t, k]
                whole[t - 1, k, :, t, k] = model.coupling[t, k].T
    return whole.reshape(frames * points * 3, -1)


@pytest.mark.parametrize("seen", [markers(), sole()], ids=["markers", "contact"])
def test_information_is_the_curvature_of_a_quadratic_cost(seen: PointsSeen | SoleContact) -> None:
    points = truth() * (1.0 if not isinstance(seen, SoleContact) else 0.01)
    way = 1e-3 * np.random.default_rng(4).standard_normal(points.shape)
    model = seen.linearised(points)
    turned = (dense(model) @ way.ravel()).reshape(points.shape)
    np.testing.assert_allclose(
        seen.linearised(points + way).gradient, model.gradient + turned, rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("seen", [markers(), pictures(), sole()], ids=["markers", "pictures", "contact"])
def test_information_is_never_negative(seen: PointsSeen | PicturesSeen | SoleContact) -> None:
    points = truth() * (1.0 if not isinstance(seen, SoleContact) else 0.01)
    values = np.linalg.eigvalsh(dense(seen.linearised(points)))
    assert values.min() > -1e-8 * values.max()


def test_information_of_coloured_noise_is_the_inverse_of_its_covariance() -> None:
    time = np.array([0.0, 0.01, 0.02, 0.05, 0.06, 0.2])
    memory = 0.08
    tie = link(time, np.ones((6, 1)), np.array([memory]))
    matrix = np.diag(tie.own[:, 0]) + np.diag(tie.before[1:, 0], 1) + np.diag(tie.before[1:, 0], -1)
    covariance = np.exp(-np.abs(time[:, None] - time) / memory)
    np.testing.assert_allclose(matrix, np.linalg.inv(covariance), atol=1e-9)


def information(weight: np.ndarray, memory: float = 0.15) -> float:
    """What 2 s at 100 Hz, seen with `weight` (200,), say of a constant."""
    tie = link(np.arange(200) / 100, weight[:, None], np.array([memory]))
    return float(tie.own.sum() + 2 * tie.before.sum())


def test_hiding_frames_never_lowers_an_sd() -> None:
    random = np.random.default_rng(0)
    order, told = random.permutation(200), []
    for hidden in (0, 20, 100, 180):
        weight = np.ones(200)
        weight[order[:hidden]] = 0
        told.append(information(weight))
    assert told == sorted(told, reverse=True)
    gap = np.ones(200)
    gap[90:93] = 0
    assert information(gap) < told[0]
    tie = link(np.arange(200) / 100, gap[:, None], np.array([0.15]))
    assert not tie.own[90:93].any()
    assert not tie.before[90:94].any()


@pytest.mark.parametrize("memory", [0.0, 0.15])
def test_to_doubt_a_sighting_never_adds_information(memory: float) -> None:
    random = np.random.default_rng(0)
    weight = random.uniform(0.2, 1, 200)
    for t in (0, 1, 50, 51, 120, 199):
        less = weight.copy()
        less[t] *= 0.5
        assert information(less, memory) < information(weight, memory)
    assert information(weight, memory) < information(np.ones(200), memory)
    assert information(0.75 * np.ones(200), memory) == pytest.approx(0.75 * information(np.ones(200), memory))


def test_white_errors_count_with_their_own_weight_only() -> None:
    weight = np.array([[0.3], [1.0], [0.0], [0.5]])
    tie = link(np.arange(4) / 100, weight, np.zeros(1))
    np.testing.assert_allclose(tie.own, weight)
    assert not tie.before.any()


@pytest.mark.parametrize("dimensions", [2, 3])
def test_belief_is_student_s_t(dimensions: int) -> None:
    tail = 4 / np.sqrt(dimensions)
    weight = belief(np.array([0.5, 1.0, tail, np.nan]), dimensions)
    np.testing.assert_allclose(weight, [1, 1, (6 + dimensions) / (6 + 16), 0], rtol=1e-12)


def test_what_is_more_than_five_sd_off_is_rejected() -> None:
    blank, far = np.zeros((1, 2, 3)), np.array([[[4.99, 0.0, 0.0], [5.01, 0.0, 0.0]]]) * 0.01
    seen = PointsSeen(TIME[:1], far, np.full(2, 0.01), np.full(2, 0.1)).weighted(blank)
    assert seen.seen().tolist() == [[True, False]]
    one = cameras()[0]
    there = np.array([[[0.0, 0.0, 1.0], [0.1, 0.0, 1.0]]])
    pixels = one.picture(there)[0] + np.array([[[14.97, 0.0], [15.03, 0.0]]])
    pictures_seen = PicturesSeen(TIME[:1], [one], pixels[None], np.full(2, 3.0), np.full(2, 0.1))
    weight = pictures_seen.weighted(there).weight
    assert weight is not None
    assert (weight > 0).tolist() == [[[True, False]]]


def test_a_sole_s_points_say_together_what_one_says_of_the_foot() -> None:
    still, bearing = np.zeros((FRAMES, POINTS, 3)), np.ones(FRAMES, dtype=np.bool_)

    def stiffness(points: int) -> float:
        place = (np.zeros(points, dtype=np.int64), np.zeros((points, 3)))
        model = SoleContact(place, TIME, bearing).linearised(still[:, :points])
        return float(model.information[4, :, 0, 0].sum())

    assert stiffness(3) == pytest.approx(stiffness(1))


def test_what_is_far_off_is_not_believed() -> None:
    seen = markers()
    moved = seen.position.copy()
    moved[4, 0] += 0.5
    believed = PointsSeen(TIME, moved, seen.sd, seen.correlation_s).weighted(truth()).seen()
    assert not believed[4, 0]
    assert not believed[3, 1]
    assert believed[np.isfinite(moved).all(axis=2)].sum() == believed.sum()


def test_slack_forgives_a_marker_that_sits_elsewhere() -> None:
    seen = markers()
    shifted = truth() + np.array([0.06, 0.0, 0.0])
    assert not seen.weighted(shifted).seen()[:, 0].any()
    assert seen.weighted(shifted, 0.05).seen()[:, 0].all()


def test_a_camera_shows_what_it_shows_and_looks_back_along_the_same_ray() -> None:
    camera, points = cameras()[0], truth()
    pixels, slope = camera.picture(points)
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 1e-6
        moved = (camera.picture(points + step)[0] - camera.picture(points - step)[0]) / 2e-6
        np.testing.assert_allclose(slope[..., axis], moved, rtol=1e-5, atol=1e-5)
    to_point = points - camera.centre
    to_point /= np.linalg.norm(to_point, axis=-1, keepdims=True)
    np.testing.assert_allclose(camera.ray(pixels), to_point, atol=1e-9)
    assert np.isnan(camera.picture(camera.centre - camera.rotation[2])[0]).all()


def test_a_projection_matrix_gives_the_same_camera() -> None:
    straight = CalibratedCamera(cameras()[0].matrix, cameras()[0].rotation, cameras()[0].translation)
    projection = straight.matrix @ np.column_stack([straight.rotation, straight.translation])
    for sign in (1, -3.7):
        again = CalibratedCamera.from_projection(sign * projection)
        np.testing.assert_allclose(again.picture(truth())[0], straight.picture(truth())[0], atol=1e-8)


def test_cameras_triangulate_exactly_and_need_two() -> None:
    position = np.array([camera.picture(truth())[0] for camera in cameras()])
    position[0, 0, 0] = position[:2, 1, 1] = np.nan
    points = triangulated(cameras(), position)
    there = np.ones((FRAMES, POINTS), dtype=bool)
    there[1, 1] = False
    np.testing.assert_allclose(points[there], truth()[there], atol=1e-8)
    assert np.isnan(points[1, 1]).all()
