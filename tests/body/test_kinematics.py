"""Kinematics against plain definitions, differences, and laws."""

import numpy as np
import pytest
from reference_kinematics import frames, points, random_chain
from scipy.spatial.transform import Rotation

from kinechain.body.chain import Axis, Coordinate, Joint, make_chain, scaled_chain
from kinechain.body.kinematics import body_frames, normal_equations, point_jacobian, point_positions

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
CARRIERS = ["three", "three", "five", "six", "two", "ground"]


def places() -> np.ndarray:
    return np.random.default_rng(9).normal(size=(len(CARRIERS), 3))


def pendulum() -> tuple[list[Joint], list[Coordinate]]:
    upper = Joint("upper", "ground", (Axis(Z, "shoulder"),))
    lower = Joint("lower", "upper", (Axis(Z, "elbow"),), position=np.array([1.0, 0, 0]))
    return [upper, lower], [Coordinate("shoulder"), Coordinate("elbow")]


def test_two_links_lie_where_school_trigonometry_says() -> None:
    chain = make_chain(*pendulum())
    q = np.radians([[0, 0], [90, 0], [90, -90], [30, 60]])
    tip = point_positions(chain, q, np.array([2]), np.array([[2.0, 0, 0]]))[:, 0]
    half, root = 0.5, np.sqrt(3) / 2
    assert np.allclose(tip, [[3, 0, 0], [0, 3, 0], [2, 1, 0], [root, half + 2, 0]], atol=1e-14)


@pytest.mark.parametrize("seed", range(6))
def test_frames_agree_with_the_plain_definition(seed: int) -> None:
    joints, coordinates = random_chain(seed)
    chain = make_chain(joints[::-1], coordinates)
    q = np.random.default_rng(seed).uniform(-3, 3, (20, len(coordinates)))
    rotation, position = body_frames(chain, q)
    for t, row in enumerate(q):
        expected = frames(joints, dict(zip("abcdefgh", row, strict=True)))
        for name, made in expected.items():
            body = chain.body(name)
            assert np.allclose(rotation[t, body], made[:3, :3], atol=1e-12)
            assert np.allclose(position[t, body], made[:3, 3], atol=1e-11)


@pytest.mark.parametrize("seed", range(3))
def test_points_agree_with_the_plain_definition(seed: int) -> None:
    joints, coordinates = random_chain(seed)
    chain = make_chain(joints, coordinates)
    q = np.random.default_rng(seed).uniform(-2, 2, (5, len(coordinates)))
    carriers = np.array([chain.body(name) for name in CARRIERS])
    found = point_positions(chain, q, carriers, places())
    expected = [points(joints, dict(zip("abcdefgh", row, strict=True)), CARRIERS, places()) for row in q]
    assert np.allclose(found, expected, atol=1e-11)


@pytest.mark.parametrize("seed", range(6))
def test_the_jacobian_agrees_with_differences(seed: int) -> None:
    chain = make_chain(*random_chain(seed))
    q = np.random.default_rng(seed).uniform(-1.9, 1.9, (4, 8))
    carriers = np.array([chain.body(name) for name in CARRIERS])
    jacobian = point_jacobian(chain, q, carriers, places())
    step = 1e-6
    for c in range(8):
        ahead, behind = q.copy(), q.copy()
        ahead[:, c] += step
        behind[:, c] -= step
        slope = point_positions(chain, ahead, carriers, places()) - point_positions(
            chain, behind, carriers, places()
        )
        assert np.allclose(jacobian[..., c], slope / (2 * step), atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_the_normal_equations_are_the_sums_over_the_jacobian(seed: int) -> None:
    chain = make_chain(*random_chain(seed))
    rng = np.random.default_rng(seed)
    q = rng.uniform(-2, 2, (4, 8))
    carriers = np.array([chain.body(name) for name in CARRIERS])
    root = rng.normal(size=(4, len(CARRIERS), 3, 3))
    information = root @ np.swapaxes(root, 2, 3)
    gradient = rng.normal(size=(4, len(CARRIERS), 3))
    information[1, 2] = 0  # an unseen point
    gradient[1, 2] = 0
    jacobian = point_jacobian(chain, q, carriers, places())
    g, h = normal_equations(chain, q, carriers, places(), gradient, information)
    assert np.allclose(g, np.einsum("tkic,tki->tc", jacobian, gradient))
    assert np.allclose(h, np.einsum("tkic,tkij,tkjd->tcd", jacobian, information, jacobian))


def test_turning_and_moving_the_root_turns_and_moves_every_point() -> None:
    joints, coordinates = random_chain(1)
    carriers, turned = CARRIERS[:5], Rotation.random(random_state=4)
    q = np.random.default_rng(2).uniform(-2, 2, (6, 8))
    still = make_chain(joints, coordinates)
    root = [Joint("root", "ground", position=np.array([3.0, -2, 1]), rotation=turned.as_matrix())]
    hung = [
        Joint(j.child, "root" if j.parent == "ground" else j.parent, j.axes, j.position, j.rotation,
              j.child_position, j.child_rotation)
        for j in joints
    ]  # fmt: skip
    moving = make_chain(root + hung, coordinates)
    before = point_positions(still, q, np.array([still.body(b) for b in carriers]), places()[:5])
    after = point_positions(moving, q, np.array([moving.body(b) for b in carriers]), places()[:5])
    assert np.allclose(after, before @ turned.as_matrix().T + [3, -2, 1])


def test_a_joint_leaves_what_is_nearer_to_the_ground_where_it_is() -> None:
    chain = make_chain(*pendulum())
    jacobian = point_jacobian(chain, np.zeros((1, 2)), np.array([1, 2, 0]), np.ones((3, 3)))
    assert not jacobian[0, 0, :, 1].any()
    assert not jacobian[0, 2].any()
    assert jacobian[0, 1].any(axis=0).all()
    assert np.array_equal(chain.moved_by(), [[False, False], [True, False], [True, True]])


def test_links_without_length_turn_about_one_point() -> None:
    joints = [Joint("a", "ground", (Axis(X, "p"),)), Joint("b", "a", (Axis(Y, "q"),))]
    chain = make_chain(joints, [Coordinate("p"), Coordinate("q")])
    q = np.random.default_rng(0).uniform(-3, 3, (5, 2))
    assert not point_positions(chain, q, np.array([2]), np.zeros((1, 3))).any()


def test_no_points_and_no_frames_are_allowed() -> None:
    chain = make_chain(*pendulum())
    none = np.zeros(0, dtype=np.int64)
    assert point_positions(chain, np.zeros((4, 2)), none, np.zeros((0, 3))).shape == (4, 0, 3)
    assert body_frames(chain, np.zeros((0, 2)))[0].shape == (0, 3, 3, 3)


def test_wrong_shapes_are_refused() -> None:
    chain = make_chain(*pendulum())
    with pytest.raises(ValueError, match=r"expected an array of shape \(4, 2\)"):
        body_frames(chain, np.zeros((4, 3)))
    with pytest.raises(ValueError, match="indices from 0 to 2"):
        point_positions(chain, np.zeros((4, 2)), np.array([3]), np.zeros((1, 3)))


def test_a_stretched_chain_has_stretched_links() -> None:
    chain = make_chain(*pendulum())
    scale = np.ones((3, 3))
    scale[1] = 1.5, 1, 1
    tip = point_positions(scaled_chain(chain, scale), np.zeros((1, 2)), np.array([2]), np.zeros((1, 3)))
    assert np.allclose(tip, [[[1.5, 0, 0]]])


def test_all_over_the_same_scale_gives_the_same_shape() -> None:
    joints, coordinates = random_chain(2)
    angles = [Joint(j.child, j.parent, tuple(a for a in j.axes if a.rotates), j.position, j.rotation,
                    j.child_position, j.child_rotation) for j in joints]  # fmt: skip
    chain = make_chain(angles, coordinates)
    q = np.random.default_rng(2).uniform(-2, 2, (6, 8))
    bigger = scaled_chain(chain, np.full((7, 3), 1.3))
    assert np.allclose(body_frames(bigger, q)[1], 1.3 * body_frames(chain, q)[1])
    assert np.allclose(body_frames(bigger, q)[0], body_frames(chain, q)[0])
