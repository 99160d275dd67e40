"""Chains are trees; what is none is refused with a line that says why."""

import numpy as np
import pytest

from kinechain.body.chain import Axis, Chain, Coordinate, Joint, make_chain, scaled_chain
from kinechain.body.piecewise import broken_line, constant, cubic_spline, linear, polynomial
from kinechain.errors import InputError

X = (1.0, 0.0, 0.0)


def two() -> Chain:
    joints = [Joint("b", "a", (Axis(X, "q"),)), Joint("a", "ground")]
    return make_chain(joints, [Coordinate("q", lowest=-1, highest=2, default=0.5)])


def test_bodies_come_after_their_parents() -> None:
    chain = two()
    assert chain.bodies == ("ground", "a", "b")
    assert chain.tree.parent.tolist() == [-1, 0, 1]
    assert [v.tolist() for v in (chain.default, chain.lowest, chain.highest)] == [[0.5], [-1], [2]]


@pytest.mark.parametrize(
    ("joints", "words"),
    [
        ([Joint("a", "b"), Joint("b", "a")], "does not hang on the ground"),
        ([Joint("a", "nowhere")], "does not hang on the ground"),
        ([Joint("a", "ground"), Joint("b", "a"), Joint("b", "ground")], "without loops"),
        ([Joint("ground", "a")], "without loops"),
        ([Joint("a", "ground", (Axis(X, "missing"),))], "no coordinate 'missing'; it has q"),
        ([Joint("a", "ground", (Axis((0, 0, 0), "q"),))], "no direction"),
        ([Joint("a", "ground", (Axis((np.nan, 0, 0), "q"),))], "no direction"),
    ],
)
def test_what_is_no_tree_is_refused(joints: list[Joint], words: str) -> None:
    with pytest.raises(InputError, match=words):
        make_chain(joints, [Coordinate("q")])


def test_names_are_looked_up_and_told() -> None:
    assert two().body("b") == 2
    with pytest.raises(InputError, match="no body 'leg'; it has ground, a, b"):
        two().body("leg")
    with pytest.raises(InputError, match="two coordinates are named 'q'"):
        make_chain([], [Coordinate("q"), Coordinate("q")])


def test_a_rolling_by_a_function_stretches_and_a_slide_does_not() -> None:
    axes = (Axis(X, "angle", False, (linear(2.0),)), Axis(X, "slide", False))
    chain = make_chain([Joint("a", "ground", axes)], [Coordinate("angle"), Coordinate("slide", False)])
    scaled = scaled_chain(chain, np.array([[3.0, 1, 1], [1, 1, 1]]))
    assert scaled.tree.coefficients.tolist() == [[6.0, 0.0]]


def test_simple_functions() -> None:
    assert polynomial([2, 0, 1])(3) == 19
    assert constant(4)(100) == 4
    assert linear(2, 1)(3) == 7
    line = broken_line(np.array([0.0, 1, 3]), np.array([0.0, 2, 0]))
    assert [line(x) for x in (-1, 0, 0.5, 1, 2, 3, 5)] == [-2, 0, 1, 2, 1, 0, -2]


def test_a_spline_through_four_points_is_their_cubic() -> None:
    x = np.array([-1.0, 0.3, 1.1, 2.0])
    spline = cubic_spline(x, x**3 - 2 * x)
    inside = np.linspace(-1, 2, 31)
    assert np.allclose([spline(v) for v in inside], inside**3 - 2 * inside)
    assert spline(3) == pytest.approx(4 + 10)  # straight on
    assert spline(-2) == pytest.approx(1 - 1)


@pytest.mark.parametrize("count", [2, 3, 5, 9])
def test_a_spline_meets_its_points_and_is_smooth(count: int) -> None:
    rng = np.random.default_rng(count)
    x, y = np.cumsum(rng.uniform(0.1, 1, count)), rng.normal(size=count)
    spline = cubic_spline(x, y)
    assert np.allclose([spline(v) for v in x], y)
    for knot in x:
        ahead, behind = spline(knot + 1e-6) - spline(knot), spline(knot) - spline(knot - 1e-6)
        assert ahead == pytest.approx(behind, abs=1e-10)


def test_a_spline_through_three_points_is_a_parabola() -> None:
    x = np.array([0.0, 1, 3])
    spline = cubic_spline(x, x**2)
    assert np.allclose([spline(v) for v in (0.5, 2)], [0.25, 4])
