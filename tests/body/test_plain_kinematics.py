"""The plain kinematics against the kernels', and its derivatives against differences."""

import numpy as np
import pytest

from kinechain.body.own_body import load_body
from kinechain.body.plain_kinematics import posed

BODY = load_body()
CARRIER, PLACE = BODY.places(sorted(BODY.landmarks))
Q = np.random.default_rng(0).normal(0.0, 0.4, (6, len(BODY.chain.coordinates)))


def test_frames_points_and_slopes_are_those_of_the_kernels() -> None:
    pytest.importorskip("numba", reason="the kernels need the extra lab")
    from kinechain.body.kinematics import body_frames, point_jacobian, point_positions

    pose = posed(BODY.chain, Q)
    rotation, position = body_frames(BODY.chain, Q)
    assert pose.rotation == pytest.approx(rotation, abs=1e-12)
    assert pose.position == pytest.approx(position, abs=1e-12)
    points = pose.points(CARRIER, PLACE)
    assert points == pytest.approx(point_positions(BODY.chain, Q, CARRIER, PLACE), abs=1e-12)
    slope = pose.jacobian(CARRIER, points, np.arange(Q.shape[1]))
    assert slope == pytest.approx(point_jacobian(BODY.chain, Q, CARRIER, PLACE), abs=1e-12)


def test_an_arrow_on_a_body_turns_with_it() -> None:
    body = np.array([BODY.chain.body("left_shank"), BODY.chain.body("head")])
    arrow = np.array([[0.1, 0.0, 0.02], [0.0, 0.05, 0.1]])
    columns = np.arange(Q.shape[1])

    def arrows(q: np.ndarray) -> np.ndarray:
        return np.asarray(np.einsum("tkij,kj->tki", posed(BODY.chain, q).rotation[:, body], arrow))

    found = posed(BODY.chain, Q).swing(body, arrows(Q), columns)
    for column in columns:
        step = 1e-6 * np.eye(Q.shape[1])[column]
        moved = (arrows(Q + step) - arrows(Q - step)) / 2e-6
        assert found[..., column] == pytest.approx(moved, abs=1e-8)


def test_what_forces_do_to_coordinates_is_the_slope_transposed() -> None:
    pose, columns = posed(BODY.chain, Q), np.arange(Q.shape[1])
    points = pose.points(CARRIER, PLACE)
    force = np.random.default_rng(1).standard_normal(points.shape)
    wanted = np.einsum("tkic,tki->tc", pose.jacobian(CARRIER, points, columns), force)
    assert pose.pulled(CARRIER, points, force, columns) == pytest.approx(wanted, abs=1e-10)
    wanted = np.einsum("tkic,tki->tc", pose.swing(CARRIER, points, columns), force)
    assert pose.swung(CARRIER, points, force, columns) == pytest.approx(wanted, abs=1e-10)


def test_frames_do_not_know_of_each_other() -> None:
    alone = posed(BODY.chain, Q[2:4])
    part = posed(BODY.chain, Q).part(slice(2, 4))
    assert part.position == pytest.approx(alone.position, abs=1e-14)
    assert part.axis == pytest.approx(alone.axis, abs=1e-14)
