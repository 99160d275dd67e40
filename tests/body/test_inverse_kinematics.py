"""Inverse kinematics against a general solver, and its laws."""

import numpy as np
import pytest
from numpy.typing import NDArray
from reference_kinematics import random_chain
from scipy.optimize import least_squares

from kinechain.body import inverse_kinematics_kernel as kernel
from kinechain.body.chain import Axis, Chain, Coordinate, Joint, make_chain
from kinechain.body.inverse_kinematics import elimination, inverse_kinematics, kinematic_problem, solve
from kinechain.body.kinematics import normal_equations, point_positions
from kinechain.body.own_body import load_body
from kinechain.errors import InputError

Floats = NDArray[np.float64]
X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
# Markers on each of six bodies.
BODY = np.arange(1, 7).repeat(3)
PLACE = np.random.default_rng(5).normal(size=(len(BODY), 3))
WEIGHT = np.random.default_rng(6).uniform(0.5, 2, len(BODY))


def smooth_chain(seed: int, lowest: float = -np.inf, highest: float = np.inf) -> Chain:
    """A random chain whose axes are driven by the coordinates themselves."""
    joints, coordinates = random_chain(seed)
    plain = [
        Joint(j.child, j.parent, tuple(Axis(a.vector, a.coordinate, a.rotates) for a in j.axes[:2]),
              j.position, j.rotation, j.child_position, j.child_rotation)
        for j in joints
    ]  # fmt: skip
    return make_chain(plain, [Coordinate(c.name, lowest=lowest, highest=highest) for c in coordinates])


def cost(chain: Chain, q: Floats, seen: Floats, weight: Floats = WEIGHT) -> Floats:
    there = point_positions(chain, q, BODY, PLACE)
    return np.asarray((weight * ((there - seen) ** 2).sum(axis=2)).sum(axis=1))


def noisy(chain: Chain, seed: int, frames: int = 1) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    q = rng.uniform(-1, 1, (1, len(chain.coordinates))) + np.linspace(0, 0.3, frames)[:, None]
    return q, point_positions(chain, q, BODY, PLACE) + 0.05 * rng.normal(size=(frames, len(BODY), 3))


@pytest.mark.parametrize("seed", range(4))
def test_exact_markers_give_the_exact_pose(seed: int) -> None:
    chain = smooth_chain(seed)
    q = np.random.default_rng(seed).uniform(-1, 1, (1, 8)) + np.linspace(0, 0.5, 30)[:, None]
    seen = point_positions(chain, q, BODY, PLACE)
    poses = inverse_kinematics(chain, BODY, PLACE, seen, WEIGHT, start=q[0] + 0.1)
    assert np.abs(point_positions(chain, poses.q, BODY, PLACE) - seen).max() < 1e-7
    assert poses.cost.max() < 1e-13


@pytest.mark.parametrize("seed", range(8))
def test_it_finds_the_minimum_that_a_general_solver_finds(seed: int) -> None:
    chain = smooth_chain(seed)
    q, seen = noisy(chain, seed)

    def residuals(x: Floats) -> Floats:
        there = point_positions(chain, x[None], BODY, PLACE)
        return np.asarray((np.sqrt(WEIGHT)[:, None] * (there - seen)[0]).ravel())

    expected = least_squares(residuals, q[0], xtol=1e-15, ftol=1e-15, gtol=1e-15)
    found = inverse_kinematics(chain, BODY, PLACE, seen, WEIGHT, start=q[0])
    assert found.cost[0] == pytest.approx(2 * expected.cost, rel=1e-5)
    assert np.allclose(point_positions(chain, found.q, BODY, PLACE),
                       point_positions(chain, expected.x[None], BODY, PLACE), atol=2e-3)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_within_bounds_it_finds_the_minimum_that_a_general_solver_finds(seed: int) -> None:
    chain = smooth_chain(seed, -0.4, 0.5)
    q, seen = noisy(smooth_chain(seed), seed)

    def residuals(x: Floats) -> Floats:
        there = point_positions(chain, x[None], BODY, PLACE)
        return np.asarray((np.sqrt(WEIGHT)[:, None] * (there - seen)[0]).ravel())

    start = np.clip(q[0], -0.4, 0.5)
    expected = least_squares(residuals, start, bounds=(-0.4, 0.5), xtol=1e-14, ftol=1e-14, gtol=1e-14)
    found = inverse_kinematics(chain, BODY, PLACE, seen, WEIGHT, start=start)
    assert (found.q >= -0.4).all()
    assert (found.q <= 0.5).all()
    assert found.cost[0] <= 2 * expected.cost * (1 + 1e-4)


def test_the_cost_told_is_the_cost() -> None:
    chain = smooth_chain(1)
    q, seen = noisy(chain, 1, frames=50)
    poses = inverse_kinematics(chain, BODY, PLACE, seen, WEIGHT, start=q[0])
    assert np.allclose(poses.cost, cost(chain, poses.q, seen), rtol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_the_cost_never_rises(seed: int) -> None:
    """From far away, over splines. The last step is taken unseen where it hardly matters, hence the
    allowance.
    """
    chain = make_chain(*random_chain(seed))
    rng = np.random.default_rng(seed)
    seen = point_positions(chain, rng.uniform(-1.5, 1.5, (1, 8)), BODY, PLACE)
    problem = kinematic_problem(chain, BODY, PLACE)
    costs = [cost(chain, np.zeros((1, 8)), seen)[0]]
    for most in range(1, 25):
        q, _, _ = solve(problem, chain.locked, np.zeros(8), seen, WEIGHT[None], most=most)
        costs.append(cost(chain, q, seen)[0])
    assert (np.diff(costs) <= 1e-4 * np.array(costs[:-1]) + 1e-12).all()
    assert costs[-1] < costs[0]


def test_heavier_markers_are_met_more_closely() -> None:
    chain = smooth_chain(2)
    q, seen = noisy(chain, 2)
    heavy = np.ones(len(BODY))
    heavy[4] = 1000.0
    plain = inverse_kinematics(chain, BODY, PLACE, seen, start=q[0])
    drawn = inverse_kinematics(chain, BODY, PLACE, seen, heavy, start=q[0])
    miss = [
        np.linalg.norm(point_positions(chain, p.q, BODY, PLACE)[0, 4] - seen[0, 4]) for p in (plain, drawn)
    ]
    assert miss[1] < 0.5 * miss[0]


def test_locked_coordinates_stay_and_a_marker_without_weight_says_nothing() -> None:
    joints = [
        Joint("a", "ground", (Axis(Z, "free"),)),
        Joint("b", "a", (Axis(Z, "stiff"),), np.array([1.0, 0, 0])),
    ]
    chain = make_chain(joints, [Coordinate("free"), Coordinate("stiff", default=0.2, locked=True)])
    seen = point_positions(chain, np.array([[0.7, 0.2]]), np.array([2, 2]), np.array([X, Y]))
    seen[0, 1] += 5.0
    poses = inverse_kinematics(chain, np.array([2, 2]), np.array([X, Y]), seen, np.array([1.0, 0.0]))
    assert np.allclose(poses.q, [[0.7, 0.2]], atol=1e-7)


def test_a_coordinate_that_nothing_informs_stays_where_it_was() -> None:
    joints = [Joint("a", "ground", (Axis(Z, "p"),)), Joint("b", "a", (Axis(Z, "q"),), np.array([1.0, 0, 0]))]
    chain = make_chain(joints, [Coordinate("p"), Coordinate("q")])
    body, place = np.array([1, 2]), np.array([X, X])
    q = np.column_stack([np.linspace(0, 1, 20), np.linspace(0, -1, 20)])
    seen = point_positions(chain, q, body, place)
    seen[10:, 1] = np.nan
    poses = inverse_kinematics(chain, body, place, seen)
    assert np.allclose(poses.q[:10], q[:10], atol=1e-6)
    assert np.allclose(poses.q[10:, 0], q[10:, 0], atol=1e-6)
    assert np.allclose(poses.q[10:, 1], q[9, 1], atol=1e-6)


def test_a_frame_without_markers_has_no_pose() -> None:
    chain = smooth_chain(3)
    q, seen = noisy(chain, 3, frames=6)
    seen[2] = np.nan
    poses = inverse_kinematics(chain, BODY, PLACE, seen, start=q[0])
    assert np.isnan(poses.q[2]).all()
    assert np.isfinite(poses.q[[0, 1, 3, 4, 5]]).all()


@pytest.mark.parametrize("turned", [0, 90, 180, -135])
def test_whichever_way_a_person_faces_the_pose_is_found(turned: float) -> None:
    body = load_body()
    names = [name for name in body.landmarks if name.startswith(("left_", "right_"))][:60]
    carriers, place = body.places(names)
    q = np.tile(body.chain.default, (3, 1))
    q[:, body.chain.coordinate("pelvis_rotation")] = np.radians(turned)
    q[:, body.chain.coordinate("left_hip_flexion")] = 0.5
    q[:, body.chain.coordinate("right_knee_flexion")] = 0.8
    q[:, body.chain.coordinate("pelvis_x")] = 3.0
    seen = point_positions(body.chain, q, carriers, place)
    poses = inverse_kinematics(body.chain, carriers, place, seen)
    assert np.abs(point_positions(body.chain, poses.q, carriers, place) - seen).max() < 1e-5


def test_the_compact_matrix_is_the_matrix_of_the_normal_equations() -> None:
    chain = make_chain(*random_chain(4))
    q, seen = np.full((1, 8), 0.3), np.zeros((1, len(BODY), 3))
    problem = kinematic_problem(chain, BODY, PLACE)
    room = kernel.make_room(problem)
    kernel.assess(problem, room, q[0], seen[0], WEIGHT)
    kernel.slope(problem, room)
    kernel.assemble(problem, room, WEIGHT)
    gradient = WEIGHT[:, None] * point_positions(chain, q, BODY, PLACE)
    g, h = normal_equations(chain, q, BODY, PLACE, gradient, WEIGHT[None, :, None, None] * np.eye(3))
    rank = np.argsort(problem.coordinate)
    full = np.tril(room.matrix) + np.tril(room.matrix, -1).T
    assert np.allclose(full[np.ix_(rank, rank)], h[0])
    assert np.allclose(room.gradient[rank], g[0])


@pytest.mark.parametrize("seed", range(5))
def test_elimination_loses_no_entry(seed: int) -> None:
    rng = np.random.default_rng(seed)
    linked = rng.random((15, 15)) < 0.15
    linked |= linked.T | np.eye(15, dtype=bool)
    order, partners = elimination(linked)
    assert sorted(order.tolist()) == list(range(15))
    matrix = np.where(linked, rng.normal(size=(15, 15)), 0)
    matrix = (matrix + matrix.T + 30 * np.eye(15))[np.ix_(order, order)]
    # L^T L of a matrix is L L^T of it read backwards.
    lower = np.linalg.cholesky(matrix[::-1, ::-1])[::-1, ::-1].T
    for rank in range(15):
        assert set(np.flatnonzero(np.abs(lower[rank, :rank]) > 1e-12)) <= set(partners[rank])


def test_what_cannot_be_fitted_is_refused() -> None:
    chain = smooth_chain(0)
    nothing = np.full((2, len(BODY), 3), np.nan)
    with pytest.raises(InputError, match="no marker of the model was seen"):
        inverse_kinematics(chain, BODY, PLACE, nothing)
    with pytest.raises(InputError, match="weight must be a number"):
        inverse_kinematics(chain, BODY, PLACE, np.zeros((2, len(BODY), 3)), np.full(len(BODY), -1.0))
